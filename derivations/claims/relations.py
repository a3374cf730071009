"""Relations beside the equation: each says which equations must hold for it, or is decided by signs.

left ≐ right     equal value and tangent where a displacement vanishes (`FirstOrder`)
left ∝ right     the quotient does not depend on a letter (`Proportional`)
left =_t right   the difference does not depend on a letter (`UpTo`)
solved by        a value of the unknown satisfies equations (`Solution`)
left ≤ right     by an exact identity, right - left = a sum of what cannot be negative (`Inequality`)
attained at      where an inequality is an equation (`Attained`)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from derivations.claims.claim import Equation, Shown, chain_latex, check_names
from derivations.claims.given import NOTHING, Given
from derivations.tree import (
    SCALAR,
    Differential,
    Div,
    Expr,
    Letter,
    Member,
    Notation,
    Number,
    Printer,
    ShapeError,
    Sub,
    at_values,
    atoms,
    show_shape,
)

ZERO = Number(Fraction(0))


def standing(unknown: Letter | Member) -> Letter:
    """The letter itself; for a member of a family, a letter of its kind."""
    if isinstance(unknown, Letter):
        return unknown
    assert isinstance(unknown.of, Letter)
    return replace(unknown.of, axes=())


def primed(letter: Letter) -> Letter:
    """A second letter of the same kind, for a second value."""
    return Letter(f"{letter.name}'", letter.of, letter.structure)


@dataclass(frozen=True)
class _Comparison(Shown):
    """left and right, compared in one letter."""

    left: Expr
    right: Expr
    letter: Letter
    given: Given = NOTHING

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """Both sides."""
        return (self.left, self.right)

    @property
    def equations(self) -> tuple[Equation, ...]:
        """What must hold."""
        raise NotImplementedError

    def sign(self, printer: Printer) -> str:
        """The printed relation."""
        raise NotImplementedError

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless both sides are well typed and of equal shape, and every name has one meaning."""
        check_names(self)
        Equation(self.left, self.right, self.given).check_shapes()

    def require_letter(self) -> None:
        """Raise `ShapeError` where the letter occurs on neither side, so that nothing would be claimed."""
        if not any(self.letter in atoms(side) for side in self.expressions):
            raise ShapeError(f"comparison in {self.letter.name}: found it on neither side, expected it on one of them")

    def latex(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        printer = Printer(notation)
        return f"{printer(self.left)} {self.sign(printer)} {printer(self.right)}"

    def broken(self, notation: Notation | None = None) -> str:
        """The printed claim, a long one on several rows."""
        printer = Printer(notation)
        return printer.broken_equation(self.left, self.right, self.sign(printer))


@dataclass(frozen=True)
class FirstOrder(_Comparison):
    """left ≐ right in a displacement: equal where it is 0, and so are the derivatives along it, up to an order."""

    order: int = 1

    @property
    def equations(self) -> tuple[Equation, ...]:
        """Value, tangent, ... at displacement 0, in the direction that the letter names."""
        return tuple(
            Equation(self._derivative(self.left, order), self._derivative(self.right, order), self.given)
            for order in range(self.order + 1)
        )

    def _derivative(self, side: Expr, order: int) -> Expr:
        step = primed(self.letter)
        derived = at_values(side, {self.letter: step})
        for _ in range(order):
            derived = Differential(derived, ((step, self.letter),))
        return at_values(derived, {step: ZERO})

    def sign(self, printer: Printer) -> str:
        """``≐``."""
        return r"\doteq"


@dataclass(frozen=True)
class Proportional(_Comparison):
    """left ∝ right in a letter: the quotient has one value for two values of the letter."""

    @property
    def equations(self) -> tuple[Equation, ...]:
        """Both quotients, so that neither side vanishes."""
        there = tuple(at_values(side, {self.letter: primed(self.letter)}) for side in self.expressions)
        pairs = ((self.left, self.right, *there), (self.right, self.left, *reversed(there)))
        return tuple(Equation(Div(a, b), Div(c, d), self.given) for a, b, c, d in pairs)

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless both sides are scalars and the letter occurs in one of them."""
        super().check_shapes()
        self.require_letter()
        if self.left.shape not in (SCALAR, None):
            raise ShapeError(f"proportional: found {show_shape(self.left.shape)}, expected scalars")

    def sign(self, printer: Printer) -> str:
        """``∝``."""
        return r"\propto"


@dataclass(frozen=True)
class UpTo(_Comparison):
    """left = right up to what does not depend on a letter."""

    @property
    def equations(self) -> tuple[Equation, ...]:
        """The difference has one value for two values of the letter."""
        left, right = (at_values(side, {self.letter: primed(self.letter)}) for side in self.expressions)
        return (Equation(Sub(self.left, self.right), Sub(left, right), self.given),)

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless both sides have one shape and the letter occurs in one of them."""
        super().check_shapes()
        self.require_letter()

    def sign(self, printer: Printer) -> str:
        """``=`` with the letter below."""
        return rf"=_{{{printer(self.letter)}}}"


@dataclass(frozen=True)
class Solution(Shown):
    """The equations hold where the unknown has the value; whether it is the only one, an equivalence says."""

    unknown: Letter | Member
    value: Expr
    solved: tuple[Equation, ...]
    given: Given = NOTHING

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """All sides of all equations, and the value."""
        return (*(side for equation in self.solved for side in equation.expressions), self.value)

    @property
    def equations(self) -> tuple[Equation, ...]:
        """The equations with the value put in."""
        return tuple(
            Equation(self._put_in(equation.left), self._put_in(equation.right), self.given) for equation in self.solved
        )

    def _put_in(self, side: Expr) -> Expr:
        return at_values(side, {standing(self.unknown): self.value})

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless all is well typed and the value does not contain the unknown."""
        check_names(self)
        for equation in (*self.solved, Equation(self.unknown, self.value)):
            equation.check_shapes()
        if self.unknown in atoms(self.value):
            raise ShapeError(f"solution: found a value with {self.unknown.name} in it, expected one without")

    def latex(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        printer = Printer(notation)
        value = f"{printer(self.unknown)} = {printer(self.value)}"
        return rf"{chain_latex(self.solved, notation)} \quad\text{{solved by}}\quad {value}"

    def broken(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        return self.latex(notation)


@dataclass(frozen=True)
class Inequality(Shown):
    """left ≤ right; the certificate is what right - left is said to equal, a sum that cannot be negative.

    A ``descending`` one prints as right ≥ left.
    """

    left: Expr
    right: Expr
    certificate: Expr | None = None
    given: Given = NOTHING
    descending: bool = False

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """Both sides, and the certificate."""
        return (self.left, self.right, *(() if self.certificate is None else (self.certificate,)))

    @property
    def gap(self) -> Expr:
        """right - left, as it is or as the certificate says."""
        if self.certificate is not None:
            return self.certificate
        return self.right if self.left == ZERO else Sub(self.right, self.left)

    @property
    def equations(self) -> tuple[Equation, ...]:
        """That the certificate is the difference."""
        if self.certificate is None:
            return ()
        return (Equation(Sub(self.right, self.left), self.certificate, self.given),)

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless both sides, and the certificate, are well-typed scalars."""
        check_names(self)
        for side in self.expressions:
            if side.shape not in (SCALAR, None):
                raise ShapeError(f"inequality: found {show_shape(side.shape)}, expected scalars")

    def latex(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        printer = Printer(notation)
        small, large = printer(self.left), printer(self.right)
        return rf"{large} \geq {small}" if self.descending else rf"{small} \leq {large}"

    def broken(self, notation: Notation | None = None) -> str:
        """The printed claim, a long one on several rows."""
        sides, sign = ((self.right, self.left), r"\geq") if self.descending else ((self.left, self.right), r"\leq")
        return Printer(notation).broken_equation(*sides, sign)


@dataclass(frozen=True)
class Attained(Shown):
    """An inequality that is an equation where a letter has a value."""

    bound: Inequality
    unknown: Letter | Member
    value: Expr
    given: Given = NOTHING

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """Both sides of the inequality, and the value."""
        return (*self.bound.expressions, self.value)

    @property
    def equations(self) -> tuple[Equation, ...]:
        """The two sides are equal there."""
        left, right = (
            at_values(side, {standing(self.unknown): self.value}) for side in (self.bound.left, self.bound.right)
        )
        return (Equation(left, right, self.given),)

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless all is well typed."""
        self.bound.check_shapes()
        check_names(self)
        Equation(self.unknown, self.value).check_shapes()

    def latex(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        printer = Printer(notation)
        where = f"{printer(self.unknown)} = {printer(self.value)}"
        return rf"{self.bound.latex(notation)} \quad\text{{attained at}}\quad {where}"

    def broken(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        return self.latex(notation)
