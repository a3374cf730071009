"""Nodes about indices and entries: Kronecker's delta, cases, minors, matrices written out."""

from __future__ import annotations

from dataclasses import dataclass

from derivations.tree.arithmetic import (
    Expr,
    Index,
    Number,
    SizeLetter,
    check_index,
    require_scalar,
    require_square,
    same_shape,
)
from derivations.tree.shapes import SCALAR, Shape, ShapeError

COMPARISONS = ("<", ">", "<=", ">=", "!=")


@dataclass(frozen=True)
class Delta(Expr):
    """Kronecker's delta of two indices."""

    left: Expr
    right: Expr

    def _shape(self) -> Shape:
        require_indices(self.left, self.right, "delta")
        return SCALAR


@dataclass(frozen=True)
class Cases(Expr):
    """``equal`` where the indices left and right agree, ``unequal`` where they do not."""

    equal: Expr
    unequal: Expr
    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        require_indices(self.left, self.right, "cases")
        return same_shape(self.equal, self.unequal, "cases")


def require_indices(left: Expr, right: Expr, what: str) -> None:
    """Raise `ShapeError` unless both are indices, and of one range where both are index letters."""
    for index in (left, right):
        if not isinstance(index, Index | Number | SizeLetter):
            raise ShapeError(f"{what}: found {type(index).__name__}, expected an index")
    if isinstance(left, Index) and isinstance(right, Index) and left.size != right.size:
        found = f"{left.name} in 1..{left.size} and {right.name} in 1..{right.size}"
        raise ShapeError(f"{what}: found {found}, expected indices of one range")


@dataclass(frozen=True)
class Where(Expr):
    """The body where two indices compare as named, elsewhere 0, or 1 in a product: a term of sum(t < i, ...)."""

    relation: str
    left: Expr
    right: Expr
    body: Expr
    elsewhere: int = 0

    def _shape(self) -> Shape | None:
        if self.relation not in COMPARISONS:
            raise ShapeError(
                f"comparison of indices: found {self.relation!r}, expected one of {', '.join(COMPARISONS)}"
            )
        require_indices(self.left, self.right, "comparison of indices")
        return self.body.shape


@dataclass(frozen=True)
class Minor(Expr):
    """The determinant of what is left of a matrix without some rows and columns, all numbered as in the matrix.

    Deleting a row or a column twice is undefined; with nothing left the determinant is 1.
    """

    of: Expr
    rows: tuple[Expr, ...]
    columns: tuple[Expr, ...]

    def _shape(self) -> Shape:
        require_square(self.of, "minor")
        if self.of.shape is None:
            raise ShapeError("minor: found 0 of any shape, expected a square matrix")
        if len(self.rows) != len(self.columns):
            raise ShapeError(f"minor: found {len(self.rows)} rows and {len(self.columns)} columns, expected as many")
        for place in (*self.rows, *self.columns):
            check_index(place, self.of.shape[0], "the rows and columns of a minor")
        return SCALAR


@dataclass(frozen=True)
class Basis(Expr):
    """The column of the standard basis with its 1 at an index."""

    place: Index

    def _shape(self) -> Shape:
        return (self.place.size, 1)


@dataclass(frozen=True)
class Written(Expr):
    """A matrix written out, row by row, of scalars."""

    rows: tuple[tuple[Expr, ...], ...]

    @property
    def entries(self) -> tuple[Expr, ...]:
        """All entries, row by row."""
        return tuple(entry for row in self.rows for entry in row)

    def _shape(self) -> Shape:
        if len({len(row) for row in self.rows}) != 1:
            raise ShapeError(
                f"matrix: found rows of {sorted({len(row) for row in self.rows})} entries, expected equal rows"
            )
        for entry in self.entries:
            require_scalar(entry, "entry of a matrix")
        return (len(self.rows), len(self.rows[0]))
