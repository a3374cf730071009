"""Nodes that bind or name letters and indices: sums, products, gradients, integrals and named functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derivations.claims.core import Entry, Expr, Index, lift, require_scalar, typed
from derivations.claims.leaves import Defined, Letter
from derivations.claims.shapes import SCALAR, Shape, ShapeError, show_shape


@dataclass(frozen=True)
class Sum(Expr):
    """Sum of body over index = 1..size."""

    index: Index
    body: Expr

    def _shape(self) -> Shape | None:
        return self.body.shape


@dataclass(frozen=True)
class Prod(Expr):
    """Product of the scalar body over index = 1..size."""

    index: Index
    body: Expr

    def _shape(self) -> Shape:
        require_scalar(self.body, "factor of a product over an index")
        return SCALAR


@dataclass(frozen=True)
class Dots(Expr):
    """A sum or product written out with dots: first, second, ..., last; it means ``meaning``, a `Sum` or a `Prod`."""

    first: Expr
    second: Expr
    last: Expr
    meaning: Sum | Prod

    def _shape(self) -> Shape | None:
        return self.meaning.shape


@dataclass(frozen=True)
class Grad(Expr):
    """Gradient of ``of`` by a letter, a defined letter or an entry of one (denominator layout)."""

    of: Expr
    by: Expr

    def _shape(self) -> Shape | None:
        base = self.by.of if isinstance(self.by, Entry) else self.by
        if not isinstance(base, Letter | Defined):
            raise ShapeError(
                f"gradient: found {type(base).__name__} to derive by, expected a letter or an entry of one"
            )
        of, by = self.of.shape, self.by.shape
        if by is None or (isinstance(base, Letter) and base.structure == "identity"):
            raise ShapeError(f"gradient: found the constant {base.name} to derive by, expected a letter that varies")
        if of is None or of == SCALAR:
            return of if by == SCALAR else by
        if by == SCALAR:
            return of
        if of[1] != 1 or by[1] != 1:
            raise ShapeError(
                f"gradient: found {show_shape(of)} derived by {show_shape(by)}, "
                "expected a scalar, or a column by a column"
            )
        return (by[0], of[0])


@dataclass(frozen=True)
class Integral(Expr):
    """Integral of the scalar body over all values of a column or scalar letter."""

    body: Expr
    over: Letter

    def _shape(self) -> Shape:
        require_scalar(self.body, "integrand")
        return SCALAR


@dataclass(frozen=True)
class Function:
    """A named function of letters with its defining expression: normal(x; mu, Sigma) := ...

    ``divider`` is the sign printed after the first argument.
    """

    name: str
    parameters: tuple[Letter, ...]
    body: Expr
    divider: str = ";"

    def __call__(self, *arguments: Any) -> Expr:
        if len(arguments) != len(self.parameters):
            raise ValueError(
                f"{self.name}: found {len(arguments)} arguments, expected {len(self.parameters)}: "
                + ", ".join(letter.name for letter in self.parameters)
            )
        return typed(Apply(self, tuple(lift(argument) for argument in arguments)))


@dataclass(frozen=True)
class Apply(Expr):
    """A named function at its arguments; without arguments, the function at its own letters."""

    function: Function
    arguments: tuple[Expr, ...] = ()

    def _shape(self) -> Shape | None:
        for letter, argument in zip(self.function.parameters, self.arguments, strict=False):
            if argument.shape not in (letter.of, None):
                raise ShapeError(
                    f"argument {letter.name} of {self.function.name}: found {show_shape(argument.shape)}, "
                    f"expected {show_shape(letter.of)}"
                )
        return self.function.body.shape
