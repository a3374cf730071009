"""Special values of the letters at which an equivalence may fail: those at which a system that it solves loses rank.

(a - 7) u = 0 <=> u = 0 holds for generic a and fails at a = 7.  One entry of one letter is moved at a time.  A minor of
each system [L | c], taken along random directions, is a rational function of it; so is the number c of an operation
b = c P a Q.  Where one vanishes at a rational number the equivalence is tried there.  Where one vanishes at another
real number, as a^2 - 2 does, no instance reaches it: there the equivalence is compared in prime fields in which the
polynomial has a root, and where it fails it is not verified.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple

from flint import fmpq_poly, nmod_poly

from derivations.checking.case import Case
from derivations.checking.compare import EQUAL, UNDEFINED
from derivations.checking.equivalences.comparison import compare_equivalence
from derivations.checking.equivalences.measures import Measure, operation_measure, system_measure
from derivations.checking.equivalences.paths import MAX_ENTRIES, Path, paths
from derivations.checking.equivalences.reconstruction import numerator, rational_roots, real_roots
from derivations.checking.instances import Instance
from derivations.tree import Letter, NotExpressible, UndefinedValue
from derivations.values import PrimeField

DEGREES = (4, 12)
"""Highest degrees of numerator and denominator together, in one entry, that are looked for in turn."""
FIELDS = 2
"""Prime fields in which an equivalence is compared at a root that is not rational."""
MAX_PRIMES = 200
"""Primes that are tried in search of those: one in twelve will do for a polynomial of that degree."""
EDGE = 10**6
"""A root is inside a structure if its neighbours at so small a part of it, on either side, are."""


class Critical(NamedTuple):
    """A path and the polynomial in its parameter that vanishes where the equivalence may fail; None if not found."""

    path: Path
    polynomial: Any


def base(case: Case, instance: Instance) -> Instance:
    """The instance with squares for positive scalars where roots occur, so that these are rational."""
    if not case.rooted:
        return instance
    squares = {
        key: [[value[0][0] ** 2]]
        for key, value in instance.values.items()
        if isinstance(key, Letter) and key.kind.positive
    }
    return replace(instance, values={**instance.values, **squares})


def critical(case: Case, instance: Instance) -> list[Critical]:
    """The critical polynomials of the equivalence along paths through an instance."""
    try:
        measure = system_measure(case, instance)
    except (NotExpressible, UndefinedValue):
        measure = operation_measure(case)
    found = itertools.islice(paths(case, instance), MAX_ENTRIES)
    return [Critical(path, polynomial_along(path, instance, measure)) for path in found]


def rational_instances(instance: Instance, found: Sequence[Critical]) -> Iterator[Instance]:
    """The instances at rational roots of the critical polynomials, within the declared structures."""
    for path, polynomial in found:
        for root in rational_roots(polynomial) if polynomial is not None else ():
            candidate = path.at(instance, root)
            if path.key.kind.conforms(candidate.values[path.key]):
                yield candidate


def unreached(case: Case, instance: Instance, found: Sequence[Critical]) -> str:
    """Why the equivalence may fail at real values that no rational instance reaches, or nothing."""
    for path, polynomial in found:
        name = path.key.name if path.place in (None, (0, 0)) else f"an entry of {path.key.name}"
        if polynomial is None:
            return f"where it may fail for a special value of {name} was not found"
        for factor, _ in polynomial.factor()[1]:
            if factor.degree() > 1 and _real(path, instance, factor) and _may_fail(case, path, instance, factor):
                return f"a special value of {name} that is not rational: there the solutions may differ"
    return ""


def _real(path: Path, instance: Instance, factor: Any) -> bool:
    """Whether the polynomial has a real root inside the declared structure: a singular matrix is on its edge."""
    return any(
        all(
            path.key.kind.conforms(path.at(instance, root + gap).values[path.key])
            for gap in (-abs(root) / EDGE, abs(root) / EDGE)
        )
        for root in real_roots(factor)
        if root > 0 or not path.squared
    )


def _may_fail(case: Case, path: Path, instance: Instance, factor: Any) -> bool:
    """Whether the equivalence fails, or cannot be compared, in fields in which the polynomial has a root."""
    seen = 0
    for prime in itertools.islice(case.primes("roots"), MAX_PRIMES):
        try:
            coefficients = [int(c.p) * pow(int(c.q), -1, prime) % prime for c in factor.coeffs()]
        except ValueError:
            continue
        roots = nmod_poly(coefficients, prime).roots()
        if roots:
            there = path.at(instance, Fraction(int(roots[0][0])))
            if compare_equivalence(case, there, PrimeField(prime)).found not in (EQUAL, UNDEFINED):
                return True
            seen += 1
        if seen == FIELDS:
            return False
    return True


# ---------------------------------------------------------------- polynomials


def polynomial_along(path: Path, instance: Instance, measure: Measure) -> Any:
    """The polynomial along a path whose roots are those of the measure; None where it is not found."""
    places: list[Fraction] = []
    measured: list[list[tuple[Any, Any]]] = []
    steps = itertools.count(1)
    for degree in DEGREES:
        while len(places) < degree + 2:
            place = Fraction(next(steps))
            if place > 3 * DEGREES[-1]:
                return None
            try:
                measured.append(measure(path.at(instance, place)))
            except UndefinedValue:
                continue
            except NotExpressible:
                return None
            places.append(place)
        found = [common(places, pairs) for pairs in zip(*measured, strict=True)]
        if None not in found:
            return reduce(lambda one, other: one * other, found, fmpq_poly([1]))
    return None


def common(places: Sequence[Fraction], pairs: Sequence[tuple[Any, Any]]) -> Any:
    """The polynomial whose roots are those of both functions; None where one is not found."""
    one, other = (numerator(places, values) for values in zip(*pairs, strict=True))
    return None if one is None or other is None else one.gcd(other)
