"""Sines, cosines and Gamma functions that have a value in the normal form of `Exact`: few, at special places."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from flint import fmpq

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.exact import Exact
from derivations.values.monomials import Monomial

PI = Monomial(pi=fmpq(1))
SQUARES = {
    Fraction(0): Fraction(1),
    Fraction(1, 6): Fraction(3, 4),
    Fraction(1, 4): Fraction(1, 2),
    Fraction(1, 3): Fraction(1, 4),
    Fraction(1, 2): Fraction(0),
}
"""The squares of cos(q pi), for q between 0 and 1/2 with a denominator of which twice is a square root."""
MAX_FACTORIAL = 1_000
"""Largest argument of a Gamma function that is multiplied out."""


def cosine(angle: Exact) -> Exact:
    """cos(q π) for a multiple q of 1/4 or 1/6; `NotExpressible` of any other angle."""
    return _cosine(_half_turns(angle))


def sine(angle: Exact) -> Exact:
    """sin(q π) = cos((q - 1/2) π), of the same angles."""
    return _cosine(_half_turns(angle) - Fraction(1, 2))


def _half_turns(angle: Exact) -> Fraction:
    """The q of the angle q π."""
    terms = angle.normal().terms
    if not set(terms) <= {PI}:
        raise NotExpressible("the sine or cosine of an angle that is no fraction of a turn")
    found = terms.get(PI, fmpq(0))
    return Fraction(int(found.p), int(found.q))


def _cosine(half_turns: Fraction) -> Exact:
    place = abs(half_turns) % 2
    place = min(place, 2 - place)
    folded = min(place, 1 - place)
    if folded not in SQUARES:
        raise NotExpressible("the sine or cosine of an angle that is no multiple of a twelfth or an eighth of a turn")
    root = Exact.of(SQUARES[folded]).power(Fraction(1, 2))
    return root if place == folded else -root


def gamma(value: Exact) -> Exact:
    """(n - 1)! at n, and (n - 1/2) ... (3/2) (1/2) √π at n + 1/2; `UndefinedValue` at what is not positive."""
    found = value.rational()
    if not isinstance(found, fmpq):
        raise NotExpressible("the Gamma function of a number that is not rational")
    if found <= 0:
        raise UndefinedValue("the Gamma function of zero or of a negative number")
    if found.q > 2 or found > MAX_FACTORIAL:
        raise NotExpressible(f"the Gamma function of a number that is no half of a whole one up to {2 * MAX_FACTORIAL}")
    start = Exact.of(1) if found.q == 1 else Exact.pi().power(Fraction(1, 2))
    first = fmpq(1, int(found.q))
    count = int((found - first).p)
    return start * Exact.of(reduce(lambda product, k: product * (first + k), range(count), fmpq(1)))
