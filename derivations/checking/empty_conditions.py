"""Side conditions that cannot hold where a line needs them: t >= 0 for all values of t, under an integral.

Such a condition is asked at places of its ranges, for values of the other letters of many orders of magnitude.  Where
it fails at some place for all of these, the line has no value anywhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint

from derivations.checking.case import Case
from derivations.checking.compare import sides
from derivations.checking.counterexample import affordable
from derivations.checking.instances import Instance, draw_generic
from derivations.checking.letter_values import as_value
from derivations.claims import Condition, Equation
from derivations.tree import SCALAR, Letter, NotExpressible, Number, Range, UndefinedValue, atoms, shape_of
from derivations.values import PRECISION, Balls, Evaluator

FAILS = {
    "nonnegative": lambda value: value < 0,
    "positive": lambda value: value <= 0,
    "negative": lambda value: value >= 0,
    "nonzero": lambda value: value == 0,
}
"""When a ball certainly fails a condition: at a place drawn at random, so that a null set is not met."""
DRAWS = 48
"""Draws of the other letters at one choice of sizes: every second one positive, two thirds of other magnitudes."""
SIZES = 3
"""Choices of sizes, the smallest, at which a condition is asked."""
PLACES = 24
"""Places in the ranges for each draw, so that 2^-12 is the chance that no far one has the sign at which it fails."""
FAR = 40
"""Power of ten of every second place where a range has no end: far beyond the letters, however they are drawn."""
MAGNITUDES = (0, 1, 2, 4, 7)
"""Powers of ten that scalar letters are multiplied by: a bound between literals may lie far out."""


def empty_condition(case: Case, conditions: Sequence[Condition]) -> Condition | None:
    """The first condition on the letter of an integral that holds for no values of the other letters."""
    known = {*case.atoms} - {case.unknown}
    for condition in conditions:
        inside = {found.over for found in condition.ranges}
        told = condition.what in FAILS and condition.of.shape == SCALAR and _letters(condition) <= known | inside
        if inside and told and all(_fails(condition, instance) for instance in affordable(case, _instances(case))):
            return condition
    return None


def _letters(condition: Condition) -> set[Any]:
    bounds = (bound for found in condition.ranges for bound in (found.lower, found.upper) if bound is not None)
    return {atom for expr in (condition.of, *bounds) for atom in atoms(expr)}


def _instances(case: Case) -> Iterator[Instance]:
    for sizes in case.assignments[:SIZES]:
        rng = case.generator("conditions", sizes)
        for number in range(DRAWS):
            instance = draw_generic(case, sizes, rng, number, positive=number % 2 == 1)
            yield instance if number % 3 == 0 else _stretched(instance, rng)


def _stretched(instance: Instance, rng: random.Random) -> Instance:
    """The instance with each scalar letter at another order of magnitude."""
    values = {
        key: [[value[0][0] * 10 ** rng.choice(MAGNITUDES)]]
        if isinstance(key, Letter) and key.of == SCALAR and not key.axes and key.structure in ("general", "positive")
        else value
        for key, value in instance.values.items()
    }
    return replace(instance, values=values)


def _fails(condition: Condition, instance: Instance) -> bool:
    """Whether the condition fails at a place of its ranges; not where no ball tells."""
    rng = random.Random(f"{sorted(instance.sizes.items())}")
    with flint.ctx.workprec(PRECISION):
        try:
            return any(_fails_at(condition, instance, rng) for _ in range(PLACES))
        except NotExpressible:
            return False


def _fails_at(condition: Condition, instance: Instance, rng: random.Random) -> bool:
    system = Balls()
    values = instance.within(system)
    try:
        for found in reversed(condition.ranges):
            # From the outermost: the bounds of an inner one may depend on it.
            values[found.over] = _place(found, instance.sizes, system, values, rng)
        claimed = Equation(condition.of, Number(Fraction(0)))
        return any(FAILS[condition.what](pair.left) for pair in sides(claimed, instance.sizes, system, values))
    except UndefinedValue:
        return True


def _place(found: Range, sizes: Mapping[str, int], system: Balls, values: dict[Any, Any], rng: random.Random) -> Any:
    """A value of the letter in its range."""
    at = Evaluator(system, sizes, values)
    if found.lower is not None and found.upper is not None:
        lower, upper = at(found.lower), at(found.upper)
        return lower + (upper - lower) * system.number(Fraction(rng.randint(1, 999), 1000))
    if found.lower is not None:
        return at(found.lower) + system.number(_step(rng))
    if found.upper is not None:
        return at(found.upper) - system.number(_step(rng))
    rows, columns = shape_of(found.over.of, sizes)
    entries = [[rng.choice((-1, 1)) * _step(rng) for _ in range(columns)] for _ in range(rows)]
    return as_value(system, entries, found.over.of)


def _step(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(1, 99), rng.randint(10, 99)) * Fraction(10) ** rng.choice((FAR, rng.randint(-2, 4)))
