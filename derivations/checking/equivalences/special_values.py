"""Special values of the letters at which an equivalence may fail: those at which a system that it solves loses rank.

(a - 7) u = 0 <=> u = 0 holds for generic a and fails at a = 7.  All letters are moved along a line.  A minor of each
system [L | c], taken along random directions, is a rational function of the parameter; so is the number c of an
operation b = c P a Q.  What depends on any letter is not constant along the line, and each irreducible factor stands
for the values at which one factor of the minor vanishes.

A factor is harmless if the equivalence holds at a root of it: at a rational one, or in prime fields in which it has a
root.  Another one is followed to values within the declared structures: along the line, along one entry at a time, and
where it has no root there, as a sum of squares has none, down to where the minor is smallest.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from flint import nmod_poly

from derivations.checking.case import Case
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL
from derivations.checking.equivalences.comparison import compare_equivalence
from derivations.checking.equivalences.critical import critical
from derivations.checking.equivalences.descent import Point, descent, settled
from derivations.checking.equivalences.measures import ELSEWHERE, Measure, measure_along
from derivations.checking.equivalences.paths import Path, entries, line
from derivations.checking.equivalences.reconstruction import rational_roots, real_roots
from derivations.checking.instances import Instance
from derivations.tree import Letter, NotExpressible, UndefinedValue
from derivations.values import ExactReals, PrimeField

MAX_ENTRIES = 16
"""Most entries that are moved one at a time."""
MAX_VARIED = 6
"""Most entries that are moved together towards the smallest minor: a step takes as many minors as their pairs."""
FIELDS = 2
"""Prime fields in which an equivalence is compared at a root that is not rational."""
MAX_PRIMES = 200
"""Primes that are tried in search of those: one in twelve will do for a polynomial of that degree."""
EDGE = 10**6
"""A root is inside a structure if its neighbours at so small a part of it, on either side, are."""
VANISHING = Fraction(1, 10**9)
"""What is smaller beside its value at the start, where nothing was found to be special, may vanish."""
DESCENTS = 8
"""Descents, from the instance and from random points, since a function may have several lowest points."""
WIDTH = 20
"""How far those points may be from the instance."""
DENOMINATORS = (1, 10, 1000)
"""Largest denominators of the points at which the equivalence is tried around the smallest minor."""


class Special(NamedTuple):
    """An instance that refutes the equivalence, or why it may fail at values that no instance reaches, or neither."""

    refuting: Instance | None = None
    why: str = ""


class Followed(NamedTuple):
    """What was found along a path."""

    path: Path
    refuting: Instance | None = None
    known: bool = True
    """Whether the critical polynomial was found."""
    fails: bool = False
    """Whether it has a root, real or not, at which the equivalence fails or cannot be compared."""
    real: bool = False
    """Whether there is a real one within the structure."""
    scattered: bool = False
    """Whether minors vary that have no root in common."""


def special_value(case: Case, instance: Instance, lowest: bool) -> Special:
    """A special value of the letters at which the equivalence fails, searched for from an instance.

    ``lowest``: a minor without real roots is followed to where it is smallest.
    """
    path = line(case, instance)
    return _Search(case, instance, path, lowest).found() if path.moves else Special()


class _Search:
    """From one instance, along the line and along single entries."""

    def __init__(self, case: Case, instance: Instance, path: Path, lowest: bool) -> None:
        self.case, self.instance, self.line, self.lowest = case, instance, path, lowest
        self.measure: Measure = measure_along(case, instance, path)

    @cached_property
    def field_tells(self) -> bool:
        """Whether a prime field can hold the equivalence, and finds it true of generic letters."""
        elsewhere = self.line.at(self.instance, ELSEWHERE)
        return compare_equivalence(self.case, elsewhere, PrimeField(self.case.modulus)).found == EQUAL

    def found(self) -> Special:
        """The line first; single entries where it leaves something open."""
        along = self.follow(self.line)
        if along.refuting:
            return Special(along.refuting)
        if along.known and not along.fails:
            return Special(next(self._lowest(), Special()).refuting) if along.scattered else Special()
        paths = list(itertools.islice(entries(self.case, self.instance), MAX_ENTRIES + 1))
        single = []
        for path in paths[:MAX_ENTRIES]:
            single.append(self.follow(path))
            if single[-1].refuting:
                return Special(single[-1].refuting)
        return self._weighed(along, single, all(one.known for one in single) and len(paths) <= MAX_ENTRIES)

    def _weighed(self, along: Followed, single: list[Followed], complete: bool) -> Special:
        """What the line and the entries say together, none of which refutes."""
        if not along.known and not complete:
            name = next((one.path.name for one in single if not one.known), along.path.name)
            return Special(why=f"where it may fail for a special value of {name} was not found")
        # Along the line hardly a root is rational: where no field can tell, the entries do, if they are all.
        counted = single if complete and not self.field_tells else [along, *single]
        real = next((one for one in counted if one.real), None)
        if real:
            return Special(
                why=f"a special value of {real.path.name} that is not rational: there the solutions may differ"
            )
        if not any(one.fails for one in counted):
            return Special()
        found = next(self._lowest(), Special())
        together = sum(one.fails for one in single) > 1 or not complete
        if found == Special() and together and self._is_bounded():
            # What depends on several entries may vanish off the way only, where all that was met is outside.
            return Special(why="whether it fails within the declared intervals was not decided")
        return found

    def _is_bounded(self) -> bool:
        """Whether a letter is from an interval with an end beside 0, or the like, which no path stays in for long."""
        letters = (key for key in self.instance.values if isinstance(key, Letter))
        return any(letter.kind.is_bounded for letter in letters)

    # ------------------------------------------------------------ along a path

    def follow(self, path: Path) -> Followed:
        """The factors of the critical polynomial, each judged at its roots."""
        polynomial = critical(lambda step: self.measure.pairs(path.at(self.instance, step)))
        if polynomial is None:
            return Followed(path, known=False)
        found = Followed(path, scattered=polynomial.scattered)
        for factor in polynomial.factors():
            refuting, fails, real = self._at_roots(path, factor)
            if refuting:
                return found._replace(refuting=refuting)
            found = found._replace(fails=found.fails or fails, real=found.real or (fails and real))
        return found

    def _at_roots(self, path: Path, factor: Any) -> tuple[Instance | None, bool, bool]:
        """An instance at a root that refutes; whether it may fail there; whether a root is real and inside."""
        for root in rational_roots(factor):
            if path.inside(self.instance, root):
                there = path.at(self.instance, root)
                outcome = compare_equivalence(self.case, there, ExactReals()).found
                if outcome == UNEQUAL:
                    return there, True, True
                if outcome in (EQUAL, UNDEFINED):
                    return None, False, True
        fails = self._may_fail(path, factor)
        return None, fails, fails and self._real(path, factor)

    def _real(self, path: Path, factor: Any) -> bool:
        """Whether the polynomial has a real root inside the declared structure: a singular matrix is on its edge."""
        return any(
            all(path.inside(self.instance, root + gap) for gap in (-abs(root) / EDGE, abs(root) / EDGE))
            for root in real_roots(factor)
        )

    def _may_fail(self, path: Path, factor: Any) -> bool:
        """Whether the equivalence fails, or cannot be compared, in fields in which the polynomial has a root."""
        if not self.field_tells:
            return True
        seen = 0
        for prime in itertools.islice(self.case.primes("roots"), MAX_PRIMES):
            try:
                coefficients = [int(c.p) * pow(int(c.q), -1, prime) % prime for c in factor.coeffs()]
            except ValueError:
                continue
            roots = nmod_poly(coefficients, prime).roots()
            if roots:
                there = path.at(self.instance, Fraction(int(roots[0][0])))
                if compare_equivalence(self.case, there, PrimeField(prime)).found not in (EQUAL, UNDEFINED):
                    return True
                seen += 1
            if seen == FIELDS:
                return False
        return True

    # ------------------------------------------------------------ down to the smallest minor

    def _lowest(self) -> Iterator[Special]:
        """Instances that refute where a minor is smallest; that one seems to vanish where none does."""
        paths = list(itertools.islice(self._varied(), MAX_VARIED)) if self.lowest else []
        rng = random.Random(f"lowest {self.case.text}")
        for k in range(len(self.measure.sizes(self.instance)) if paths else 0):
            highest = Fraction(0)
            for turn in range(DESCENTS):
                # Every second time near, within an interval.
                width = 1 if turn % 2 else 2 * WIDTH
                start = tuple(Fraction(rng.randint(-WIDTH, WIDTH), width) if turn else Fraction(0) for _ in paths)
                found = list(descent(self._size(k, paths), start))
                yield from (Special(there) for point, _ in found for there in self._refuting(paths, point))
                highest = max([highest, *(value for _, value in found)])
                small = bool(found) and found[-1][1] < VANISHING * highest and settled([point for point, _ in found])
                if small and not self._harmless(k, paths, found[-1][0]):
                    yield Special(why="special values of the letters that were approached and not reached")
                if len(found) == 2:
                    # One step leads to the lowest point of a quadratic function, which has no other.
                    break

    def _harmless(self, k: int, paths: list[Path], point: Point) -> bool:
        """Whether a number vanishes near a point where the equivalence holds: A' A y = 0 <=> A y = 0 does at A = 0."""
        for denominator in DENOMINATORS:
            there = self._moved(paths, tuple(step.limit_denominator(denominator) for step in point))
            if there and self.measure.sizes(there)[k] == 0:
                return compare_equivalence(self.case, there, ExactReals()).found in (EQUAL, UNDEFINED)
        return False

    def _refuting(self, paths: list[Path], point: Point) -> Iterator[Instance]:
        """Instances near a point, with values that are short to write, that refute."""
        for denominator in DENOMINATORS:
            there = self._moved(paths, tuple(step.limit_denominator(denominator) for step in point))
            if there and compare_equivalence(self.case, there, ExactReals()).found == UNEQUAL:
                yield there

    def _varied(self) -> Iterator[Path]:
        """The single entries that the minors depend on."""
        here = self.measure.sizes(self.instance)
        for path in entries(self.case, self.instance):
            try:
                there = self.measure.sizes(path.at(self.instance, ELSEWHERE))
            except (NotExpressible, UndefinedValue):
                continue
            if there != here:
                yield path

    def _size(self, k: int, paths: list[Path]) -> Callable[[Point], Fraction | None]:
        def size(point: Point) -> Fraction | None:
            there = self._moved(paths, point)
            try:
                value = self.measure.sizes(there)[k] if there else None
            except (NotExpressible, UndefinedValue):
                return None
            return None if value is None else Fraction(int(value.p), int(value.q))

        return size

    def _moved(self, paths: list[Path], point: Point) -> Instance | None:
        """The instance with each entry a step further; None outside of the structures."""
        there = self.instance
        for path, step in zip(paths, point, strict=True):
            if not path.inside(there, step):
                return None
            there = path.at(there, step)
        return there
