"""What an expression is worth: one walk over the tree, in any number system, for given sizes and letters."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce, singledispatch
from typing import Any

from derivations.checking.arithmetic import System
from derivations.checking.conditions import positive, positive_definite
from derivations.checking.errors import NotExpressible, UndefinedValue
from derivations.checking.sizes import rational_value
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
        return evaluate(expr, self)

    def size(self, size: Size) -> int:
        """The size as a number."""
        return size if isinstance(size, int) else self.sizes[size]

    def binding(self, values: Values) -> Evaluator:
        """This evaluator with more letters bound."""
        return Evaluator(self.system, self.sizes, {**self.values, **values}, self.indices)

    def position(self, index: Expr) -> int:
        """The index as a place, from 0."""
        return (self.indices[index] if isinstance(index, Index) else int(self.exponent(index))) - 1

    def shaped(self, expr: Expr, shape: Shape | None) -> Any:
        """The value; where the expression is 0 of any shape, the zero of this shape."""
        value = self(expr)
        if expr.shape is not None or shape in (SCALAR, None):
            return value
        rows, columns = map(self.size, shape)
        return self.system.matrix([[value] * columns for _ in range(rows)])

    def exponent(self, expr: Expr) -> Fraction:
        """The rational value of an expression of numbers and sizes."""
        found = rational_value(expr, self.sizes)
        if found is None:
            raise UndefinedValue("an exponent divides by zero")
        return found

    def place(self, entry: Entry) -> tuple[int, int]:
        """Row and column, from 0; the one index of a row counts its columns."""
        first = self.position(entry.row)
        if entry.column is not None:
            return first, self.position(entry.column)
        return (0, first) if entry.of.shape is not None and entry.of.shape[0] == 1 else (first, 0)

    def fold(self, expr: Sum | Prod, operation: Any) -> Any:
        """The values of the body for every index, joined by the operation."""
        places = range(1, self.size(expr.index.size) + 1)
        at = (Evaluator(self.system, self.sizes, self.values, {**self.indices, expr.index: k}) for k in places)
        return reduce(operation, (evaluator(expr.body) for evaluator in at))

    def argument(self, letter: Letter, of: Expr) -> Any:
        """The value of an argument, which must have the structure that the function's letter is declared with."""
        value = self.shaped(of, letter.of)
        known = {"general": True, "positive": positive(of), "spd": positive_definite(of)}
        if not (known.get(letter.structure, False) or of == letter):
            self.system.require(letter.structure, value)
        return value

    def lifted(self, system: System, base: Expr, value: Any) -> Evaluator:
        """This evaluator in the system of the derivative, with ``base`` varied and everything else constant."""
        lifted = {
            key: [system.constant(member) for member in bound] if isinstance(bound, list) else system.constant(bound)
            for key, bound in self.values.items()
        }
        return Evaluator(system, self.sizes, {**lifted, base: value}, self.indices)

    def unit(self, like: Any, row: int, column: int) -> Any:
        """The matrix with a single 1, of the shape of another."""
        rows, columns = self.system.shape(like)
        if row >= rows or column >= columns:
            raise UndefinedValue(f"entry ({row + 1}, {column + 1}) of a {rows} x {columns} matrix does not exist")
        one, zero = self.system.number(Fraction(1)), self.system.number(Fraction(0))
        return self.system.matrix(
            [[one if (i, j) == (row, column) else zero for j in range(columns)] for i in range(rows)]
        )


@singledispatch
def evaluate(expr: Expr, at: Evaluator) -> Any:
    """The value of one node; below it, ``at`` evaluates."""
    raise TypeError(f"no value for {type(expr).__name__}")


@evaluate.register
def _(expr: Number, at: Evaluator) -> Any:
    return at.system.number(expr.value)


@evaluate.register
def _(expr: SizeLetter, at: Evaluator) -> Any:
    return at.system.number(Fraction(at.sizes[expr.name]))


@evaluate.register
def _(expr: Pi, at: Evaluator) -> Any:
    return at.system.pi()


@evaluate.register
def _(expr: Letter, at: Evaluator) -> Any:
    if expr.structure == "identity":
        size = at.size(expr.of[0])
        one, zero = at.system.number(Fraction(1)), at.system.number(Fraction(0))
        return at.system.matrix([[one if i == j else zero for j in range(size)] for i in range(size)])
    return at.values[expr]


@evaluate.register
def _(expr: Defined, at: Evaluator) -> Any:
    return at.values[expr] if expr in at.values else at(expr.value)


@evaluate.register
def _(expr: Member, at: Evaluator) -> Any:
    members, position = at.values[expr.family], at.position(expr.index)
    if position >= len(members):
        raise UndefinedValue(f"{expr.family}[{position + 1}] does not exist: the family has {len(members)} members")
    return members[position]


@evaluate.register
def _(expr: Add, at: Evaluator) -> Any:
    return at.system.add(at.shaped(expr.left, expr.shape), at.shaped(expr.right, expr.shape))


@evaluate.register
def _(expr: Sub, at: Evaluator) -> Any:
    left, right = at.shaped(expr.left, expr.shape), at.shaped(expr.right, expr.shape)
    return at.system.add(left, at.system.neg(right))


@evaluate.register
def _(expr: Neg, at: Evaluator) -> Any:
    return at.system.neg(at(expr.of))


@evaluate.register
def _(expr: Mul, at: Evaluator) -> Any:
    left, right = at(expr.left), at(expr.right)
    if expr.shape is None:
        return at.system.number(Fraction(0))
    if expr.left.shape == SCALAR:
        return at.system.times(left, right) if expr.right.shape == SCALAR else at.system.scale(left, right)
    if expr.right.shape == SCALAR:
        return at.system.scale(right, left)
    product = at.system.matmul(left, right)
    return at.system.entry(product, 0, 0) if expr.shape == SCALAR else product


@evaluate.register
def _(expr: Div, at: Evaluator) -> Any:
    inverse = at.system.reciprocal(at(expr.denominator))
    value = at(expr.numerator)
    return at.system.times(inverse, value) if expr.shape in (SCALAR, None) else at.system.scale(inverse, value)


@evaluate.register
def _(expr: Pow, at: Evaluator) -> Any:
    exponent = at.exponent(expr.exponent)
    if max(abs(exponent.numerator), exponent.denominator) > MAX_EXPONENT:
        raise NotExpressible(f"an exponent is {exponent}, beyond the budget of {MAX_EXPONENT}")
    return at.system.power(at(expr.base), exponent)


@evaluate.register
def _(expr: Sqrt, at: Evaluator) -> Any:
    return at.system.power(at(expr.of), Fraction(1, 2))


@evaluate.register
def _(expr: Log, at: Evaluator) -> Any:
    return at.system.log(at(expr.of))


@evaluate.register
def _(expr: Exp, at: Evaluator) -> Any:
    return at.system.exp(at(expr.of))


@evaluate.register
def _(expr: Unknown, at: Evaluator) -> Any:
    return at.system.unknown(expr.name, 0, at(expr.of))


@evaluate.register
def _(expr: Transpose, at: Evaluator) -> Any:
    value = at(expr.of)
    return value if expr.shape in (SCALAR, None) else at.system.transpose(value)


@evaluate.register
def _(expr: Inverse, at: Evaluator) -> Any:
    value = at(expr.of)
    return at.system.reciprocal(value) if expr.shape in (SCALAR, None) else at.system.inverse(value)


@evaluate.register
def _(expr: Det, at: Evaluator) -> Any:
    value = at(expr.of)
    return value if expr.of.shape in (SCALAR, None) else at.system.det(value)


@evaluate.register
def _(expr: Trace, at: Evaluator) -> Any:
    value = at(expr.of)
    return value if expr.of.shape in (SCALAR, None) else at.system.trace(value)


@evaluate.register
def _(expr: Entry, at: Evaluator) -> Any:
    value = at(expr.of)
    if expr.of.shape == SCALAR:
        return value
    rows, columns = at.system.shape(value)
    first, second = at.place(expr)
    if first >= rows or second >= columns:
        raise UndefinedValue(f"entry ({first + 1}, {second + 1}) of a {rows} x {columns} matrix does not exist")
    return at.system.entry(value, first, second)


@evaluate.register
def _(expr: Delta, at: Evaluator) -> Any:
    return at.system.number(Fraction(int(at.position(expr.left) == at.position(expr.right))))


@evaluate.register
def _(expr: Cases, at: Evaluator) -> Any:
    chosen = expr.equal if at.position(expr.left) == at.position(expr.right) else expr.unequal
    return at.shaped(chosen, expr.shape)


@evaluate.register
def _(expr: Sum, at: Evaluator) -> Any:
    return at.fold(expr, at.system.add)


@evaluate.register
def _(expr: Prod, at: Evaluator) -> Any:
    return at.fold(expr, at.system.times)


@evaluate.register
def _(expr: Dots, at: Evaluator) -> Any:
    return at(expr.meaning)


@evaluate.register
def _(expr: Apply, at: Evaluator) -> Any:
    if not expr.arguments:
        return at(expr.function.body)
    pairs = zip(expr.function.parameters, expr.arguments, strict=True)
    return at.binding({letter: at.argument(letter, of) for letter, of in pairs})(expr.function.body)


@evaluate.register
def _(expr: Integral, at: Evaluator) -> Any:
    shape = (at.size(expr.over.of[0]), at.size(expr.over.of[1]))
    scalar = expr.over.of == SCALAR
    return at.system.integral(lambda x: at.binding({expr.over: x})(expr.body), None if scalar else shape)


@evaluate.register
def _(expr: Grad, at: Evaluator) -> Any:
    base = expr.by.of if isinstance(expr.by, Entry) else expr.by
    point = at(base)

    def along(direction: Any) -> Any:
        return at.system.derivative(lambda system, value: at.lifted(system, base, value)(expr.of), point, direction)

    if base.shape == SCALAR:
        return along(at.system.number(Fraction(1)))
    if isinstance(expr.by, Entry):
        return along(at.unit(point, *at.place(expr.by)))
    rows, columns = at.system.shape(point)
    if expr.of.shape in (SCALAR, None):
        return at.system.matrix([[along(at.unit(point, i, j)) for j in range(columns)] for i in range(rows)])
    derivatives = [along(at.unit(point, i, 0)) for i in range(rows)]
    height = at.system.shape(derivatives[0])[0]
    return at.system.matrix([[at.system.entry(d, j, 0) for j in range(height)] for d in derivatives])
