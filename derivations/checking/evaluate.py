"""What an expression is worth: one walk over the tree, in any number system, for given sizes and letters."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from functools import reduce, singledispatch
from typing import Any

from derivations.checking.arithmetic import System
from derivations.checking.conditions import structured
from derivations.checking.errors import NotExpressible, UndefinedValue
from derivations.checking.sharing import Kept
from derivations.checking.sizes import rational_value
from derivations.checking.spectra import scalar_function
from derivations.claims.expr import (
    SCALAR,
    Add,
    Apply,
    Cases,
    Defined,
    Delta,
    Det,
    Diag,
    Differential,
    Div,
    Dots,
    Eigenvalues,
    Entry,
    Exp,
    Expectation,
    Expr,
    Grad,
    Hadamard,
    Hyperbolic,
    Index,
    Integral,
    Inverse,
    Letter,
    Log,
    Member,
    Mul,
    Neg,
    Norm,
    Number,
    Pi,
    Pow,
    Prod,
    Shape,
    Size,
    SizeLetter,
    SpinSum,
    Sqrt,
    Sub,
    Sum,
    Trace,
    Transpose,
    Unknown,
)

Values = Mapping[Any, Any]
"""What letters are worth: a `Letter` or `Defined` -> its value, the name of a family -> the list of its members."""

MAX_SPINS = 8
"""Most spins that are summed over: 2^8 states."""
MAX_EXPONENT = 4096
"""Largest numerator or denominator of an exponent: budgets count exponents, never seconds."""


class Evaluator:
    """Values of expressions in one system, with sizes, letters and indices bound."""

    def __init__(
        self,
        system: System,
        sizes: Mapping[str, int],
        values: Values,
        indices: Mapping[Index, int] | None = None,
        kept: Kept | None = None,
    ) -> None:
        self.system = system
        self.sizes = sizes
        self.values = values
        self.indices = dict(indices or {})
        self.kept = kept or {}

    def __call__(self, expr: Expr) -> Any:
        """The value; raises `UndefinedValue` or `NotExpressible`."""
        recurs = self.kept.get(id(expr))
        if recurs is None:
            return RULES.get(type(expr), evaluate)(expr, self)
        place_of, known = recurs
        place = place_of(self.indices)
        if place not in known:
            known[place] = RULES.get(type(expr), evaluate)(expr, self)
        return known[place]

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

    def rows(self, expr: Expr, shape: Shape | None = None) -> list[list[Any]]:
        """The entries of the value, one of a scalar."""
        if (shape or expr.shape) in (SCALAR, None):
            return [[self(expr)]]
        value = self.shaped(expr, shape or expr.shape)
        rows, columns = self.system.shape(value)
        return [[self.system.entry(value, i, j) for j in range(columns)] for i in range(rows)]

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
        inside = Evaluator(self.system, self.sizes, self.values, self.indices, self.kept)

        def term(place: int) -> Any:
            inside.indices[expr.index] = place
            return inside(expr.body)

        return reduce(operation, map(term, range(1, self.size(expr.index.size) + 1)))

    def argument(self, letter: Letter, of: Expr) -> Any:
        """The value of an argument, which must have the structure that the function's letter is declared with."""
        value = self.shaped(of, letter.of)
        if not (of == letter or structured(letter.structure, of)):
            self.system.require(letter.structure, value)
        return value

    def derivative(self, of: Expr, letter: Expr, direction: Any) -> Any:
        """The derivative along a direction in which the letter varies."""
        return self.system.derivative(
            lambda system, value: self.lifted(system, letter, value)(of), self(letter), direction
        )

    def direction(self, gradient: Grad, like: Any, row: int, column: int) -> Any:
        """The direction in which an entry varies by the gradient's convention; None where its structure holds it.

        Tied entries of a symmetric S move together: along E_ij + E_ji for i != j.  The symmetric part halves that.
        """
        unit = self.unit(like, row, column)
        if gradient.convention not in ("tied", "symmetric") or gradient.structure == "general":
            return unit
        system, structure = self.system, gradient.structure
        if structure in ("diagonal", "lower"):
            return unit if row == column or (structure == "lower" and row > column) else None
        if row == column:
            return None if structure == "antisymmetric" else unit
        mirror = system.transpose(unit)
        both = system.add(unit, system.neg(mirror) if structure == "antisymmetric" else mirror)
        return system.scale(system.number(Fraction(1, 2)), both) if gradient.convention == "symmetric" else both

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
        return self.system.unit((rows, columns), row, column)


@singledispatch
def evaluate(expr: Expr, at: Evaluator) -> Any:
    """The value of one node; below it, ``at`` evaluates."""
    raise TypeError(f"no value for {type(expr).__name__}")


RULES = evaluate.registry
"""The rule for each node: to look it up here is much faster than to call ``evaluate``, and millions are looked up."""


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
    if expr.shape != SCALAR:
        return _matrix_power(at(expr.base), exponent, at.system)
    return at.system.power(at(expr.base), exponent)


def _matrix_power(matrix: Any, exponent: Fraction, system: System) -> Any:
    if exponent.denominator > 1:
        raise UndefinedValue(f"the power {exponent} of a matrix")
    factor = matrix if exponent >= 0 else system.inverse(matrix)
    one, zero = system.number(Fraction(1)), system.number(Fraction(0))
    places = range(system.shape(matrix)[0])
    power = system.matrix([[one if i == j else zero for j in places] for i in places])
    # From the highest bit down: square, and multiply where the bit is set.
    for bit in bin(abs(exponent.numerator))[2:]:
        power = system.matmul(power, power)
        power = system.matmul(power, factor) if bit == "1" else power
    return power


@evaluate.register
def _(expr: Sqrt, at: Evaluator) -> Any:
    return at.system.power(at(expr.of), Fraction(1, 2))


@evaluate.register
def _(expr: Log, at: Evaluator) -> Any:
    return _function("log", expr.of, at)


@evaluate.register
def _(expr: Exp, at: Evaluator) -> Any:
    return _function("exp", expr.of, at)


def _function(name: str, of: Expr, at: Evaluator) -> Any:
    value = at(of)
    return (
        scalar_function(at.system, name, value)
        if of.shape in (SCALAR, None)
        else at.system.matrix_function(name, value)
    )


@evaluate.register
def _(expr: Hyperbolic, at: Evaluator) -> Any:
    system, value = at.system, at(expr.of)
    up, down = system.exp(value), system.exp(system.neg(value))
    if expr.name == "sigmoid":
        return system.reciprocal(system.add(system.number(Fraction(1)), down))
    double_cosh, double_sinh = system.add(up, down), system.add(up, system.neg(down))
    if expr.name == "tanh":
        return system.times(double_sinh, system.reciprocal(double_cosh))
    return system.times(system.number(Fraction(1, 2)), double_cosh if expr.name == "cosh" else double_sinh)


@evaluate.register
def _(expr: Norm, at: Evaluator) -> Any:
    squares = [at.system.times(entry, entry) for row in at.rows(expr.of) for entry in row]
    return at.system.power(reduce(at.system.add, squares), Fraction(1, 2))


@evaluate.register
def _(expr: Eigenvalues, at: Evaluator) -> Any:
    value = at(expr.of)
    if expr.of.shape in (SCALAR, None):
        return value
    return at.system.matrix([[root] for root, _, count in at.system.spectrum(value) for _ in range(count)])


@evaluate.register
def _(expr: Hadamard, at: Evaluator) -> Any:
    if expr.shape in (SCALAR, None):
        return at.system.times(at(expr.left), at(expr.right))
    pairs = zip(at.rows(expr.left, expr.shape), at.rows(expr.right, expr.shape), strict=True)
    return at.system.matrix([[at.system.times(a, b) for a, b in zip(*rows, strict=True)] for rows in pairs])


@evaluate.register
def _(expr: Diag, at: Evaluator) -> Any:
    rows = at.rows(expr.of)
    if expr.shape in (SCALAR, None):
        return rows[0][0]
    zero, places = at.system.number(Fraction(0)), range(len(rows))
    if expr.of.shape is not None and expr.of.shape[1] == 1:
        return at.system.matrix([[rows[i][0] if i == j else zero for j in places] for i in places])
    return at.system.matrix([[rows[i][i]] for i in places])


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
def _(expr: SpinSum, at: Evaluator) -> Any:
    size = at.size(expr.over.of[0])
    if size > MAX_SPINS:
        raise NotExpressible(f"a sum over the values of {size} spins, beyond the budget of {MAX_SPINS}")
    signs = [at.system.number(Fraction(value)) for value in (1, -1)]
    states = itertools.product(signs, repeat=size)
    columns = (state[0] if expr.over.of == SCALAR else at.system.matrix([[spin] for spin in state]) for state in states)
    return reduce(at.system.add, (at.binding({expr.over: column})(expr.body) for column in columns))


@evaluate.register
def _(expr: Differential, at: Evaluator) -> Any:
    return reduce(
        at.system.add,
        (at.derivative(expr.of, letter, at(direction)) for letter, direction in expr.directions),
    )


@evaluate.register
def _(expr: Expectation, at: Evaluator) -> Any:
    dimension = expr.over.of[0]
    mean, covariance = at.rows(expr.mean, expr.over.of), at.rows(expr.covariance, (dimension, dimension))

    def body(system: System, value: Any) -> Any:
        return at.lifted(system, expr.over, value)(expr.body)

    return at.system.expectation(body, mean, covariance, expr.over.of == SCALAR)


@evaluate.register
def _(expr: Grad, at: Evaluator) -> Any:
    base = expr.base
    point = at(base)

    def along(direction: Any) -> Any:
        return at.derivative(expr.of, base, direction)

    if base.shape == SCALAR:
        return along(at.system.number(Fraction(1)))
    if isinstance(expr.by, Entry):
        direction = at.direction(expr, point, *at.place(expr.by))
        return along(direction) if direction is not None else at.shaped(Number(Fraction(0)), expr.shape)
    rows, columns = at.system.shape(point)
    if expr.of.shape in (SCALAR, None):
        zero = at.system.number(Fraction(0))
        directions = [[at.direction(expr, point, i, j) for j in range(columns)] for i in range(rows)]
        return at.system.matrix([[zero if d is None else along(d) for d in row] for row in directions])
    derivatives = [along(at.unit(point, i, 0)) for i in range(rows)]
    height = at.system.shape(derivatives[0])[0]
    return at.system.matrix([[at.system.entry(d, j, 0) for j in range(height)] for d in derivatives])
