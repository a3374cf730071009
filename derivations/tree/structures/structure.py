"""What a structure answers: each is one class, told in `linear` or in `subsets`.

Every default is conservative: a structure that says nothing of itself is known to be neither positive nor invertible
nor symmetric, no value of it may be moved, a gradient by it has to say that the entries vary independently, and to draw
or to recognise a value raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal

from derivations.tree.errors import NotExpressible
from derivations.tree.shapes import Shape, ShapeError, show_shape
from derivations.tree.structures.intervals import Interval
from derivations.tree.structures.rows import Rows, Source, conjugated, diagonal, outer, replaced

Form = Literal["any", "matrix", "column", "square"]
Fact = Literal["", "shape", "positive", "nonnegative", "within", "definite", "symmetric"]

ADMITS: dict[Form, Callable[[Shape], bool]] = {
    "any": lambda shape: True,
    "matrix": lambda shape: True,
    "column": lambda shape: shape[1] == 1,
    "square": lambda shape: shape[0] == shape[1],
}
ROUNDING = 1e-12
"""By how much, beside its largest entry, a float array may miss its structure: some units in the last place."""


class Structure:
    """A set of matrices that a letter may be declared to be from."""

    word: ClassVar[str] = ""
    """Its word in a declaration."""
    reads: ClassVar[str] = ""
    """The words that a reader sees."""
    form: ClassVar[Form] = "any"
    """The shapes it admits; a scalar is declared to be of one for any shape alone, ``c: scalar WORD``."""
    expects: ClassVar[str] = "a matrix"
    """What to name where a shape is not admitted."""
    conventions: ClassVar[tuple[str, ...]] = ("independent",)
    """What a gradient by it may mean, which it must name; none where the entries vary freely anyway."""

    within: ClassVar[Interval] = Interval()
    """The numbers among which the entries are."""
    definite: ClassVar[bool] = False
    symmetric: ClassVar[bool] = False
    invertible: ClassVar[bool] = False
    """What every value is: a positive definite matrix, ..."""
    told_by: ClassVar[Fact] = ""
    """The fact that makes any expression one of the structure; without one, only a letter declared so is."""
    constant: ClassVar[bool] = False
    """Whether the size alone says its value."""
    reflects: ClassVar[bool] = False
    """Whether generic symbols reach one half of its values at a time."""
    finite: ClassVar[bool] = False
    """Whether it has finitely many values."""
    is_cone: ClassVar[bool] = False
    """Whether positive multiples of its values are again of the structure."""
    open_in_hull: ClassVar[bool] = False
    """Whether a value may be moved a little in every direction of the hull, and stays within the structure."""

    def __init_subclass__(cls) -> None:
        if "word" in vars(cls):
            STRUCTURES[cls.word] = cls()

    def __str__(self) -> str:
        return self.reads

    # ------------------------------------------------------------ shape and space

    def require_shape(self, name: str, shape: Shape) -> None:
        """`ShapeError` unless a letter of that name and shape may be declared so."""
        if not ADMITS[self.form](shape):
            raise ShapeError(f"{name}: found {show_shape(shape)}, expected {self.expects}")

    @property
    def is_bounded(self) -> bool:
        """Whether its entries have a largest or smallest value beside 0 that curves lead to."""
        return not (self.is_cone or self.finite) and self.within != Interval()

    @property
    def hull(self) -> Structure:
        """The linear structure that its values span."""
        return STRUCTURES["general"]

    @property
    def linear(self) -> bool:
        """Whether sums and multiples of its values, zero among them, are again of the structure."""
        return self.hull is self

    def mirrored(self, row: int, column: int) -> int | None:
        """How the mirror entry moves with one: by the sign +1 or -1, or not at all, 0; None where the entry is zero."""
        return self.hull.mirrored(row, column)

    def masked(self, rows: list[list[Any]]) -> list[list[Any]]:
        """The matrix of the hull with the same entries on and below the diagonal."""

        def entry(i: int, j: int) -> Any:
            sign = self.mirrored(i, j)
            if sign is None:
                return rows[i][j] * 0
            return rows[i][j] if i >= j or not sign else rows[j][i] * sign

        return [[entry(i, j) for j in range(len(row))] for i, row in enumerate(rows)]

    def basis(self, shape: tuple[int, int]) -> list[Rows]:
        """Matrices that span the hull, each with a single 1 on and below the diagonal."""
        places = [(i, j) for i in range(shape[0]) for j in range(shape[1])]
        zeros = [[Fraction(0)] * shape[1] for _ in range(shape[0])]
        return [found for i, j in places if any(map(any, found := self.masked(replaced(zeros, i, j, Fraction(1)))))]

    # ------------------------------------------------------------ curves

    def directions(self, shape: tuple[int, int]) -> list[Rows]:
        """Directions of curves through a value, as many as it has dimensions; none where there are no curves."""
        return self.basis(shape) if self.open_in_hull else []

    def direction(self, left: Sequence[Fraction], right: Sequence[Fraction]) -> Rows:
        """One of low rank where the structure has it, so that determinants along the curve are of low degree."""
        return self.masked(outer(left, left if self.symmetric else right))

    def along(self, rows: Rows, direction: Rows, step: Fraction) -> Rows:
        """The value that a step along the curve in a direction leads to: a rational function of the step."""
        return [[a + step * b for a, b in zip(*pair, strict=True)] for pair in zip(rows, direction, strict=True)]

    # ------------------------------------------------------------ values

    def every(self, shape: tuple[int, int]) -> Iterator[Rows]:
        """All values of a structure that has finitely many and no curves; none of any other."""
        yield from ()

    def extremes(self, shape: tuple[int, int]) -> Iterator[Rows]:
        """Values at the edge of a structure that has one and contains it: the ends of an interval."""
        yield from ()

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        """A random value; ``spectral`` asks for rational eigenvalues of a symmetric matrix."""
        raise NotExpressible(f"a random value that is {self.reads}")

    def floats(self, general: Any, np: Any) -> Any:
        """A value in float64, made by NumPy of an array of standard normal entries."""
        raise NotExpressible(f"a random array that is {self.reads}")

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        """The generic value in terms of ``symbol(row, column, positive)``; see `symbol_values` for the options."""
        raise NotExpressible(f"generic symbols that are {self.reads}")

    def conforms(self, rows: list[list[Any]], ordered: bool = True) -> bool:
        """Whether exact entries have the structure; where nothing is ordered, as in a field, no sign is asked for."""
        raise NotExpressible(f"whether a value is {self.reads}")

    def misfit(self, array: Any, np: Any) -> str:
        """What a float array is that has not the structure, beyond rounding; nothing of one that has it."""
        raise NotExpressible(f"whether an array is {self.reads}")

    def simpler(self, rows: Rows) -> Iterator[Rows]:
        """Values that are one step simpler."""
        yield from ()


Symbol = Callable[[int, int, bool], Any]


class Structures(dict[str, Structure]):
    """Every structure by its word, and those of which there are infinitely many, such as the intervals, by demand."""

    def __missing__(self, word: str) -> Structure:
        found = next((kind for make in BY_DEMAND if (kind := make(word)) is not None), None)
        if found is None:
            raise KeyError(word)
        return found


BY_DEMAND: list[Callable[[str], Structure | None]] = []
"""What makes a structure of a word, or None of a word that it does not know."""
STRUCTURES = Structures()
"""Every structure by its word; printed, one is the words that a reader sees."""


def with_eigenvalues(values: list[Fraction], source: Source) -> Rows:
    """A symmetric matrix Q Λ Q' with these eigenvalues, rational ones; Λ itself from a source that turns nothing."""
    if not source.turned:
        return diagonal(values)
    return conjugated(STRUCTURES["orthogonal"].draw((len(values), len(values)), source), values, source)
