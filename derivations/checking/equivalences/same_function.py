"""Equivalences of two equations, one a one-to-one function of both sides of the other: s^2 = p <=> s = sqrt(p)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from derivations.claims import Equation, Equivalence
from derivations.tree import Exp, Expr, Number, Pow, is_certainly_scalar, nonnegative

POWERS = (2, 3, 4)
"""Powers that are tried; even ones are one-to-one among numbers that are not negative."""


def one_to_one(claim: Equivalence) -> Iterator[tuple[Equation, Equation]]:
    """Pairs of equations that show the equivalence if both hold: a = f(c) and b = f(d), of a = b and c = d."""
    if len(claim.left) != 1 or len(claim.right) != 1 or not all(map(is_certainly_scalar, claim.expressions)):
        return
    (left,), (right,) = claim.left, claim.right
    for outer, inner in ((left, right), (right, left)):
        for one, other in ((inner.left, inner.right), (inner.right, inner.left)):
            for function in _functions(one, other):
                pairs = ((outer.left, function(one)), (outer.right, function(other)))
                first, second = (Equation(side, value, claim.given) for side, value in pairs)
                yield first, second


def _functions(one: Expr, other: Expr) -> Iterator[Callable[[Expr], Expr]]:
    """Functions that are one-to-one among the values of both sides."""
    yield Exp
    unsigned = nonnegative(one) and nonnegative(other)
    for power in POWERS:
        if power % 2 or unsigned:
            yield partial(_power, power)


def _power(power: int, of: Expr) -> Expr:
    return Pow(of, Number(Fraction(power)))
