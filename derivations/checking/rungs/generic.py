"""Generic real instances: where both sides are defined at so many of them, they are equal or they differ."""

from __future__ import annotations

from typing import NamedTuple

from derivations.checking.case import Case, Sizes
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome
from derivations.checking.counterexample import at_instance
from derivations.checking.instances import SCALES, Instance, draw_generic, draw_wide
from derivations.checking.rungs.prime_field import modular_outcome
from derivations.claims import Equation

DRAWS = 40
"""Most draws at one size in search of an instance at which both sides are defined."""
INTEGRAL_DRAWS = 6
"""The same for claims with integrals, which take a thousand times as long."""
MIXED = 4
"""After one draw in so many, if nothing was defined, every second one is positive: log(A) of a symmetric A."""


class Tried(NamedTuple):
    """What was found at one choice of sizes, and the instance at which the sides differ."""

    outcome: Outcome
    refuting: tuple[Instance, ...] = ()


def differs(case: Case, sizes: Sizes) -> bool:
    """Whether the sides certainly differ at the sizes; one real instance tells where the prime field cannot."""
    modular = modular_outcome(case, sizes).found
    return UNEQUAL in (modular, modular if modular == EQUAL else real_outcome(case, sizes, 1).outcome.found)


def real_outcome(case: Case, sizes: Sizes, wanted: int) -> Tried:
    """Unequal at one generic instance, or equal at so many at which both sides are defined."""
    rng = case.generator("reals", sizes)
    outcome, effective = Outcome(UNDEFINED), 0
    digits: list[int] = []
    undecided: Outcome | None = None
    # The solutions of an equivalence may lie outside the structure of its unknown at one instance, and not at the next.
    # One instance of an equation that no ball decides, exp(exp(exp(30))) or so, is left out.
    left_out = isinstance(case.claim, Equation)
    patience = 0 if case.has_integral else 2 * len(SCALES)
    draws = INTEGRAL_DRAWS if case.has_integral else DRAWS
    far = False
    for number in range(draws):
        positive = not effective and number >= draws // MIXED and number % 2 == 1
        small = not effective and number > 0 and number % 2 == 0
        # log(a - 100) has a value where a is large.
        far = far or (number == draws // 2 and not effective and not case.has_integral)
        wide = far and number % 2 == 0
        instance = (
            draw_wide(case, sizes, rng, number % 4 == 0)
            if wide
            else draw_generic(case, sizes, rng, number, positive, small=small)
        )
        found = at_instance(case, instance)
        if found.found == UNEQUAL:
            return Tried(found, (instance,))
        if found.found == UNSUPPORTED:
            undecided = undecided or found
            if number >= patience and not (left_out and effective):
                return Tried(undecided)
        if found.found == EQUAL or not effective:
            outcome = found
        effective += found.found == EQUAL
        digits += [found.digits] if found.digits else []
        if effective == wanted:
            break
    if undecided and not (left_out and 2 * effective >= wanted):
        return Tried(undecided)
    return Tried(outcome._replace(digits=min(digits, default=0)))
