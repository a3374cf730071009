"""SymPy with generic symbols at sizes 1 and 2."""

from __future__ import annotations

import itertools

from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome, compare_symbolic
from derivations.checking.equivalences import compare_equivalence
from derivations.checking.instances import Instance, claim_atoms
from derivations.checking.rungs.finding import show_sizes
from derivations.checking.sizes import admissible, size_letters
from derivations.checking.verdict import Rung
from derivations.claims import Equation, Equivalence
from derivations.tree import Expr, Letter, NotExpressible
from derivations.values.symbolic import MAX_SYMBOLS, Symbols, symbol_count, symbol_values

MAX_ORTHOGONAL = 3
"""Orthogonal letters of which every choice of rotations and reflections is tried with symbols: 2^3 choices."""


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
    turned = [atom for atom in claim_atoms(claim) if isinstance(atom, Letter) and atom.kind.reflects]
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
