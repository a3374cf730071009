"""Functions of scalars and of matrices, and the nodes that compare indices."""

from __future__ import annotations

from dataclasses import dataclass

from derivations.claims.core import Expr, Index, Number, SizeLetter, require_scalar, require_square, same_shape
from derivations.claims.shapes import SCALAR, Shape, ShapeError


@dataclass(frozen=True)
class Sqrt(Expr):
    """The nonnegative root of a scalar."""

    of: Expr

    def _shape(self) -> Shape:
        require_scalar(self.of, "square root")
        return SCALAR


@dataclass(frozen=True)
class Log(Expr):
    """The natural logarithm of a positive scalar."""

    of: Expr

    def _shape(self) -> Shape:
        require_scalar(self.of, "logarithm")
        return SCALAR


@dataclass(frozen=True)
class Exp(Expr):
    """The exponential of a scalar."""

    of: Expr

    def _shape(self) -> Shape:
        require_scalar(self.of, "exponential")
        return SCALAR


@dataclass(frozen=True)
class Unknown(Expr):
    """f(t) for a function letter f: any smooth function of a scalar."""

    name: str
    of: Expr

    def _shape(self) -> Shape:
        require_scalar(self.of, f"argument of {self.name}")
        return SCALAR


@dataclass(frozen=True)
class Det(Expr):
    """The determinant |of|."""

    of: Expr

    def _shape(self) -> Shape:
        require_square(self.of, "determinant")
        return SCALAR


@dataclass(frozen=True)
class Trace(Expr):
    """tr(of)."""

    of: Expr

    def _shape(self) -> Shape:
        require_square(self.of, "trace")
        return SCALAR


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
