"""Claims about normal distributions: x ~ N(m, S), y ~ N(A x + b, L) => y ~ N(A m + b, A S A' + L)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce

from derivations.claims.claim import Equation, Shown, check_names
from derivations.claims.given import NOTHING, Given
from derivations.claims.relations import UpTo, primed
from derivations.claims.substitution import put_in
from derivations.tree import (
    Add,
    Div,
    Expectation,
    Expr,
    Inverse,
    Letter,
    Mul,
    Neg,
    Notation,
    Number,
    Printer,
    ShapeError,
    Sub,
    Transpose,
    atoms,
    show_shape,
)

NOT_A_LETTER = "distribution: found a law of something else, expected it of a letter, each of another"


@dataclass(frozen=True)
class Law:
    """of ~ N(mean, covariance), or of | beside ~ N(mean, covariance)."""

    of: Expr
    mean: Expr
    covariance: Expr
    beside: tuple[Letter, ...] = ()

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """All that is written."""
        return (self.of, self.mean, self.covariance, *self.beside)

    def latex(self, printer: Printer) -> str:
        """The printed law."""
        beside = rf" \mid {', '.join(map(printer, self.beside))}" if self.beside else ""
        law = rf"\mathcal{{N}}\left({printer(self.mean)}, {printer(self.covariance)}\right)"
        return rf"{printer(self.of)}{beside} \sim {law}"

    def exponent(self) -> Expr:
        """What is in the exponent of its density: -(of - mean)' covariance^-1 (of - mean) / 2."""
        apart = Sub(self.of, self.mean)
        scalar = self.of.is_scalar
        form = (
            Div(Mul(apart, apart), self.covariance)
            if scalar
            else Mul(Mul(Transpose(apart), Inverse(self.covariance)), apart)
        )
        return Neg(Div(form, Number(Fraction(2))))


@dataclass(frozen=True)
class Distributed(Shown):
    """If letters are distributed so, each independently of those that its law does not name, then so is something else.

    The means of the laws may name letters that stand before them.
    """

    known: tuple[Law, ...]
    found: Law
    given: Given = NOTHING

    @property
    def letters(self) -> tuple[Letter, ...]:
        """What is distributed."""
        return tuple(law.of for law in self.known if isinstance(law.of, Letter))

    @property
    def expressions(self) -> tuple[Expr, ...]:
        """All that is written, and both sides of all that must hold."""
        written = [part for law in (*self.known, self.found) for part in law.expressions]
        with suppress(ShapeError):  # of what is ill-typed nothing follows
            written += [side for equation in self.equations for side in equation.expressions]
        return tuple(written)

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """Of a conditional law, that the densities are proportional; else mean, covariance, and that all is affine."""
        if self.found.beside:
            joint = reduce(Add, [law.exponent() for law in self.known])
            letter = self.found.of
            if not isinstance(letter, Letter):
                raise ShapeError(NOT_A_LETTER)
            return UpTo(joint, self.found.exponent(), letter, self.given).equations
        affine = (self._affine(expr) for expr in (self.found.of, *(law.mean for law in self.known)))
        return (*self.moments, *(equation for equation in affine if equation.left != equation.right))

    @property
    def moments(self) -> tuple[Equation, Equation]:
        """The mean and the covariance."""
        apart = Sub(self.found.of, self.found.mean)
        square = Mul(apart, apart if self.found.of.is_scalar else Transpose(apart))
        pairs = ((self.found.of, self.found.mean), (square, self.found.covariance))
        mean, covariance = (Equation(self._mean(of), value, self.given) for of, value in pairs)
        return mean, covariance

    def _mean(self, body: Expr) -> Expr:
        """The mean over all letters, the last one first."""
        for law in reversed(self.known):
            if not isinstance(law.of, Letter):
                raise ShapeError(NOT_A_LETTER)
            body = Expectation(law.of, law.mean, law.covariance, body)
        return body

    def _affine(self, expr: Expr) -> Equation:
        """F(x + y) + F(0) = F(x) + F(y)."""
        free = [letter for letter in self.letters if letter in atoms(expr)]
        second = put_in(expr, {letter: primed(letter) for letter in free})
        both = put_in(expr, {letter: Add(letter, primed(letter)) for letter in free})
        at_zero = put_in(expr, {letter: Sub(letter, letter) for letter in free})
        left, right = (Add(both, at_zero), Add(expr, second)) if free else (expr, expr)
        return Equation(left, right, self.given)

    def check_shapes(self) -> None:
        """Raise `ShapeError` unless the laws are well typed, each of another letter and about earlier ones alone."""
        check_names(self)
        for number, law in enumerate(self.known):
            if not isinstance(law.of, Letter) or law.of in self.letters[:number] or law.beside:
                raise ShapeError(NOT_A_LETTER)
            if law.of.structure != "general":
                raise ShapeError(
                    f"distribution: found {law.of.name}, which is {law.of.kind}, expected a letter that varies"
                )
            _require_free(law, self.letters[number:], self.letters)
            _require_fitting(law)
        beside = set(self.found.beside)
        if self.found.beside and {self.found.of, *beside} != set(self.letters):
            raise ShapeError("conditional distribution: found other letters, expected all whose laws are given")
        _require_free(self.found, [letter for letter in self.letters if letter not in beside], self.letters)
        _require_fitting(self.found)
        for equation in self.equations:
            equation.check_shapes()

    def latex(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        printer = Printer(notation)
        known = r",\; ".join(law.latex(printer) for law in self.known)
        return rf"{known} \;\Longrightarrow\; {self.found.latex(printer)}"

    def broken(self, notation: Notation | None = None) -> str:
        """The printed claim."""
        return self.latex(notation)


def _require_free(law: Law, letters: Sequence[Letter], every: Sequence[Letter]) -> None:
    """Raise `ShapeError` where the mean names one of some letters, or the covariance any that is distributed."""
    for what, part, kept_out in (("mean", law.mean, letters), ("covariance", law.covariance, every)):
        named = [letter.name for letter in kept_out if letter in atoms(part)]
        if named:
            raise ShapeError(f"distribution: found {named[0]} in a {what}, expected it free of {named[0]}")


def _require_fitting(law: Law) -> None:
    """Raise `ShapeError` unless mean and covariance have the shapes that belong to what is distributed."""
    shape = law.of.shape or (1, 1)
    for part, expected in ((law.mean, shape), (law.covariance, (shape[0], shape[0]))):
        if shape[1] != 1 or part.shape not in (None, expected):
            found = f"found {show_shape(part.shape)} for {show_shape(shape)}"
            raise ShapeError(f"distribution: {found}, expected {show_shape(expected)}")
