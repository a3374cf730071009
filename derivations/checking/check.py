"""The ladder of rungs: types, exact instances, balls, SymPy with generic symbols, NumPy at realistic size.

A claim is verified if at every size tried an instance exists at which both sides are defined, and they are equal at
all of them; it is rejected only by a difference that is certainly not zero.  All rungs that ran are recorded, and a
disagreement between two of them raises `RungDisagreement`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from derivations.checking import numeric
from derivations.checking.compare import (
    EQUAL,
    UNDEFINED,
    UNEQUAL,
    UNSUPPORTED,
    Outcome,
    compare,
    compare_reals,
    compare_symbolic,
    matrix_latex,
    value_latex,
)
from derivations.checking.conditions import side_conditions
from derivations.checking.equivalence import compare_equivalence, describe_equivalence
from derivations.checking.instances import (
    Instance,
    claim_atoms,
    draw,
    draw_modular,
    simpler,
    size_assignments,
    size_letters,
)
from derivations.checking.symbolic import Symbols, symbol_values
from derivations.checking.systems import ExactReals, PrimeField
from derivations.checking.verdict import Counterexample, Rung, RungDisagreement, Verdict
from derivations.claims.claim import Claim, Definition, Equation, Equivalence
from derivations.claims.expr import Letter, ShapeError
from derivations.claims.latex import Notation, Printer, number_latex

HEIGHTS = (2, 3, 5, 9)
"""Sizes of the integers that real instances are drawn from, in turn, until both sides are defined."""
DRAWS = 40
"""Draws at each size and height in the search for the smallest counterexample."""


def check(claim: Claim, notation: Notation | None = None) -> Verdict:
    """The verdict on a claim; the notation is the one in which a counterexample is printed."""
    try:
        claim.check_shapes()
    except ShapeError as error:
        return Verdict("undefined", reason=f"ill-typed: {error}")
    if isinstance(claim, Definition):
        return Verdict("unchecked", reason="a definition", conditions=side_conditions(claim.expressions, notation))
    verdict = _decide(claim, tuple(sorted((notation or {}).items())))
    conditions = side_conditions(claim.expressions, notation)
    return Verdict(verdict.status, verdict.rungs, verdict.counterexample, conditions, verdict.reason)


@lru_cache(maxsize=None)
def _decide(claim: Equation | Equivalence, notation: tuple[tuple[str, str], ...]) -> Verdict:
    rungs = [*_instance_rungs(claim), symbolic_rung(claim), numeric.rung(claim)]
    ran = tuple(rung for rung in rungs if rung.outcome != UNSUPPORTED)
    if len({rung.outcome for rung in ran} & {EQUAL, UNEQUAL}) > 1:
        shown = "; ".join(f"{rung.name}: {rung.outcome}" for rung in ran)
        raise RungDisagreement(f"rungs disagree on {claim.latex()}: {shown}")
    decisive = [rung for rung in ran if rung.name != numeric.NAME]
    undefined = next((rung for rung in decisive if rung.outcome == UNDEFINED), None)
    if any(rung.outcome == UNEQUAL for rung in decisive):
        return _rejected(claim, ran, dict(notation))
    if undefined:
        return Verdict("undefined", ran, reason=undefined.detail)
    if not any(rung.outcome == EQUAL for rung in decisive):
        tried = "; ".join(f"{rung.name}: {rung.detail}" for rung in rungs)
        return Verdict("inconclusive", ran, reason=f"nothing decided ({tried})")
    symbolic = any(rung.name == Symbols.name and rung.outcome == EQUAL for rung in ran)
    return Verdict("proved" if symbolic and not size_letters(claim) else "verified", ran)


def at_instance(claim: Equation | Equivalence, instance: Instance, modular: bool) -> Outcome:
    """What is found at one instance, in the prime field or in the reals."""
    if isinstance(claim, Equivalence):
        return compare_equivalence(claim, instance, PrimeField() if modular else ExactReals())
    return compare(claim, instance, PrimeField()) if modular else compare_reals(claim, instance)


def instances(claim: Claim, sizes: dict[str, int], modular: bool) -> Iterator[Instance]:
    """The instances of one size, in a fixed order that comes from the claim itself."""
    rng = random.Random(f"{claim.latex()} {sorted(sizes.items())} {modular}")
    for height in HEIGHTS:
        yield draw_modular(claim, sizes, rng) if modular else draw(claim, sizes, rng, height)


def _instance_rungs(claim: Equation | Equivalence) -> list[Rung]:
    return [_instance_rung(claim, modular=True), _instance_rung(claim, modular=False)]


def _instance_rung(claim: Equation | Equivalence, modular: bool) -> Rung:
    """One effective instance at every size, or the first size at which the sides differ or are never both defined."""
    name = PrimeField.name if modular else ExactReals.name
    tried = []
    for sizes in size_assignments(claim):
        outcome = Outcome(UNDEFINED)
        for instance in instances(claim, sizes, modular):
            outcome = at_instance(claim, instance, modular)
            if outcome.found != UNDEFINED:
                break
        if outcome.found != EQUAL:
            detail = f"at {show_sizes([sizes])}: {outcome.reason}" if outcome.reason else f"at {show_sizes([sizes])}"
            return Rung(name, outcome.found, detail)
        tried.append(sizes)
    return Rung(name, EQUAL, show_sizes(tried))


def show_sizes(assignments: list[dict[str, int]]) -> str:
    """``D, N = 1, 2; 2, 1``."""
    names = list(assignments[0])
    if not names:
        return "no sizes"
    return f"{', '.join(names)} = " + "; ".join(", ".join(str(sizes[name]) for name in names) for sizes in assignments)


# ---------------------------------------------------------------- SymPy


def symbolic_sizes(claim: Claim) -> list[dict[str, int]]:
    """D = 1 and D = 2, every other size 2."""
    names, fixed = size_letters(claim), dict(getattr(claim, "fixed", ()))
    found = [{**{name: 2 for name in names}, **{name: first for name in names[:1]}, **fixed} for first in (1, 2)]
    return found if found[0] != found[1] else found[:1]


def symbolic_rung(claim: Equation | Equivalence) -> Rung:
    """SymPy with generic symbols at D = 1 and 2."""
    tried = []
    for sizes in symbolic_sizes(claim):
        outcome = _symbolic(claim, sizes)
        if outcome.found != EQUAL:
            return Rung(Symbols.name, outcome.found, f"generic symbols at {show_sizes([sizes])}: {outcome.reason}")
        tried.append(sizes)
    return Rung(Symbols.name, EQUAL, f"generic symbols at {show_sizes(tried)}")


def _symbolic(claim: Equation | Equivalence, sizes: dict[str, int]) -> Outcome:
    values = symbol_values(claim_atoms(claim), sizes)
    if isinstance(claim, Equivalence):
        return compare_equivalence(claim, Instance(sizes, {}), Symbols(), values)
    return compare_symbolic(claim, Instance(sizes, {}), values)


# ---------------------------------------------------------------- counterexamples


def _rejected(claim: Equation | Equivalence, ran: tuple[Rung, ...], notation: Notation) -> Verdict:
    found = smallest_counterexample(claim)
    if found is None:
        return Verdict("rejected", ran, reason="the sides differ as SymPy expressions", counterexample=None)
    return Verdict("rejected", ran, counterexample=describe(claim, found, notation))


def smallest_counterexample(claim: Equation | Equivalence) -> Instance | None:
    """The first refuting instance in the order of sizes and heights, then made simpler entry by entry."""
    rng = random.Random(f"counterexample {claim.latex()}")
    for sizes in size_assignments(claim):
        for height in HEIGHTS:
            for _ in range(DRAWS):
                instance = draw(claim, sizes, rng, height)
                if at_instance(claim, instance, modular=False).found == UNEQUAL:
                    return _simplest(claim, instance)
    return None


def _simplest(claim: Equation | Equivalence, instance: Instance) -> Instance:
    for candidate in simpler(instance):
        if at_instance(claim, candidate, modular=False).found == UNEQUAL:
            return _simplest(claim, candidate)
    return instance


def describe(claim: Equation | Equivalence, instance: Instance, notation: Notation) -> Counterexample:
    """The counterexample as a reader sees it, both sides evaluated anew."""
    printer = Printer(notation)
    sizes = tuple((printer.name(name), value) for name, value in instance.sizes.items())
    values = [(printer(key) if isinstance(key, Letter) else key, value) for key, value in instance.values.items()]
    shown = [(name, rows) for name, rows in _members(values, notation)]
    plain = [f"{name} = {value}" for name, value in instance.sizes.items()]
    plain += [f"{key if isinstance(key, str) else key.name} = {_plain(value)}" for key, value in instance.values.items()]
    if isinstance(claim, Equivalence):
        point, left, right = describe_equivalence(claim, instance, notation)
        return Counterexample(sizes, (*shown, *point), left, right, f"{', '.join(plain)}: {left} but {right}")
    indices = compare_reals(claim, instance).indices
    left, right = (value_latex(side, instance, dict(indices)) for side in claim.expressions)
    shown += [(name, str(value)) for name, value in indices]
    plain += [f"{name} = {value}" for name, value in indices]
    return Counterexample(sizes, tuple(shown), left, right, f"{', '.join(plain)}: left {left}, right {right}")


def _members(values: list[tuple[Any, Any]], notation: Notation) -> Iterator[tuple[str, str]]:
    for key, value in values:
        if not value or not isinstance(value[0][0], list):
            yield key, rows_latex(value)
            continue
        pattern = notation.get(f"{key}[]", f"{key}_{{#}}")
        for m, rows in enumerate(value):
            yield pattern.replace("#", str(m + 1)), rows_latex(rows)


def rows_latex(rows: Any) -> str:
    """A matrix of rationals; a 1 x 1 matrix as a number."""
    return matrix_latex([[number_latex(entry) for entry in row] for row in rows])


def _plain(value: Any) -> str:
    if isinstance(value, list):
        inner = [_plain(part) for part in value]
        return inner[0] if len(inner) == 1 else f"[{', '.join(inner)}]"
    return str(value)
