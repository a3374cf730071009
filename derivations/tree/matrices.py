"""What is made of matrices: transpose, inverse, determinant, trace, norm, eigenvalues, entrywise and block products."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise, product
from typing import Any

from derivations.tree.facts import (
    corners_of_absolute,
    invertible,
    nonnegative_definite,
    positive_definite,
    symmetric,
    where_invertible,
    where_nonzero,
    within,
)
from derivations.tree.node import (
    Corner,
    Expr,
    Level,
    Need,
    Rational,
    cube,
    equal_shapes,
    is_exponent,
    lift,
    require_square,
    same_shape,
    square_sizes,
    typed,
)
from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size, shape_of, show_shape, size_product, size_sum
from derivations.tree.structures import POSITIVE, Interval


@dataclass(frozen=True)
class Transpose(Rational):
    """of^T."""

    of: Expr

    operator = "T"
    level = Level.POSTFIX
    follows = True

    def _shape(self) -> Shape | None:
        return None if self.of.shape is None else (self.of.shape[1], self.of.shape[0])

    def latex(self, show: Any) -> str:
        return rf"{show(self.of, Level.ATOM)}^{{\top}}"

    def text(self, show: Any) -> str:
        return f"{show.nucleus(self.of)}'"

    def evaluate(self, at: Any) -> Any:
        value = at(self.of)
        return value if self.is_scalar else at.system.transpose(value)

    def within(self) -> Interval:
        return within(self.of)

    def is_definite(self) -> bool:
        return positive_definite(self.of)

    def is_invertible(self) -> bool:
        return invertible(self.of)

    def is_symmetric(self) -> bool:
        return symmetric(self.of)


@dataclass(frozen=True)
class Inverse(Rational):
    """inverse of a square matrix."""

    of: Expr

    word = "inv"
    operator = "I"
    level = Level.POSTFIX
    follows = True
    counts = True

    def _shape(self) -> Shape | None:
        require_square(self.of, "inverse")
        return self.of.shape

    def latex(self, show: Any) -> str:
        return rf"{show(self.of, Level.ATOM)}^{{-1}}"

    def text(self, show: Any) -> str:
        return f"{show.nucleus(self.of)}^-1"

    def evaluate(self, at: Any) -> Any:
        value = at(self.of)
        return at.system.reciprocal(value) if self.is_scalar else at.system.inverse(value)

    def needs(self, derived: bool) -> Iterator[Need]:
        return iter(()) if invertible(self.of) else where_invertible(self.of)

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        value = self.of.fraction(sizes, indices)
        return 1 / value if value else None

    def excludes(self, sizes: Mapping[str, int]) -> bool:
        return is_exponent(self.of) and not self.of.fraction(sizes, {})

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        return square_sizes(self.of)

    def is_definite(self) -> bool:
        return positive_definite(self.of)

    def is_invertible(self) -> bool:
        return True

    def is_symmetric(self) -> bool:
        return symmetric(self.of)

    def operations(self, sizes: Mapping[str, int]) -> int:
        return cube(self.of, sizes)


class OfSquare(Rational):
    """A scalar made of a square matrix, which is positive if the matrix is positive definite."""

    of: Expr

    def _shape(self) -> Shape:
        require_square(self.of, (self.__doc__ or "").split(":")[0])
        return SCALAR

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        return square_sizes(self.of)

    def is_positive(self) -> bool:
        return positive_definite(self.of)

    def is_nonnegative(self) -> bool:
        return nonnegative_definite(self.of)


@dataclass(frozen=True)
class Det(OfSquare):
    """determinant: of a square matrix."""

    of: Expr

    word, tex = "det", r"\left|{of}\right|"
    bare_argument = bare_derived = True

    def evaluate(self, at: Any) -> Any:
        value = at(self.of)
        return value if self.of.is_scalar else at.system.det(value)

    def where_nonzero(self) -> Iterator[Need]:
        return where_invertible(self.of)

    def is_nonzero(self) -> bool:
        return invertible(self.of)

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return of(self.of) * (1 if self.of.shape is None else shape_of(self.of.shape, sizes)[0])

    def operations(self, sizes: Mapping[str, int]) -> int:
        return cube(self.of, sizes)


@dataclass(frozen=True)
class Trace(OfSquare):
    """trace: the sum of the diagonal."""

    of: Expr

    word, tex = "tr", r"\operatorname{{tr}}\left({of}\right)"
    also = ("trace",)
    bare_derived = True

    def evaluate(self, at: Any) -> Any:
        value = at(self.of)
        return value if self.of.is_scalar else at.system.trace(value)


@dataclass(frozen=True)
class Norm(Expr):
    """norm: the root of the sum of the squares of all entries, Euclid's of a column, Frobenius' of a matrix."""

    of: Expr

    word, tex = "norm", r"\left\lVert {of} \right\rVert"
    keeps_degree = True

    def _shape(self) -> Shape:
        _ = self.of.shape
        return SCALAR

    def evaluate(self, at: Any) -> Any:
        return at.system.power(self.squared(at), Fraction(1, 2))

    def squared(self, at: Any) -> Any:
        """The sum of the squares, which has a derivative at 0 too."""
        squares = [at.system.times(entry, entry) for row in at.rows(self.of) for entry in row]
        return reduce(at.system.add, squares)

    def corners(self) -> Iterator[Corner]:
        """Of a column, where it vanishes: at size 1 that is an absolute value."""
        return corners_of_absolute(self.of) if self.of.is_scalar else iter((Corner(self, False),))

    def needs(self, derived: bool) -> Iterator[Need]:
        return where_nonzero(self.of) if derived else iter(())

    def is_nonnegative(self) -> bool:
        return True

    def terms(self, of: Callable[[Expr], int]) -> int:
        return of(self.of)

    @property
    def nested(self) -> int:
        return 0

    def operations(self, sizes: Mapping[str, int]) -> int:
        return 1


@dataclass(frozen=True)
class Eigenvalues(Rational):
    """eigenvalues: the column of those of a symmetric matrix, each as often as its multiplicity, in some order."""

    of: Expr

    word, tex = "eig", r"\operatorname{{eig}}\left({of}\right)"

    def _shape(self) -> Shape:
        require_square(self.of, "eigenvalues")
        return (1, 1) if self.of.shape is None else (self.of.shape[0], 1)

    def evaluate(self, at: Any) -> Any:
        value = at(self.of)
        if self.of.is_scalar:
            return value
        return at.column([root for root, _, count in at.system.spectrum(value) for _ in range(count)])

    @property
    def spectral(self) -> Expr | None:
        return self.of

    def needs(self, derived: bool) -> Iterator[Need]:
        if not symmetric(self.of):
            yield Need("symmetric", self.of)

    def within(self) -> Interval:
        return POSITIVE if positive_definite(self.of) else Interval()

    def operations(self, sizes: Mapping[str, int]) -> int:
        return cube(self.of, sizes)


@dataclass(frozen=True)
class Hadamard(Rational):
    """Hadamard product: entry by entry."""

    left: Expr
    right: Expr

    word, level = "had", Level.PRODUCT
    entrywise = True

    def _shape(self) -> Shape | None:
        return same_shape(self.left, self.right, "Hadamard product")

    def latex(self, show: Any) -> str:
        return rf"{show(self.left, Level.POSTFIX)} \odot {show(self.right, Level.POSTFIX)}"

    def evaluate(self, at: Any) -> Any:
        if self.is_scalar:
            return at.system.times(at(self.left), at(self.right))
        pairs = zip(at.rows(self.left, self.shape), at.rows(self.right, self.shape), strict=True)
        return at.system.matrix([[at.system.times(a, b) for a, b in zip(*rows, strict=True)] for rows in pairs])

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        return equal_shapes(self.left, self.right)

    def is_symmetric(self) -> bool:
        return symmetric(self.left) and symmetric(self.right)

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return of(self.left) + of(self.right)


@dataclass(frozen=True)
class Kronecker(Rational):
    """Kronecker product: the matrix of the blocks a_ij B; the size D * K has the letters of both."""

    left: Expr
    right: Expr

    word, level = "kron", Level.PRODUCT
    entrywise = True

    def _shape(self) -> Shape | None:
        if self.left.shape is None or self.right.shape is None:
            return None
        (a, b), (c, d) = self.left.shape, self.right.shape
        return (size_product(a, c), size_product(b, d))

    def latex(self, show: Any) -> str:
        return rf"{show(self.left, Level.POSTFIX)} \otimes {show(self.right, Level.POSTFIX)}"

    def evaluate(self, at: Any) -> Any:
        if self.shape is None:  # one of the two is 0, which has any shape
            return at.system.number(Fraction(0))
        if self.shape == SCALAR:
            return at.system.times(at(self.left), at(self.right))
        rows = product(at.rows(self.left), at.rows(self.right))
        return at.system.matrix([[at.system.times(a, b) for a in above for b in below] for above, below in rows])

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return of(self.left) + of(self.right)


@dataclass(frozen=True)
class Vec(Rational):
    """vec: the columns of a matrix on top of each other."""

    of: Expr

    word, tex = "vec", r"\operatorname{{vec}}\left({of}\right)"
    keeps_degree = True

    def _shape(self) -> Shape | None:
        return None if self.of.shape is None else (size_product(*self.of.shape), 1)

    def evaluate(self, at: Any) -> Any:
        if self.is_scalar:
            return at(self.of)
        return at.column([entry for column in zip(*at.rows(self.of), strict=True) for entry in column])


@dataclass(frozen=True)
class Diag(Rational):
    """diag: the diagonal matrix of a column; the column of the diagonal of a square matrix."""

    of: Expr

    word, tex = "diag", r"\operatorname{{diag}}\left({of}\right)"

    def _shape(self) -> Shape | None:
        shape = self.of.shape
        if shape is None or shape == SCALAR:
            return shape
        if shape[1] == 1:
            return (shape[0], shape[0])
        if shape[0] != shape[1]:
            raise ShapeError(f"diag: found {show_shape(shape)}, expected a column or a square matrix")
        return (shape[0], 1)

    @property
    def _of_column(self) -> bool:
        return self.of.shape is not None and self.of.shape[1] == 1

    def evaluate(self, at: Any) -> Any:
        rows = at.rows(self.of)
        if self.is_scalar:
            return rows[0][0]
        zero, places = at.system.number(Fraction(0)), range(len(rows))
        if self._of_column:
            return at.system.matrix([[rows[i][0] if i == j else zero for j in places] for i in places])
        return at.column([rows[i][i] for i in places])

    def is_symmetric(self) -> bool:
        return self._of_column

    def is_definite(self) -> bool:
        return self._of_column and within(self.of).is_positive


@dataclass(frozen=True)
class Written(Rational):
    """A matrix written out, row by row, of scalars or of blocks that fit."""

    rows: tuple[tuple[Expr, ...], ...]

    chapter_word = "written"

    @classmethod
    def made(cls, *rows: Any) -> Expr:
        """``written([a, b], [c, d])``."""
        return typed(cls(tuple(tuple(map(lift, row)) for row in rows)))

    @property
    def entries(self) -> tuple[Expr, ...]:
        """All entries, row by row."""
        return tuple(entry for row in self.rows for entry in row)

    def _shape(self) -> Shape:
        if len({len(row) for row in self.rows}) != 1:
            raise ShapeError(
                f"matrix: found rows of {sorted({len(row) for row in self.rows})} entries, expected equal rows"
            )
        heights = [self._size([entry.shape for entry in row], 0) for row in self.rows]
        return (size_sum(*heights), size_sum(*self._widths))

    @property
    def _widths(self) -> list[Size]:
        return [self._size([entry.shape for entry in column], 1) for column in zip(*self.rows, strict=True)]

    def definite_parts(self) -> Iterator[Expr]:
        """What is positive definite if [A, B; B', C] is: the blocks A and C and their Schur complements."""
        match self.rows:
            case ((first, beside), (below, second)) if below == Transpose(beside):
                yield from (first, second)
                yield first - beside @ second.I @ below
                yield second - below @ first.I @ beside

    def diagonal_blocks(self) -> tuple[Expr, ...]:
        """The blocks A, C of [A, 0; 0, C]; none if another block is not zero."""
        square = all(len(row) == len(self.rows) for row in self.rows)
        zeros = all(entry == lift(0) for i, row in enumerate(self.rows) for j, entry in enumerate(row) if i != j)
        return tuple(row[i] for i, row in enumerate(self.rows)) if square and zeros else ()

    def _size(self, shapes: Sequence[Shape | None], side: int) -> Size:
        """The rows of the blocks beside one another, or the columns of those on top; 1 of zeros alone."""
        sizes = dict.fromkeys(shape[side] for shape in shapes if shape is not None)
        if len(sizes) > 1:
            found = ", ".join(show_shape(shape) for shape in shapes)
            raise ShapeError(f"matrix: found blocks of {found} {('beside', 'below')[side]} one another")
        return next(iter(sizes), 1)

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        for side, lines in enumerate((self.rows, tuple(zip(*self.rows, strict=True)))):
            for line in lines:
                sizes = [entry.shape[side] for entry in line if entry.shape is not None]
                yield from pairwise(sizes)

    def latex(self, show: Any) -> str:
        rows = [" & ".join(map(show, row)) for row in self.rows]
        # KaTeX would set the fractions of two rows on top of each other.
        below = r" \\[0.6em] " if any(r"\frac" in row for row in rows) else r" \\ "
        return rf"\begin{{pmatrix}} {below.join(rows)} \end{{pmatrix}}"

    def text(self, show: Any) -> str:
        return f"[{'; '.join(', '.join(map(show, row)) for row in self.rows)}]"

    def evaluate(self, at: Any) -> Any:
        if self.shape == SCALAR:
            return at(self.rows[0][0])
        rows: list[list[Any]] = []
        for row in self.rows:
            height = self._size([entry.shape for entry in row], 0)
            blocks = [at.rows(entry, (height, width)) for entry, width in zip(row, self._widths, strict=True)]
            rows += [[entry for block in line for entry in block] for line in zip(*blocks, strict=True)]
        return at.system.matrix(rows)
