"""The ladder of rungs: types, exact instances, balls, SymPy with generic symbols, NumPy at realistic size.

A claim is verified if at every size tried an instance exists at which both sides are defined, and they are equal at
all of them; it is rejected only by a difference that is certainly not zero.  All rungs that ran are recorded, and a
disagreement between two of them raises `RungDisagreement`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

from derivations.checking.budgets import over_budget, over_budget_at_sizes
from derivations.checking.case import Case
from derivations.checking.costs import MAX_OPERATIONS
from derivations.checking.decision import verdict
from derivations.checking.empty_conditions import empty_condition
from derivations.checking.equivalences import one_to_one
from derivations.checking.hypotheses import infeasible
from derivations.checking.inequalities import Decide, check_relation, combined
from derivations.checking.instances import draw_generic
from derivations.checking.members import about_members
from derivations.checking.regions import region
from derivations.checking.rungs import NumPyRung, PrimeFieldRung, RealsRung, Rung, SymPyRung, differs
from derivations.checking.verdict import Verdict
from derivations.claims import (
    Attained,
    Claim,
    Condition,
    Definition,
    Equation,
    Equivalence,
    Given,
    Solution,
    side_conditions,
    standing,
)
from derivations.tree import Expr, ShapeError, Unknown, at_values, require_one_kind
from derivations.values import PRIME

HYPOTHESIS_DRAWS = 40
"""Most draws in search of an instance at which the hypotheses hold, at one choice of sizes."""
Ladder = tuple[Rung, ...]
LADDER: Ladder = (PrimeFieldRung(), RealsRung(), SymPyRung(), NumPyRung())
"""The cheap and certain rungs first; every one of them is asked, so that each is a check of the others."""
EXACT = LADDER[:2]
"""The rungs that need python-flint alone: no claim is proved by them, all the more are verified."""


def check(claim: Claim, ladder: Ladder = LADDER, prime: int = PRIME) -> Verdict:
    """The verdict on a claim."""
    excess = over_budget(claim)
    if excess:
        return Verdict("inconclusive", reason=excess)
    nodes = (node for side in claim.expressions for node in side.walk())
    try:
        claim.check_shapes()
        require_one_kind((node.name, node.kind) for node in nodes if isinstance(node, Unknown))
    except ShapeError as error:
        return Verdict("undefined", reason=f"ill-typed: {error}")
    single = about_members(claim)
    excess = "" if single else over_budget_at_sizes(claim)
    if excess:
        return Verdict("inconclusive", reason=excess)
    conditions = (*claim.given.supposed, *side_conditions(claim.expressions + placed(claim)))
    if isinstance(claim, Definition):
        return Verdict("unchecked", reason="a definition", conditions=conditions)
    if single:
        found = combined([check(one, ladder, prime) for one in single])
        return replace(found, conditions=(*conditions, *regions_of(found)))
    found = _judged(claim, ladder, prime)
    if found.status in ("proved", "verified", "inconclusive"):
        empty = empty_condition(_case(claim, ladder, prime), conditions)
        if empty is not None:
            found = Verdict("undefined", found.findings, reason=f"for no values of the letters is {empty.text()}")
    return replace(found, conditions=(*conditions, *regions_of(found)))


def _judged(claim: Claim, ladder: Ladder, prime: int) -> Verdict:
    """By the rungs, or by the equations that a relation says."""
    case = _case(claim, ladder, prime)
    if claim.given.hypotheses and (why := _without_instance(case)):
        return Verdict("inconclusive", reason=why)
    if not isinstance(claim, Equation | Equivalence) or getattr(claim, "unknown", claim) is None:
        return check_relation(case, lambda part: check(part, ladder, prime))
    found = _decide(claim, ladder, prime)
    if found.status == "inconclusive" and isinstance(claim, Equivalence):
        found = _by_one_function(claim, partial(check, ladder=ladder, prime=prime)) or found
    return found


def _without_instance(case: Case) -> str:
    """Why the hypotheses of a claim leave nothing to be checked at some sizes; or nothing."""
    if case.corners:
        return "under a hypothesis no other branch of a root, an absolute value or the like is sought yet"
    for sizes in (*case.assignments, *case.larger):
        rng = case.generator("hypotheses", sizes)
        real = (draw_generic(case, sizes, rng, number, positive=number % 2 == 1) for number in range(HYPOTHESIS_DRAWS))
        if why := infeasible(case, real, sizes):
            return why
    return ""


def _by_one_function(claim: Equivalence, decide: Decide) -> Verdict | None:
    """Shown if one equation says of f(c) and f(d) what the other says of c and d, for an f that is one-to-one."""
    shown = (combined([decide(equation) for equation in equations]) for equations in one_to_one(claim))
    return next((found for found in shown if found.passed), None)


def regions_of(found: Verdict) -> tuple[Condition, ...]:
    """The inequalities between sizes under which the verdict, or a part of it, holds, each once."""
    below = (condition for part in found.parts for condition in regions_of(part))
    own = (condition for condition in found.conditions if condition.what == "order")
    return tuple(dict.fromkeys((*own, *below)))


def placed(claim: Claim) -> tuple[Expr, ...]:
    """The unknown at the value that is put in its place, which must have its structure."""
    if not isinstance(claim, Solution | Attained):
        return ()
    letter = standing(claim.unknown)
    return (at_values(letter, {letter: claim.value}),)


def _case(claim: Claim, ladder: Ladder, prime: int) -> Case:
    return Case(claim, symbolic=any(rung.name == SymPyRung.name for rung in ladder), prime=prime)


@cache
def _decide(claim: Claim, ladder: Ladder, prime: int) -> Verdict:
    case = _case(claim, ladder, prime)
    if not case.assignments:
        return Verdict("undefined", reason="no size at which every part exists")
    largest = max(map(case.cost, case.assignments))
    if largest > MAX_OPERATIONS:
        return _at_cheap_sizes(case, ladder, prime) or Verdict(
            "inconclusive", reason=f"one evaluation takes {largest} operations, the budget {MAX_OPERATIONS}"
        )
    found = region(case)
    if found is not None:
        case = replace(_case(claim, ladder, prime), region=found)
    further = tuple(sizes for sizes in case.larger if differs(case, sizes))
    if further:
        case = replace(case, further=further)
    decided = verdict(case, [rung(case) for rung in ladder])
    return replace(decided, conditions=(found.condition,)) if found is not None else decided


def _at_cheap_sizes(case: Case, ladder: Ladder, prime: int) -> Verdict | None:
    """Rejected at the first sizes within the budget at which the sides differ; None where they do not."""
    if not isinstance(case.claim, Equation):
        return None
    cheap = (sizes for sizes in case.assignments if case.cost(sizes) <= MAX_OPERATIONS)
    for sizes in filter(partial(differs, case), cheap):
        given = Given(tuple(sizes.items()), hypotheses=case.claim.given.hypotheses)
        return _decide(replace(case.claim, given=given), ladder, prime)
    return None
