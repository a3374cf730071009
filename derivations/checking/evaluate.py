"""What an expression is worth: one walk over the tree, in any number system, for given sizes and letters."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import singledispatchmethod
from typing import Any

from derivations.checking.exact import UndefinedValue
from derivations.checking.systems import System
from derivations.claims.expr import (
    SCALAR,
    Add,
    Apply,
    Cases,
    Defined,
    Delta,
    Det,
    Div,
    Dots,
    Entry,
    Exp,
    Expr,
    Grad,
    Index,
    Integral,
    Inverse,
    Letter,
    Log,
    Member,
    Mul,
    Neg,
    Number,
    Pi,
    Pow,
    Prod,
    Size,
    SizeLetter,
    Sqrt,
    Sub,
    Sum,
    Trace,
    Transpose,
    Unknown,
)

Values = Mapping[Any, Any]
"""What letters are worth: a `Letter` or `Defined` -> its value, the name of a family -> the list of its members."""


class Evaluator:
    """Values of expressions in one system, with sizes, letters and indices bound."""

    def __init__(
        self, system: System, sizes: Mapping[str, int], values: Values, indices: Mapping[str, int] | None = None
    ) -> None:
        self.system = system
        self.sizes = sizes
        self.values = values
        self.indices = dict(indices or {})

    def __call__(self, expr: Expr) -> Any:
        """The value; raises `UndefinedValue` or `NotExpressible`."""
        return self._value(expr)

    def size(self, size: Size) -> int:
        """The size as a number."""
        return size if isinstance(size, int) else self.sizes[size]

    def _with(self, values: Values | None = None, system: System | None = None, **indices: int) -> Evaluator:
        bound = self.values if values is None else {**self.values, **values}
        return Evaluator(system or self.system, self.sizes, bound, {**self.indices, **indices})

    def _position(self, index: Expr) -> int:
        if isinstance(index, Index):
            return self.indices[index.name] - 1
        return int(self.exponent(index)) - 1

    def exponent(self, expr: Expr) -> Fraction:
        """The rational value of an expression of numbers and sizes."""
        match expr:
            case Number(value):
                return value
            case SizeLetter(name):
                return Fraction(self.sizes[name])
            case Neg(of):
                return -self.exponent(of)
            case Add(left, right):
                return self.exponent(left) + self.exponent(right)
            case Sub(left, right):
                return self.exponent(left) - self.exponent(right)
            case Mul(left, right):
                return self.exponent(left) * self.exponent(right)
            case Div(top, bottom) if self.exponent(bottom):
                return self.exponent(top) / self.exponent(bottom)
        raise UndefinedValue("an exponent divides by zero")

    @singledispatchmethod
    def _value(self, expr: Expr) -> Any:
        raise TypeError(f"no value for {type(expr).__name__}")

    @_value.register
    def _(self, expr: Number) -> Any:
        return self.system.number(expr.value)

    @_value.register
    def _(self, expr: SizeLetter) -> Any:
        return self.system.number(Fraction(self.sizes[expr.name]))

    @_value.register
    def _(self, expr: Pi) -> Any:
        return self.system.pi()

    @_value.register
    def _(self, expr: Letter) -> Any:
        if expr.structure == "identity":
            size = self.size(expr.of[0])
            one, zero = self.system.number(Fraction(1)), self.system.number(Fraction(0))
            return self.system.matrix([[one if i == j else zero for j in range(size)] for i in range(size)])
        return self.values[expr]

    @_value.register
    def _(self, expr: Defined) -> Any:
        return self.values[expr] if expr in self.values else self(expr.value)

    @_value.register
    def _(self, expr: Member) -> Any:
        members, position = self.values[expr.family], self._position(expr.index)
        if position >= len(members):
            raise UndefinedValue(f"{expr.family}[{position + 1}] does not exist: the family has {len(members)} members")
        return members[position]

    @_value.register
    def _(self, expr: Add) -> Any:
        if expr.left.shape is None or expr.right.shape is None:
            left, right = self(expr.left), self(expr.right)
            return right if expr.left.shape is None else left
        return self.system.add(self(expr.left), self(expr.right))

    @_value.register
    def _(self, expr: Sub) -> Any:
        return self(Add(expr.left, Neg(expr.right)))

    @_value.register
    def _(self, expr: Neg) -> Any:
        return self.system.neg(self(expr.of))

    @_value.register
    def _(self, expr: Mul) -> Any:
        left, right = self(expr.left), self(expr.right)
        if expr.shape is None:
            return self.system.number(Fraction(0))
        if expr.left.shape == SCALAR:
            return self.system.times(left, right) if expr.right.shape == SCALAR else self.system.scale(left, right)
        if expr.right.shape == SCALAR:
            return self.system.scale(right, left)
        product = self.system.matmul(left, right)
        return self.system.entry(product, 0, 0) if expr.shape == SCALAR else product

    @_value.register
    def _(self, expr: Div) -> Any:
        inverse = self.system.reciprocal(self(expr.denominator))
        value = self(expr.numerator)
        return self.system.times(inverse, value) if expr.shape in (SCALAR, None) else self.system.scale(inverse, value)

    @_value.register
    def _(self, expr: Pow) -> Any:
        return self.system.power(self(expr.base), self.exponent(expr.exponent))

    @_value.register
    def _(self, expr: Sqrt) -> Any:
        return self.system.power(self(expr.of), Fraction(1, 2))

    @_value.register
    def _(self, expr: Log) -> Any:
        return self.system.log(self(expr.of))

    @_value.register
    def _(self, expr: Exp) -> Any:
        return self.system.exp(self(expr.of))

    @_value.register
    def _(self, expr: Unknown) -> Any:
        return self.system.unknown(expr.name, 0, self(expr.of))

    @_value.register
    def _(self, expr: Transpose) -> Any:
        value = self(expr.of)
        return value if expr.shape in (SCALAR, None) else self.system.transpose(value)

    @_value.register
    def _(self, expr: Inverse) -> Any:
        value = self(expr.of)
        return self.system.reciprocal(value) if expr.shape in (SCALAR, None) else self.system.inverse(value)

    @_value.register
    def _(self, expr: Det) -> Any:
        value = self(expr.of)
        return value if expr.of.shape in (SCALAR, None) else self.system.det(value)

    @_value.register
    def _(self, expr: Trace) -> Any:
        value = self(expr.of)
        return value if expr.of.shape in (SCALAR, None) else self.system.trace(value)

    @_value.register
    def _(self, expr: Entry) -> Any:
        value, first = self(expr.of), self._position(expr.row)
        if expr.of.shape == SCALAR:
            return value
        rows, columns = self.system.shape(value)
        second = 0 if expr.column is None else self._position(expr.column)
        if expr.column is None and expr.of.shape is not None and expr.of.shape[0] == 1:
            first, second = 0, first
        if first >= rows or second >= columns:
            raise UndefinedValue(f"entry ({first + 1}, {second + 1}) of a {rows} x {columns} matrix does not exist")
        return self.system.entry(value, first, second)

    @_value.register
    def _(self, expr: Delta) -> Any:
        return self.system.number(Fraction(int(self._position(expr.left) == self._position(expr.right))))

    @_value.register
    def _(self, expr: Cases) -> Any:
        return self(expr.equal if self._position(expr.left) == self._position(expr.right) else expr.unequal)

    @_value.register
    def _(self, expr: Sum) -> Any:
        return self._fold(expr, self.system.add)

    @_value.register
    def _(self, expr: Prod) -> Any:
        return self._fold(expr, self.system.times)

    def _fold(self, expr: Sum | Prod, operation: Any) -> Any:
        parts = [self._with(**{expr.index.name: i + 1})(expr.body) for i in range(self.size(expr.index.size))]
        total = parts[0]
        for part in parts[1:]:
            total = operation(total, part)
        return total

    @_value.register
    def _(self, expr: Dots) -> Any:
        return self(expr.meaning)

    @_value.register
    def _(self, expr: Apply) -> Any:
        if not expr.arguments:
            return self(expr.function.body)
        arguments = zip(expr.function.parameters, map(self, expr.arguments), strict=True)
        return self._with(dict(arguments))(expr.function.body)

    @_value.register
    def _(self, expr: Integral) -> Any:
        shape = (self.size(expr.over.of[0]), self.size(expr.over.of[1]))
        scalar = expr.over.of == SCALAR
        return self.system.integral(lambda x: self._with({expr.over: x})(expr.body), None if scalar else shape)

    # ------------------------------------------------------------ gradients

    @_value.register
    def _(self, expr: Grad) -> Any:
        base = expr.by.of if isinstance(expr.by, Entry) else expr.by
        at = self(base)

        def along(direction: Any) -> Any:
            return self.system.derivative(lambda system, value: self._lifted(system, base, value)(expr.of), at, direction)

        if base.shape == SCALAR:
            return along(self.system.number(Fraction(1)))
        if isinstance(expr.by, Entry):
            column = 0 if expr.by.column is None else self._position(expr.by.column)
            return along(self._unit(at, self._position(expr.by.row), column))
        rows, columns = self.system.shape(at)
        if expr.of.shape in (SCALAR, None):
            return self.system.matrix([[along(self._unit(at, i, j)) for j in range(columns)] for i in range(rows)])
        derivatives = [along(self._unit(at, i, 0)) for i in range(rows)]
        height = self.system.shape(derivatives[0])[0]
        return self.system.matrix([[self.system.entry(d, j, 0) for j in range(height)] for d in derivatives])

    def _lifted(self, system: System, base: Expr, value: Any) -> Evaluator:
        """This evaluator in the system of the derivative, with ``base`` varied and everything else constant."""
        lifted = {
            key: [system.constant(member) for member in bound] if isinstance(bound, list) else system.constant(bound)
            for key, bound in self.values.items()
        }
        return Evaluator(system, self.sizes, {**lifted, base: value}, self.indices)

    def _unit(self, like: Any, row: int, column: int) -> Any:
        rows, columns = self.system.shape(like)
        if row >= rows or column >= columns:
            raise UndefinedValue(f"entry ({row + 1}, {column + 1}) of a {rows} x {columns} matrix does not exist")
        one, zero = self.system.number(Fraction(1)), self.system.number(Fraction(0))
        return self.system.matrix([[one if (i, j) == (row, column) else zero for j in range(columns)] for i in range(rows)])
