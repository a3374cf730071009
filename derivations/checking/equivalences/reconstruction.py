"""A rational function of one variable from its values at rational places, and the roots of a polynomial."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_poly


def numerator(places: Sequence[Fraction], values: Sequence[Any]) -> Any:
    """The numerator, in lowest terms, of a function of so low a degree that a value is left over as a test; else None.

    Cauchy's interpolation: of all quotients that the extended algorithm of Euclid finds, the one of least degree.
    """
    if not any(values):
        return None
    remainder, other = interpolated(places, values), modulus(places)
    factor, before = fmpq_poly([1]), fmpq_poly([])
    found = remainder, factor
    while remainder != 0:
        if remainder.degree() + factor.degree() < sum(part.degree() for part in found):
            found = remainder, factor
        step = other // remainder
        other, remainder = remainder, other - step * remainder
        before, factor = factor, before - step * factor
    top, bottom = found
    simple = top.degree() + bottom.degree() <= len(places) - 2 and top.gcd(bottom).degree() == 0
    return top if simple else None


def interpolated(places: Sequence[Fraction], values: Sequence[Any]) -> Any:
    """The polynomial of least degree with these values."""
    count = len(places)
    powers = fmpq_mat(count, count, [rational(place**k) for place in places for k in range(count)])
    solved = powers.solve(fmpq_mat(count, 1, list(values)))
    return fmpq_poly([solved[k, 0] for k in range(count)])


def modulus(places: Sequence[Fraction]) -> Any:
    """The product of x - place."""
    product = fmpq_poly([1])
    for place in places:
        product *= fmpq_poly([-rational(place), 1])
    return product


def rational_roots(polynomial: Any) -> list[Fraction]:
    """The rational roots."""
    linear = [factor for factor, _ in polynomial.factor()[1] if factor.degree() == 1]
    roots = [-factor[0] / factor[1] for factor in linear]
    return [Fraction(int(root.p), int(root.q)) for root in roots]


def real_roots(polynomial: Any) -> list[Fraction]:
    """The real roots of a squarefree polynomial, to 15 digits or so."""
    found = []
    for root, _ in polynomial.numer().complex_roots():
        if root.imag.is_zero():
            mantissa, exponent = root.real.mid().man_exp()
            found.append(Fraction(int(mantissa)) * Fraction(2) ** int(exponent))
    return found


def rational(value: Fraction) -> Any:
    """A fraction as a number of flint's."""
    return fmpq(value.numerator, value.denominator)
