"""Integrals of polynomials times Gaussians, moved to their centre, and exponentials: SymPy alone takes minutes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import sympy
from sympy.simplify.fu import TR8

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.symbolic.degrees import functions_within_budget

SCALE = sympy.Dummy("a", positive=True)
WAVES = (sympy.sin, sympy.cos)
RATE = sympy.Dummy("b", real=True, nonzero=True)


def integrate_all(integrand: Any, symbols: list[Any]) -> Any:
    """Integral over the whole line in each symbol; NotExpressible for what is no polynomial times a Gaussian."""
    for symbol in symbols:
        terms = sympy.Add.make_args(integrand)
        try:
            integrand = sympy.Add(*(integrate_line(term, symbol) for term in terms))
        except UndefinedValue:
            if len(terms) > 1:
                raise NotExpressible("a sum of integrals of which one diverges") from None
            raise
    return integrand


def integrate_line(term: Any, symbol: Any) -> Any:
    """Integral over the line of p(t) exp(a t^2 + b t + c), the square completed; `UndefinedValue` where it diverges."""
    rest, quadratic = _split(term, symbol)
    if rest == 0:
        return rest
    a, b, c = (_simpler(sympy.factor, quadratic.coeff_monomial(symbol**power)) for power in (2, 1, 0))
    if not (a.is_negative or a.is_nonnegative):
        raise NotExpressible("an integrand that is not known to be a polynomial times a Gaussian")
    if not a.is_negative:
        raise UndefinedValue("the integral diverges")
    polynomial = sympy.Poly(sympy.expand(rest.subs(symbol, symbol - b / (2 * a))), symbol)
    moments = [factor * gaussian_moment(power).subs(SCALE, -a) for (power,), factor in polynomial.terms()]
    return sympy.exp(_simpler(sympy.cancel, c - b**2 / (4 * a))) * sympy.Add(*moments)


def _simpler(operation: Callable[[Any], Any], value: Any) -> Any:
    """The expression simplified, where it has symbols: a number is only enclosed later, and costs seconds here."""
    return operation(value) if value.free_symbols else value


def _split(term: Any, symbol: Any) -> tuple[Any, Any]:
    """p(t) and the exponent of p(t) exp(a t^2 + b t + c); NotExpressible for anything else."""
    exponents = [part.args[0] for part in sympy.Mul.make_args(term) if isinstance(part, sympy.exp)]
    rest = sympy.Mul(*(part for part in sympy.Mul.make_args(term) if not isinstance(part, sympy.exp)))
    exponent = sympy.expand(sympy.Add(*exponents))
    if not (exponent.is_polynomial(symbol) and rest.is_polynomial(symbol)):
        raise NotExpressible("an integrand that is no polynomial times a Gaussian")
    functions_within_budget(rest)
    quadratic = sympy.Poly(exponent, symbol)
    if quadratic.degree() > 2:
        raise NotExpressible("an exponential of a polynomial of a degree above 2")
    return rest, quadratic


def integrate_between(integrand: Any, symbol: Any, lower: Any | None, upper: Any | None) -> Any:
    """Integral between bounds, None for an infinite one, of polynomials times exponentials of linear exponents, or
    times sines and cosines, and of Gaussians from their centre on; NotExpressible for all else.
    """
    if integrand.has(*WAVES):
        integrand = TR8(functions_within_budget(integrand))  # products of waves as sums of them
    terms = sympy.Add.make_args(sympy.expand(integrand, power_exp=False))
    return sympy.Add(*(_between(term, symbol, lower, upper) for term in terms))


def _between(term: Any, symbol: Any, lower: Any | None, upper: Any | None) -> Any:
    waves = [part for part in sympy.Mul.make_args(term) if isinstance(part, WAVES) and part.has(symbol)]
    if len(waves) == 1 and None not in (lower, upper):
        primitive = _primitive_of_wave(sympy.cancel(term / waves[0]), waves[0], symbol)
        return primitive.subs(symbol, upper) - primitive.subs(symbol, lower)
    factor, exponent = _split(term, symbol)
    a, b, c = (exponent.coeff_monomial(symbol**power) for power in (2, 1, 0))
    if a != 0:
        return _from_centre(factor, exponent, symbol, lower, upper)
    if None in (lower, upper) and not (-b if upper is None else b).is_positive:
        raise NotExpressible("an exponential that is not known to fall")
    primitive = _primitive(sympy.expand(factor), symbol).subs(RATE, b) if b != 0 else sympy.integrate(factor, symbol)
    end, start = (0 if bound is None else primitive.subs(symbol, bound) for bound in (upper, lower))
    return sympy.exp(c) * (end - start)


def _primitive_of_wave(polynomial: Any, wave: Any, symbol: Any) -> Any:
    """An antiderivative of p(t) sin(b t + c), or of the cosine: by parts, since that of sin t is sin(t - pi/2)."""
    angle = wave.args[0]
    rate = sympy.diff(angle, symbol)
    if not polynomial.is_polynomial(symbol) or rate.has(symbol) or not rate.is_nonzero:
        raise NotExpressible("an integrand that is no polynomial times a sine or cosine")
    total, factor = sympy.Integer(0), 1 / rate
    while polynomial != 0:
        angle -= sympy.pi / 2
        total += factor * polynomial * wave.func(angle)
        polynomial, factor = sympy.diff(polynomial, symbol), -factor / rate
    return total


def _primitive(polynomial: Any, symbol: Any) -> Any:
    """An antiderivative of p(t) exp(b t), by SymPy."""
    return sympy.integrate(sympy.expand(polynomial * sympy.exp(RATE * symbol)), symbol)


def _from_centre(factor: Any, exponent: Any, symbol: Any, lower: Any | None, upper: Any | None) -> Any:
    """Integral of a polynomial times a Gaussian from the centre of the Gaussian on, in either direction."""
    if (lower is None) == (upper is None):
        raise NotExpressible("a Gaussian between two bounds")
    bound, sign = (lower, 1) if upper is None else (upper, -1)
    moved = sympy.Poly(sympy.expand(exponent.as_expr().subs(symbol, bound + sign * symbol)), symbol)
    a, b, c = (sympy.cancel(moved.coeff_monomial(symbol**power)) for power in (2, 1, 0))
    if b != 0 or not a.is_negative:
        raise NotExpressible("a Gaussian cut elsewhere than at its centre")
    polynomial = sympy.Poly(sympy.expand(factor.subs(symbol, bound + sign * symbol)), symbol)
    moments = [one * half_moment(power).subs(SCALE, -a) for (power,), one in polynomial.terms()]
    return sympy.exp(c) * sympy.Add(*moments)


@cache
def gaussian_moment(power: int) -> Any:
    """Integral of t^power exp(-a t^2) over the line, by SymPy."""
    t = sympy.Dummy("t", real=True)
    return sympy.integrate(t**power * sympy.exp(-SCALE * t**2), (t, -sympy.oo, sympy.oo))


@cache
def half_moment(power: int) -> Any:
    """Integral of t^power exp(-a t^2) over t > 0, by SymPy."""
    t = sympy.Dummy("t", real=True)
    return sympy.integrate(t**power * sympy.exp(-SCALE * t**2), (t, 0, sympy.oo))
