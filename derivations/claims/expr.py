"""The tree of a matrix expression: what a line of mathematics says, order and grouping as written.

A node is immutable and knows its shape; building never simplifies.  The tree may be ill-typed: the reader of the text
syntax builds any tree, and asking for `Expr.shape` raises `ShapeError` where it does not fit.  The Python operators
ask at once, so that a chapter cannot build an ill-typed expression.

Conventions: a column has shape (D, 1); a 1 x 1 matrix is a scalar; 0 has every shape.  Denominator layout: a gradient
of a scalar has the shape of what it is taken by, the gradient of a column z by a column m has the entry
(d z_i / d m_j) in row j and column i, so d(A z)/dz = A^T; a derivative by a scalar has the shape of what is derived.

Adding a node: a dataclass here with its `_shape`, and one function each in `derivations.claims.latex` (how it prints)
and `derivations.checking.evaluate` (what it is worth).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import Any

Size = int | str
"""A number, or the letter of a size such as ``"D"``."""
Shape = tuple[Size, Size]
SCALAR: Shape = (1, 1)

STRUCTURES = {
    "general": "",
    "positive": "positive",
    "symmetric": "symmetric",
    "spd": "symmetric positive definite",
    "identity": "the identity",
}
"""Structures that a letter may be declared with, and the words a reader sees."""


class ShapeError(ValueError):
    """Shapes that do not fit; the message names both."""


def show_shape(shape: Shape | None) -> str:
    """``D x K``, or the words for a scalar and for the shapeless zero."""
    if shape is None:
        return "0 (any shape)"
    return "a scalar" if shape == SCALAR else f"{shape[0]} x {shape[1]}"


class Expr:
    """A node. `shape` is None for a zero, which fits every shape."""

    @cached_property
    def shape(self) -> Shape | None:
        """Shape of the value; raises `ShapeError` where the tree is ill-typed."""
        return self._shape()

    def _shape(self) -> Shape | None:
        return SCALAR

    @property
    def children(self) -> tuple[Expr, ...]:
        """The expressions directly below this node, in the order written."""
        found: list[Expr] = []
        for item in fields(self):  # type: ignore[arg-type]
            value = getattr(self, item.name)
            if isinstance(value, Expr):
                found.append(value)
            elif isinstance(value, tuple):
                found.extend(part for part in value if isinstance(part, Expr))
        return tuple(found)

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
        return self * other

    def __truediv__(self, other: Any) -> Expr:
        return typed(Div(self, lift(other)))

    def __rtruediv__(self, other: Any) -> Expr:
        return typed(Div(lift(other), self))

    def __pow__(self, other: Any) -> Expr:
        return typed(Pow(self, lift(other)))

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


def _same(left: Expr, right: Expr, what: str) -> Shape | None:
    if left.shape is None or right.shape is None or left.shape == right.shape:
        return right.shape if left.shape is None else left.shape
    raise ShapeError(f"{what}: found {show_shape(left.shape)} and {show_shape(right.shape)}, expected equal shapes")


def _scalar(expr: Expr, what: str) -> None:
    if expr.shape not in (SCALAR, None):
        raise ShapeError(f"{what}: found {show_shape(expr.shape)}, expected a scalar")


def _square(expr: Expr, what: str) -> None:
    if expr.shape is not None and expr.shape[0] != expr.shape[1]:
        raise ShapeError(f"{what}: found {show_shape(expr.shape)}, expected a square matrix")


# ---------------------------------------------------------------- leaves


@dataclass(frozen=True)
class Number(Expr):
    """A rational number; 0 has every shape."""

    value: Fraction

    def _shape(self) -> Shape | None:
        return SCALAR if self.value else None


@dataclass(frozen=True)
class Pi(Expr):
    """The circle constant."""


@dataclass(frozen=True)
class SizeLetter(Expr):
    """A size such as D, which may appear as a number."""

    name: str


@dataclass(frozen=True)
class Letter(Expr):
    """A matrix, column or scalar by name, with its declared structure."""

    name: str
    of: Shape = SCALAR
    structure: str = "general"

    def __post_init__(self) -> None:
        if self.structure not in STRUCTURES:
            raise ValueError(f"structure of {self.name}: found {self.structure!r}, expected {', '.join(STRUCTURES)}")
        if self.structure in ("symmetric", "spd", "identity") and self.of[0] != self.of[1]:
            raise ShapeError(f"{self.name}: found {show_shape(self.of)}, expected a square matrix")
        if self.structure == "positive" and self.of != SCALAR:
            raise ShapeError(f"{self.name}: found {show_shape(self.of)}, expected a scalar to be positive")

    def _shape(self) -> Shape:
        return self.of


@dataclass(frozen=True)
class Index(Expr):
    """An index letter that runs over 1..size."""

    name: str
    size: Size


@dataclass(frozen=True)
class Member(Expr):
    """Member x[n] of a family x[1], ..., x[count] of equal shapes."""

    family: str
    of: Shape
    count: Size
    index: Expr

    def _shape(self) -> Shape:
        check_index(self.index, self.count, f"the family {self.family}")
        return self.of


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


@dataclass(frozen=True)
class Defined(Expr):
    """A letter that stands for an expression, z := x - mu; a gradient by it varies it freely, then sets its value."""

    name: str
    value: Expr

    def _shape(self) -> Shape | None:
        return self.value.shape


# ---------------------------------------------------------------- arithmetic


@dataclass(frozen=True)
class Add(Expr):
    """left + right."""

    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        return _same(self.left, self.right, "sum")


@dataclass(frozen=True)
class Sub(Expr):
    """left - right."""

    left: Expr
    right: Expr

    def _shape(self) -> Shape | None:
        return _same(self.left, self.right, "difference")


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
        _scalar(self.denominator, "denominator")
        return self.numerator.shape


@dataclass(frozen=True)
class Pow(Expr):
    """A scalar to a rational power; the exponent is built of numbers and sizes."""

    base: Expr
    exponent: Expr

    def _shape(self) -> Shape:
        _scalar(self.base, "base of a power")
        if not is_exponent(self.exponent):
            raise ShapeError("exponent: found letters, expected an expression of numbers and sizes")
        return SCALAR


def is_exponent(expr: Expr) -> bool:
    """Whether the expression is built of numbers and sizes alone."""
    allowed = (Number, SizeLetter, Add, Sub, Neg, Mul, Div)
    return all(isinstance(node, allowed) for node in expr.walk())


@dataclass(frozen=True)
class Sqrt(Expr):
    """The nonnegative root of a scalar."""

    of: Expr

    def _shape(self) -> Shape:
        _scalar(self.of, "square root")
        return SCALAR


@dataclass(frozen=True)
class Log(Expr):
    """The natural logarithm of a positive scalar."""

    of: Expr

    def _shape(self) -> Shape:
        _scalar(self.of, "logarithm")
        return SCALAR


@dataclass(frozen=True)
class Exp(Expr):
    """The exponential of a scalar."""

    of: Expr

    def _shape(self) -> Shape:
        _scalar(self.of, "exponential")
        return SCALAR


@dataclass(frozen=True)
class Unknown(Expr):
    """f(t) for a function letter f: any smooth function of a scalar."""

    name: str
    of: Expr

    def _shape(self) -> Shape:
        _scalar(self.of, f"argument of {self.name}")
        return SCALAR


# ---------------------------------------------------------------- matrices


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
        _square(self.of, "inverse")
        return self.of.shape


@dataclass(frozen=True)
class Det(Expr):
    """The determinant |of|."""

    of: Expr

    def _shape(self) -> Shape:
        _square(self.of, "determinant")
        return SCALAR


@dataclass(frozen=True)
class Trace(Expr):
    """tr(of)."""

    of: Expr

    def _shape(self) -> Shape:
        _square(self.of, "trace")
        return SCALAR


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
        return _same(self.equal, self.unequal, "cases")


# ---------------------------------------------------------------- binders


@dataclass(frozen=True)
class Sum(Expr):
    """Sum of body over index = 1..size."""

    index: Index
    body: Expr

    def _shape(self) -> Shape | None:
        return self.body.shape


@dataclass(frozen=True)
class Prod(Expr):
    """Product of the scalar body over index = 1..size."""

    index: Index
    body: Expr

    def _shape(self) -> Shape:
        _scalar(self.body, "factor of a product over an index")
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
    """Gradient of ``of`` by a letter, a defined letter or an entry of one (denominator layout)."""

    of: Expr
    by: Expr

    def _shape(self) -> Shape | None:
        base = self.by.of if isinstance(self.by, Entry) else self.by
        if not isinstance(base, Letter | Defined):
            raise ShapeError(f"gradient: found {type(base).__name__} to derive by, expected a letter or an entry of one")
        of, by = self.of.shape, self.by.shape
        if of is None or by is None:
            return by
        if by == SCALAR or of == SCALAR:
            return of if by == SCALAR else by
        if of[1] != 1 or by[1] != 1:
            raise ShapeError(
                f"gradient: found {show_shape(of)} derived by {show_shape(by)}, expected a scalar, or a column by a column"
            )
        return (by[0], of[0])


@dataclass(frozen=True)
class Integral(Expr):
    """Integral of the scalar body over all values of a column or scalar letter."""

    body: Expr
    over: Letter

    def _shape(self) -> Shape:
        _scalar(self.body, "integrand")
        return SCALAR


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
