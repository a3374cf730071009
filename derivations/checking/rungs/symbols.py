"""SymPy with generic symbols at sizes 1 and 2.

SymPy is imported where a claim is tried, since it takes half a second and a ladder may do without.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from derivations.checking.case import Case, Sizes
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED, Outcome, compare_symbolic, symbols
from derivations.checking.equivalences import compare_equivalence
from derivations.checking.finding import Finding
from derivations.checking.instances import Instance, named_functions
from derivations.claims import Equation
from derivations.tree import Expr, Letter, NotExpressible

MEANS = "generic symbols"
MAX_ORTHOGONAL = 3
"""Orthogonal letters of which every choice of rotations and reflections is tried with symbols: 2^3 choices."""

MAX_FRACTIONS = 8
"""Most symbols of letters whose generic values are fractions, low + (high - low) u/(1 + u) in an interval."""
MAX_OPERATIONS = 300_000
"""Most operations times symbols: a sum of 20^3 products of 20 symbols has as many, and takes SymPy ten seconds."""


class SymPyRung:
    """Generic symbols at D = 1 and 2."""

    name = "SymPy"

    def __call__(self, case: Case) -> Finding:
        """Equality proves an equation that has no sizes left: an equivalence may fail at special values."""
        tried = symbolic_sizes(case)
        found = Finding(self.name, EQUAL, tuple(tried), means=MEANS, elsewhere=tuple(tried))
        if not tried:
            return replace(found, outcome=UNSUPPORTED, why="the claim excludes the sizes 1 and 2")
        for sizes in tried:
            outcome = _symbolic(case, sizes)
            if outcome.found != EQUAL and case.claim.given.hypotheses:
                return replace(found, outcome=UNSUPPORTED, why="generic symbols do not obey the hypotheses")
            if outcome.found != EQUAL:
                return replace(found, outcome=outcome.found, sizes=(sizes,), why=outcome.reason)
        return replace(found, proves=not case.free_sizes and isinstance(case.claim, Equation))


def symbolic_sizes(case: Case) -> list[Sizes]:
    """D = 1 and D = 2, every other size 2; without those that the claim excludes."""
    names = case.size_letters
    found = [{**dict.fromkeys(names, 2), **dict.fromkeys(names[:1], first), **case.fixed} for first in (1, 2)]
    return [sizes for sizes in found[: 1 + (found[0] != found[1])] if case.admits(sizes)]


def _symbolic(case: Case, sizes: Sizes) -> Outcome:
    """Equal for every choice of rotations and reflections at which both sides are defined, else what is found first."""
    from derivations.values.symbolic import MAX_SYMBOLS, symbol_count

    turned = [atom for atom in case.atoms if isinstance(atom, Letter) and atom.kind.reflects]
    if len(turned) > MAX_ORTHOGONAL:
        return Outcome(UNSUPPORTED, reason=f"more than {MAX_ORTHOGONAL} orthogonal matrices in generic symbols")
    count = symbol_count(case.atoms, sizes)
    if count > MAX_SYMBOLS:
        return Outcome(UNSUPPORTED, reason=f"{count} generic symbols, the budget is {MAX_SYMBOLS}")
    fractions = symbol_count([atom for atom in case.atoms if isinstance(atom, Letter) and atom.kind.is_bounded], sizes)
    if fractions > MAX_FRACTIONS:
        why = f"{fractions} generic symbols in fractions, the budget is {MAX_FRACTIONS}"
        return Outcome(UNSUPPORTED, reason=why)
    operations = count * case.cost(sizes)
    if operations > MAX_OPERATIONS:
        return Outcome(UNSUPPORTED, reason=f"{operations} operations on symbols, the budget is {MAX_OPERATIONS}")
    choices = itertools.product(*(((), (atom,)) for atom in turned))
    outcomes = [_symbolic_at(case, sizes, frozenset(itertools.chain(*choice))) for choice in choices]
    undefined = next((outcome for outcome in outcomes if outcome.found == UNDEFINED), None)
    if undefined is not None and EQUAL not in {outcome.found for outcome in outcomes}:
        return undefined
    return next((outcome for outcome in outcomes if outcome.found in (UNEQUAL, UNSUPPORTED)), Outcome(EQUAL))


def _symbolic_at(case: Case, sizes: Sizes, reflected: frozenset[Expr]) -> Outcome:
    from derivations.values.symbolic import symbol_values

    try:
        values = symbol_values(case.atoms, sizes, reflected=reflected, names=case.letter_names)
        values |= named_functions(case.function_names)
    except NotExpressible as error:
        return Outcome(UNSUPPORTED, reason=str(error))
    if isinstance(case.claim, Equation):
        return compare_symbolic(case.claim, Instance(sizes, {}), symbols(), values)
    return compare_equivalence(case, Instance(sizes, {}), symbols(), values)
