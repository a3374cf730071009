"""Nodes that bind or name letters and indices: sums, products, derivatives, integrals, means and named functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from derivations.tree.arithmetic import Entry, Expr, Index, Inverse, lift, require_scalar, same_shape, typed
from derivations.tree.letters import Defined, Letter
from derivations.tree.shapes import SCALAR, Shape, ShapeError, show_shape
from derivations.tree.structures import STRUCTURES


@dataclass(frozen=True)
class Sum(Expr):
    """Sum of body over index = 1..size."""

    index: Index
    body: Expr

    @property
    def binds(self) -> tuple[Expr, ...]:
        return (self.index,)

    def _shape(self) -> Shape | None:
        return self.body.shape


@dataclass(frozen=True)
class Prod(Expr):
    """Product of the scalar body over index = 1..size."""

    index: Index
    body: Expr

    @property
    def binds(self) -> tuple[Expr, ...]:
        return (self.index,)

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
    """Gradient of ``of`` by a letter, a defined letter or an entry of one (denominator layout).

    A gradient by a structured matrix names its convention, one of `CONVENTIONS`.
    """

    of: Expr
    by: Expr
    convention: str = ""

    @property
    def varied(self) -> Expr:
        """The matrix whose entries vary: a letter, or its inverse, also by the name that a definition gives it."""
        matrix = self.by.of if isinstance(self.by, Entry) else self.by
        return matrix.value if isinstance(matrix, Defined) and isinstance(matrix.value, Letter | Inverse) else matrix

    @property
    def base(self) -> Expr:
        """The letter that varies."""
        return self.varied.of if isinstance(self.varied, Inverse) else self.varied

    @property
    def structure(self) -> str:
        """The declared structure of the letter that varies."""
        return self.base.structure if isinstance(self.base, Letter) else "general"

    def _require_convention(self) -> None:
        allowed = STRUCTURES[self.structure].conventions
        if allowed and self.convention not in allowed:
            found = self.convention or "no convention"
            raise ShapeError(
                f"gradient by a matrix that is {self.structure}: found {found}, expected {', '.join(allowed)}"
            )
        if not allowed and self.convention not in ("", "independent"):
            raise ShapeError(f"gradient: found {self.convention}, but the entries have no structure that ties them")

    def _shape(self) -> Shape | None:
        base = self.base
        if not isinstance(base, Letter | Defined):
            found = type(base).__name__
            raise ShapeError(
                f"gradient: found {found} to derive by, expected a letter, its inverse, or an entry of one"
            )
        of, by = self.of.shape, self.by.shape
        if by is None or STRUCTURES[self.structure].constant:
            raise ShapeError(f"gradient: found the constant {base.name} to derive by, expected a letter that varies")
        self._require_convention()
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
class Differential(Expr):
    """d of: the derivative along the directions of all letters that vary, pairs (X, dX)."""

    of: Expr
    directions: tuple[tuple[Letter, Letter], ...]

    def _shape(self) -> Shape | None:
        for letter, direction in self.directions:
            if letter.of != direction.of:
                found = f"{show_shape(direction.of)} along {show_shape(letter.of)}"
                raise ShapeError(f"differential by {letter.name}: found {found}, expected equal shapes")
        return self.of.shape


@dataclass(frozen=True)
class SpinSum(Expr):
    """Sum of body over all 2^N values of a column of N spins, each 1 or -1."""

    over: Letter
    body: Expr

    @property
    def binds(self) -> tuple[Expr, ...]:
        return (self.over,)

    def _shape(self) -> Shape | None:
        if self.over.structure != "spins":
            raise ShapeError(f"sum over spins: found {self.over.name}, expected a column declared 'N spins'")
        return self.body.shape


@dataclass(frozen=True)
class Expectation(Expr):
    """E body for a letter that is distributed normally, x ~ N(mean, covariance)."""

    over: Letter
    mean: Expr
    covariance: Expr
    body: Expr

    @property
    def binds(self) -> tuple[Expr, ...]:
        return (self.over,)

    @property
    def outside(self) -> tuple[Expr, ...]:
        return (self.mean, self.covariance)

    def _shape(self) -> Shape | None:
        if self.over.of[1] != 1 or self.over.structure != "general":
            raise ShapeError(f"expectation: found {self.over.name}, expected a column or a scalar that varies")
        same_shape(self.over, self.mean, "mean of a normal distribution")
        if self.covariance.shape not in (None, (self.over.of[0], self.over.of[0])):
            size = show_shape((self.over.of[0], self.over.of[0]))
            raise ShapeError(f"covariance: found {show_shape(self.covariance.shape)}, expected {size}")
        return self.body.shape


@dataclass(frozen=True)
class Integral(Expr):
    """Integral of the body, entry by entry, over all values of a column or scalar letter, or of a scalar from ``lower``
    to ``upper``; a bound that is None is infinite.
    """

    body: Expr
    over: Letter
    lower: Expr | None = None
    upper: Expr | None = None

    @property
    def binds(self) -> tuple[Expr, ...]:
        return (self.over,)

    @property
    def outside(self) -> tuple[Expr, ...]:
        return tuple(bound for bound in (self.lower, self.upper) if bound is not None)

    def _shape(self) -> Shape | None:
        if self.over.of[1] != 1 or self.over.structure != "general":
            raise ShapeError(f"integral: found {self.over.name}, expected a column or a scalar that varies")
        if self.outside and self.over.of != SCALAR:
            raise ShapeError(f"integral: found bounds for {show_shape(self.over.of)}, expected them for a scalar")
        for bound in self.outside:
            if bound.shape not in (None, SCALAR):
                raise ShapeError(f"integral: found a bound that is {show_shape(bound.shape)}, expected a scalar")
        return self.body.shape


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
