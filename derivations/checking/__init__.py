"""Whether a claim is so: sizes, instances, budgets, rungs, counterexamples, the verdict."""

from derivations.checking.case import Sizes, claim_atoms
from derivations.checking.evidence import Counterexample
from derivations.checking.finding import Finding, FindingPrinter, detail
from derivations.checking.ladder import check
from derivations.checking.sizes import size_letters
from derivations.checking.verdict import Verdict

__all__ = [
    "Counterexample",
    "Finding",
    "FindingPrinter",
    "Sizes",
    "Verdict",
    "check",
    "claim_atoms",
    "detail",
    "size_letters",
]
