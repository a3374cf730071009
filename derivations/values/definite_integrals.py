"""Integrals of one variable between bounds: antiderivatives where there are some, enclosed quadrature elsewhere.

A polynomial p(t), and p(t) e^(bt), have antiderivatives; p(t) e^(-a t²/2) has a closed integral from its centre to
infinity.  All of that is done in any number system.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from math import factorial
from typing import Any

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values import polynomials
from derivations.values.gaussian_integrals import Part, by_parts
from derivations.values.system import Integrand, System

Coefficients = list[Any]
"""Of a polynomial of one variable, by rising powers."""


def definite(base: System, of: Integrand, lower: Any | None, upper: Any | None) -> Any:
    """The integral of of(t) for t from lower to upper, None for an infinite bound; `UndefinedValue` if it diverges.

    The system's own quadrature where no closed form is known.
    """
    try:
        return by_parts(base, of, lambda part: _closed(base, part, lower, upper))
    except NotExpressible:
        if lower is None or upper is None:
            raise
    return base.quadrature(of, lower, upper)


def _closed(base: System, part: Part, lower: Any | None, upper: Any | None) -> Any:
    factor, (_, linear, quadratic) = _coefficients(base, part.factor), _coefficients(base, part.exponent, 3)
    if all(map(base.is_zero, factor)):
        return base.number(Fraction(0))
    if base.is_zero(quadratic):
        primitive = _primitive(base, factor, linear)
        end, start = primitive(upper, 1), primitive(lower, -1)
        return base.add(end, base.neg(start))
    if lower is not None and upper is not None:
        raise NotExpressible("a Gaussian between two bounds")
    if lower is not None:
        return _half(base, part, lower, 1)
    return _half(base, part, upper, -1)


def _coefficients(base: System, terms: polynomials.Terms, count: int = 1) -> Coefficients:
    count = max(count, *(1 + len(monomial) for monomial in terms)) if terms else count
    zero = base.number(Fraction(0))
    return [terms.get((0,) * power, zero) for power in range(count)]


def _scaled(base: System, factor: Fraction, value: Any) -> Any:
    return base.times(base.number(factor), value)


def _value(base: System, coefficients: Coefficients, at: Any) -> Any:
    """Horner's scheme."""
    return reduce(lambda total, one: base.add(base.times(total, at), one), reversed(coefficients))


def _primitive(base: System, factor: Coefficients, rate: Any) -> Callable[[Any | None, int], Any]:
    """F with F' = p(t) e^(rate t), as a function of a bound, None for infinity, and of the sign of that infinity."""
    if base.is_zero(rate):
        zero = base.number(Fraction(0))
        powers = [zero, *(_scaled(base, Fraction(1, n), one) for n, one in enumerate(factor, 1))]

        def polynomial(at: Any | None, _: int) -> Any:
            if at is None:
                raise UndefinedValue("the integral diverges")
            return _value(base, powers, at)

        return polynomial

    derivatives = [factor]
    while len(derivatives[-1]) > 1:
        derivatives.append([_scaled(base, Fraction(n), one) for n, one in enumerate(derivatives[-1])][1:])

    def exponential(at: Any | None, sign: int) -> Any:
        if at is None:
            _require_positive(base, _scaled(base, Fraction(-sign), rate))
            return base.number(Fraction(0))
        step = base.reciprocal(rate)
        parts = [_value(base, one, at) for one in derivatives]
        total = reduce(lambda below, one: base.add(one, base.neg(base.times(step, below))), reversed(parts))
        return base.times(base.times(step, total), base.exp(base.times(rate, at)))

    return exponential


def _half(base: System, part: Part, bound: Any, sign: int) -> Any:
    """The integral of p(t) e^(quadratic) over t = bound + sign s for s > 0; NotExpressible unless centred there."""
    height, linear, quadratic = _coefficients(base, polynomials.shifted(base, part.exponent, [bound]), 3)
    if not base.is_zero(linear):
        raise NotExpressible("a Gaussian cut elsewhere than at its centre")
    a = _scaled(base, Fraction(-2), quadratic)
    _require_positive(base, a)
    total = base.number(Fraction(0))
    for power, one in enumerate(_coefficients(base, polynomials.shifted(base, part.factor, [bound]))):
        moment = base.times(one, _half_moment(base, power, a))
        total = base.add(total, _scaled(base, Fraction(sign**power), moment))
    return base.times(base.exp(height), total)


def _half_moment(base: System, power: int, a: Any) -> Any:
    """The integral of s^n e^(-a s²/2) over s > 0: 2^m m! / a^(m+1) for n = 2m + 1, half the Gaussian's for n = 2m."""
    inverse = base.reciprocal(a)
    m = power // 2
    if power % 2:
        return _scaled(base, Fraction(2**m * factorial(m)), base.power(inverse, Fraction(m + 1)))
    pairings = Fraction(factorial(2 * m), 2**m * factorial(m))
    width = base.power(base.times(_scaled(base, Fraction(2), base.pi()), inverse), Fraction(1, 2))
    return _scaled(base, pairings / 2, base.times(width, base.power(inverse, Fraction(m))))


def _require_positive(base: System, value: Any) -> None:
    try:
        base.require("positive", value)
    except UndefinedValue:
        raise UndefinedValue("the integral diverges") from None
