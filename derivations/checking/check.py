"""The ladder of rungs: types, exact instances, balls, SymPy with generic symbols, NumPy at realistic size.

A claim is verified if at every size tried an instance exists at which both sides are defined, and they are equal at
all of them; it is rejected only by a difference that is certainly not zero.  All rungs that ran are recorded, and a
disagreement between two of them raises `RungDisagreement`.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from derivations.checking import numeric
from derivations.checking.budgets import over_budget, over_budget_at_sizes
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome, compare_symbolic, has_integral
from derivations.checking.conditions import side_conditions
from derivations.checking.costs import MAX_OPERATIONS, shared_cost
from derivations.checking.counterexample import at_instance, describe, refutes, smallest_counterexample
from derivations.checking.critical import base, critical, rational_instances, unreached
from derivations.checking.equivalence import compare_equivalence
from derivations.checking.errors import NotExpressible
from derivations.checking.instances import SCALES, Instance, claim_atoms, draw_degenerate, draw_generic, draw_modular
from derivations.checking.relations import check_relation
from derivations.checking.sizes import admissible, free_sizes, larger_sizes, size_assignments, size_letters
from derivations.checking.symbolic import Symbols
from derivations.checking.symbols import MAX_SYMBOLS, symbol_count, symbol_values
from derivations.checking.systems import OTHER_PRIME, Balls, ExactReals, PrimeField
from derivations.checking.verdict import Rung, RungDisagreement, Verdict
from derivations.claims.claim import Claim, Definition, Equation, Equivalence
from derivations.claims.expr import Expr, Letter, ShapeError
from derivations.claims.latex import Notation
from derivations.claims.relations import Attained, Solution, at_values

EFFECTIVE = 24
"""Real instances at which roots and logs are compared, over all sizes, so that every pattern of signs may occur."""
DRAWS = 40
"""Most draws at one size in search of an instance at which both sides are defined."""
INTEGRAL_DRAWS = 6
"""The same for claims with integrals, which take a thousand times as long."""
MODULAR_DRAWS = 3
MAX_ORTHOGONAL = 3
"""Orthogonal letters of which every choice of rotations and reflections is tried with symbols: 2^3 choices."""
DEGENERATE_SIZES = 4
"""Sizes, the smallest, at which an equivalence is tried where something vanishes or is singular."""
CRITICAL_SIZES = 2
"""Sizes at which it is tried where a system that it solves loses rank."""


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
    conditions = side_conditions(claim.expressions + placed(claim), notation)
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
    modular = _modular_rung(claim, assignments)
    reals = _real_rung(claim, assignments, modular.outcome, refuting)
    ran = (modular, reals, symbolic_rung(claim), numeric.rung(claim))
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
    elsewhere = {Symbols.name: symbolic_sizes(claim), numeric.NAME: [numeric.realistic_sizes(claim)]}
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
            anew = [_real_outcome(claim, sizes, 1, refuting).found for sizes in elsewhere[rung.name]]
            agree &= (known or UNEQUAL in anew) == (rung.outcome == UNEQUAL)
    if not exact:
        agree = len({rung.outcome for rung in ran} & {EQUAL, UNEQUAL}) < 2
    if not agree:
        shown = "; ".join(f"{rung.name}: {rung.outcome}" for rung in ran)
        raise RungDisagreement(f"rungs disagree on {claim.latex()}: {shown}")


# ---------------------------------------------------------------- instances


def _seeded(claim: Claim, sizes: dict[str, int], kind: str) -> random.Random:
    return random.Random(f"{kind} {claim.latex()} {sorted(sizes.items())}")


def _modular_rung(claim: Equation | Equivalence, assignments: list[dict[str, int]]) -> Rung:
    """One uniform instance in the prime field at every size; a few more where a side is not defined."""
    return _rung(PrimeField.name, assignments, [_modular_outcome(claim, sizes) for sizes in assignments])


def _modular_outcome(claim: Equation | Equivalence, sizes: dict[str, int]) -> Outcome:
    rng = _seeded(claim, sizes, "modular")
    return _first_defined(
        at_instance(claim, draw_modular(claim, sizes, rng), PrimeField()) for _ in range(MODULAR_DRAWS)
    )


def _differs(claim: Equation, sizes: dict[str, int]) -> bool:
    """Whether the sides certainly differ at the sizes; one real instance tells where the prime field cannot."""
    found = _modular_outcome(claim, sizes).found
    return UNEQUAL in (found, found if found == EQUAL else _real_outcome(claim, sizes, 1, []).found)


def _first_defined(outcomes: Iterator[Outcome]) -> Outcome:
    outcome = Outcome(UNDEFINED)
    for outcome in outcomes:
        if outcome.found != UNDEFINED:
            break
    return outcome


def _real_rung(
    claim: Equation | Equivalence, assignments: list[dict[str, int]], modular: str, refuting: list[Instance]
) -> Rung:
    """Effective real instances at every size: one where the prime field agreed, many where roots and logs occur.

    Where it did not agree, one instance may be a special one: a^3 = 1/a^3 at a = 1.
    """
    one = modular == EQUAL or (has_integral(claim) and modular != UNEQUAL)
    wanted = 1 if one else max(len(SCALES), 0 if isinstance(claim, Equivalence) else EFFECTIVE // len(assignments))
    outcomes = [_real_outcome(claim, sizes, wanted, refuting) for sizes in assignments]
    if isinstance(claim, Equivalence):
        for place, sizes in enumerate(assignments[:DEGENERATE_SIZES]):
            special = _special_outcome(claim, sizes, place < CRITICAL_SIZES, refuting)
            if special.found == UNEQUAL or outcomes[place].found == EQUAL:
                outcomes[place] = special
    digits = min((outcome.digits for outcome in outcomes if outcome.digits), default=0)
    rung = _rung(ExactReals.name, assignments, outcomes)
    if rung.outcome == EQUAL and digits:
        return Rung(Balls.name, EQUAL, f"{rung.detail}, differences below 1e-{digits}")
    return rung


def _special_outcome(claim: Equivalence, sizes: dict[str, int], critically: bool, refuting: list[Instance]) -> Outcome:
    """Unequal at an instance at which something vanishes, or a system of the equivalence loses rank; else equal."""
    rng = _seeded(claim, sizes, "degenerate")
    degenerate = list(draw_degenerate(claim, sizes, rng))
    generic = base(claim, draw_generic(claim, sizes, rng, 0))
    found = critical(claim, generic) if critically else []
    for instance in itertools.chain(degenerate, [generic], rational_instances(generic, found)):
        if refutes(claim, instance):
            refuting.append(instance)
            return Outcome(UNEQUAL)
    why = unreached(claim, generic, found)
    return Outcome(UNSUPPORTED, reason=why) if why else Outcome(EQUAL)


def _real_outcome(
    claim: Equation | Equivalence, sizes: dict[str, int], wanted: int, refuting: list[Instance]
) -> Outcome:
    """Unequal at one generic instance, or equal at so many at which both sides are defined."""
    rng = _seeded(claim, sizes, "reals")
    outcome, effective = Outcome(UNDEFINED), 0
    digits: list[int] = []
    undecided: Outcome | None = None
    # The solutions of an equivalence may lie outside the structure of its unknown at one instance, and not at the next.
    patience = 2 * len(SCALES) if isinstance(claim, Equivalence) else 0
    for number in range(INTEGRAL_DRAWS if has_integral(claim) else DRAWS):
        instance = draw_generic(claim, sizes, rng, number)
        found = at_instance(claim, instance)
        if found.found == UNEQUAL:
            refuting.append(instance)
            return found
        if found.found == UNSUPPORTED:
            undecided = undecided or found
            if number >= patience:
                return undecided
        if found.found == EQUAL or not effective:
            outcome = found
        effective += found.found == EQUAL
        digits += [found.digits] if found.digits else []
        if effective == wanted:
            break
    return undecided or outcome._replace(digits=min(digits, default=0))


def _rung(name: str, assignments: list[dict[str, int]], outcomes: list[Outcome]) -> Rung:
    """A difference at one size refutes; else a size without a defined instance, or one that cannot be told, decides."""
    for kind in (UNEQUAL, UNDEFINED, UNSUPPORTED):
        for sizes, outcome in zip(assignments, outcomes, strict=True):
            if outcome.found == kind:
                reason = f": {outcome.reason}" if outcome.reason else ""
                return Rung(name, kind, f"at {show_sizes([sizes])}{reason}")
    return Rung(name, EQUAL, show_sizes(assignments))


def show_sizes(assignments: list[dict[str, int]]) -> str:
    """``D, N = 1, 2; 2, 1``."""
    names = list(assignments[0])
    if not names:
        return "no sizes"
    return f"{', '.join(names)} = " + "; ".join(", ".join(str(sizes[name]) for name in names) for sizes in assignments)


# ---------------------------------------------------------------- SymPy


def symbolic_sizes(claim: Equation | Equivalence) -> list[dict[str, int]]:
    """D = 1 and D = 2, every other size 2; without those that the claim excludes."""
    names, fixed = size_letters(claim), dict(claim.fixed)
    found = [{**dict.fromkeys(names, 2), **dict.fromkeys(names[:1], first), **fixed} for first in (1, 2)]
    return [sizes for sizes in found[: 1 + (found[0] != found[1])] if admissible(claim, sizes)]


def symbolic_rung(claim: Equation | Equivalence) -> Rung:
    """SymPy with generic symbols at D = 1 and 2."""
    tried = symbolic_sizes(claim)
    for sizes in tried:
        outcome = _symbolic(claim, sizes)
        if outcome.found != EQUAL:
            why = f": {outcome.reason}" if outcome.reason else ""
            return Rung(Symbols.name, outcome.found, f"generic symbols at {show_sizes([sizes])}{why}")
    if not tried:
        return Rung(Symbols.name, UNSUPPORTED, "the claim excludes the sizes 1 and 2")
    return Rung(Symbols.name, EQUAL, f"generic symbols at {show_sizes(tried)}")


def _symbolic(claim: Equation | Equivalence, sizes: dict[str, int]) -> Outcome:
    """Equal for every choice of rotations and reflections at which both sides are defined, else what is found first."""
    turned = [atom for atom in claim_atoms(claim) if isinstance(atom, Letter) and atom.structure == "orthogonal"]
    if len(turned) > MAX_ORTHOGONAL:
        return Outcome(UNSUPPORTED, reason=f"more than {MAX_ORTHOGONAL} orthogonal matrices in generic symbols")
    count = symbol_count(claim_atoms(claim), sizes)
    if count > MAX_SYMBOLS:
        return Outcome(UNSUPPORTED, reason=f"{count} generic symbols, the budget is {MAX_SYMBOLS}")
    choices = itertools.product(*(((), (atom,)) for atom in turned))
    outcomes = [_symbolic_at(claim, sizes, frozenset(itertools.chain(*choice))) for choice in choices]
    undefined = next((outcome for outcome in outcomes if outcome.found == UNDEFINED), None)
    if undefined is not None and EQUAL not in {outcome.found for outcome in outcomes}:
        return undefined
    return next((outcome for outcome in outcomes if outcome.found in (UNEQUAL, UNSUPPORTED)), Outcome(EQUAL))


def _symbolic_at(claim: Equation | Equivalence, sizes: dict[str, int], reflected: frozenset[Expr]) -> Outcome:
    try:
        values = symbol_values(claim_atoms(claim), sizes, reflected=reflected)
    except NotExpressible as error:
        return Outcome(UNSUPPORTED, reason=str(error))
    if isinstance(claim, Equivalence):
        return compare_equivalence(claim, Instance(sizes, {}), Symbols(), values)
    return compare_symbolic(claim, Instance(sizes, {}), values)
