"""Exact reals and balls: generic instances at every size, and special ones of an equivalence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from derivations.checking.budgets import coefficients
from derivations.checking.case import Case, Sizes
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome
from derivations.checking.counterexample import at_instance, refutes
from derivations.checking.equivalences import base, critical, rational_instances, unreached
from derivations.checking.finding import Finding
from derivations.checking.instances import SCALES, Instance, draw_degenerate, draw_generic, other_signs
from derivations.checking.rungs.over_sizes import over_sizes, seeded
from derivations.checking.rungs.prime_field import modular_outcome
from derivations.claims import Equivalence
from derivations.values import Balls, ExactReals

EFFECTIVE = 24
"""Real instances at which roots and logs are compared, over all sizes, so that every pattern of signs may occur."""
DRAWS = 40
"""Most draws at one size in search of an instance at which both sides are defined."""
INTEGRAL_DRAWS = 6
"""The same for claims with integrals, which take a thousand times as long."""
MIXED = 4
"""After one draw in so many, if nothing was defined, every second one is positive: log(A) of a symmetric A."""
SIGN_DRAWS = 12
"""Draws of which the signs are turned too, where the prime field cannot tell: the usual ones may be of one sign all."""
DEGENERATE_SIZES = 4
"""Sizes, the smallest, at which an equivalence is tried where something vanishes or is singular."""
CRITICAL_SIZES = 2
"""Sizes at which it is tried where a system that it solves loses rank."""
MAX_COEFFICIENTS = 1_100
"""Most coefficients of systems that are followed to where they lose rank: each is made two hundred times."""

INTEGRAL_INSTANCES = 2
"""Real instances at one size at which they are compared where the prime field cannot."""


class Tried(NamedTuple):
    """What was found at one choice of sizes, and the instance at which the sides differ."""

    outcome: Outcome
    refuting: tuple[Instance, ...] = ()


class RealsRung:
    """Effective real instances at every size: one where the prime field agreed, many where roots and logs occur."""

    name = ExactReals.name

    def __call__(self, case: Case) -> Finding:
        """Under the name of the balls where some of the values were enclosed."""
        wanted = _wanted(case)
        found = [real_outcome(case, sizes, wanted) for sizes in case.assignments]
        refuting = [instance for tried in found for instance in tried.refuting]
        outcomes = [tried.outcome for tried in found]
        if isinstance(case.claim, Equivalence):
            for place, sizes in enumerate(case.assignments[:DEGENERATE_SIZES]):
                special = _special(case, sizes, place < CRITICAL_SIZES)
                refuting += special.refuting
                if special.outcome.found == UNEQUAL or outcomes[place].found == EQUAL:
                    outcomes[place] = special.outcome
        elif outcomes and outcomes[0].found == EQUAL and not _modular_equal(case):
            signed = next(_refuting_signs(case, case.assignments[0]), None)
            if signed is not None:
                refuting.append(signed)
                outcomes[0] = Outcome(UNEQUAL)
        return _finding(case, outcomes, refuting)


def _wanted(case: Case) -> int:
    """Instances at one size.  Where the prime field did not agree, one may be a special one: a^3 = 1/a^3 at a = 1."""
    if _modular_equal(case):
        return 1
    if case.has_integral and UNEQUAL not in _modular(case):
        return INTEGRAL_INSTANCES
    return max(len(SCALES), 0 if isinstance(case.claim, Equivalence) else EFFECTIVE // len(case.assignments))


def _modular(case: Case) -> set[str]:
    return {modular_outcome(case, sizes).found for sizes in case.assignments}


def _modular_equal(case: Case) -> bool:
    return _modular(case) == {EQUAL}


def _refuting_signs(case: Case, sizes: Sizes) -> Iterator[Instance]:
    """Instances that refute the claim among some of both signs, and of one sign with those of one letter or all turned.

    A chain sqrt(a b) sqrt(b c) sqrt(c d) = b c sqrt(a d) is defined where all have one sign, and may fail at the other.
    """
    rng = seeded(case, sizes, "signs")
    for number in range(INTEGRAL_DRAWS if case.has_integral else SIGN_DRAWS):
        positive = number % 2 == 1
        instance = draw_generic(case, sizes, rng, number, positive)
        for candidate in (instance, *(other_signs(instance) if positive else ())):
            if refutes(case, candidate):
                yield candidate


def _special(case: Case, sizes: Sizes, critically: bool) -> Tried:
    """Unequal at an instance at which something vanishes, or a system of the equivalence loses rank; else equal."""
    rng = seeded(case, sizes, "degenerate")
    degenerate = list(draw_degenerate(case, sizes, rng))
    generic = base(case, draw_generic(case, sizes, rng, 0))
    count = coefficients(case.unknown, case.claim.expressions, sizes) if case.unknown else 0
    affordable = count <= MAX_COEFFICIENTS
    found = critical(case, generic) if critically and affordable else []
    for instance in itertools.chain(degenerate, [generic], rational_instances(generic, found)):
        if refutes(case, instance):
            return Tried(Outcome(UNEQUAL), (instance,))
    too_large = f"special values were not sought in systems of {count} coefficients, the budget is {MAX_COEFFICIENTS}"
    why = too_large if critically and not affordable else unreached(case, generic, found)
    return Tried(Outcome(UNSUPPORTED, reason=why) if why else Outcome(EQUAL))


def _finding(case: Case, outcomes: list[Outcome], refuting: Iterable[Instance]) -> Finding:
    """Of all sizes together."""
    found = replace(over_sizes(ExactReals.name, case.assignments, outcomes), verifies=True, refuting=tuple(refuting))
    digits = min((outcome.digits for outcome in outcomes if outcome.digits), default=0)
    return replace(found, name=Balls.name, digits=digits) if found.outcome == EQUAL and digits else found


def differs(case: Case, sizes: Sizes) -> bool:
    """Whether the sides certainly differ at the sizes; one real instance tells where the prime field cannot."""
    modular = modular_outcome(case, sizes).found
    return UNEQUAL in (modular, modular if modular == EQUAL else real_outcome(case, sizes, 1).outcome.found)


def real_outcome(case: Case, sizes: Sizes, wanted: int) -> Tried:
    """Unequal at one generic instance, or equal at so many at which both sides are defined."""
    rng = seeded(case, sizes, "reals")
    outcome, effective = Outcome(UNDEFINED), 0
    digits: list[int] = []
    undecided: Outcome | None = None
    # The solutions of an equivalence may lie outside the structure of its unknown at one instance, and not at the next.
    patience = 2 * len(SCALES) if isinstance(case.claim, Equivalence) else 0
    draws = INTEGRAL_DRAWS if case.has_integral else DRAWS
    for number in range(draws):
        positive = not effective and number >= draws // MIXED and number % 2 == 1
        instance = draw_generic(case, sizes, rng, number, positive)
        found = at_instance(case, instance)
        if found.found == UNEQUAL:
            return Tried(found, (instance,))
        if found.found == UNSUPPORTED:
            undecided = undecided or found
            if number >= patience:
                return Tried(undecided)
        if found.found == EQUAL or not effective:
            outcome = found
        effective += found.found == EQUAL
        digits += [found.digits] if found.digits else []
        if effective == wanted:
            break
    return Tried(undecided or outcome._replace(digits=min(digits, default=0)))
