"""Polynomials along a path whose roots are the special values of its parameter, at which an equivalence may fail."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple

from flint import fmpq_poly

from derivations.checking.equivalences.reconstruction import numerator
from derivations.tree import NotExpressible, UndefinedValue

DEGREES = (4, 12, 24)
"""Highest degrees of numerator and denominator together, in the parameter, that are looked for in turn.

A minor of a matrix that is linear in D x D letters, times an inverse of such, has the degree 2 D along all of them.
"""
PATIENCE = 36
"""Places that are tried, most of which must have a value."""
Pairs = Callable[[Fraction], list[tuple[Any, Any]]]
"""Pairs of numbers at a value of the parameter."""


class Critical(NamedTuple):
    """The product of what each pair has in common, and whether one pair varies that has nothing in common."""

    polynomial: Any
    scattered: bool

    def factors(self) -> Iterator[Any]:
        """The irreducible factors, of degree 1 or more."""
        return (factor for factor, _ in self.polynomial.factor()[1])


def critical(pairs: Pairs) -> Critical | None:
    """The critical polynomial, from the places 1, 2, 3, ...; None where it is not found."""
    places: list[Fraction] = []
    measured: list[list[tuple[Any, Any]]] = []
    steps = itertools.count(1)
    for degree in DEGREES:
        while len(places) < degree + 2:
            place = Fraction(next(steps))
            if place > PATIENCE:
                return None
            try:
                measured.append(pairs(place))
            except UndefinedValue:
                continue
            except NotExpressible:
                return None
            places.append(place)
        found = [common(places, values) for values in zip(*measured, strict=True)]
        known = [part for part in found if part is not None]
        if len(known) == len(found):
            product = reduce(lambda one, other: one * other.polynomial, known, fmpq_poly([1]))
            return Critical(product, any(part.scattered for part in known))
    return None


def common(places: Sequence[Fraction], pairs: Sequence[tuple[Any, Any]]) -> Critical | None:
    """The polynomial whose roots are those of both functions; None where one is not found."""
    one, other = (numerator(places, values) for values in zip(*pairs, strict=True))
    if one is None or other is None:
        return None
    shared = one.gcd(other)
    return Critical(shared, min(one.degree(), other.degree()) > 0 and shared.degree() == 0)
