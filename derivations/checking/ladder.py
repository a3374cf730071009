"""The ladder of rungs: types, exact instances, balls, SymPy with generic symbols, NumPy at realistic size.

A claim is verified if at every size tried an instance exists at which both sides are defined, and they are equal at
all of them; it is rejected only by a difference that is certainly not zero.  All rungs that ran are recorded, and a
disagreement between two of them raises `RungDisagreement`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from derivations.checking.budgets import over_budget, over_budget_at_sizes
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED
from derivations.checking.costs import MAX_OPERATIONS, shared_cost
from derivations.checking.counterexample import at_instance, describe, smallest_counterexample
from derivations.checking.inequalities import check_relation
from derivations.checking.instances import Instance
from derivations.checking.rungs import (
    floats_rung,
    modular_outcome,
    modular_rung,
    real_outcome,
    real_rung,
    realistic_sizes,
    symbolic_rung,
    symbolic_sizes,
)
from derivations.checking.sizes import free_sizes, larger_sizes, size_assignments
from derivations.checking.verdict import Rung, RungDisagreement, Verdict
from derivations.claims import Attained, Claim, Definition, Equation, Equivalence, Solution, side_conditions
from derivations.tree import Expr, Notation, ShapeError, at_values
from derivations.values import OTHER_PRIME, ExactReals, Floats, PrimeField
from derivations.values.symbolic import Symbols


def check(claim: Claim, notation: Notation | None = None) -> Verdict:
    """The verdict on a claim; the notation is the one in which a counterexample is printed."""
    excess = over_budget(claim)
    if excess:
        return Verdict("inconclusive", reason=excess)
    try:
        claim.check_shapes()
    except ShapeError as error:
        return Verdict("undefined", reason=f"ill-typed: {error}")
    excess = over_budget_at_sizes(claim)
    if excess:
        return Verdict("inconclusive", reason=excess)
    conditions = side_conditions(claim.expressions + placed(claim))
    if isinstance(claim, Definition):
        return Verdict("unchecked", reason="a definition", conditions=conditions)
    if isinstance(claim, Equation | Equivalence) and getattr(claim, "unknown", claim) is not None:
        verdict = _decide(claim, tuple(sorted((notation or {}).items())))
    else:
        verdict = check_relation(claim, lambda part: check(part, notation), notation or {})
    return replace(verdict, conditions=conditions)


def placed(claim: Claim) -> tuple[Expr, ...]:
    """The unknown at the value that is put in its place, which must have its structure."""
    return (at_values(claim.unknown, {claim.unknown: claim.value}),) if isinstance(claim, Solution | Attained) else ()


@cache
def _decide(claim: Equation | Equivalence, notation: tuple[tuple[str, str], ...]) -> Verdict:
    assignments = size_assignments(claim)
    if not assignments:
        return Verdict("undefined", reason="no size at which every part exists")
    largest = max(shared_cost(claim, sizes) for sizes in assignments)
    if largest > MAX_OPERATIONS:
        return Verdict("inconclusive", reason=f"one evaluation takes {largest} operations, the budget {MAX_OPERATIONS}")
    refuting: list[Instance] = []
    if isinstance(claim, Equation):
        assignments += [sizes for sizes in larger_sizes(claim) if _differs(claim, sizes)]
    modular = modular_rung(claim, assignments)
    reals = real_rung(claim, assignments, modular.outcome, refuting)
    ran = (modular, reals, symbolic_rung(claim), floats_rung(claim))
    return _verdict(claim, ran, refuting, dict(notation))


def _verdict(
    claim: Equation | Equivalence, rungs: tuple[Rung, ...], refuting: list[Instance], notation: Notation
) -> Verdict:
    modular, reals, symbolic, floats = rungs
    # Floats that agree where the sides certainly differ have only shown how little they see.
    blind = floats.outcome == EQUAL and UNEQUAL in (modular.outcome, reals.outcome, symbolic.outcome)
    ran = tuple(rung for rung in (rungs[:-1] if blind else rungs) if rung.outcome != UNSUPPORTED)
    if UNEQUAL in {rung.outcome for rung in ran}:
        _require_agreement(claim, ran, refuting)
        smallest = smallest_counterexample(claim, refuting)
        if smallest is not None:
            return Verdict("rejected", ran, describe(claim, smallest, notation))
    undefined = next((rung for rung in ran if rung.outcome == UNDEFINED), None)
    if undefined:
        return Verdict("undefined", ran, reason=undefined.detail)
    # An equivalence may fail at special values, which only the reals look for.
    if reals.outcome == EQUAL or (modular.outcome == EQUAL and isinstance(claim, Equation)):
        proof = symbolic.outcome == EQUAL and not free_sizes(claim) and isinstance(claim, Equation)
        return Verdict("proved" if proof else "verified", ran)
    tried = "; ".join(f"{rung.name}: {rung.detail}" for rung in rungs)
    return Verdict("inconclusive", ran, reason=f"nothing decided ({tried})")


def _require_agreement(claim: Equation | Equivalence, ran: tuple[Rung, ...], refuting: list[Instance]) -> None:
    """Raise `RungDisagreement` where two rungs differ at the same sizes: a claim may fail at some of them only."""
    elsewhere = {Symbols.name: symbolic_sizes(claim), Floats.name: [realistic_sizes(claim)]}
    exact = {rung.name: rung.outcome for rung in ran if rung.name not in elsewhere}
    agree, known = True, False
    if (exact.get(PrimeField.name), exact.get(ExactReals.name)) == (EQUAL, UNEQUAL):
        # It may fail at special values only, or the prime may occur in the claim: then another prime sees it.
        agree = all(at_instance(claim, instance, PrimeField(OTHER_PRIME)).found != EQUAL for instance in refuting)
    elif {EQUAL, UNEQUAL} <= set(exact.values()):
        # A function letter may have the claimed value by accident: then another function refutes the claim.
        agree = known = smallest_counterexample(claim, ()) is not None
    for rung in ran:
        if isinstance(claim, Equivalence) and rung.outcome == EQUAL:
            # Generic symbols divide by what is zero at special values.
            continue
        if rung.name in elsewhere and exact and {rung.outcome, *exact.values()} >= {EQUAL, UNEQUAL}:
            anew = [real_outcome(claim, sizes, 1, refuting).found for sizes in elsewhere[rung.name]]
            agree &= (known or UNEQUAL in anew) == (rung.outcome == UNEQUAL)
    if not exact:
        agree = len({rung.outcome for rung in ran} & {EQUAL, UNEQUAL}) < 2
    if not agree:
        shown = "; ".join(f"{rung.name}: {rung.outcome}" for rung in ran)
        raise RungDisagreement(f"rungs disagree on {claim.latex()}: {shown}")


# ---------------------------------------------------------------- instances


def _differs(claim: Equation, sizes: dict[str, int]) -> bool:
    """Whether the sides certainly differ at the sizes; one real instance tells where the prime field cannot."""
    found = modular_outcome(claim, sizes).found
    return UNEQUAL in (found, found if found == EQUAL else real_outcome(claim, sizes, 1, []).found)


# ---------------------------------------------------------------- SymPy
