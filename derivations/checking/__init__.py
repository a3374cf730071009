"""Whether a claim is so: sizes, instances, budgets, rungs, counterexamples, the verdict."""

from derivations.checking.instances import claim_atoms
from derivations.checking.ladder import check
from derivations.checking.sizes import size_letters
from derivations.checking.verdict import Counterexample, Rung, Verdict

__all__ = [
    "Counterexample",
    "Rung",
    "Verdict",
    "check",
    "claim_atoms",
    "size_letters",
]
