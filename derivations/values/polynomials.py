"""Polynomials in several variables over any number system, and their moments under a normal distribution.

E z_i z_j = S_ij, and E z_1 ... z_2k is the sum over all pairings of the products of such pairs; so a polynomial has its
exact mean in every system, of any degree, without a root of S (Isserlis 1918).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derivations.tree import NotExpressible
from derivations.values.system import System

Monomial = tuple[int, ...]
"""Numbers of the variables, in order, each as often as its power."""
Terms = dict[Monomial, Any]
"""Coefficients by monomial."""
Rows = list[list[Any]]
MAX_TERMS = 5_000


def add(system: System, left: Terms, right: Terms) -> Terms:
    """The sum of two polynomials."""
    terms = dict(left)
    for monomial, coefficient in right.items():
        terms[monomial] = system.add(terms[monomial], coefficient) if monomial in terms else coefficient
    return terms


def multiply(system: System, left: Terms, right: Terms) -> Terms:
    """The product of two polynomials; NotExpressible beyond the budget of terms."""
    if len(left) * len(right) > MAX_TERMS:
        raise NotExpressible(f"a polynomial beyond the budget of {MAX_TERMS} terms")
    terms: Terms = {}
    for one, a in left.items():
        for two, b in right.items():
            monomial, product = tuple(sorted(one + two)), system.times(a, b)
            terms[monomial] = system.add(terms[monomial], product) if monomial in terms else product
    return terms


def scale(system: System, factor: Any, terms: Terms) -> Terms:
    """A number times a polynomial."""
    return {monomial: system.times(factor, coefficient) for monomial, coefficient in terms.items()}


def shifted(system: System, terms: Terms, by: list[Any]) -> Terms:
    """The polynomial in z where every variable is x_i = by_i + z_i."""
    total: Terms = {}
    for monomial, coefficient in terms.items():
        product: Terms = {(): coefficient}
        for i in monomial:
            product = multiply(system, product, {(): by[i], (i,): system.number(Fraction(1))})
        total = add(system, total, product)
    return total


def mean(system: System, terms: Terms, covariance: Rows) -> Any:
    """E of the polynomial for centred normal variables with the covariance."""
    moments: Terms = {(): system.number(Fraction(1))}
    total = system.number(Fraction(0))
    for monomial, coefficient in terms.items():
        total = system.add(total, system.times(coefficient, _moment(system, monomial, covariance, moments)))
    return total


def _moment(system: System, monomial: Monomial, covariance: Rows, known: Terms) -> Any:
    """E of a product of centred variables: the first one is paired with each of the others."""
    if monomial not in known:
        first, rest = monomial[0], monomial[1:]
        total = system.number(Fraction(0))
        for place, second in enumerate(rest):
            others = _moment(system, rest[:place] + rest[place + 1 :], covariance, known)
            total = system.add(total, system.times(covariance[first][second], others))
        known[monomial] = total
    return known[monomial]
