"""The prime field: one uniform instance at every size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivations.checking.case import Case, Sizes
from derivations.checking.compare import UNDEFINED, Outcome
from derivations.checking.counterexample import at_instance
from derivations.checking.finding import Finding
from derivations.checking.instances import draw_modular
from derivations.checking.rungs.over_sizes import over_sizes
from derivations.claims import Equation
from derivations.values import PrimeField

MODULAR_DRAWS = 3
"""Draws at one size in search of an instance at which both sides are defined: most uniform ones are."""


class PrimeFieldRung:
    """One uniform instance in the prime field of the case at every size; a few more where a side is not defined."""

    name = "prime field"

    def __call__(self, case: Case) -> Finding:
        """Equality verifies an equation; an equivalence may fail at special values, which only the reals look for."""
        outcomes = [modular_outcome(case, sizes) for sizes in case.assignments]
        found = over_sizes(PrimeField(case.modulus).name, case.assignments, outcomes)
        return replace(found, modulus=case.modulus, verifies=isinstance(case.claim, Equation))


def modular_outcome(case: Case, sizes: Sizes) -> Outcome:
    """What is found at one choice of sizes; the reals ask for it again."""
    return case.once(("modular", case.modulus, *sizes.items()), lambda: _modular_outcome(case, sizes))


def _modular_outcome(case: Case, sizes: Sizes) -> Outcome:
    rng = case.generator("modular", sizes)
    field = PrimeField(case.modulus)
    return _first_defined(at_instance(case, draw_modular(case, sizes, rng), field) for _ in range(MODULAR_DRAWS))


def _first_defined(outcomes: Iterator[Outcome]) -> Outcome:
    outcome = Outcome(UNDEFINED)
    for outcome in outcomes:
        if outcome.found != UNDEFINED:
            break
    return outcome
