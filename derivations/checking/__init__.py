"""Whether a claim is so: sizes, instances, budgets, rungs, counterexamples, the verdict."""

from derivations.checking.case import Sizes, claim_atoms
from derivations.checking.evidence import Counterexample, Truth
from derivations.checking.finding import Finding, FindingPrinter, detail
from derivations.checking.ladder import check
from derivations.checking.sizes import size_letters
from derivations.checking.verdict import Verdict

__all__ = [
    "Counterexample",
    "Finding",
    "FindingPrinter",
    "Sizes",
    "Truth",
    "Verdict",
    "check",
    "claim_atoms",
    "detail",
    "size_letters",
]
