"""Side conditions: what an expression needs in order to have a value, less what its letters are declared to be.

A condition is an object that says what must be so of which expression; printers print it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from derivations.claims.convergence import convergence
from derivations.claims.substitution import put_in
from derivations.tree import (
    STRUCTURES,
    Apply,
    Defined,
    Det,
    Dots,
    Expectation,
    Expr,
    Integral,
    Letter,
    Member,
    Need,
    Notation,
    PlainPrinter,
    Printer,
    Range,
    Sub,
    Written,
    atoms,
    positive_definite,
    where_structured,
)

SIGNS = {
    "nonzero": (r"\neq 0", "!= 0"),
    "positive": ("> 0", "> 0"),
    "negative": ("< 0", "< 0"),
    "nonnegative": (r"\geq 0", ">= 0"),
    "invertible": (r"\text{ invertible}", "invertible"),
}
"""What stands behind an expression that must be so, in LaTeX and in text; else the words of a structure do."""
COMPARED = {"order": (r"\geq", ">="), "equal": ("=", "=")}
"""What stands between the parts of a difference, in LaTeX and in text."""
WEAKER = {
    "spd": ("symmetric", "invertible"),
    "positive": ("nonzero", "nonnegative"),
}
"""What a condition makes superfluous of the same expression."""


@dataclass(frozen=True)
class Condition:
    """What must be so of an expression, at least ``least`` if it is a size, for all values in the ranges.

    An ``order`` of sizes is of their difference, N - D where N is at least D; so is what is ``equal``.
    """

    what: str
    of: Expr
    least: int = 0
    ranges: tuple[Range, ...] = ()

    def latex(self, notation: Notation | None = None) -> str:
        """``C \\text{ invertible}``."""
        show = Printer(notation)
        if self.what in COMPARED and isinstance(self.of, Sub):
            return f"{show(self.of.left)} {COMPARED[self.what][0]} {show(self.of.right)}"
        return self._claim(show(self.of)) + "".join(_range_latex(found, show) for found in self.ranges)

    def _claim(self, of: str) -> str:
        if self.what == "least":
            return rf"{of} \geq {self.least}"
        if self.what == "independent":
            return rf"\text{{the entries of }} {of} \text{{ vary independently}}"
        return f"{of} {_sign(self.what)[0]}"

    def text(self) -> str:
        """``C invertible``."""
        show = PlainPrinter()
        if self.what in COMPARED and isinstance(self.of, Sub):
            return f"{show(self.of.left)} {COMPARED[self.what][1]} {show(self.of.right)}"
        of = show(self.of)
        if self.what == "least":
            claim = f"{of} >= {self.least}"
        elif self.what == "independent":
            claim = f"the entries of {of} vary independently"
        else:
            claim = f"{of} {_sign(self.what)[1]}"
        return claim + "".join(_range_text(found, show) for found in self.ranges)

    def weaker(self) -> Iterator[Condition]:
        """Conditions that this one makes superfluous, itself excepted."""
        yield from (replace(self, what=what) for what in WEAKER.get(self.what, ()))
        if self.what == "spd":
            yield from (replace(self, what=what, of=Det(self.of)) for what in ("positive", "nonnegative", "nonzero"))
        if self.what == "positive" and isinstance(self.of, Det):
            yield replace(self, what="invertible", of=self.of.of)
        if self.what == "spd" and isinstance(self.of, Written):
            for part in self.of.definite_parts():
                yield (made := replace(self, of=part))
                yield from made.weaker()

    @property
    def meant(self) -> Condition:
        """The condition on what a defined letter stands for."""
        return replace(self, of=self.of.full)

    def parts(self) -> tuple[Condition, ...]:
        """Conditions that together say the same; none where it is one alone."""
        blocks = self.of.diagonal_blocks() if self.what == "spd" and isinstance(self.of, Written) else ()
        return tuple(replace(self, of=block) for block in blocks)

    def under(self, found: Range) -> Condition:
        """The condition on the body of an integral: about the letter that varies it is asked for all its values."""
        free = set(atoms(self.of))
        for inner in self.ranges:
            free.discard(inner.over)
            free.update(atom for bound in (inner.lower, inner.upper) if bound is not None for atom in atoms(bound))
        return replace(self, ranges=(*self.ranges, found)) if found.over in free else self


def _sign(what: str) -> tuple[str, str]:
    """What stands behind an expression that must be so, in LaTeX and in text."""
    return SIGNS.get(what) or (rf"\text{{ {STRUCTURES[what]}}}", str(STRUCTURES[what]))


def _range_latex(found: Range, show: Printer) -> str:
    over = show(found.over)
    if found.lower is not None and found.upper is not None:
        between = rf"{show(found.lower)} \text{{ and }} {show(found.upper)}"
        return rf" \text{{ for }} {over} \text{{ between }} {between}"
    if found.lower is not None:
        return rf" \text{{ for }} {over} \geq {show(found.lower)}"
    return (
        rf" \text{{ for }} {over} \leq {show(found.upper)}"
        if found.upper is not None
        else rf" \text{{ for all }} {over}"
    )


def _range_text(found: Range, show: PlainPrinter) -> str:
    over = show(found.over)
    if found.lower is not None and found.upper is not None:
        return f" for {over} between {show(found.lower)} and {show(found.upper)}"
    if found.lower is not None:
        return f" for {over} >= {show(found.lower)}"
    return f" for {over} <= {show(found.upper)}" if found.upper is not None else f" for all {over}"


def side_conditions(expressions: Sequence[Expr]) -> tuple[Condition, ...]:
    """What the expressions need beyond their declared structures, in the order of appearance."""
    return beyond([condition for expr in expressions for condition in _conditions(expr)])


def beyond(conditions: Sequence[Condition], known: Sequence[Condition] = ()) -> tuple[Condition, ...]:
    """The conditions that are not known and follow from no other one: a positive definite matrix is invertible."""
    # What follows of a defined letter may be asked of the letter, or of what it stands for.
    told = (form for condition in (*known, *conditions) for form in (condition, condition.meant))
    weaker = {found.meant for form in told for found in form.weaker()}
    implied = weaker.union(condition.meant for condition in known)
    least: dict[Expr, int] = {}
    for condition in (*known, *conditions):
        least[condition.of] = max(least.get(condition.of, 0), condition.least)
    return tuple(
        condition
        for condition in dict.fromkeys(conditions)
        if not _follows(condition.meant, implied)
        and (condition.what != "least" or condition.least == least[condition.of])
    )


def _follows(condition: Condition, implied: set[Condition]) -> bool:
    parts = [part.meant for part in condition.parts()]
    whole = bool(parts) and all(part in implied or positive_definite(part.of) for part in parts)
    return condition in implied or whole


def _conditions(expr: Expr, derived: bool = False) -> Iterator[Condition]:
    """``derived``: the expression is differentiated, so a root needs a positive argument."""
    if isinstance(expr, Dots):
        yield from _conditions(expr.meaning, derived)
    elif isinstance(expr, Member) and isinstance(expr.of, Defined):
        yield from _own(expr, derived)
        yield from _conditions(put_in(expr.of.value, dict(zip(expr.of.indices, expr.indices, strict=True))), derived)
    elif isinstance(expr, Apply) and not expr.function.name and expr.function.body.derives:
        yield from _placed(expr.function.body, expr.values)
    elif isinstance(expr, Apply):
        yield from _of_application(expr, derived)
    else:
        yield from _own(expr, derived)
        for child in expr.asked:
            yield from _below(expr, child, derived or expr.derives)


def _below(expr: Expr, child: Expr, derived: bool) -> Iterator[Condition]:
    """What a child asks; where that is about the letter of an integral, for all its values."""
    found = _conditions(child, derived)
    if isinstance(expr, Integral | Expectation) and child is expr.body:
        return (condition.under(expr.range) for condition in found)
    return found


def _own(expr: Expr, derived: bool) -> Iterator[Condition]:
    """What the node itself asks of the nodes below it."""
    yield from map(_asked, expr.needs(derived))
    if isinstance(expr, Integral):
        yield from map(_asked, convergence(expr))


def _asked(need: Need) -> Condition:
    return Condition(*need)


def _placed(derivative: Expr, values: Mapping[Letter, Expr]) -> Iterator[Condition]:
    """What a derivative asks where its letters have values: that what is derived is smooth there."""
    yield from _own(derivative, derived=True)
    for child in derivative.children:
        yield from _conditions(put_in(child, values), derived=True)
    yield from _structured(values)


@lru_cache(maxsize=1024)  # the argument stands wherever the body says: s(s(s(p))) would ask p eight times
def _of_application(expr: Apply, derived: bool) -> tuple[Condition, ...]:
    """What a function at its arguments asks, and what these do, each once."""
    asked = (condition for argument in expr.arguments for condition in _conditions(argument, derived))
    return tuple(dict.fromkeys((*_applied(expr, derived), *asked)))


def _applied(expr: Apply, derived: bool) -> Iterator[Condition]:
    """What the body asks of the arguments; and an argument must have the structure that its letter is declared with."""
    needed = list(_conditions(expr.function.body, derived))
    if needed and expr.values:
        needed = list(_conditions(put_in(expr.function.body, expr.values), derived))
    yield from needed
    yield from _structured(expr.values)


def _structured(values: Mapping[Letter, Expr]) -> Iterator[Condition]:
    for letter, argument in values.items():
        yield from map(_asked, where_structured(letter.structure, argument))
