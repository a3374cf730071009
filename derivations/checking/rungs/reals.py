"""Exact reals and balls: generic instances at every size, and special ones of an equivalence."""

from __future__ import annotations

import itertools

from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome, has_integral
from derivations.checking.counterexample import at_instance, refutes
from derivations.checking.equivalences import base, critical, rational_instances, unreached
from derivations.checking.instances import SCALES, Instance, draw_degenerate, draw_generic
from derivations.checking.rungs.finding import over_sizes, seeded
from derivations.checking.verdict import Rung
from derivations.claims import Equation, Equivalence
from derivations.values import Balls, ExactReals

EFFECTIVE = 24
"""Real instances at which roots and logs are compared, over all sizes, so that every pattern of signs may occur."""


DRAWS = 40
"""Most draws at one size in search of an instance at which both sides are defined."""


INTEGRAL_DRAWS = 6
"""The same for claims with integrals, which take a thousand times as long."""


DEGENERATE_SIZES = 4
"""Sizes, the smallest, at which an equivalence is tried where something vanishes or is singular."""


CRITICAL_SIZES = 2
"""Sizes at which it is tried where a system that it solves loses rank."""


def real_rung(
    claim: Equation | Equivalence, assignments: list[dict[str, int]], modular: str, refuting: list[Instance]
) -> Rung:
    """Effective real instances at every size: one where the prime field agreed, many where roots and logs occur.

    Where it did not agree, one instance may be a special one: a^3 = 1/a^3 at a = 1.
    """
    one = modular == EQUAL or (has_integral(claim) and modular != UNEQUAL)
    wanted = 1 if one else max(len(SCALES), 0 if isinstance(claim, Equivalence) else EFFECTIVE // len(assignments))
    outcomes = [real_outcome(claim, sizes, wanted, refuting) for sizes in assignments]
    if isinstance(claim, Equivalence):
        for place, sizes in enumerate(assignments[:DEGENERATE_SIZES]):
            special = _special_outcome(claim, sizes, place < CRITICAL_SIZES, refuting)
            if special.found == UNEQUAL or outcomes[place].found == EQUAL:
                outcomes[place] = special
    digits = min((outcome.digits for outcome in outcomes if outcome.digits), default=0)
    rung = over_sizes(ExactReals.name, assignments, outcomes)
    if rung.outcome == EQUAL and digits:
        return Rung(Balls.name, EQUAL, f"{rung.detail}, differences below 1e-{digits}")
    return rung


def _special_outcome(claim: Equivalence, sizes: dict[str, int], critically: bool, refuting: list[Instance]) -> Outcome:
    """Unequal at an instance at which something vanishes, or a system of the equivalence loses rank; else equal."""
    rng = seeded(claim, sizes, "degenerate")
    degenerate = list(draw_degenerate(claim, sizes, rng))
    generic = base(claim, draw_generic(claim, sizes, rng, 0))
    found = critical(claim, generic) if critically else []
    for instance in itertools.chain(degenerate, [generic], rational_instances(generic, found)):
        if refutes(claim, instance):
            refuting.append(instance)
            return Outcome(UNEQUAL)
    why = unreached(claim, generic, found)
    return Outcome(UNSUPPORTED, reason=why) if why else Outcome(EQUAL)


def real_outcome(
    claim: Equation | Equivalence, sizes: dict[str, int], wanted: int, refuting: list[Instance]
) -> Outcome:
    """Unequal at one generic instance, or equal at so many at which both sides are defined."""
    rng = seeded(claim, sizes, "reals")
    outcome, effective = Outcome(UNDEFINED), 0
    digits: list[int] = []
    undecided: Outcome | None = None
    # The solutions of an equivalence may lie outside the structure of its unknown at one instance, and not at the next.
    patience = 2 * len(SCALES) if isinstance(claim, Equivalence) else 0
    for number in range(INTEGRAL_DRAWS if has_integral(claim) else DRAWS):
        instance = draw_generic(claim, sizes, rng, number)
        found = at_instance(claim, instance)
        if found.found == UNEQUAL:
            refuting.append(instance)
            return found
        if found.found == UNSUPPORTED:
            undecided = undecided or found
            if number >= patience:
                return undecided
        if found.found == EQUAL or not effective:
            outcome = found
        effective += found.found == EQUAL
        digits += [found.digits] if found.digits else []
        if effective == wanted:
            break
    return undecided or outcome._replace(digits=min(digits, default=0))
