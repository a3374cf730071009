"""The smallest counterexample that is found."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import prod

from derivations.checking.case import Case
from derivations.checking.compare import (
    EQUAL,
    UNDEFINED,
    UNEQUAL,
    UNSUPPORTED,
    Outcome,
    compare,
    compare_order,
    compare_reals,
)
from derivations.checking.costs import drawn_entries, solving
from derivations.checking.equivalences import compare_equivalence, one_sided
from derivations.checking.evidence import Counterexample, Truth, worth
from derivations.checking.formulas import formulas
from derivations.checking.hypotheses import hold, reach_all
from derivations.checking.instances import Instance, draw, orders_of_magnitude, simpler
from derivations.claims import Equation, Equivalence, Inequality
from derivations.tree import shape_of
from derivations.values import ExactReals, PrimeField

HEIGHTS = (1, 2, 3, 5, 9)
"""Sizes of the integers that instances are drawn from, in turn."""
DRAWS = 30
"""Draws at each size and height."""
STEPS = 400
"""Most steps towards a simpler counterexample."""
MAX_OPERATIONS = 2_000_000
"""Most operations on scalars of the draws together, and of the steps: those of one evaluation for each candidate."""
NOT_REACHED = "the hypotheses may hold where no instance was drawn: their coefficients depend on other letters"
ENTRY = 10
"""Operations that an exact number takes to be made, or compared."""


def at_instance(case: Case, instance: Instance, field: PrimeField | None = None) -> Outcome:
    """What is found at one instance, in a prime field or in the reals; an inequality that fails there is unequal."""
    if case.claim.given.hypotheses and not hold(case, instance.sizes, instance.values, field):
        return Outcome(UNDEFINED, reason="the hypotheses do not hold at any instance that was drawn")
    match case.claim:
        case Equivalence():
            found = compare_equivalence(case, instance, field or ExactReals())
        case Inequality():
            found = compare_order(case.claim, instance)
        case Equation() if field:
            found = compare(case.claim, instance, field)
        case Equation():
            found = compare_reals(case.claim, instance, case.symbolic and case.has_integral)
        case _:
            raise TypeError(f"nothing to compare in a claim of the kind {type(case.claim).__name__}")
    if found.found == EQUAL and case.claim.given.hypotheses and not reach_all(case):
        return Outcome(UNSUPPORTED, reason=NOT_REACHED)
    if found.found == EQUAL and field is None:
        case.orders.update(orders_of_magnitude(instance))
    return found


def refutes(case: Case, instance: Instance) -> bool:
    """Whether the instance is a counterexample."""
    return at_instance(case, instance).found == UNEQUAL


def smallest_counterexample(case: Case, known: Iterable[Instance]) -> Instance | None:
    """The first refuting instance in the order of sizes and heights, else one of those known, made simpler."""
    rng = random.Random(f"counterexample {case.text}")
    for candidates in (affordable(case, _drawn(case, rng)), _with_formulas(case, known), known):
        found = next((instance for instance in candidates if refutes(case, instance)), None)
        if found is not None:
            return _simplest(case, found)
    return None


def _with_formulas(case: Case, known: Iterable[Instance]) -> Iterator[Instance]:
    """The instances with functions that can be shown in the place of values of function letters."""
    for instance in known:
        if case.function_letters and not instance.polynomials:
            yield replace(instance, enclosed=True)


def _drawn(case: Case, rng: random.Random) -> Iterator[Instance]:
    for sizes in case.usual:
        for height in HEIGHTS:
            for _ in range(DRAWS):
                yield draw(case, sizes, rng, height)


def affordable(case: Case, candidates: Iterable[Instance]) -> Iterator[Instance]:
    """The candidates until their evaluations take too many operations."""
    left = MAX_OPERATIONS
    for instance in candidates:
        left -= price(case, instance.sizes)
        if left < 0:
            return
        yield instance


def price(case: Case, sizes: Mapping[str, int]) -> int:
    """Operations of one comparison."""
    return case.once(("price", *sizes.items()), lambda: _price(case, sizes))


def _price(case: Case, sizes: Mapping[str, int]) -> int:
    shapes = [shape_of(side.shape, sizes) for side in case.claim.expressions if side.shape is not None]
    entries = drawn_entries(case.claim, sizes) + sum(map(prod, shapes))
    return case.cost(sizes) + ENTRY * (entries + solving(case.claim, sizes))


def _simplest(case: Case, instance: Instance) -> Instance:
    left = MAX_OPERATIONS // price(case, instance.sizes)
    for _ in range(STEPS):
        candidates = list(itertools.islice(simpler(instance), left))
        place = next((place for place, candidate in enumerate(candidates) if refutes(case, candidate)), None)
        if place is None:
            break
        instance, left = candidates[place], left - place - 1
    return instance


def described(case: Case, instance: Instance) -> Counterexample:
    """The counterexample, both sides evaluated anew."""
    if isinstance(case.claim, Equivalence):
        unknown, point, on_the_left = one_sided(case, instance)
        values = {**instance.values, **instance.polynomials, unknown: point}
        return Counterexample(instance.sizes, values, {}, Truth(on_the_left), Truth(not on_the_left))
    indices = dict(at_instance(case, instance).indices)
    left, right = (worth(side, instance, indices, case.symbolic) for side in case.claim.expressions[:2])
    return Counterexample(
        instance.sizes, {**instance.values, **instance.polynomials}, indices, left, right, formulas(case, instance)
    )
