"""What the command line says about a line: one answer for each claim, as text and as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from derivations.claims import Claim, plain
from derivations.syntax import ReadError, Scope, declare, read_line
from derivations.tree import ShapeError

if TYPE_CHECKING:
    from derivations.checking import Counterexample

UNREADABLE, BUG = "unreadable", "bug"
"""Statuses beside those of a verdict: a line that cannot be read, and a failure of the checker itself."""
EXIT_CODES = {UNREADABLE: 2, BUG: 4}
ORDER = (0, 3, 1, 2, 4)
"""Exit codes from good to bad.

A bug makes every verdict doubtful.  Input that cannot be read, or means nothing, comes before a claim that is false:
it was not judged, so the answer is incomplete until somebody mends it.  What nothing decided may yet be true.
"""


@dataclass(frozen=True)
class Answer:
    """The verdict on one claim of a line, in plain text; without a claim, why the line cannot be read."""

    number: int
    line: str
    claim: str
    status: str
    exit_code: int
    reason: str = ""
    conditions: tuple[str, ...] = ()
    counterexample: dict[str, Any] | None = None
    rungs: tuple[dict[str, str], ...] = ()

    def data(self) -> dict[str, Any]:
        """The answer as JSON takes it."""
        return asdict(self)

    def text(self, numbered: bool) -> str:
        """The answer as a reader sees it, with the number of the line where there are many."""
        place = f"line {self.number}: " if numbered else ""
        status = f"{self.status}: {self.reason}" if self.reason else self.status
        if not self.claim:
            return place + status
        rows = [f"{place}{self.claim}", f"  {status}"]
        rows += [f"  where {', '.join(self.conditions)}"] if self.conditions else []
        rows += _counterexample_rows(self.counterexample) if self.counterexample else []
        return "\n".join([*rows, *(f"  {rung['name']}: {rung['outcome']}, {rung['detail']}" for rung in self.rungs)])


def _counterexample_rows(found: dict[str, Any]) -> Iterator[str]:
    values = ", ".join(f"{name} = {value}" for name, value in (found["sizes"] | found["values"]).items())
    yield f"  counterexample: {values or 'at every value'}"
    yield f"    left side: {found['left']}"
    yield f"    right side: {found['right']}"


def worst(codes: Iterable[int]) -> int:
    """The exit code of many: the last of them in `ORDER`; 0 of none."""
    return max(codes, key=ORDER.index, default=0)


def unreadable(number: int, line: str, reason: str) -> Answer:
    """The answer to a line that makes no claim."""
    return Answer(number, line, "", UNREADABLE, EXIT_CODES[UNREADABLE], reason)


def declared(text: str, scope: Scope, number: int = 0) -> tuple[Scope, list[Answer]]:
    """The scope with the declarations added; or the scope as it was, and the answer that says what is wrong."""
    try:
        return declare(text, scope), []
    except (ReadError, ShapeError) as error:
        return scope, [unreadable(number, text, f"given: {error}")]


def answers(number: int, line: str, scope: Scope) -> Iterator[Answer]:
    """The answer to each claim of a line; what a readable line defines is added to the scope."""
    own = scope.child()
    try:
        claims = read_line(line, own)
    except (ReadError, ShapeError) as error:
        yield unreadable(number, line, str(error))
        return
    if not claims:
        yield unreadable(number, line, "found no claim, expected one such as 'tr(A B) = tr(B A)'")
    vars(scope).update(vars(own))
    for claim in claims:
        yield _answer(number, line, claim, own)


def _answer(number: int, line: str, claim: Claim, scope: Scope) -> Answer:
    # SymPy takes half a second to import: a line that cannot be read does not wait for it.
    from derivations.checking import detail
    from derivations.voices import with_obligations

    shown = plain(claim, scope.families)
    try:
        # A definition is as true as what it owes, if it owes anything.
        verdict = with_obligations(claim)[-1].verdict
    except Exception as error:  # at the edge to the user, any failure of the checker is an answer
        reason = f"a bug of the checker, please report it with the line: {type(error).__name__}: {error}"
        return Answer(number, line, shown, BUG, EXIT_CODES[BUG], reason)
    return Answer(
        number,
        line,
        shown,
        verdict.status,
        verdict.exit_code,
        verdict.reason,
        tuple(condition.text() for condition in verdict.conditions),
        _counterexample(verdict.counterexample) if verdict.counterexample else None,
        tuple({"name": found.name, "outcome": found.outcome, "detail": detail(found)} for found in verdict.findings),
    )


def _counterexample(found: Counterexample) -> dict[str, Any]:
    """Sizes, values and both sides in plain text."""
    return {
        "sizes": dict(found.sizes),
        "values": found.texts(),
        "left": found.left.text(),
        "right": found.right.text(),
    }
