"""Invertible operations from one equation to another: b = c P a Q, or c P a' Q, for all values of the unknown u.

P and Q are among 1, u and u^-1, or P is a power of a number u, and c is a number that is not 0.  Before that the
entries off the diagonal of a may be doubled or halved, which ties or unties the entries of a symmetric gradient.  Both
equations have the same solutions.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from derivations.checking.equivalences.system import Problem
from derivations.checking.letter_values import as_value
from derivations.claims import Equation, Equivalence
from derivations.tree import SCALAR, Det, Div, Inverse, Log, NotExpressible, Rows, Sub, Transpose, invertible
from derivations.values import Evaluator, System

FACTORS = ("1", "u", "u^-1")
POWERS = {"1": 0, "u": 1, "u^-1": -1, "u^2": 2, "u^-2": -2, "u^3": 3, "u^-3": -3, "u^4": 4, "u^-4": -4}
"""The same of a number u that is not 0."""
WEIGHTS = (Fraction(1), Fraction(2), Fraction(1, 2))
Operation = tuple[str, str, bool, Fraction]
"""What is multiplied from the left, from the right, whether the residual is transposed, the weight off its diagonal."""


class Led(NamedTuple):
    """The operation that leads from one side to the other, and its number c."""

    operation: Operation
    constant: Any


def operation(problem: Problem) -> Led | None:
    """P, Q and transposition with right = c P left Q for a number c that is not 0; both zero everywhere will do too."""
    points = [problem.draw(seed) for seed in range(problem.draws)]
    left, right = (_not_identities(problem, part, points) for part in (problem.claim.left, problem.claim.right))
    if len(left) != 1 or len(right) != 1 or left[0].indices or right[0].indices:
        raise NotExpressible(f"equations that are not affine in {problem.unknown.name}, more than one at a time")
    pairs = [_residual_pair(problem, left[0], right[0], point) for point in points]
    for choice in _choices(problem):
        constant = _leading(problem.system, choice, pairs)
        if constant is not None:
            return Led(choice, constant)
    return None


def _choices(problem: Problem) -> Iterator[Operation]:
    if not inverted(problem.claim):
        return itertools.product(FACTORS[:1], FACTORS[:1], (False, True), WEIGHTS)
    if problem.unknown.of == SCALAR:
        return itertools.product(POWERS, FACTORS[:1], (False,), WEIGHTS[:1])
    return itertools.product(FACTORS, FACTORS, (False, True), WEIGHTS)


def _not_identities(problem: Problem, part: Sequence[Equation], points: list[Rows]) -> list[Equation]:
    """The equations of one side; those that hold for every value of the unknown say nothing, but one is kept."""
    kept = [equation for equation in part if not all(problem.solves([equation], point) for point in points)]
    return kept or list(part[:1])


def inverted(claim: Equivalence) -> bool:
    """Whether the unknown has an inverse, by its structure or because the claim divides by it: u v = 0 <=> v = 0."""
    unknown = claim.unknown
    assert unknown is not None
    for node in (node for side in claim.expressions for node in side.walk()):
        match node:
            case Inverse(of) | Log(Det(of)) | Div(_, of) | Div(_, Det(of)) if of in (unknown, Transpose(unknown)):
                return True
    return invertible(unknown)


class Residuals(NamedTuple):
    """The residuals of both sides as rows, and the unknown with its inverse, at one value of the unknown."""

    left: Any
    right: Any
    factors: dict[str, Any]


def _residual_pair(problem: Problem, left: Equation, right: Equation, point: Rows) -> Residuals:
    system, unknown = problem.system, problem.unknown
    value = as_value(system, point, unknown.of)
    evaluator = Evaluator(system, problem.sizes, {**problem.values, unknown: value})
    before, after = (system.matrix(evaluator.rows(Sub(*equation.expressions))) for equation in (left, right))
    factors = {"1": None}
    if unknown.of == SCALAR:
        powers = ((name, system.power(value, Fraction(power))) for name, power in POWERS.items() if power)
        factors |= {name: system.matrix([[power]]) for name, power in powers}
    elif problem.shape[0] == problem.shape[1]:
        factors |= {"u": value, "u^-1": system.inverse(value)}
    return Residuals(before, after, factors)


def _leading(system: System, choice: Operation, pairs: list[Residuals]) -> Any:
    """The number c, the same at all values of the unknown; None if there is none."""
    constants = []
    for pair in pairs:
        moved = _moved(system, choice, pair)
        if moved is None or system.shape(moved) != system.shape(pair.right):
            return None
        constant = _quotient(system, pair.right, moved)
        if constant is None:
            return None
        constants.append(constant)
    gaps = (system.add(constants[0], system.neg(other)) for other in constants[1:])
    return constants[0] if all(map(system.is_zero, gaps)) else None


def _moved(system: System, choice: Operation, pair: Residuals) -> Any:
    """P left Q, or None where the sizes do not fit."""
    first, last, transposed, weight = choice
    value = system.transpose(pair.left) if transposed else pair.left
    if weight != 1:
        value = _weighted(system, value, weight)
    for name, place in ((first, 0), (last, 1)):
        if name == "1":
            continue
        factor = pair.factors.get(name)
        if factor is None or system.shape(factor)[0] != system.shape(value)[place]:
            return None
        value = system.matmul(factor, value) if place == 0 else system.matmul(value, factor)
    return value


def _weighted(system: System, value: Any, weight: Fraction) -> Any:
    """The matrix with the entries off its diagonal times a number."""
    rows, columns = system.shape(value)
    factor = system.number(weight)

    def entry(i: int, j: int) -> Any:
        found = system.entry(value, i, j)
        return found if i == j else system.times(factor, found)

    return system.matrix([[entry(i, j) for j in range(columns)] for i in range(rows)])


def _quotient(system: System, right: Any, moved: Any) -> Any:
    """c, not 0, with right = c moved; 1 where both are zero; None if there is none."""
    rows, columns = system.shape(right)
    entries = [(system.entry(right, i, j), system.entry(moved, i, j)) for i in range(rows) for j in range(columns)]
    pivot = next((pair for pair in entries if not system.is_zero(pair[1])), None)
    if pivot is None:
        return system.number(Fraction(1)) if all(system.is_zero(one) for one, _ in entries) else None
    constant = system.times(pivot[0], system.reciprocal(pivot[1]))
    if system.is_zero(constant):
        return None
    gaps = (system.add(one, system.neg(system.times(constant, other))) for one, other in entries)
    return constant if all(map(system.is_zero, gaps)) else None
