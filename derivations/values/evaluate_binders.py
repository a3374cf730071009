"""What sums, products, means, derivatives and named functions are worth: the nodes that bind letters and indices."""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import partial, reduce
from typing import Any

from derivations.tree import (
    SCALAR,
    Apply,
    Differential,
    Dots,
    Entry,
    Expectation,
    Grad,
    Integral,
    Inverse,
    NotExpressible,
    Number,
    Prod,
    SpinSum,
    Sum,
    nonnegative_definite,
)
from derivations.values import gaussian_integrals as bells
from derivations.values.definite_integrals import definite
from derivations.values.evaluation import Evaluator, evaluate
from derivations.values.system import Integrand, Integrating, System

MAX_SPINS = 8
"""Most spins that are summed over: 2^8 states."""


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
    of = _integrand(expr, at)
    if not expr.outside:
        return at.system.integral(of) if isinstance(at.system, Integrating) else bells.integral(at.system, of)
    rule = at.system.definite if isinstance(at.system, Integrating) else partial(definite, at.system)
    return rule(of, *(None if bound is None else at(bound) for bound in (expr.lower, expr.upper)))


def _integrand(expr: Integral | Expectation, at: Evaluator) -> Integrand:
    def body(system: System, value: Any) -> Any:
        return at.lifted(system, expr.over, value)(expr.body)

    scalar = expr.body.shape in (SCALAR, None)
    return Integrand(body, at.size(expr.over.of[0]), expr.over.of != SCALAR, not scalar)


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
    if not nonnegative_definite(expr.covariance):
        scalar = expr.over.of == SCALAR
        at.system.require("positive" if scalar else "spd", covariance[0][0] if scalar else at(expr.covariance))
    rule = at.system.expectation if isinstance(at.system, Integrating) else partial(bells.expectation, at.system)
    return rule(_integrand(expr, at), mean, covariance)


@evaluate.register
def _(expr: Grad, at: Evaluator) -> Any:
    base = expr.base
    point = at(base)

    def along(direction: Any) -> Any:
        if isinstance(expr.varied, Inverse):
            # Y = X^-1 moves along E where X moves along -X E X.
            system = at.system
            inside = system.times if base.shape == SCALAR else system.matmul
            direction = system.neg(inside(inside(point, direction), point))
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
