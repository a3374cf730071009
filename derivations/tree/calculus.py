"""Derivatives, differentials, integrals and means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from math import prod
from typing import Any, NamedTuple

from derivations.tree.facts import nonnegative, nonnegative_definite
from derivations.tree.indices import Entry
from derivations.tree.letters import Defined, Letter, Member, direction
from derivations.tree.matrices import Inverse
from derivations.tree.node import Expr, Level, Need, Rational, equal_shapes, lift, same_shape, square_sizes, typed
from derivations.tree.shapes import CONVENTIONS, SCALAR, Shape, ShapeError, Size, number_of, shape_of, show_shape
from derivations.tree.structures import STRUCTURES
from derivations.tree.walks import atoms


def convention_latex(convention: str) -> str:
    """What stands behind the fraction of a gradient; that entries vary independently is said in a side condition."""
    return rf"\Big|_{{\mathrm{{{convention}}}}}" if convention in ("tied", "symmetric") else ""


@dataclass(frozen=True)
class Grad(Rational):
    """gradient by a letter, a defined letter or an entry of one, in denominator layout.

    A gradient by a structured matrix names its convention, one of `CONVENTIONS`.
    """

    of: Expr
    by: Expr
    convention: str = ""

    word, level = "grad", Level.PRODUCT
    derives = True

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """of, by, convention: the last only where the letter has a structure."""
        of = reader.expression()
        reader.take(",")
        by = reader.expression()
        return cls(of, by, reader.one_of(CONVENTIONS) if reader.taken(",") else "")

    @classmethod
    def made(cls, *parts: Any) -> Expr:
        """``grad(f, X, "tied")``: by a letter, a defined letter or an entry of one."""
        if len(parts) > 1 and not isinstance(parts[1], Letter | Defined | Member | Entry):
            found = type(parts[1]).__name__
            raise ShapeError(f"gradient: found {found} to derive by, expected a letter or an entry of one")
        return super().made(*parts)

    @property
    def varied(self) -> Expr:
        """The matrix whose entries vary: a letter, or its inverse, also by the name that a definition gives it."""
        matrix = self.by.of if isinstance(self.by, Entry) else self.by
        return matrix.value if isinstance(matrix, Defined) and isinstance(matrix.value, Letter | Inverse) else matrix

    @property
    def base(self) -> Expr:
        """The letter, or member of a family, that varies."""
        return self.varied.of if isinstance(self.varied, Inverse) else self.varied

    @property
    def structure(self) -> str:
        """The declared structure of the letter that varies."""
        letter = self.base.of if isinstance(self.base, Member) else self.base
        return letter.structure if isinstance(letter, Letter) else "general"

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
        if not isinstance(base, Letter | Defined | Member):
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

    @property
    def open_ended(self) -> bool:
        return not self.of.short

    def latex(self, show: Any) -> str:
        by, told = show(self.by), convention_latex(self.convention)
        if self.of.short:
            return rf"\frac{{\partial {show(self.of)}}}{{\partial {by}}}{told}"
        return rf"\frac{{\partial}}{{\partial {by}}}{told} {show(self.of, self.of.derived_level)}"

    def text(self, show: Any) -> str:
        convention = f", {self.convention}" if self.convention else ""
        return f"grad({show(self.of)}, {show(self.by)}{convention})"

    def evaluate(self, at: Any) -> Any:
        return at.gradient(self)

    def needs(self, derived: bool) -> Iterator[Need]:
        if self.convention == "independent" and STRUCTURES[self.structure].conventions:
            yield Need("independent", self.base)

    def repeats(self, sizes: Mapping[str, int]) -> int | None:
        return 4 * prod(shape_of(self.by.shape or SCALAR, sizes))


@dataclass(frozen=True)
class Differential(Rational):
    """differential: the derivative along the directions of all letters that vary, pairs (X, dX)."""

    of: Expr
    directions: tuple[tuple[Letter, Letter], ...]

    word, level = "d", Level.PRODUCT
    derives = bare_derived = True

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """Along the directions that are declared for the letters of the expression."""
        of = reader.expression()
        pairs = [(atom, reader.direction(atom)) for atom in atoms(of) if isinstance(atom, Letter)]
        found = tuple((letter, towards) for letter, towards in pairs if towards is not None)
        if not found:
            raise reader.error("a letter X whose differential is declared, dX: differential of X")
        return cls(of, found)

    @classmethod
    def made(cls, *parts: Any) -> Expr:
        """``d(f, X, Y)``: where the letters vary, each along its `differential`."""
        of, *letters = parts
        return typed(cls(lift(of), tuple((letter, differential(letter)) for letter in letters)))

    def _shape(self) -> Shape | None:
        for letter, towards in self.directions:
            if letter.of != towards.of:
                found = f"{show_shape(towards.of)} along {show_shape(letter.of)}"
                raise ShapeError(f"differential by {letter.name}: found {found}, expected equal shapes")
        return self.of.shape

    @property
    def open_ended(self) -> bool:
        return True

    def latex(self, show: Any) -> str:
        bare = self.of.short or self.of.bare_derived
        return rf"\mathrm{{d}} {show(self.of, Level.PRODUCT if bare else Level.ATOM)}"

    def text(self, show: Any) -> str:
        return f"d({show(self.of)})"

    def evaluate(self, at: Any) -> Any:
        along = (at.derivative(self.of, letter, at(towards)) for letter, towards in self.directions)
        return reduce(at.system.add, along)

    def repeats(self, sizes: Mapping[str, int]) -> int | None:
        return 4 * len(self.directions)


def differential(letter: Letter) -> Letter:
    """dX, the direction in which a letter X varies."""
    return direction(letter, f"d{letter.name}")


# ---------------------------------------------------------------- integrals


class Range(NamedTuple):
    """The values that a letter runs over under an integral; a bound that is None is infinite."""

    over: Letter
    lower: Expr | None
    upper: Expr | None


class Integrating(Rational):
    """Something made of all values of the body, over all values of a column or scalar letter."""

    over: Letter
    body: Expr

    binders, inner = ("over",), ("body",)
    integrates = True

    @property
    def range(self) -> Range:
        """What the letter runs over."""
        return Range(self.over, None, None)

    def _require_varying(self, what: str) -> None:
        if self.over.of[1] != 1 or self.over.structure != "general":
            raise ShapeError(f"{what}: found {self.over.name}, expected a column or a scalar that varies")


def _typical(mean: Expr, covariance: Expr) -> Expr:
    """What has the shape of what is distributed: the mean, or where that is 0 of any shape, a column."""
    rows = None if covariance.shape is None else covariance.shape[0]
    return mean if mean.shape is not None or rows is None else Letter("x", (rows, 1))


@dataclass(frozen=True)
class Expectation(Integrating):
    """E body for a letter that is distributed normally, x ~ N(mean, covariance)."""

    over: Letter
    mean: Expr
    covariance: Expr
    body: Expr

    word, chapter_word = "E", "expectation"

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """x ~ N(mean, covariance), body; a letter x that nobody declared has the shape of the mean."""
        with reader.own_names():
            name = reader.name("the name of what is distributed")
            reader.take("~")
            reader.name("a normal distribution, N(mean, covariance)", "N")
            reader.take("(")
            mean = reader.expression()
            reader.take(",")
            covariance = reader.expression()
            reader.take(")")
            reader.take(",")
            return cls(reader.letter_like(name, _typical(mean, covariance)), mean, covariance, reader.expression())

    def _shape(self) -> Shape | None:
        self._require_varying("expectation")
        same_shape(self.over, self.mean, "mean of a normal distribution")
        if self.covariance.shape not in (None, (self.over.of[0], self.over.of[0])):
            size = show_shape((self.over.of[0], self.over.of[0]))
            raise ShapeError(f"covariance: found {show_shape(self.covariance.shape)}, expected {size}")
        return self.body.shape

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        yield from equal_shapes(self.over, self.mean)
        yield from square_sizes(self.covariance)
        if self.covariance.shape is not None:
            yield self.covariance.shape[0], self.over.of[0]

    def latex(self, show: Any) -> str:
        law = rf"\mathcal{{N}}\left({show(self.mean)}, {show(self.covariance)}\right)"
        return rf"\mathbb{{E}}_{{{show(self.over)} \sim {law}}}\left[{show(self.body)}\right]"

    def text(self, show: Any) -> str:
        return f"E({show(self.over)} ~ N({show(self.mean)}, {show(self.covariance)}), {show(self.body)})"

    def evaluate(self, at: Any) -> Any:
        dimension = self.over.of[0]
        mean, covariance = at.rows(self.mean, self.over.of), at.rows(self.covariance, (dimension, dimension))
        if not nonnegative_definite(self.covariance):
            scalar = self.over.of == SCALAR
            at.system.require("positive" if scalar else "spd", covariance[0][0] if scalar else at(self.covariance))
        return at.expectation(self, mean, covariance)

    def needs(self, derived: bool) -> Iterator[Need]:
        if not nonnegative_definite(self.covariance):
            yield Need("positive" if self.covariance.shape == SCALAR else "spd", self.covariance)

    def is_nonnegative(self) -> bool:
        return nonnegative(self.body)

    def repeats(self, sizes: Mapping[str, int]) -> int | None:
        # A polynomial of the fourth degree has so many times more terms than a number.
        return 1 + number_of(self.over.of[0], sizes) ** 2


@dataclass(frozen=True)
class Integral(Integrating):
    """integral, entry by entry, over all values of a column or a scalar, or over a scalar between two bounds.

    A bound that is None is infinite.
    """

    body: Expr
    over: Letter
    lower: Expr | None = None
    upper: Expr | None = None

    word, level = "integral", Level.PRODUCT

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """body, t or body, t, 0, inf: over all values of t, or between bounds."""
        body = reader.expression()
        reader.take(",")
        over = reader.letter("a letter to integrate over")
        if not reader.taken(","):
            return cls(body, over)
        lower = reader.bound("-inf")
        reader.take(",")
        return cls(body, over, lower, reader.bound("inf"))

    @property
    def range(self) -> Range:
        return Range(self.over, self.lower, self.upper)

    def _shape(self) -> Shape | None:
        self._require_varying("integral")
        if self.outside and self.over.of != SCALAR:
            raise ShapeError(f"integral: found bounds for {show_shape(self.over.of)}, expected them for a scalar")
        for bound in self.outside:
            if bound.shape not in (None, SCALAR):
                raise ShapeError(f"integral: found a bound that is {show_shape(bound.shape)}, expected a scalar")
        return self.body.shape

    @property
    def open_ended(self) -> bool:
        return True

    def latex(self, show: Any) -> str:
        return rf"\int{self._between(show)} {show(self.body, Level.PRODUCT)} \, \mathrm{{d}}{show(self.over)}"

    def _between(self, show: Any) -> str:
        """Over what is integrated, as a subscript, or as bounds."""
        if self.outside:
            lower = r"-\infty" if self.lower is None else show(self.lower)
            upper = r"\infty" if self.upper is None else show(self.upper)
            return rf"_{{{lower}}}^{{{upper}}}"
        return r"_{\mathbb{R}}" if self.over.of == SCALAR else rf"_{{\mathbb{{R}}^{{{self.over.of[0]}}}}}"

    def text(self, show: Any) -> str:
        if not self.outside:
            return f"integral({show(self.body)}, {show(self.over)})"
        lower = "-inf" if self.lower is None else show(self.lower)
        upper = "inf" if self.upper is None else show(self.upper)
        return f"integral({show(self.body)}, {show(self.over)}, {lower}, {upper})"

    def evaluate(self, at: Any) -> Any:
        return at.integral(self)

    def repeats(self, sizes: Mapping[str, int]) -> int | None:
        return 1 + prod(shape_of(self.over.of, sizes))
