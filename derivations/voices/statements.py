"""Statements: claims under a title, checked when they are made; and the words that build claims from Python values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from derivations.checking import Verdict
from derivations.claims import Attained, Claim, Equation, Equivalence, Given, Inequality
from derivations.tree import Letter, Notation, lift
from derivations.voices.checked import Checked, RefutedLine, judged, with_obligations

Rows = Sequence[str] | Mapping[int, Sequence[str]]
"""Rows of the notes: those that the first claim of a statement is, or those of every claim by its number."""


@dataclass(frozen=True)
class Statement:
    """A result: its claims with their verdicts, and what its definitions owe.  A definition itself is not checked."""

    id: str
    title: str
    checked: tuple[Checked, ...]
    notation: Notation = field(default_factory=dict)
    text: tuple[str, ...] = ()
    """Paragraphs of inline MyST in front of the claims: the hypotheses in words."""

    @property
    def stated(self) -> tuple[Checked, ...]:
        """What the page states: the claims without what definitions owe."""
        return tuple(item for item in self.checked if item.role == "claim")

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims in their order."""
        return tuple(item.claim for item in self.stated)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict on each claim."""
        return tuple(item.verdict for item in self.stated)

    @property
    def holds(self) -> bool:
        """Whether no claim is rejected or undefined; a statement of `refuted` does not hold."""
        return not any(item.fails for item in self.checked)


def statement(
    id: str, title: str, *claims: Claim, rows: Rows = (), notation: Notation | None = None, text: Sequence[str] = ()
) -> Statement:
    """A checked statement; raises `RefutedLine` if one of its claims may not stand.

    A definition must give its symbol the value that the symbol has in every other claim.
    """
    by_number = rows if isinstance(rows, Mapping) else {1: rows}
    if isinstance(rows, Mapping) and not set(rows) <= set(range(1, len(claims) + 1)):
        raise ValueError(f"{id}: found rows of the claims {sorted(rows)}, expected claims 1 to {len(claims)}")
    records: list[Checked] = []
    for number, claim in enumerate(claims, 1):
        for item in with_obligations(claim, rows=by_number.get(number, ())):
            if not item.defines:
                item.require(f"{id}, definition" if item.role == "obligation" else id)
            records.append(item)
    return Statement(id, title, tuple(records), notation or {}, tuple(text))


def refuted(
    id: str, title: str, claim: Claim, *, rows: Sequence[str] = (), notation: Notation | None = None
) -> Statement:
    """A claim shown because it is wrong; raises `RefutedLine` if it is not certainly so."""
    made = Statement(id, title, (judged(claim, rows=rows),), notation or {})
    if made.holds:
        raise RefutedLine(f"{id}: expected a wrong claim\n{made.checked[0].evidence}")
    return made


# ---------------------------------------------------------------- claims from Python values


def equation(left: Any, right: Any, **fixed: int) -> Equation:
    """left = right, well typed; keyword arguments fix sizes, e.g. ``N=1``."""
    claim = Equation(lift(left), lift(right), Given(tuple(sorted(fixed.items()))))
    claim.check_shapes()
    return claim


def equivalence(unknown: Letter, left: Equation, right: Equation) -> Equivalence:
    """left <=> right in the unknown, well typed."""
    claim = Equivalence(unknown, (left,), (right,))
    claim.check_shapes()
    return claim


def inequality(left: Any, right: Any, certificate: Any = None, *, descending: bool = False) -> Inequality:
    """left <= right, well typed; the certificate is what right - left equals and cannot be negative."""
    surplus = None if certificate is None else lift(certificate)
    claim = Inequality(lift(left), lift(right), surplus, descending=descending)
    claim.check_shapes()
    return claim


def attained(bound: Inequality, unknown: Letter, value: Any) -> Attained:
    """The bound, which is an equation where the unknown has the value; well typed."""
    claim = Attained(bound, unknown, lift(value))
    claim.check_shapes()
    return claim
