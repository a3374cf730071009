"""What an expression is worth: one walk over the tree, in any number system, for given sizes and letters."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce, singledispatchmethod
from typing import Any

from derivations.checking.arithmetic import System
from derivations.checking.conditions import positive, positive_definite
from derivations.checking.errors import NotExpressible, UndefinedValue
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
    Shape,
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

MAX_EXPONENT = 4096
"""Largest numerator or denominator of an exponent: budgets count exponents, never seconds."""


class Evaluator:
    """Values of expressions in one system, with sizes, letters and indices bound."""

    def __init__(
        self, system: System, sizes: Mapping[str, int], values: Values, indices: Mapping[Index, int] | None = None
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

    def _with(self, values: Values) -> Evaluator:
        return Evaluator(self.system, self.sizes, {**self.values, **values}, self.indices)

    def _position(self, index: Expr) -> int:
        return (self.indices[index] if isinstance(index, Index) else int(self.exponent(index))) - 1

    def _shaped(self, expr: Expr, shape: Shape | None) -> Any:
        """The value; where the expression is 0 of any shape, the zero of this shape."""
        value = self(expr)
        if expr.shape is not None or shape in (SCALAR, None):
            return value
        rows, columns = map(self.size, shape)
        return self.system.matrix([[value] * columns for _ in range(rows)])

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
        return self.system.add(self._shaped(expr.left, expr.shape), self._shaped(expr.right, expr.shape))

    @_value.register
    def _(self, expr: Sub) -> Any:
        left, right = self._shaped(expr.left, expr.shape), self._shaped(expr.right, expr.shape)
        return self.system.add(left, self.system.neg(right))

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
        exponent = self.exponent(expr.exponent)
        if max(abs(exponent.numerator), exponent.denominator) > MAX_EXPONENT:
            raise NotExpressible(f"an exponent is {exponent}, beyond the budget of {MAX_EXPONENT}")
        return self.system.power(self(expr.base), exponent)

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
        value = self(expr.of)
        if expr.of.shape == SCALAR:
            return value
        rows, columns = self.system.shape(value)
        first, second = self._place(expr)
        if first >= rows or second >= columns:
            raise UndefinedValue(f"entry ({first + 1}, {second + 1}) of a {rows} x {columns} matrix does not exist")
        return self.system.entry(value, first, second)

    def _place(self, entry: Entry) -> tuple[int, int]:
        """Row and column, from 0; the one index of a row counts its columns."""
        first = self._position(entry.row)
        if entry.column is not None:
            return first, self._position(entry.column)
        return (0, first) if entry.of.shape is not None and entry.of.shape[0] == 1 else (first, 0)

    @_value.register
    def _(self, expr: Delta) -> Any:
        return self.system.number(Fraction(int(self._position(expr.left) == self._position(expr.right))))

    @_value.register
    def _(self, expr: Cases) -> Any:
        chosen = expr.equal if self._position(expr.left) == self._position(expr.right) else expr.unequal
        return self._shaped(chosen, expr.shape)

    @_value.register
    def _(self, expr: Sum) -> Any:
        return self._fold(expr, self.system.add)

    @_value.register
    def _(self, expr: Prod) -> Any:
        return self._fold(expr, self.system.times)

    def _fold(self, expr: Sum | Prod, operation: Any) -> Any:
        places = range(1, self.size(expr.index.size) + 1)
        at = (Evaluator(self.system, self.sizes, self.values, {**self.indices, expr.index: k}) for k in places)
        return reduce(operation, (evaluator(expr.body) for evaluator in at))

    @_value.register
    def _(self, expr: Dots) -> Any:
        return self(expr.meaning)

    @_value.register
    def _(self, expr: Apply) -> Any:
        if not expr.arguments:
            return self(expr.function.body)
        pairs = zip(expr.function.parameters, expr.arguments, strict=True)
        return self._with({letter: self._argument(letter, of) for letter, of in pairs})(expr.function.body)

    def _argument(self, letter: Letter, of: Expr) -> Any:
        """The value of an argument, which must have the structure that the function's letter is declared with."""
        value = self._shaped(of, letter.of)
        known = {"general": True, "positive": positive(of), "spd": positive_definite(of)}
        if not (known.get(letter.structure, False) or of == letter):
            self.system.require(letter.structure, value)
        return value

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
            return self.system.derivative(
                lambda system, value: self._lifted(system, base, value)(expr.of), at, direction
            )

        if base.shape == SCALAR:
            return along(self.system.number(Fraction(1)))
        if isinstance(expr.by, Entry):
            return along(self._unit(at, *self._place(expr.by)))
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
        return self.system.matrix(
            [[one if (i, j) == (row, column) else zero for j in range(columns)] for i in range(rows)]
        )
