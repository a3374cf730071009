"""The prime field: one uniform instance at every size."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.checking.compare import UNDEFINED, Outcome
from derivations.checking.counterexample import at_instance
from derivations.checking.instances import draw_modular
from derivations.checking.rungs.finding import MODULAR_DRAWS, over_sizes, seeded
from derivations.checking.verdict import Rung
from derivations.claims import Equation, Equivalence
from derivations.values import PrimeField


def modular_rung(claim: Equation | Equivalence, assignments: list[dict[str, int]]) -> Rung:
    """One uniform instance in the prime field at every size; a few more where a side is not defined."""
    return over_sizes(PrimeField.name, assignments, [modular_outcome(claim, sizes) for sizes in assignments])


def modular_outcome(claim: Equation | Equivalence, sizes: dict[str, int]) -> Outcome:
    rng = seeded(claim, sizes, "modular")
    return _first_defined(
        at_instance(claim, draw_modular(claim, sizes, rng), PrimeField()) for _ in range(MODULAR_DRAWS)
    )


def _first_defined(outcomes: Iterator[Outcome]) -> Outcome:
    outcome = Outcome(UNDEFINED)
    for outcome in outcomes:
        if outcome.found != UNDEFINED:
            break
    return outcome
