"""The smallest counterexample that is found, and how a reader sees it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import prod
from typing import Any

from derivations.checking.case import Case
from derivations.checking.compare import UNEQUAL, Outcome, compare, compare_order, compare_reals
from derivations.checking.costs import drawn_entries
from derivations.checking.equivalences import compare_equivalence, describe_equivalence
from derivations.checking.instances import Instance, draw, simpler
from derivations.checking.value_latex import elided, few_entries, matrix_latex, value_latex
from derivations.checking.verdict import Counterexample
from derivations.claims import Equation, Equivalence, Inequality, plain
from derivations.tree import (
    Add,
    Expr,
    Letter,
    Member,
    Mul,
    Notation,
    Number,
    Pow,
    Printer,
    number_latex,
    number_of,
    shape_of,
)
from derivations.values import ExactReals, PrimeField, Witness

HEIGHTS = (1, 2, 3, 5, 9)
"""Sizes of the integers that instances are drawn from, in turn."""
DRAWS = 30
"""Draws at each size and height."""
STEPS = 400
"""Most steps towards a simpler counterexample."""
MAX_OPERATIONS = 2_000_000
"""Most operations on scalars of the draws together, and of the steps: those of one evaluation for each candidate."""
ENTRY = 10
"""Operations that an exact number takes to be made, or compared."""


def at_instance(case: Case, instance: Instance, field: PrimeField | None = None) -> Outcome:
    """What is found at one instance, in a prime field or in the reals; an inequality that fails there is unequal."""
    match case.claim:
        case Equivalence():
            return compare_equivalence(case, instance, field or ExactReals())
        case Inequality():
            return compare_order(case.claim, instance)
        case Equation() if field:
            return compare(case.claim, instance, field)
        case Equation():
            return compare_reals(case.claim, instance, case.symbolic and case.has_integral)
    raise TypeError(f"nothing to compare in a claim of the kind {type(case.claim).__name__}")


def refutes(case: Case, instance: Instance) -> bool:
    """Whether the instance is a counterexample."""
    return at_instance(case, instance).found == UNEQUAL


def smallest_counterexample(case: Case, known: Iterable[Instance]) -> Instance | None:
    """The first refuting instance in the order of sizes and heights, else one of those known, made simpler."""
    rng = random.Random(f"counterexample {case.text}")
    for candidates in (affordable(case, _drawn(case, rng)), known):
        found = next((instance for instance in candidates if refutes(case, instance)), None)
        if found is not None:
            return _simplest(case, found)
    return None


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
    return case.cost(sizes) + ENTRY * (drawn_entries(case.claim, sizes) + sum(map(prod, shapes)))


def _simplest(case: Case, instance: Instance) -> Instance:
    left = MAX_OPERATIONS // price(case, instance.sizes)
    for _ in range(STEPS):
        candidates = list(itertools.islice(simpler(instance), left))
        place = next((place for place, candidate in enumerate(candidates) if refutes(case, candidate)), None)
        if place is None:
            break
        instance, left = candidates[place], left - place - 1
    return instance


def describe(case: Case, instance: Instance, notation: Notation) -> Counterexample:
    """The counterexample as a reader sees it, both sides evaluated anew."""
    printer = Printer(notation)
    sizes = tuple((printer.name(name), value) for name, value in instance.sizes.items())
    shown = list(_values_latex(instance, notation))
    plain = [f"{name} = {value}" for name, value in instance.sizes.items()]
    plain += [_assigned(key, value) for key, value in instance.values.items()]
    if isinstance(case.claim, Equivalence):
        point, left, right = describe_equivalence(case, instance, notation)
        plain += [f"{case.unknown.name if case.unknown else ''} = {value}" for _, value in point]
        holds = " and ".join(f"{side} side {word[6:-1]}" for side, word in (("left", left), ("right", right)))
        return Counterexample(sizes, (*shown, *point), left, right, f"{', '.join(plain)}: {holds}")
    indices = at_instance(case, instance).indices
    left, right = (value_latex(side, instance, dict(indices), case.symbolic) for side in case.claim.expressions[:2])
    shown += [(printer(index), str(value)) for index, value in indices]
    plain += [f"{index.name} = {value}" for index, value in indices]
    return Counterexample(sizes, tuple(shown), left, right, f"{', '.join(plain)}: left {left}, right {right}")


def _assigned(key: Any, value: Any) -> str:
    if isinstance(key, Witness):
        return f"{key.name}(t) = {plain(polynomial(value[0]))}"
    return f"{key.name} = {_plain(value)}"


def polynomial(coefficients: Sequence[Fraction]) -> Expr:
    """c_0 + c_1 t + c_2 t^2 + ..., without the terms that vanish."""
    t = Letter("t")
    powers = [None, t, *(Pow(t, Number(Fraction(k))) for k in range(2, len(coefficients)))]
    terms: list[Expr] = [
        Number(c) if power is None else power if c == 1 else Mul(Number(c), power)
        for c, power in zip(coefficients, powers, strict=True)
        if c
    ]
    return reduce(Add, terms) if terms else Number(Fraction(0))


def _values_latex(instance: Instance, notation: Notation) -> Iterator[tuple[str, str]]:
    printer = Printer(notation)
    for key, value in instance.values.items():
        if isinstance(key, Witness):
            yield rf"{printer.name(key.name)}\left(t\right)", printer(polynomial(value[0]))
            continue
        if not key.axes:
            yield printer(key), rows_latex(value)
            continue
        places = itertools.product(*(range(1, number_of(size, instance.sizes) + 1) for size in key.axes))
        for place, rows in zip(places, value, strict=True):
            yield printer(Member(key, tuple(Number(Fraction(k)) for k in place))), rows_latex(rows)


def rows_latex(rows: Any) -> str:
    """A matrix of rationals; a 1 x 1 matrix as a number."""
    return matrix_latex([[number_latex(entry) for entry in row] for row in rows])


def _plain(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    if isinstance(value[0], list) and not isinstance(value[0][0], list):
        few = few_entries(value, 0)
        if few is not None:
            return f"0 but for {', '.join(f'[{place}] = {entry}' for place, entry in few)}" if few else "0"
    inner = elided([_plain(part) for part in value], "...")
    return inner[0] if len(inner) == 1 else f"[{', '.join(inner)}]"
