"""Where agreement at generic instances says too little: other signs, orders of magnitude, corners, balls of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from derivations.checking.case import Case, Sizes
from derivations.checking.compare import EQUAL, UNEQUAL, UNSUPPORTED, Outcome, compare_balls
from derivations.checking.constants import generalised
from derivations.checking.corners import CORNER_SIZES, Search, one_signed
from derivations.checking.counterexample import affordable, refutes
from derivations.checking.instances import Instance, draw_generic, draw_wide, other_signs
from derivations.checking.rungs.generic import INTEGRAL_DRAWS, Tried, real_outcome
from derivations.claims import Equation, plain
from derivations.tree import Corner, Letter, Rows, shape_of

SIGN_DRAWS = 12
"""Draws of which the signs are turned too: the usual ones may be of one sign all."""
WIDE = 8
"""Draws over many orders of magnitude: a difference may be too small to be seen at one of them."""
NUMBERS = 2
"""Instances at which an equation is tried with letters in the place of its numbers."""


def every_state(case: Case) -> Iterator[Instance]:
    """Instances that refute the claim among those with all values of spins: a random one hardly has all of one sign."""
    for sizes in case.assignments if any(_states(letter, case.assignments[0]) for letter in _letters(case)) else ():
        generic = draw_generic(case, sizes, case.generator("states", sizes), 0)
        finite = [letter for letter in _letters(case) if letter in generic.values and _states(letter, sizes)]
        chosen = (dict(zip(finite, rows, strict=True)) for rows in product(*(_states(one, sizes) for one in finite)))
        instances = (replace(generic, values={**generic.values, **states}) for states in chosen)
        yield from (instance for instance in affordable(case, instances) if refutes(case, instance))


def _letters(case: Case) -> list[Letter]:
    return [atom for atom in case.atoms if isinstance(atom, Letter) and not atom.axes]


def _states(letter: Letter, sizes: Sizes) -> list[Rows]:
    return list(letter.kind.every(shape_of(letter.of, sizes)))


def elsewhere(case: Case) -> Tried:
    """Unequal at an instance of other signs or sizes, or beyond a corner; not told where one was not crossed."""
    found = None
    if isinstance(case.claim, Equation):
        found = next(_refuting(case, case.assignments[0]), None)
    if found is not None:
        return Tried(Outcome(UNEQUAL), (found,))
    if case.corners and case.recurs:
        # Cells are entered at whole numbers, where a sine may vanish.
        return Tried(Outcome(UNSUPPORTED, reason="sin, cos or Gamma beside another branch, which was not sought"))
    return _beyond_corners(case) if case.corners else Tried(Outcome(EQUAL))


def _refuting(case: Case, sizes: Sizes) -> Iterator[Instance]:
    """Instances that refute the claim among those of other signs, and over many orders of magnitude."""
    yield from _of_other_signs(case, sizes)
    rng = case.generator("wide", sizes)
    # Between bounds that are far apart no quadrature encloses what one between near bounds does not.
    for number in range(0 if case.has_integral else WIDE):
        instance = draw_wide(case, sizes, rng, number % 2 == 1)
        if refutes(case, instance):
            yield instance


def _of_other_signs(case: Case, sizes: Sizes) -> Iterator[Instance]:
    """Instances that refute the claim among some of both signs, and of one sign with those of one letter or all turned.

    A chain sqrt(a b) sqrt(b c) sqrt(c d) = b c sqrt(a d) is defined where all have one sign, and may fail at the other.
    """
    rng = case.generator("signs", sizes)
    for number in range(INTEGRAL_DRAWS if case.has_integral else SIGN_DRAWS):
        positive = number % 2 == 1
        instance = draw_generic(case, sizes, rng, number, positive)
        for candidate in (instance, *(other_signs(instance) if positive else ())):
            if refutes(case, candidate):
                yield candidate


def _beyond_corners(case: Case) -> Tried:
    met: dict[Corner, set[int]] = {}
    for place, sizes in enumerate(case.assignments):
        search = Search(case, sizes)
        search.run(thorough=place < CORNER_SIZES)
        found = next((instance for instance in search.instances() if refutes(case, instance)), None)
        if found is not None:
            return Tried(Outcome(UNEQUAL), (found,))
        if case.function_names and any(_differs_in_balls(case, instance) for instance in search.instances()):
            # Where corners are sought function letters are waves, and elsewhere they have other values.
            return Tried(Outcome(UNSUPPORTED, reason="beyond a corner the sides differ for a function in its place"))
        for corner, signs in search.signs.items():
            met.setdefault(corner, set()).update(signs)
    why = next((f"{plain(of)} was met {signs}" for of, signs in one_signed(case, met)), "")
    return Tried(Outcome(UNSUPPORTED, reason=why) if why else Outcome(EQUAL))


def _differs_in_balls(case: Case, instance: Instance) -> bool:
    return isinstance(case.claim, Equation) and compare_balls(case.claim, instance).found == UNEQUAL


def not_by_chance(case: Case, sizes: Sizes, outcome: Outcome) -> Outcome:
    """What was found of an equation, unless balls agree around numbers without letters, which may differ by less."""
    if outcome.found != EQUAL or not outcome.digits:
        return outcome
    general = generalised(case, sizes)
    if general is None or real_outcome(general, sizes, NUMBERS).outcome.found == EQUAL:
        return outcome
    why = f"numbers without letters agree to 10^-{outcome.digits}, and no exact arithmetic tells whether they are equal"
    return Outcome(UNSUPPORTED, reason=why)
