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


@dataclass(frozen=True)
class Cases(Expr):
    """``equal`` where the indices left and right agree, ``unequal`` where they do not."""

    equal: Expr
    unequal: Expr
    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        return same_shape(self.equal, self.unequal, "cases")
