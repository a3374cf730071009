"""Enclosed quadrature: the integral of an analytic function between two bounds as a ball that certainly contains it.

Arb bounds the error of Gauss-Legendre rules by the integrand's values on complex ellipses around the interval (Petras
2002; Johansson 2018, Numerical integration in arbitrary-precision ball arithmetic), so nothing is assumed of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Any

import flint
from flint import acb, acb_mat, fmpq

from derivations.tree import NotExpressible
from derivations.values.dual import Differentiable
from derivations.values.function_letters import Elementary, height, stand_in_value
from derivations.values.system import Integrand, inverse_of_balls

COMPLEX = Elementary(acb.sin_cos, acb.exp)
MAX_EVALUATIONS = 4_000
"""Most evaluations of an integrand; smooth ones take some hundred."""
MAX_BITS = 2_048
"""Most bits: the nodes of the rules for more take many seconds."""
BEYOND = f"an integrand that no quadrature of {MAX_EVALUATIONS} evaluations and {MAX_BITS} bits encloses"
PROBES = 6
"""Places between the bounds at which the integrand must have a real value, beside the one halfway."""


class ComplexBalls(Differentiable):
    """Complex balls (acb); ``analytic``: values of roots and logs across their cuts are not finite."""

    name = "complex balls"

    def __init__(self, analytic: bool) -> None:
        self.analytic = analytic

    def number(self, value: Fraction) -> Any:
        return acb(fmpq(value.numerator, value.denominator))

    def constant(self, value: Any) -> Any:
        return acb_mat(value) if isinstance(value, flint.arb_mat) else acb(value)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return acb_mat(len(rows), len(rows[0]), [entry for row in rows for entry in row])

    def inverse(self, matrix: Any) -> Any:
        return inverse_of_balls(matrix)

    def reciprocal(self, value: Any) -> Any:
        return 1 / value

    def power(self, value: Any, exponent: Fraction) -> Any:
        if exponent.denominator == 1:
            return value ** int(exponent)
        return value.pow(self.number(exponent), analytic=self.analytic)

    def log(self, value: Any) -> Any:
        return value.log(analytic=self.analytic)

    def exp(self, value: Any) -> Any:
        return value.exp()

    def sin(self, value: Any) -> Any:
        return value.sin()

    def cos(self, value: Any) -> Any:
        return value.cos()

    def pi(self) -> Any:
        return acb.pi()

    def unknown(self, name: str, order: int, at: Any) -> Any:
        return self.number(height(name)) * stand_in_value(self.number, COMPLEX, name, order, at)


def enclosed(of: Integrand, lower: Any, upper: Any, bits: int) -> Any:
    """The integral as a real ball, or a matrix of them; NotExpressible where the budget leaves it wide."""
    if bits > MAX_BITS:
        raise NotExpressible(BEYOND)
    if not of.matrix:
        return _enclosed(lambda value: value, of, lower, upper, bits)
    rows, columns = _shape(of, lower)
    entries = [_enclosed(itemgetter((i, j)), of, lower, upper, bits) for i in range(rows) for j in range(columns)]
    return flint.arb_mat(rows, columns, entries)


def _shape(of: Integrand, at: Any) -> tuple[int, int]:
    system = ComplexBalls(analytic=False)
    return system.shape(of.at(system, [acb(at)]))


def _enclosed(part: Callable[[Any], Any], of: Integrand, lower: Any, upper: Any, bits: int) -> Any:
    def values(at: Any, analytic: bool) -> Any:
        try:
            return part(of.at(ComplexBalls(analytic), [at]))
        except NotExpressible:
            return acb("nan")

    found = acb.integral(values, acb(lower), acb(upper), eval_limit=MAX_EVALUATIONS)
    if not (found.is_finite() and found.imag.contains(0)) or found.real.rad() > flint.arb(2) ** (-bits // 2):
        raise NotExpressible(BEYOND)
    return found.real


def places(lower: Any, upper: Any) -> list[Any]:
    """Some places between the bounds."""
    return [lower + (upper - lower) * flint.fmpq(place, PROBES + 1) for place in range(1, PROBES + 1)]
