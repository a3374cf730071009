"""Functions of scalars and of matrices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from derivations.tree.arithmetic import Expr, Inverse, require_scalar, require_square, same_shape
from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size, show_shape


@dataclass(frozen=True)
class Sqrt(Expr):
    """The nonnegative root of a scalar."""

    of: Expr

    def _shape(self) -> Shape:
        require_scalar(self.of, "square root")
        return SCALAR


@dataclass(frozen=True)
class Log(Expr):
    """The natural logarithm of a positive scalar, or of a symmetric positive definite matrix."""

    of: Expr

    def _shape(self) -> Shape:
        require_square(self.of, "logarithm")
        return self.of.shape or SCALAR


@dataclass(frozen=True)
class Exp(Expr):
    """The exponential of a scalar or of a square matrix."""

    of: Expr

    def _shape(self) -> Shape:
        require_square(self.of, "exponential")
        return self.of.shape or SCALAR


HYPERBOLIC = ("cosh", "sinh", "tanh", "sigmoid")


@dataclass(frozen=True)
class Hyperbolic(Expr):
    """cosh, sinh, tanh of a scalar, or its sigmoid 1/(1 + e^-t)."""

    name: str
    of: Expr

    def __post_init__(self) -> None:
        if self.name not in HYPERBOLIC:
            raise ValueError(f"hyperbolic function: found {self.name!r}, expected one of {', '.join(HYPERBOLIC)}")

    def _shape(self) -> Shape:
        require_scalar(self.of, self.name)
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
class Norm(Expr):
    """The root of the sum of the squares of all entries: Euclid's norm of a column, Frobenius' of a matrix."""

    of: Expr

    def _shape(self) -> Shape:
        _ = self.of.shape
        return SCALAR


@dataclass(frozen=True)
class Eigenvalues(Expr):
    """The column of the eigenvalues of a symmetric matrix, each as often as its multiplicity, in some order."""

    of: Expr

    def _shape(self) -> Shape:
        require_square(self.of, "eigenvalues")
        return (1, 1) if self.of.shape is None else (self.of.shape[0], 1)


@dataclass(frozen=True)
class Hadamard(Expr):
    """The product entry by entry."""

    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        return same_shape(self.left, self.right, "Hadamard product")


@dataclass(frozen=True)
class Kronecker(Expr):
    """The matrix of the blocks a_ij B: the size D * K has the letters of both."""

    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        if self.left.shape is None or self.right.shape is None:
            return None
        (a, b), (c, d) = self.left.shape, self.right.shape
        return (size_product(a, c), size_product(b, d))


def size_product(first: Size, second: Size) -> Size:
    """The product of two sizes, of letters as the name D*K."""
    if isinstance(first, int) and isinstance(second, int):
        return first * second
    return "*".join(sorted(str(size) for size in (first, second) if size != 1))


@dataclass(frozen=True)
class Diag(Expr):
    """The diagonal matrix of a column; the column of the diagonal of a square matrix."""

    of: Expr

    def _shape(self) -> Shape | None:
        shape = self.of.shape
        if shape is None or shape == SCALAR:
            return shape
        if shape[1] == 1:
            return (shape[0], shape[0])
        if shape[0] != shape[1]:
            raise ShapeError(f"diag: found {show_shape(shape)}, expected a column or a square matrix")
        return (shape[0], 1)


@dataclass(frozen=True)
class Abs(Expr):
    """The absolute value of a scalar."""

    of: Expr

    def _shape(self) -> Shape:
        require_scalar(self.of, "absolute value")
        return SCALAR


UNARY: dict[str, Callable[[Expr], Expr]] = {
    "log": Log,
    "exp": Exp,
    "sqrt": Sqrt,
    "det": Det,
    "tr": Trace,
    "inv": Inverse,
    "diag": Diag,
    "norm": Norm,
    "abs": Abs,
    "eig": Eigenvalues,
    **{name: partial(Hyperbolic, name) for name in HYPERBOLIC},
}
