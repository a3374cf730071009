"""Integrals over the whole space of polynomials times Gaussians, moved to their centre: SymPy alone takes minutes."""

from __future__ import annotations

from functools import cache
from typing import Any

import sympy

from derivations.checking.errors import NotExpressible, UndefinedValue

SCALE = sympy.Dummy("a", positive=True)


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
    exponents = [part.args[0] for part in sympy.Mul.make_args(term) if isinstance(part, sympy.exp)]
    rest = sympy.Mul(*(part for part in sympy.Mul.make_args(term) if not isinstance(part, sympy.exp)))
    exponent = sympy.expand(sympy.Add(*exponents))
    if not (exponent.is_polynomial(symbol) and rest.is_polynomial(symbol)):
        raise NotExpressible("an integrand that is no polynomial times a Gaussian")
    if rest == 0:
        return rest
    quadratic = sympy.Poly(exponent, symbol)
    a, b, c = (sympy.factor(quadratic.coeff_monomial(symbol**power)) for power in (2, 1, 0))
    if quadratic.degree() > 2 or not (a.is_negative or a.is_nonnegative):
        raise NotExpressible("an integrand that is not known to be a polynomial times a Gaussian")
    if not a.is_negative:
        raise UndefinedValue("the integral diverges")
    polynomial = sympy.Poly(sympy.expand(rest.subs(symbol, symbol - b / (2 * a))), symbol)
    moments = [factor * gaussian_moment(power).subs(SCALE, -a) for (power,), factor in polynomial.terms()]
    return sympy.exp(sympy.cancel(c - b**2 / (4 * a))) * sympy.Add(*moments)


@cache
def gaussian_moment(power: int) -> Any:
    """Integral of t^power exp(-a t^2) over the line, by SymPy."""
    t = sympy.Dummy("t", real=True)
    return sympy.integrate(t**power * sympy.exp(-SCALE * t**2), (t, -sympy.oo, sympy.oo))
