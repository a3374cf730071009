"""The base of every node with its operators, the nodes that the operators build, numbers and indices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import Any

from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size, show_shape


class Expr:
    """A node. `shape` is None for a zero, which fits every shape."""

    @cached_property
    def shape(self) -> Shape | None:
        """Shape of the value; raises `ShapeError` where the tree is ill-typed."""
        return self._shape()

    def _shape(self) -> Shape | None:
        return SCALAR

    @cached_property
    def children(self) -> tuple[Expr, ...]:
        """The expressions directly below this node, in the order written."""
        found: list[Expr] = []
        for item in fields(self):  # type: ignore[arg-type]
            value: object = getattr(self, item.name)
            found += _expressions(value)
        return tuple(found)

    @property
    def binds(self) -> tuple[Expr, ...]:
        """The letters or indices that mean something only in the children below, `outside` apart."""
        return ()

    @property
    def outside(self) -> tuple[Expr, ...]:
        """The children in which the bound letters are those around the node."""
        return ()

    def walk(self) -> Iterator[Expr]:
        """This node and every node below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def __add__(self, other: Any) -> Expr:
        return typed(Add(self, lift(other)))

    def __radd__(self, other: Any) -> Expr:
        return typed(Add(lift(other), self))

    def __sub__(self, other: Any) -> Expr:
        return typed(Sub(self, lift(other)))

    def __rsub__(self, other: Any) -> Expr:
        return typed(Sub(lift(other), self))

    def __neg__(self) -> Expr:
        return typed(Neg(self))

    def __mul__(self, other: Any) -> Expr:
        return typed(Mul(self, lift(other)))

    def __rmul__(self, other: Any) -> Expr:
        return typed(Mul(lift(other), self))

    def __matmul__(self, other: Any) -> Expr:
        return typed(Mul(self, lift(other)))

    def __truediv__(self, other: Any) -> Expr:
        return typed(Div(self, lift(other)))

    def __rtruediv__(self, other: Any) -> Expr:
        return typed(Div(lift(other), self))

    def __pow__(self, other: Any) -> Expr:
        return typed(Pow(self, lift(other)))

    def __rpow__(self, other: Any) -> Expr:
        return typed(Pow(lift(other), self))

    def __getitem__(self, indices: Any) -> Expr:
        pair = indices if isinstance(indices, tuple) else (indices, None)
        return typed(Entry(self, lift(pair[0]), None if pair[1] is None else lift(pair[1])))

    # Without this, the old sequence protocol would make an expression iterable for ever.
    __iter__ = None

    @property
    def T(self) -> Expr:
        """The transpose."""
        return typed(Transpose(self))

    @property
    def I(self) -> Expr:  # noqa: E743
        """The inverse."""
        return typed(Inverse(self))


def _expressions(value: object) -> list[Expr]:
    """The expressions in a field: itself, or those of a tuple, of rows too."""
    if isinstance(value, Expr):
        return [value]
    return [part for item in value for part in _expressions(item)] if isinstance(value, tuple) else []


def typed(expr: Expr) -> Expr:
    """The expression itself, once its shapes are known to fit."""
    _ = expr.shape
    return expr


def lift(value: Any) -> Expr:
    """An int, a Fraction or an expression as an expression; a float has no exact meaning and is refused."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Number(Fraction(value))
    raise TypeError(f"found {value!r}; expected an expression, an int or a Fraction")


def same_shape(left: Expr, right: Expr, what: str) -> Shape | None:
    if left.shape is None or right.shape is None or left.shape == right.shape:
        return right.shape if left.shape is None else left.shape
    raise ShapeError(f"{what}: found {show_shape(left.shape)} and {show_shape(right.shape)}, expected equal shapes")


def require_scalar(expr: Expr, what: str) -> None:
    if expr.shape not in (SCALAR, None):
        raise ShapeError(f"{what}: found {show_shape(expr.shape)}, expected a scalar")


def require_square(expr: Expr, what: str) -> None:
    if expr.shape is not None and expr.shape[0] != expr.shape[1]:
        raise ShapeError(f"{what}: found {show_shape(expr.shape)}, expected a square matrix")


# ---------------------------------------------------------------- numbers and indices


@dataclass(frozen=True)
class Number(Expr):
    """A rational number; 0 has every shape."""

    value: Fraction

    def _shape(self) -> Shape | None:
        return SCALAR if self.value else None


@dataclass(frozen=True)
class SizeLetter(Expr):
    """A size such as D, which may appear as a number."""

    name: str


@dataclass(frozen=True)
class Index(Expr):
    """An index letter that runs over 1..size."""

    name: str
    size: Size


def check_index(index: Expr, size: Size, what: str) -> None:
    """Raise `ShapeError` unless the index can run over 1..size."""
    if isinstance(index, Index) and index.size == size:
        return
    if isinstance(index, SizeLetter) and index.name == size:
        return
    if isinstance(index, Number) and index.value.denominator == 1 and index.value >= 1:
        if isinstance(size, str) or index.value <= size:
            return
        raise ShapeError(f"index of {what}: found {index.value}, expected 1 to {size}")
    found = f"{index.name} in 1..{index.size}" if isinstance(index, Index) else type(index).__name__
    raise ShapeError(f"index of {what}: found {found}, expected an index in 1..{size}")


# ---------------------------------------------------------------- what the operators build


@dataclass(frozen=True)
class Add(Expr):
    """left + right."""

    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        return same_shape(self.left, self.right, "sum")


@dataclass(frozen=True)
class Sub(Expr):
    """left - right."""

    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        return same_shape(self.left, self.right, "difference")


@dataclass(frozen=True)
class Neg(Expr):
    """-of."""

    of: Expr

    def _shape(self) -> Shape | None:
        return self.of.shape


@dataclass(frozen=True)
class Mul(Expr):
    """The product: of matrices, or of a scalar and anything."""

    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        left, right = self.left.shape, self.right.shape
        if left is None or right is None:
            return None
        if left == SCALAR or right == SCALAR:
            return right if left == SCALAR else left
        if left[1] != right[0]:
            raise ShapeError(f"product: found {show_shape(left)} times {show_shape(right)}, expected equal inner sizes")
        return (left[0], right[1])


@dataclass(frozen=True)
class Div(Expr):
    """numerator / denominator, the denominator a scalar."""

    numerator: Expr
    denominator: Expr

    def _shape(self) -> Shape | None:
        require_scalar(self.denominator, "denominator")
        return self.numerator.shape


@dataclass(frozen=True)
class Pow(Expr):
    """A scalar, or a positive definite matrix, to a rational power; a square matrix to a whole one.

    The exponent is built of numbers, sizes and indices.
    """

    base: Expr
    exponent: Expr

    def _shape(self) -> Shape | None:
        require_square(self.base, "base of a power")
        if not (is_exponent(self.exponent) or is_exponent(self.exponent, Index)):
            raise ShapeError("exponent: found letters, expected an expression of numbers and sizes")
        return SCALAR if self.base.shape is None else self.base.shape


def is_exponent(expr: Expr, *more: type[Expr]) -> bool:
    """Whether the expression is built of numbers and sizes alone, and of nodes of further types."""
    allowed = (Number, SizeLetter, Add, Sub, Neg, Mul, Div, *more)
    return all(isinstance(node, allowed) for node in expr.walk())


def fractional(exponent: Expr) -> bool:
    """Whether the exponent contains a fraction, so that the power is a root."""
    return any(
        isinstance(node, Div) or (isinstance(node, Number) and node.value.denominator > 1) for node in exponent.walk()
    )


@dataclass(frozen=True)
class Transpose(Expr):
    """of^T."""

    of: Expr

    def _shape(self) -> Shape | None:
        return None if self.of.shape is None else (self.of.shape[1], self.of.shape[0])


@dataclass(frozen=True)
class Inverse(Expr):
    """of^-1."""

    of: Expr

    def _shape(self) -> Shape | None:
        require_square(self.of, "inverse")
        return self.of.shape


@dataclass(frozen=True)
class Entry(Expr):
    """Entry of[row, column]; one index for a column or a row."""

    of: Expr
    row: Expr
    column: Expr | None = None

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
