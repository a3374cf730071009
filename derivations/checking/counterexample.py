"""The smallest counterexample that is found, and how a reader sees it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import prod
from typing import Any

from derivations.checking.compare import (
    UNEQUAL,
    Outcome,
    compare,
    compare_order,
    compare_reals,
    elided,
    few_entries,
    matrix_latex,
    value_latex,
)
from derivations.checking.costs import drawn_entries, shared_cost
from derivations.checking.equivalences import compare_equivalence, describe_equivalence
from derivations.checking.instances import Instance, draw, simpler
from derivations.checking.sizes import size_assignments
from derivations.checking.verdict import Counterexample
from derivations.claims import Equation, Equivalence, Inequality, plain
from derivations.tree import Add, Expr, Letter, Member, Mul, Notation, Number, Pow, Printer, number_latex, shape_of
from derivations.values import ExactReals, PrimeField, Witness

Refutable = Equation | Equivalence | Inequality
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


def at_instance(claim: Refutable, instance: Instance, field: PrimeField | None = None) -> Outcome:
    """What is found at one instance, in a prime field or in the reals; an inequality that fails there is unequal."""
    if isinstance(claim, Equivalence):
        return compare_equivalence(claim, instance, field or ExactReals())
    if isinstance(claim, Inequality):
        return compare_order(claim, instance)
    return compare(claim, instance, field) if field else compare_reals(claim, instance)


def refutes(claim: Refutable, instance: Instance) -> bool:
    """Whether the instance is a counterexample."""
    return at_instance(claim, instance).found == UNEQUAL


def smallest_counterexample(claim: Refutable, known: Iterable[Instance]) -> Instance | None:
    """The first refuting instance in the order of sizes and heights, else one of those known, made simpler."""
    rng = random.Random(f"counterexample {claim.latex()}")
    for candidates in (affordable(claim, _drawn(claim, rng)), known):
        found = next((instance for instance in candidates if refutes(claim, instance)), None)
        if found is not None:
            return _simplest(claim, found)
    return None


def _drawn(claim: Refutable, rng: random.Random) -> Iterator[Instance]:
    for sizes in size_assignments(claim):
        for height in HEIGHTS:
            for _ in range(DRAWS):
                yield draw(claim, sizes, rng, height)


def affordable(claim: Refutable, candidates: Iterable[Instance]) -> Iterator[Instance]:
    """The candidates until their evaluations take too many operations."""
    prices: dict[tuple[int, ...], int] = {}
    left = MAX_OPERATIONS
    for instance in candidates:
        place = tuple(instance.sizes.values())
        if place not in prices:
            prices[place] = price(claim, instance.sizes)
        left -= prices[place]
        if left < 0:
            return
        yield instance


def price(claim: Refutable, sizes: Mapping[str, int]) -> int:
    """Operations of one comparison."""
    shapes = [shape_of(side.shape, sizes) for side in claim.expressions if side.shape is not None]
    return shared_cost(claim, sizes) + ENTRY * (drawn_entries(claim, sizes) + sum(map(prod, shapes)))


def _simplest(claim: Refutable, instance: Instance) -> Instance:
    left = MAX_OPERATIONS // price(claim, instance.sizes)
    for _ in range(STEPS):
        candidates = list(itertools.islice(simpler(instance), left))
        place = next((place for place, candidate in enumerate(candidates) if refutes(claim, candidate)), None)
        if place is None:
            break
        instance, left = candidates[place], left - place - 1
    return instance


def describe(claim: Refutable, instance: Instance, notation: Notation) -> Counterexample:
    """The counterexample as a reader sees it, both sides evaluated anew."""
    printer = Printer(notation)
    sizes = tuple((printer.name(name), value) for name, value in instance.sizes.items())
    shown = list(_values_latex(instance, notation))
    plain = [f"{name} = {value}" for name, value in instance.sizes.items()]
    plain += [_assigned(key, value) for key, value in instance.values.items()]
    if isinstance(claim, Equivalence):
        point, left, right = describe_equivalence(claim, instance, notation)
        plain += [f"{claim.unknown.name if claim.unknown else ''} = {value}" for _, value in point]
        holds = " and ".join(f"{side} side {word[6:-1]}" for side, word in (("left", left), ("right", right)))
        return Counterexample(sizes, (*shown, *point), left, right, f"{', '.join(plain)}: {holds}")
    indices = at_instance(claim, instance).indices
    left, right = (value_latex(side, instance, dict(indices)) for side in (claim.left, claim.right))
    shown += [(printer(index), str(value)) for index, value in indices]
    plain += [f"{index.name} = {value}" for index, value in indices]
    return Counterexample(sizes, tuple(shown), left, right, f"{', '.join(plain)}: left {left}, right {right}")


def _assigned(key: Any, value: Any) -> str:
    if isinstance(key, Witness):
        return f"{key.name}(t) = {plain(polynomial(value[0]))}"
    return f"{name(key)} = {_plain(value)}"


def name(key: Any) -> str:
    """The name of a letter or of a family."""
    return key.family if isinstance(key, Member) else str(key.name)


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
        if not isinstance(key, Member):
            yield printer(key), rows_latex(value)
            continue
        pattern = notation.get(f"{key.family}[]", f"{printer.name(key.family)}_{{#}}")
        for m, rows in enumerate(value):
            yield pattern.replace("#", str(m + 1)), rows_latex(rows)


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
