"""Special values of the letters at which an equivalence may fail: those at which a system that it solves loses rank.

(a - 7) u = 0 <=> u = 0 holds for generic a and fails at a = 7.  One entry of one letter is moved at a time.  A minor of
each system [L | c], taken along random directions, is a rational function of it; so is the number c of an operation
b = c P a Q.  Where one vanishes at a rational number the equivalence is tried there.  Where one vanishes at another
real number, as a^2 - 2 does, no instance reaches it: there the equivalence is compared in prime fields in which the
polynomial has a root, and where it fails it is not verified.
"""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple

from flint import fmpq_mat, fmpq_poly, nmod_poly

from derivations.checking.case import Case
from derivations.checking.compare import EQUAL, UNDEFINED
from derivations.checking.equivalences.comparison import compare_equivalence
from derivations.checking.equivalences.operations import operation
from derivations.checking.equivalences.reconstruction import numerator, rational_roots, real_roots
from derivations.checking.equivalences.system import Problem
from derivations.checking.instances import Instance
from derivations.tree import (
    Letter,
    NotExpressible,
    Rows,
    UndefinedValue,
    conforms,
    masked,
)
from derivations.values import ExactReals, PrimeField, primes_below

DEGREES = (4, 12)
"""Highest degrees of numerator and denominator together, in one entry, that are looked for in turn."""
MAX_ENTRIES = 16
"""Most entries that are moved."""
FIELDS = 2
"""Prime fields in which an equivalence is compared at a root that is not rational."""
MAX_PRIMES = 200
"""Primes that are tried in search of those: one in twelve will do for a polynomial of that degree."""
ELSEWHERE = Fraction(997, 89)
"""A value of an entry that is hardly a special one."""
EDGE = 10**6
"""A root is inside a structure if its neighbours at so small a part of it, on either side, are."""

Measure = Callable[[Instance], list[tuple[Any, Any]]]
"""Pairs of numbers at an instance, functions of every entry; where both of a pair vanish, the equivalence may fail."""


class Path(NamedTuple):
    """One entry of a letter that varies, and what is tied to it; without a place, all of them in proportion.

    ``squared``: by the square of the parameter, so that the root of a positive letter is rational.
    """

    key: Letter
    place: tuple[int, int] | None
    squared: bool

    def at(self, instance: Instance, parameter: Fraction) -> Instance:
        """The instance at a value of the parameter."""
        value = parameter**2 if self.squared else parameter
        rows = instance.values[self.key]
        if self.place is None:
            rows = [[value * entry for entry in row] for row in rows]
        else:
            rows = with_entry(self.key.structure, rows, *self.place, value)
        return Instance(instance.sizes, {**instance.values, self.key: rows})


class Critical(NamedTuple):
    """A path and the polynomial in its parameter that vanishes where the equivalence may fail; None if not found."""

    path: Path
    polynomial: Any


def with_entry(structure: str, rows: Rows, i: int, j: int, value: Fraction) -> Rows:
    """The rows with another entry, and what is tied to it."""
    changed = [*rows[:i], [*rows[i][:j], value, *rows[i][j + 1 :]], *rows[i + 1 :]]
    return masked("symmetric" if structure == "spd" else structure, changed)


def base(case: Case, instance: Instance) -> Instance:
    """The instance with squares for positive scalars where roots occur, so that these are rational."""
    if not case.rooted:
        return instance
    squares = {
        key: [[value[0][0] ** 2]]
        for key, value in instance.values.items()
        if isinstance(key, Letter) and key.structure == "positive"
    }
    return Instance(instance.sizes, {**instance.values, **squares})


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
            if conforms(path.key.structure, candidate.values[path.key]):
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
            conforms(path.key.structure, path.at(instance, root + gap).values[path.key])
            for gap in (-abs(root) / EDGE, abs(root) / EDGE)
        )
        for root in real_roots(factor)
        if root > 0 or not path.squared
    )


def _may_fail(case: Case, path: Path, instance: Instance, factor: Any) -> bool:
    """Whether the equivalence fails, or cannot be compared, in fields in which the polynomial has a root."""
    seen = 0
    for prime in itertools.islice(primes_below(case.prime), MAX_PRIMES):
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


# ---------------------------------------------------------------- paths


def paths(case: Case, instance: Instance) -> Iterator[Path]:
    """Entries of letters of linear structures; of one whose eigenvalues are taken, the matrix in proportion."""
    spectral = case.spectral_letters
    roots = case.rooted
    for key, rows in instance.values.items():
        if not isinstance(key, Letter) or key.structure in ("orthogonal", "spins"):
            continue
        scalar = len(rows) == len(rows[0]) == 1
        squared = roots and (key.structure == "positive" or (key in spectral and key.structure == "spd"))
        if key in spectral and not scalar:
            yield Path(key, None, squared)
            continue
        for i, j in itertools.product(range(len(rows)), range(len(rows[0]))):
            if with_entry(key.structure, rows, i, j, rows[i][j] + 1) != rows:
                yield Path(key, (i, j), squared)


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


# ---------------------------------------------------------------- measures


def system_measure(case: Case, instance: Instance) -> Measure:
    """Of each system M, two minors det(U M V) of the rank that it has for generic letters, with random U and V.

    Where both vanish, the rank is smaller.  [L | c] can lose rank without L only where its rank is a larger one.
    """
    ranks = [system.rank() for system in systems(case, instance)]
    for path in itertools.islice(paths(case, instance), MAX_ENTRIES):
        # The instance itself may be a special one.
        with contextlib.suppress(NotExpressible, UndefinedValue):
            elsewhere = systems(case, path.at(instance, ELSEWHERE))
            ranks = [max(rank, system.rank()) for rank, system in zip(ranks, elsewhere, strict=True)]

    asked = [rank and (k % 2 == 0 or rank > ranks[k - 1]) for k, rank in enumerate(ranks)]

    def measure(place: Instance) -> list[tuple[Any, Any]]:
        found = zip(systems(case, place), ranks, asked, strict=True)
        return [(minor(system, rank, "one"), minor(system, rank, "other")) for system, rank, ask in found if ask]

    return measure


def systems(case: Case, instance: Instance) -> list[Any]:
    """L and [L | c] of the left and of the right side, as rational matrices; NotExpressible where there are none."""
    problem = Problem(case, instance, ExactReals())
    found = []
    for part in (problem.claim.left, problem.claim.right):
        rows = [[entry.rational() for entry in row] for row in problem.affine_rows(part)]
        if any(entry is None for row in rows for entry in row):
            raise NotExpressible("a coefficient is not rational")
        for width in (len(rows[0]) - 1, len(rows[0])):
            found.append(fmpq_mat(len(rows), width, [entry for row in rows for entry in row[:width]]))
    return found


def minor(system: Any, rank: int, seed: str) -> Any:
    """det(U M V) with random U and V of whole numbers."""
    rng = random.Random(f"{seed} {rank}")

    def directions(rows: int, columns: int) -> fmpq_mat:
        return fmpq_mat(rows, columns, [rng.randint(-99, 99) for _ in range(rows * columns)])

    return (directions(rank, system.nrows()) * system * directions(system.ncols(), rank)).det()


def operation_measure(case: Case) -> Measure:
    """The number c of an operation b = c P a Q, and its inverse."""

    def measure(place: Instance) -> list[tuple[Any, Any]]:
        found = operation(Problem(case, place, ExactReals()))
        if found is None:
            raise NotExpressible("no operation leads from one side to the other")
        constant = found.constant.rational()
        if constant is None:
            raise NotExpressible("the constant of an operation is not rational")
        return [(constant, constant), (1 / constant, 1 / constant)]

    return measure
