"""What an expression is worth: a rule for each node; those that bind letters are in `evaluate_binders`."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from derivations.tree import (
    SCALAR,
    Abs,
    Add,
    Basis,
    Cases,
    Defined,
    Delta,
    Det,
    Diag,
    Div,
    Eigenvalues,
    Entry,
    Exp,
    Expr,
    Hadamard,
    Hyperbolic,
    Index,
    Inverse,
    Kronecker,
    Letter,
    Log,
    Member,
    Minor,
    Mul,
    Neg,
    Norm,
    NotExpressible,
    Number,
    Pi,
    Pow,
    SizeLetter,
    Sqrt,
    Sub,
    Trace,
    Transpose,
    UndefinedValue,
    Unknown,
    Where,
    Written,
)
from derivations.values.evaluation import Evaluator, evaluate
from derivations.values.spectra import scalar_function
from derivations.values.system import System
from derivations.values.witness import Witness

MAX_EXPONENT = 4096
"""Largest numerator or denominator of an exponent: budgets count exponents, never seconds."""


@evaluate.register
def _(expr: Number, at: Evaluator) -> Any:
    return at.system.number(expr.value)


@evaluate.register
def _(expr: SizeLetter, at: Evaluator) -> Any:
    return at.system.number(Fraction(at.sizes[expr.name]))


@evaluate.register
def _(expr: Index, at: Evaluator) -> Any:
    return at.system.number(Fraction(at.indices[expr]))


@evaluate.register
def _(expr: Pi, at: Evaluator) -> Any:
    return at.system.pi()


@evaluate.register
def _(expr: Letter, at: Evaluator) -> Any:
    if expr.kind.constant:
        size = at.size(expr.of[0])
        one, zero = at.system.number(Fraction(1)), at.system.number(Fraction(0))
        if expr.of == SCALAR:
            return one
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
        return system.matrix_function(exponent, matrix)
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
def _(expr: Kronecker, at: Evaluator) -> Any:
    if expr.shape is None:  # one of the two is 0, which has any shape
        return at.system.number(Fraction(0))
    if expr.shape == SCALAR:
        return at.system.times(at(expr.left), at(expr.right))
    rows = [
        [at.system.times(a, b) for a in above for b in below]
        for above, below in itertools.product(at.rows(expr.left), at.rows(expr.right))
    ]
    return at.system.matrix(rows)


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
    place, coefficients = at(expr.of), at.values.get(Witness(expr.name))
    if coefficients is None:
        return at.system.unknown(expr.name, 0, place)
    # Horner's rule: derivatives come from the arithmetic itself.
    return reduce(lambda value, c: at.system.add(at.system.times(value, place), c), reversed(coefficients))


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


COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
}


@evaluate.register
def _(expr: Where, at: Evaluator) -> Any:
    if COMPARE[expr.relation](at.position(expr.left), at.position(expr.right)):
        return at(expr.body)
    return at.shaped(Number(Fraction(0)), expr.shape) if expr.elsewhere == 0 else at.system.number(Fraction(1))


@evaluate.register
def _(expr: Minor, at: Evaluator) -> Any:
    deleted = [[at.position(place) for place in places] for places in (expr.rows, expr.columns)]
    if any(len(set(places)) < len(places) for places in deleted):
        raise UndefinedValue("a minor without one row or column twice")
    rows = at.rows(expr.of)
    left = [
        [entry for j, entry in enumerate(row) if j not in deleted[1]]
        for i, row in enumerate(rows)
        if i not in deleted[0]
    ]
    return at.system.det(at.system.matrix(left)) if left else at.system.number(Fraction(1))


@evaluate.register
def _(expr: Basis, at: Evaluator) -> Any:
    place, one, zero = at.position(expr.place), at.system.number(Fraction(1)), at.system.number(Fraction(0))
    return at.system.matrix([[one if i == place else zero] for i in range(at.size(expr.place.size))])


@evaluate.register
def _(expr: Written, at: Evaluator) -> Any:
    if expr.shape == SCALAR:
        return at(expr.rows[0][0])
    return at.system.matrix([[at(entry) for entry in row] for row in expr.rows])


@evaluate.register
def _(expr: Abs, at: Evaluator) -> Any:
    value = at(expr.of)
    return at.system.power(at.system.times(value, value), Fraction(1, 2))


@evaluate.register
def _(expr: Delta, at: Evaluator) -> Any:
    return at.system.number(Fraction(int(at.position(expr.left) == at.position(expr.right))))


@evaluate.register
def _(expr: Cases, at: Evaluator) -> Any:
    chosen = expr.equal if at.position(expr.left) == at.position(expr.right) else expr.unequal
    return at.shaped(chosen, expr.shape)
