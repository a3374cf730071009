"""How a line follows a line: reasons, steps and derivations, each step checked when it is made.

A step that is neither proved nor verified raises `RefutedLine` with the counterexample, so that a page cannot hold it;
only a line marked as printed in a note must be wrong, and raises if it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from derivations.claims import Claim, Equation, Equivalence, FirstOrder
from derivations.tree import Expr, Letter, Mul, Notation, Printer, ShapeError, atoms, invertible, lift
from derivations.voices.checked import Checked, RefutedLine, Role, judged
from derivations.voices.statements import equation, inequality


class Named(Protocol):
    """A result with an id, which may be a reason."""

    @property
    def id(self) -> str:
        """Its anchor in the book."""


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


Because = str | Reason | Named
"""Why a line follows: words, a reason, or a result of this book."""


def reason(because: Because) -> Reason:
    """Words, a reason, or a result as a reason."""
    if isinstance(because, Reason):
        return because
    return Reason(because) if isinstance(because, str) else by(because.id)


@dataclass(frozen=True, kw_only=True)
class Step(Checked):
    """One line: a checked claim, the relation that joins it to the line before, and what is shown of it."""

    relation: str
    shown: Expr | Equation

    @property
    def printed(self) -> bool:
        """Whether it is a line as a note prints it, which is wrong."""
        return self.role == "printed"


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
        folded: str = "",
    ) -> None:
        if isinstance(start, Equation) and unknown is None:
            raise ValueError(f"{id}: found an equation to start from, expected the unknown it is solved for as well")
        self.id, self.title, self.start, self.unknown = id, title, start, unknown
        self.notation: Notation = notation or {}
        self.folded = folded
        """Why one would want this way as well, where another one is the main line; the page shows it folded."""
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

    def equals(self, right: Any, because: Because, *, rows: Sequence[str] = ()) -> Derivation:
        """Continue with ``= right``."""
        with self._writing(right):
            claim = equation(self.right, right)
        return self._continue("=", claim.right, claim, because, rows)

    def at_most(self, right: Any, because: Because, *, certificate: Any = None, rows: Sequence[str] = ()) -> Derivation:
        """Continue with ``<= right``; the certificate is what right - left equals and cannot be negative."""
        with self._writing(right):
            claim = inequality(self.right, right, certificate)
        return self._continue(r"\leq", claim.right, claim, because, rows)

    def at_least(
        self, right: Any, because: Because, *, certificate: Any = None, rows: Sequence[str] = ()
    ) -> Derivation:
        """Continue with ``>= right``; the certificate is what left - right equals and cannot be negative."""
        with self._writing(right):
            claim = inequality(right, self.right, certificate, descending=True)
        return self._continue(r"\geq", claim.left, claim, because, rows)

    def doteq(
        self, right: Any, displacement: Letter, because: Because, *, order: int = 1, rows: Sequence[str] = ()
    ) -> Derivation:
        """Continue with ``≐ right``: equal value and derivatives up to the order where the displacement vanishes."""
        claim = FirstOrder(self.right, lift(right), displacement, order=order)
        with self._writing(right):
            claim.check_shapes()
        return self._continue(r"\doteq", claim.right, claim, because, rows)

    def as_printed(self, right: Any, because: Because, *, rows: Sequence[str]) -> Derivation:
        """A line as a note prints it, which must be wrong; the chain goes on from the line before it."""
        claim = Equation(self.right, lift(right))
        step = self._step("=", claim.right, claim, because, rows, "printed")
        if not step.fails:
            raise RefutedLine(f"{self.id}, as printed: expected a wrong line\n{step.evidence}")
        self.steps.append(step)
        return self

    def iff(self, left: Any, right: Any, because: Because, *, rows: Sequence[str] = ()) -> Derivation:
        """Continue with ``<=> left = right`` (in the unknown)."""
        before = self.last
        if not isinstance(before, Equation) or self.unknown is None:
            raise ValueError(f"{self.id}: found a chain of equalities, expected one that starts from an equation")
        with self._writing(right):
            after = equation(left, right)
        why = reason(because)
        if why.factor is not None:
            self._check_factor(before, after, why.factor)
        return self._continue(r"\iff", after, Equivalence(self.unknown, (before,), (after,)), why, rows)

    def solution(self, value: Any, because: Because, *, rows: Sequence[str] = ()) -> Derivation:
        """Continue with ``<=> unknown = value``: the only solution."""
        if self.unknown in atoms(lift(value)):
            raise ValueError(f"{self.id}: found a solution that contains the unknown, expected one without it")
        return self.iff(self.unknown, value, because, rows=rows)

    def _continue(
        self, relation: str, shown: Expr | Equation, claim: Claim, because: Because, rows: Sequence[str]
    ) -> Derivation:
        """Add a line that must stand."""
        step = self._step(relation, shown, claim, because, rows, "step")
        step.require(self._place())
        self.steps.append(step)
        return self

    def _step(
        self, relation: str, shown: Expr | Equation, claim: Claim, because: Because, rows: Sequence[str], role: Role
    ) -> Step:
        why, verdict = reason(because), judged(claim).verdict
        return Step(claim, verdict, why.text, why.uses, tuple(rows), role, relation=relation, shown=shown)

    def _check_factor(self, before: Equation, after: Equation, factor: Expr) -> None:
        """The named operation must be the one that was done: factor * before is after, side by side."""
        for old, new in ((before.left, after.left), (before.right, after.right)):
            multiplied = judged(equation(Mul(factor, old), new), role="obligation")
            multiplied.require(f"{self._place()}, multiplied by {Printer()(factor)}")

    @contextmanager
    def _writing(self, right: Any) -> Iterator[None]:
        """An error of shapes names the derivation, the line and what was written there."""
        try:
            yield
        except ShapeError as error:
            raise ShapeError(f"{self._place()}, {right}: {error}") from None

    def _place(self) -> str:
        return f"{self.id}, line {sum(not step.printed for step in self.steps) + 1}"
