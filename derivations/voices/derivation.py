"""How a line follows a line: statements, reasons, steps and derivations, each checked when it is made.

A step that is neither proved nor verified raises `RefutedLine` with the counterexample, so that a page cannot hold it;
only a line marked as printed in a note must be wrong, and raises if it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from derivations.checking import Verdict, check
from derivations.claims import Attained, Claim, Definition, Equation, Equivalence, FirstOrder, Inequality
from derivations.tree import Apply, Defined, Expr, Letter, Member, Mul, Notation, Printer, atoms, invertible, lift


class RefutedLine(AssertionError):
    """A line that may not stand on a page; the message holds the verdict and its counterexample."""


@dataclass(frozen=True)
class Reason:
    """Why a line follows: inline MyST, the ids of the results it uses, and what both sides are multiplied by."""

    text: str
    uses: tuple[str, ...] = ()
    factor: Expr | None = None


def by(*ids: str, text: str = "") -> Reason:
    """A reason that is a result of this book, named by its id."""
    links = " and ".join(f"[](#{name})" for name in ids)
    return Reason(f"{text}, by {links}" if text else f"by {links}", ids)


def multiply(factor: Expr) -> Reason:
    """Multiply both sides from the left by an invertible matrix; the step checks both."""
    if not invertible(factor):
        raise ValueError(f"factor: found {Printer()(factor)}, expected a matrix that is known to be invertible")
    return Reason(f"multiply from the left by ${Printer()(factor)}$, which is invertible", (), factor)


def reason(because: str | Reason | Statement) -> Reason:
    """Words, a reason, or a statement as a reason."""
    if isinstance(because, Statement):
        return by(because.id)
    return Reason(because) if isinstance(because, str) else because


def require_passed(verdict: Verdict, claim: Claim, where: str) -> None:
    """Raise `RefutedLine` unless the verdict lets the claim stand as true."""
    if not verdict.passed:
        raise RefutedLine(f"{where}: {claim.latex()}\n{verdict}")


def fails(verdict: Verdict) -> bool:
    """Whether the verdict says that the claim is not true."""
    return verdict.status in ("rejected", "undefined")


def owed_by(definition: Definition) -> Equation | None:
    """The equation symbol = value; None where the symbol stands for this very value, so that nothing is owed."""
    match definition.symbol:
        case Defined(_, value) if value == definition.value:
            return None
        case Member(of=Defined(_, value, own), indices=indices) if (value, own) == (definition.value, indices):
            return None
        case Apply(function, arguments) if function.body == definition.value:
            if arguments in ((), function.parameters):
                return None
    return Equation(definition.symbol, definition.value, definition.fixed)


Rows = Sequence[str] | Mapping[int, Sequence[str]]
"""Rows of the notes: those that the first claim of a statement is, or those of every claim by its number."""


@dataclass(frozen=True)
class Statement:
    """A result: its claims, checked, with what their letters are.  A definition is stated but not checked."""

    id: str
    title: str
    claims: tuple[Claim, ...]
    rows: Rows = ()
    notation: Notation = field(default_factory=dict)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict on each claim."""
        return tuple(check(claim, self.notation) for claim in self.claims)

    def rows_of(self, number: int) -> Sequence[str]:
        """The rows that a claim is; claims are numbered from 1."""
        by_number = self.rows if isinstance(self.rows, Mapping) else {1: self.rows}
        return by_number.get(number, ())

    @property
    def holds(self) -> bool:
        """Whether no claim is rejected or undefined; a statement of `refuted` does not hold."""
        return not any(map(fails, self.verdicts))


def statement(
    id: str,
    title: str,
    *claims: Claim,
    rows: Rows = (),
    notation: Notation | None = None,
) -> Statement:
    """A checked statement; raises `RefutedLine` if one of its claims may not stand.

    A definition must give its symbol the value that the symbol has in every other claim.
    """
    if isinstance(rows, Mapping) and not set(rows) <= set(range(1, len(claims) + 1)):
        raise ValueError(f"{id}: found rows of the claims {sorted(rows)}, expected claims 1 to {len(claims)}")
    made = Statement(id, title, claims, rows, notation or {})
    for claim, verdict in zip(claims, made.verdicts, strict=True):
        if not isinstance(claim, Definition):
            require_passed(verdict, claim, id)
        elif (owed := owed_by(claim)) is not None:
            require_passed(check(owed, made.notation), owed, f"{id}, definition")
    return made


def equivalence(unknown: Letter, left: Equation, right: Equation) -> Equivalence:
    """left <=> right in the unknown, well typed."""
    claim = Equivalence(unknown, (left,), (right,))
    claim.check_shapes()
    return claim


def refuted(id: str, title: str, claim: Claim, *, rows: Sequence[str] = ()) -> Statement:
    """A claim shown because it is wrong; raises `RefutedLine` if it is not certainly so."""
    made = Statement(id, title, (claim,), tuple(rows))
    if made.holds:
        raise RefutedLine(f"{id}: expected a wrong claim\n{claim.latex()}\n{made.verdicts[0]}")
    return made


def equation(left: Any, right: Any, **fixed: int) -> Equation:
    """left = right, well typed; keyword arguments fix sizes, e.g. ``N=1``."""
    claim = Equation(lift(left), lift(right), tuple(sorted(fixed.items())))
    claim.check_shapes()
    return claim


def inequality(left: Any, right: Any, certificate: Any = None) -> Inequality:
    """left <= right, well typed; the certificate is what right - left equals and cannot be negative."""
    claim = Inequality(lift(left), lift(right), _lifted(certificate))
    claim.check_shapes()
    return claim


def attained(bound: Inequality, unknown: Letter, value: Any) -> Attained:
    """The bound, which is an equation where the unknown has the value; well typed."""
    claim = Attained(bound, unknown, lift(value))
    claim.check_shapes()
    return claim


@dataclass(frozen=True)
class Step:
    """One line: what is shown, why, the claim behind it and its verdict."""

    relation: str
    shown: Expr | Equation
    reason: Reason
    claim: Claim
    verdict: Verdict
    rows: tuple[str, ...] = ()
    printed: bool = False


def _lifted(certificate: Any) -> Expr | None:
    return None if certificate is None else lift(certificate)


class Derivation:
    """A chain of lines from an expression (joined by =, <=, >= or ≐) or from an equation (joined by <=>)."""

    def __init__(
        self,
        id: str,
        start: Expr | Equation,
        title: str,
        *,
        unknown: Letter | None = None,
        notation: Notation | None = None,
    ) -> None:
        if isinstance(start, Equation) and unknown is None:
            raise ValueError(f"{id}: found an equation to start from, expected the unknown it is solved for as well")
        self.id, self.title, self.start, self.unknown = id, title, start, unknown
        self.notation: Notation = notation or {}
        self.steps: list[Step] = []

    @property
    def last(self) -> Expr | Equation:
        """The right side, or the equation, that the next line continues."""
        kept = [step.shown for step in self.steps if not step.printed]
        return kept[-1] if kept else self.start

    @property
    def right(self) -> Expr:
        """The last right side of a chain of equalities."""
        if isinstance(self.last, Equation):
            raise ValueError(f"{self.id}: found a chain of equations, expected a chain of equalities")
        return self.last

    def equals(self, right: Any, because: str | Reason | Statement, *, rows: Sequence[str] = ()) -> Derivation:
        """Continue with ``= right``."""
        return self._add(self._equality(right, because, rows))

    def at_most(
        self, right: Any, because: str | Reason | Statement, *, certificate: Any = None, rows: Sequence[str] = ()
    ) -> Derivation:
        """Continue with ``<= right``; the certificate is what right - left equals and cannot be negative."""
        return self._add(self._order(Inequality(self.right, lift(right), _lifted(certificate)), because, rows))

    def at_least(
        self, right: Any, because: str | Reason | Statement, *, certificate: Any = None, rows: Sequence[str] = ()
    ) -> Derivation:
        """Continue with ``>= right``; the certificate is what left - right equals and cannot be negative."""
        claim = Inequality(lift(right), self.right, _lifted(certificate), descending=True)
        return self._add(self._order(claim, because, rows))

    def doteq(
        self,
        right: Any,
        displacement: Letter,
        because: str | Reason | Statement,
        *,
        order: int = 1,
        rows: Sequence[str] = (),
    ) -> Derivation:
        """Continue with ``≐ right``: equal value and derivatives up to the order where the displacement vanishes."""
        claim = FirstOrder(self.right, lift(right), displacement, order=order)
        return self._add(self._compared(claim, r"\doteq", claim.right, because, rows))

    def as_printed(self, right: Any, because: str | Reason | Statement, *, rows: Sequence[str]) -> Derivation:
        """A line as a note prints it, which must be wrong; the chain goes on from the line before it."""
        step = self._equality(right, because, rows, printed=True)
        if not fails(step.verdict):
            raise RefutedLine(f"{self.id}, as printed: expected a wrong line\n{step.claim.latex()}\n{step.verdict}")
        return self._add(step)

    def iff(self, left: Any, right: Any, because: str | Reason | Statement, *, rows: Sequence[str] = ()) -> Derivation:
        """Continue with ``<=> left = right`` (in the unknown)."""
        before = self.last
        if not isinstance(before, Equation) or self.unknown is None:
            raise ValueError(f"{self.id}: found a chain of equalities, expected one that starts from an equation")
        after, why = equation(left, right), reason(because)
        if why.factor is not None:
            self._check_factor(before, after, why.factor)
        claim = Equivalence(self.unknown, (before,), (after,))
        step = Step(r"\iff", after, why, claim, check(claim, self.notation), tuple(rows))
        require_passed(step.verdict, claim, self._place())
        return self._add(step)

    def solution(self, value: Any, because: str | Reason | Statement, *, rows: Sequence[str] = ()) -> Derivation:
        """Continue with ``<=> unknown = value``: the only solution."""
        if self.unknown in atoms(lift(value)):
            raise ValueError(f"{self.id}: found a solution that contains the unknown, expected one without it")
        return self.iff(self.unknown, value, because, rows=rows)

    def _equality(
        self, right: Any, because: str | Reason | Statement, rows: Sequence[str], printed: bool = False
    ) -> Step:
        claim = Equation(self.right, lift(right))
        if not printed:
            claim.check_shapes()
        verdict = check(claim, self.notation)
        if not printed:
            require_passed(verdict, claim, self._place())
        return Step("=", claim.right, reason(because), claim, verdict, tuple(rows), printed)

    def _order(self, claim: Inequality, because: str | Reason | Statement, rows: Sequence[str]) -> Step:
        sign, shown = (r"\geq", claim.left) if claim.descending else (r"\leq", claim.right)
        return self._compared(claim, sign, shown, because, rows)

    def _compared(
        self, claim: Claim, sign: str, shown: Expr, because: str | Reason | Statement, rows: Sequence[str]
    ) -> Step:
        claim.check_shapes()
        verdict = check(claim, self.notation)
        require_passed(verdict, claim, self._place())
        return Step(sign, shown, reason(because), claim, verdict, tuple(rows))

    def _check_factor(self, before: Equation, after: Equation, factor: Expr) -> None:
        """The named operation must be the one that was done: factor * before is after, side by side."""
        for old, new in ((before.left, after.left), (before.right, after.right)):
            claim = equation(Mul(factor, old), new)
            require_passed(check(claim), claim, f"{self._place()}, multiplied by {Printer()(factor)}")

    def _place(self) -> str:
        return f"{self.id}, line {sum(not step.printed for step in self.steps) + 1}"

    def _add(self, step: Step) -> Derivation:
        self.steps.append(step)
        return self
