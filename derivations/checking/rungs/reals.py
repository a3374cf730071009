"""Exact reals and balls: generic instances at every size, and special ones of an equivalence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

from derivations.checking.budgets import coefficients
from derivations.checking.case import Case, Sizes
from derivations.checking.compare import EQUAL, UNEQUAL, UNSUPPORTED, Outcome
from derivations.checking.counterexample import refutes
from derivations.checking.equivalences import special_value, starts
from derivations.checking.finding import Finding
from derivations.checking.instances import SCALES, Instance, draw_degenerate, draw_generic
from derivations.checking.rungs.elsewhere import elsewhere, every_state, not_by_chance
from derivations.checking.rungs.generic import Tried, real_outcome
from derivations.checking.rungs.over_sizes import over_sizes
from derivations.checking.rungs.prime_field import modular_outcome
from derivations.claims import Equivalence
from derivations.values import Balls, ExactReals

EFFECTIVE = 24
"""Real instances at which roots and logs are compared, over all sizes, so that every pattern of signs may occur."""
DEGENERATE_SIZES = 4
"""Sizes, the smallest, at which an equivalence is tried where something vanishes, or a system loses rank.

Sums over i < j < k are empty at the first two.
"""
LOWEST_SIZES = 2
"""Those of them at which a minor without real roots is followed to where it is smallest, which is dear."""
UNDECIDED_SIZES = 2
"""Sizes at which an equivalence is not decided before it is left."""
MAX_COEFFICIENTS = 1_100
"""Most coefficients of systems that are followed to where they lose rank: each is made two hundred times."""

INTEGRAL_INSTANCES = 2
"""Real instances at one size at which they are compared where the prime field cannot."""


class RealsRung:
    """Effective real instances at every size: one where the prime field agreed, many where roots and logs occur."""

    name = ExactReals.name

    def __call__(self, case: Case) -> Finding:
        """Under the name of the balls where some of the values were enclosed."""
        wanted = _wanted(case)
        found = _at_sizes(case, wanted)
        refuting = [instance for tried in found for instance in tried.refuting]
        outcomes = [tried.outcome for tried in found]
        if isinstance(case.claim, Equivalence):
            undecided = any(outcome.found == UNSUPPORTED for outcome in outcomes)
            for place, sizes in enumerate(case.assignments[: 1 if undecided else DEGENERATE_SIZES]):
                special = _special(case, sizes, place < LOWEST_SIZES)
                refuting += special.refuting
                if special.outcome.found == UNEQUAL or outcomes[place].found == EQUAL:
                    outcomes[place] = special.outcome
            agrees = False
        else:
            agrees = {outcome.found for outcome in outcomes} == {EQUAL}
            outcomes = [not_by_chance(case, *found) for found in zip(case.assignments, outcomes, strict=True)]
        if not isinstance(case.claim, Equivalence) and not refuting:
            refuting += itertools.islice(every_state(case), 1)
            outcomes[0] = Outcome(UNEQUAL) if refuting else outcomes[0]
        agree = agrees or {outcome.found for outcome in outcomes} == {EQUAL}
        if agree and not _modular_equal(case):
            beyond = elsewhere(case)
            refuting += beyond.refuting
            outcomes[0] = outcomes[0] if beyond.outcome.found == EQUAL else beyond.outcome
        return replace(_finding(case, outcomes, refuting), agrees=agrees and not refuting)


def _at_sizes(case: Case, wanted: int) -> list[Tried]:
    """What is found at every size; an equivalence for which no operation is found is not tried further."""
    found: list[Tried] = []
    for sizes in case.assignments:
        undecided = [tried for tried in found if tried.outcome.found == UNSUPPORTED]
        again = isinstance(case.claim, Equivalence) and len(undecided) == UNDECIDED_SIZES
        found.append(undecided[0] if again else real_outcome(case, sizes, wanted))
    return found


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


def _special(case: Case, sizes: Sizes, lowest: bool) -> Tried:
    """Unequal at an instance at which something vanishes, or a system of the equivalence loses rank; else equal.

    ``lowest``: it is looked for where a minor is smallest too.
    """
    rng = case.generator("degenerate", sizes)
    degenerate = list(draw_degenerate(case, sizes, rng))
    generic = list(starts(case, draw_generic(case, sizes, rng, 0)))
    for instance in (*degenerate, *generic):
        if refutes(case, instance):
            return Tried(Outcome(UNEQUAL), (instance,))
    count = coefficients(case.unknown, case.claim.expressions, sizes) if case.unknown else 0
    if count > MAX_COEFFICIENTS:
        why = f"special values were not sought in systems of {count} coefficients, the budget is {MAX_COEFFICIENTS}"
        return Tried(Outcome(UNSUPPORTED, reason=why) if lowest else Outcome(EQUAL))
    why = ""
    for instance in generic:
        found = special_value(case, instance, lowest)
        if found.refuting:
            return Tried(Outcome(UNEQUAL), (found.refuting,))
        why = why or found.why
    return Tried(Outcome(UNSUPPORTED, reason=why) if why else Outcome(EQUAL))


def _finding(case: Case, outcomes: list[Outcome], refuting: Iterable[Instance]) -> Finding:
    """Of all sizes together."""
    found = replace(over_sizes(ExactReals.name, case.assignments, outcomes), verifies=True, refuting=tuple(refuting))
    if case.orders and not _modular_equal(case):
        found = replace(found, orders=(min(case.orders), max(case.orders)))
    digits = min((outcome.digits for outcome in outcomes if outcome.digits), default=0)
    return replace(found, name=Balls.name, digits=digits) if found.outcome == EQUAL and digits else found
