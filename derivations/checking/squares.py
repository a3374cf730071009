"""Equations that say that squares vanish, as the linear ones that they are over the reals: y' y = 0 is y = 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derivations.claims import ZERO, Equation, Equivalence
from derivations.tree import (
    SCALAR,
    Abs,
    Add,
    Div,
    Expr,
    Mul,
    Norm,
    Number,
    Pow,
    Transpose,
    factors,
    positive,
    positive_definite,
)


def without_squares(claim: Equivalence) -> Equivalence:
    """The same equivalence over the reals; sums of squares that vanish are replaced by what is squared."""
    return replace(claim, left=_apart(claim.left), right=_apart(claim.right))


def _apart(equations: Iterable[Equation]) -> tuple[Equation, ...]:
    return tuple(one for equation in equations for one in _linear(equation))


def _linear(equation: Equation) -> list[Equation]:
    for side, other in (equation.expressions, equation.expressions[::-1]):
        squared = roots(side) if other == ZERO else None
        if squared is not None:
            return [replace(equation, left=root, right=ZERO) for root in squared]
    return [equation]


def roots(expr: Expr) -> list[Expr] | None:
    """What vanishes where the sum of squares does: y of y' y, of y' M y with positive definite M, of y^2 and |y|."""
    if expr.shape != SCALAR:
        return None
    match expr:
        case Add(left, right):
            one, other = roots(left), roots(right)
            return None if one is None or other is None else [*one, *other]
        case Norm(of) | Abs(of) | Pow(of, Number(2)):
            return [of]
        case Mul(left, right) if left.shape == SCALAR and positive(left):
            return roots(right)
        case Mul(left, right) | Div(left, right) if right.shape == SCALAR and positive(right):
            return roots(left)
        case Mul():
            return _root_of_form(factors(expr))
    return None


def _root_of_form(parts: list[Expr]) -> list[Expr] | None:
    """y of c y' M y."""
    while len(parts) > 2 and parts[0].shape == SCALAR and positive(parts[0]):
        parts = parts[1:]
    first, *middle, last = parts
    return [last] if first == Transpose(last) and len(middle) < 2 and all(map(positive_definite, middle)) else None
