"""Instances on every side of the corners of a claim, sought over many orders of magnitude.

|a + 10| = a + 10 holds wherever a > -10: agreement on one side of a corner says nothing of the other.  The signs of the
numbers at whose zeros corners lie (`derivations.tree`, `Corner`) divide the instances into cells; within one, a claim
is between analytic functions, and one generic instance tells.  Cells are sought from known ones along paths on which
one entry of one letter runs over the orders of magnitude of both signs: where signs change between two places, where
the size of such a number has a dip, and downhill where a number has shown one sign only.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import NamedTuple

from derivations.checking.case import Case, Sizes
from derivations.checking.equivalences import Path, entries, line
from derivations.checking.instances import Instance, draw_generic
from derivations.checking.profiles import Profile, profile_at
from derivations.claims import side_conditions
from derivations.tree import Corner, Expectation, Expr, Integral, Letter, Unknown, atoms

CORNER_SIZES = 2
"""Sizes, the smallest, at which all sides of corners are sought."""
EXPONENTS = (*range(9), 10, 12, 14, 17, 20, 24, 32, 64, 256, 1024, -1, -2, -4, -8, -16, -32, -64, -256, -1024)
MAGNITUDES = [Fraction(2) ** exponent for exponent in sorted(EXPONENTS)]
PLACES = (*(-size for size in reversed(MAGNITUDES)), Fraction(0), *MAGNITUDES)
"""Where a path is looked at: beyond the values that anybody writes, e^-700 among them."""
STARTS = 4
"""Instances that the search starts from, every second one positive."""
MAX_PROBES = 3_000
"""Most instances that are looked at for one choice of sizes."""
MAX_OPERATIONS = 80_000
"""Most operations on scalars of all of them together, if each takes `OVERHEAD` more than is counted."""
OVERHEAD = 30
"""Operations that the evaluation of a short side in balls takes as long as."""
INTEGRAL = 600
"""Operations that a claim with an integral is counted as, whose enclosure takes as long as so many."""
MAX_CELLS = 24
"""Most cells whose neighbours are sought."""
MAX_PATHS = 10
"""Most paths from one instance."""
HALVINGS = 40
"""How often the way between two places is halved in search of what lies between two changes of sign."""
NARROWINGS = 36
"""How often a dip is narrowed, by a third each time."""
TOUCHING = 20
"""A number that is 2^20 times smaller in a dip than beside it touches zero there."""
BESIDE = (Fraction(1, 8), Fraction(1, 512))
"""How far beside a place where a number touches zero the claim is tried, in parts of it."""
SIGNS = ("positive", "nonnegative", "negative")
"""Conditions that leave a number one sign."""
ROUNDS = 3
"""How often every path is gone downhill."""


class Place(NamedTuple):
    """A parameter of a path, and what is met there."""

    at: Fraction
    profile: Profile


class Search:
    """The cells of a claim at one choice of sizes."""

    def __init__(self, case: Case, sizes: Sizes) -> None:
        self.case, self.sizes = case, sizes
        price = INTEGRAL if case.has_integral else case.cost(sizes) + OVERHEAD
        self.left = min(MAX_PROBES, 1 + MAX_OPERATIONS // price)
        self.cells: dict[tuple[int, ...], Instance] = {}
        self.beside: list[Instance] = []
        """Instances beside places where a number touches zero."""
        self.signs: dict[Corner, set[int]] = {}
        self.pending: deque[Instance] = deque()
        self.possible = 2
        """As many cells as there may be: a number met twice has one sign."""

    def run(self, thorough: bool = True) -> None:
        """Looks for cells until no new one is met, then downhill for signs that were not; else at some instances."""
        rng = self.case.generator("corners", self.sizes)
        for number in range(STARTS):
            self.probe(draw_generic(self.case, self.sizes, rng, number, number % 2 == 1, unknown=True))
        starts = list(self.cells.values()) if thorough else []
        while starts and self.pending and self.left > 0 and len(self.cells) < min(MAX_CELLS, self.possible):
            instance = self.pending.popleft()
            for path in _paths(self.case, instance):
                self.along(path, instance)
        for corner, signs in list(self.signs.items()):
            if corner.both and starts and len(signs - {0}) < 2:
                self.downhill(corner, starts[0])

    def probe(self, instance: Instance) -> Profile | None:
        """What is met at the instance; None where the claim has no value, or nothing is left to spend."""
        if self.left <= 0:
            return None
        self.left -= 1
        profile = profile_at(self.case, instance)
        if profile is None:
            return None
        for met in profile:
            self.signs.setdefault(met.corner, set()).add(met.sign)
        signs = tuple(met.sign for met in dict.fromkeys(profile))
        self.possible = 2 ** len(signs)
        if signs not in self.cells and 0 not in signs:
            self.cells[signs] = instance
            self.pending.append(instance)
        return profile

    def at(self, path: Path, instance: Instance, place: Fraction) -> Place | None:
        """What is met at a place of a path, within the declared structure."""
        there = _within(path, instance, place)
        profile = None if there is None else self.probe(there)
        return None if profile is None else Place(place, profile)

    def along(self, path: Path, instance: Instance) -> list[Place]:
        """All that is met along a path."""
        met = [place for at in PLACES if (place := self.at(path, instance, at)) is not None]
        # Where balls do not hold a side the corners are met alone: only places with the same ones are compared.
        places = [place for place in met if _corners(place) == _corners(met[0])]
        for first, second in itertools.pairwise(places):
            self.between(path, instance, first, second, HALVINGS)
        for k in range(1, len(places) - 1):
            for number in _dips(*places[k - 1 : k + 2]):
                self.narrow(path, instance, number, places[k - 1 : k + 2])
        return places

    def between(self, path: Path, instance: Instance, first: Place, second: Place, left: int) -> None:
        """What is met between two places at which more than one sign differs."""
        changed = sum(one.sign != other.sign for one, other in zip(first.profile, second.profile, strict=False))
        middle = self.at(path, instance, (first.at + second.at) / 2) if changed > 1 and left else None
        if middle is not None:
            self.between(path, instance, first, middle, left - 1)
            self.between(path, instance, middle, second, left - 1)

    def narrow(self, path: Path, instance: Instance, number: int, around: Sequence[Place]) -> Fraction:
        """Where the size of one number is smallest in a dip; what touches zero there is tried on both sides."""
        low, lowest, high = (place.at for place in around)
        start, size = around[1].profile[number], around[1].profile[number].size
        for step in range(NARROWINGS):
            below, above = lowest - low, high - lowest
            at = lowest - below / 3 if below > above else lowest + above / 3
            place = self.at(path, instance, at.limit_denominator(1 << 2 * (step + 16)))
            if place is None or _corners(place) != _corners(around[1]) or place.profile[number].sign != start.sign:
                break
            if place.profile[number].size < size:
                low, high = (low, lowest) if place.at < lowest else (lowest, high)
                lowest, size = place.at, place.profile[number].size
            else:
                low, high = (place.at, high) if place.at < lowest else (low, place.at)
        if around[1].profile[number].size > size + TOUCHING or size == -inf:
            self._try_beside(path, instance, lowest)
        return lowest

    def _try_beside(self, path: Path, instance: Instance, place: Fraction) -> None:
        for part, sign in itertools.product(BESIDE, (1, -1)):
            there = _within(path, instance, place + sign * part * (abs(place) or 1))
            self.beside += [] if there is None else [there]

    def downhill(self, corner: Corner, instance: Instance) -> None:
        """Moves letter by letter to where the number is smallest in size, until its sign changes."""
        for _ in range(ROUNDS):
            for path in _paths(self.case, instance):
                places = self.along(path, instance)
                number = _number_of(corner, places)
                if len(self.signs[corner] - {0}) == 2 or number is None:
                    return
                lowest = min(range(len(places)), key=lambda k: places[k].profile[number].size)
                around = places[max(0, lowest - 1) : lowest + 2]
                at = self.narrow(path, instance, number, around) if len(around) == 3 else places[lowest].at
                instance = _within(path, instance, at) or instance

    def instances(self) -> Iterator[Instance]:
        """One in each cell, and those beside places where a number touches zero."""
        return itertools.chain(self.cells.values(), self.beside)


def one_signed(case: Case, met: Mapping[Corner, set[int]]) -> Iterator[tuple[Expr, str]]:
    """The numbers that may have both signs, for all that is known, and were met with one or with none."""
    # An integral over all values of a letter depends smoothly on what is left; a root beside may ask for one sign.
    everywhere = {letter for node in case.nodes for letter in _over_all(node)}
    asked = {need.of for need in side_conditions(case.claim.expressions) if need.what in SIGNS}
    for corner in dict.fromkeys(corner for node in case.nodes for corner in node.corners()):
        signs = met.get(corner, set()) - {0}
        if corner.both and corner.of not in asked and not _settled(corner.of, everywhere) and len(signs) < 2:
            yield corner.of, "positive only" if 1 in signs else "negative only" if signs else "nowhere"


def _settled(of: Expr, everywhere: set[Letter]) -> bool:
    """Whether the number depends on nothing but what is integrated over all values; not on a function letter."""
    return everywhere.issuperset(atoms(of)) and not any(isinstance(node, Unknown) for node in of.walk())


def _over_all(node: Expr) -> Iterator[Letter]:
    """What the node integrates over all values of."""
    match node:
        case Expectation(over=over):
            yield over
        case Integral(over=over) if not node.outside:
            yield over


def _corners(place: Place) -> list[Corner]:
    return [met.corner for met in place.profile]


def _number_of(corner: Corner, places: Sequence[Place]) -> int | None:
    """Which of the numbers met along a path belongs to the corner."""
    corners = _corners(places[0]) if places else []
    return corners.index(corner) if corner in corners else None


def _paths(case: Case, instance: Instance) -> Iterator[Path]:
    """All letters together, and one entry at a time."""
    together = line(case, instance)
    yield from (together,) if len(together.moves) > 1 else ()
    yield from itertools.islice(entries(case, instance), MAX_PATHS)


def _within(path: Path, instance: Instance, place: Fraction) -> Instance | None:
    """The instance at a place of a path, if that is within the declared structure."""
    step = place - path.start(instance)
    return path.at(instance, step) if path.inside(instance, step) else None


def _dips(before: Place, here: Place, behind: Place) -> Iterator[int]:
    """The numbers that are smaller in size at the middle one of three places, and of one sign at all."""
    for k, (one, two, three) in enumerate(zip(before.profile, here.profile, behind.profile, strict=False)):
        if one.sign == two.sign == three.sign and two.size < min(one.size, three.size):
            yield k
