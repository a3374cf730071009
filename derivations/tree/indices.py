"""Nodes about indices and entries: entries, Kronecker's delta, cases, minors, columns of the standard basis."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derivations.tree.errors import UndefinedValue
from derivations.tree.facts import nonnegative, positive_definite, within
from derivations.tree.letters import (
    Index,
    Number,
    SizeLetter,
    check_index,
    index_range,
    is_beyond,
    nonzero_within,
    place_exists,
)
from derivations.tree.node import (
    Expr,
    Level,
    Need,
    Rational,
    equal_shapes,
    lift,
    require_square,
    same_shape,
    square_sizes,
    typed,
)
from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size, shape_of, show_shape
from derivations.tree.structures import Interval
from derivations.tree.typeset import joined_indices, named


@dataclass(frozen=True)
class Entry(Rational):
    """Entry of[row, column]; one index for a column or a row."""

    of: Expr
    row: Expr
    column: Expr | None = None

    operator = "[]"
    short = True

    def _shape(self) -> Shape:
        shape = self.of.shape
        if shape is None:
            raise ShapeError("entry: found 0 of any shape, expected a matrix or a column")
        if self.column is not None:
            check_index(self.row, shape[0], "the rows")
            check_index(self.column, shape[1], "the columns")
            return SCALAR
        if 1 not in shape:
            raise ShapeError(f"entry with one index: found {show_shape(shape)}, expected a column")
        check_index(self.row, shape[1] if shape[0] == 1 else shape[0], "the entries")
        return SCALAR

    def places(self) -> Iterator[tuple[Expr, Size]]:
        if self.of.shape is None:
            return
        rows, columns = self.of.shape
        yield self.row, columns if self.column is None and rows == 1 else rows
        if self.column is not None:
            yield self.column, columns

    def printed(self, show: Any) -> tuple[str, int]:
        joined = joined_indices([show(index) for index in (self.row, self.column) if index is not None])
        if pattern := show.notation.get(f"{getattr(self.of, 'name', '')}[,]"):
            return named(pattern.replace("#", joined))
        of = show(self.of) if self.of.is_name else rf"\left({show(self.of)}\right)"
        return rf"{of}_{{{joined}}}", Level.ATOM

    def text(self, show: Any) -> str:
        of = show(self.of, Level.ATOM)
        if of in show.families and self.column is None:
            # Without brackets x[1] is a member, and so is x[n] where n counts the members.
            axes, index = show.families[of].axes, self.row
            apart = len(axes) > 1 or (isinstance(index, Index) and index.size != axes[0])
            of = of if apart else f"({of})"
        indices = [self.row] if self.column is None else [self.row, self.column]
        return f"{of}[{','.join(map(show, indices))}]"

    def evaluate(self, at: Any) -> Any:
        value = at(self.of)
        if self.of.shape == SCALAR:
            return value
        rows, columns = at.system.shape(value)
        first, second = at.place(self)
        if first >= rows or second >= columns:
            raise UndefinedValue(f"entry ({first + 1}, {second + 1}) of a {rows} x {columns} matrix does not exist")
        return at.system.entry(value, first, second)

    def needs(self, derived: bool) -> Iterator[Need]:
        for place, size in self.places():
            yield from place_exists(place, size)

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        for place, size in self.places():
            yield from index_range(place, size)

    def excludes(self, sizes: Mapping[str, int]) -> bool:
        if self.of.shape is None:
            return False
        rows, columns = shape_of(self.of.shape, sizes)
        if self.column is None:
            return is_beyond(self.row, max(rows, columns))
        return is_beyond(self.row, rows) or is_beyond(self.column, columns)

    def is_positive(self) -> bool:
        of: Expr = self.of.full
        diagonal = self.column is not None and self.row == self.column
        return diagonal and positive_definite(of)

    def within(self) -> Interval:
        return within(self.of)

    def where_nonzero(self) -> Iterator[Need]:
        return nonzero_within(self)


def require_indices(left: Expr, right: Expr, what: str) -> None:
    """Raise `ShapeError` unless both are indices, and of one range where both are index letters."""
    for index in (left, right):
        if not isinstance(index, Index | Number | SizeLetter):
            raise ShapeError(f"{what}: found {type(index).__name__}, expected an index")
    if isinstance(left, Index) and isinstance(right, Index) and left.size != right.size:
        found = f"{left.name} in 1..{left.size} and {right.name} in 1..{right.size}"
        raise ShapeError(f"{what}: found {found}, expected indices of one range")


class OfIndices(Rational):
    """A node that compares two indices of one range."""

    left: Expr
    right: Expr

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        if isinstance(self.left, Index) and isinstance(self.right, Index):
            yield self.left.size, self.right.size

    def places(self) -> Iterator[tuple[Expr, Size]]:
        for index, other in ((self.left, self.right), (self.right, self.left)):
            if isinstance(other, Index):
                yield index, other.size


@dataclass(frozen=True)
class Delta(OfIndices):
    """Kronecker's delta of two indices."""

    left: Expr
    right: Expr

    word = "delta"

    @classmethod
    def read(cls, reader: Any) -> Expr:
        left = reader.index()
        reader.take(",")
        return cls(left, reader.index())

    def _shape(self) -> Shape:
        require_indices(self.left, self.right, "delta")
        return SCALAR

    def latex(self, show: Any) -> str:
        return rf"\delta_{{{joined_indices([show(self.left), show(self.right)])}}}"

    def evaluate(self, at: Any) -> Any:
        return at.system.number(Fraction(int(at.position(self.left) == at.position(self.right))))


@dataclass(frozen=True)
class Cases(OfIndices):
    """``equal`` where the indices left and right agree, ``unequal`` where they do not."""

    equal: Expr
    unequal: Expr
    left: Expr
    right: Expr

    word = "cases"

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """equal if i = j, unequal if i != j."""
        equal = reader.expression()
        reader.take("if")
        left = reader.index()
        reader.take("=")
        right = reader.index()
        reader.take(",")
        unequal = reader.expression()
        reader.take("if")
        reader.again(left)
        reader.take("!=")
        reader.again(right)
        return cls(equal, unequal, left, right)

    def _shape(self) -> Shape | None:
        require_indices(self.left, self.right, "cases")
        return same_shape(self.equal, self.unequal, "cases")

    def latex(self, show: Any) -> str:
        left, right = show(self.left), show(self.right)
        rows = rf"{show(self.equal)} & ({left} = {right}) \\ {show(self.unequal)} & ({left} \neq {right})"
        return rf"\begin{{cases}} {rows} \end{{cases}}"

    def text(self, show: Any) -> str:
        equal, unequal, left, right = map(show, (self.equal, self.unequal, self.left, self.right))
        return f"cases({equal} if {left} = {right}, {unequal} if {left} != {right})"

    def evaluate(self, at: Any) -> Any:
        chosen = self.equal if at.position(self.left) == at.position(self.right) else self.unequal
        return at.shaped(chosen, self.shape)

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        yield from super().same_sizes()
        yield from equal_shapes(self.equal, self.unequal)


COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
}
COMPARISONS = tuple(COMPARE)
COMPARED = {"<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq", "!=": r"\neq"}
"""Comparisons of indices, and how they print."""


@dataclass(frozen=True)
class Where(OfIndices):
    """the body where two indices compare as named, elsewhere 0, or 1 in a product: a term of sum(t < i, ...)."""

    relation: str
    left: Expr
    right: Expr
    body: Expr
    elsewhere: int = 0

    word = "where"

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """i < j, body: the body where the condition holds, elsewhere 0."""
        left = reader.index()
        relation = reader.one_of(COMPARISONS)
        right = reader.index()
        reader.take(",")
        return cls(relation, left, right, reader.expression())

    @classmethod
    def made(cls, *parts: Any) -> Expr:
        """``where(i, "<", j, body)``: the term of a sum over some values of an index."""
        left, relation, right, body = parts
        return typed(cls(relation, left, right, lift(body)))

    def _shape(self) -> Shape | None:
        if self.relation not in COMPARISONS:
            raise ShapeError(
                f"comparison of indices: found {self.relation!r}, expected one of {', '.join(COMPARISONS)}"
            )
        require_indices(self.left, self.right, "comparison of indices")
        return self.body.shape

    def latex(self, show: Any) -> str:
        condition = f"{show(self.left)} {COMPARED[self.relation]} {show(self.right)}"
        rows = rf"{show(self.body)} & ({condition}) \\ {self.elsewhere} & \text{{otherwise}}"
        return rf"\begin{{cases}} {rows} \end{{cases}}"

    def text(self, show: Any) -> str:
        return f"where({show(self.left)} {self.relation} {show(self.right)}, {show(self.body)})"

    def evaluate(self, at: Any) -> Any:
        if COMPARE[self.relation](at.position(self.left), at.position(self.right)):
            return at(self.body)
        return at.shaped(Number(Fraction(0)), self.shape) if self.elsewhere == 0 else at.system.number(Fraction(1))

    def is_nonnegative(self) -> bool:
        return nonnegative(self.body)


@dataclass(frozen=True)
class Minor(Rational):
    """minor: the determinant of what is left of a matrix without some rows and columns, all numbered as in the matrix.

    Deleting a row or a column twice is undefined; with nothing left the determinant is 1.
    """

    of: Expr
    rows: tuple[Expr, ...]
    columns: tuple[Expr, ...]

    word = "minor"

    @classmethod
    def read(cls, reader: Any) -> Expr:
        """X; i, j; k, l: without rows i and k and columns j and l."""
        of, rows, columns = reader.expression(), [], []
        while reader.taken(";"):
            rows.append(reader.index())
            reader.take(",")
            columns.append(reader.index())
        if not rows:
            raise reader.error("';' and the row and column to delete")
        return cls(of, tuple(rows), tuple(columns))

    @classmethod
    def made(cls, *parts: Any) -> Expr:
        """``minor(X, (i, j), (k, l))``: without the rows and columns, given in pairs and numbered as in X."""
        of, *deleted = parts
        return typed(cls(lift(of), tuple(row for row, _ in deleted), tuple(column for _, column in deleted)))

    def _shape(self) -> Shape:
        require_square(self.of, "minor")
        if self.of.shape is None:
            raise ShapeError("minor: found 0 of any shape, expected a square matrix")
        if len(self.rows) != len(self.columns):
            raise ShapeError(f"minor: found {len(self.rows)} rows and {len(self.columns)} columns, expected as many")
        for place in (*self.rows, *self.columns):
            check_index(place, self.of.shape[0], "the rows and columns of a minor")
        return SCALAR

    def latex(self, show: Any) -> str:
        submatrix = show(self.of, Level.ATOM)
        for row, column in zip(self.rows, self.columns, strict=True):
            if not self.of.is_name or row is not self.rows[0]:
                submatrix = rf"\left({submatrix}\right)"
            submatrix += rf"_{{{joined_indices([show(row), show(column)])}}}"
        return rf"\left|{submatrix}\right|"

    def text(self, show: Any) -> str:
        pairs = zip(self.rows, self.columns, strict=True)
        return f"minor({show(self.of)}; {'; '.join(f'{show(row)}, {show(column)}' for row, column in pairs)})"

    def evaluate(self, at: Any) -> Any:
        deleted = [[at.position(place) for place in places] for places in (self.rows, self.columns)]
        if any(len(set(places)) < len(places) for places in deleted):
            raise UndefinedValue("a minor without one row or column twice")
        rows = [row for i, row in enumerate(at.rows(self.of)) if i not in deleted[0]]
        left = [[entry for j, entry in enumerate(row) if j not in deleted[1]] for row in rows]
        return at.system.det(at.system.matrix(left)) if left else at.system.number(Fraction(1))

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        yield from square_sizes(self.of)
        for place, size in self.places():
            yield from index_range(place, size)

    def places(self) -> Iterator[tuple[Expr, Size]]:
        for place in (*self.rows, *self.columns):
            if self.of.shape is not None:
                yield place, self.of.shape[0]

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return of(self.of) * self._left(sizes)

    def operations(self, sizes: Mapping[str, int]) -> int:
        return self._left(sizes) ** 3

    def _left(self, sizes: Mapping[str, int]) -> int:
        """Rows of the submatrix."""
        rows = 1 if self.of.shape is None else shape_of(self.of.shape, sizes)[0]
        return max(1, rows - len(self.rows))


@dataclass(frozen=True)
class Basis(Rational):
    """column of the standard basis, its 1 at an index."""

    place: Index

    word = "basis"
    tex = r"e_{{{place}}}"

    @classmethod
    def read(cls, reader: Any) -> Expr:
        return cls(reader.bound_index())

    def _shape(self) -> Shape:
        return (self.place.size, 1)

    def places(self) -> Iterator[tuple[Expr, Size]]:
        yield self.place, self.place.size

    def evaluate(self, at: Any) -> Any:
        place = at.position(self.place)
        return at.column([at.system.number(Fraction(int(i == place))) for i in range(at.size(self.place.size))])
