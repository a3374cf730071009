"""The verdict on an equation or an equivalence, from what the rungs found."""

from __future__ import annotations

from collections.abc import Sequence

from derivations.checking.case import Case
from derivations.checking.compare import EQUAL, UNDEFINED, UNEQUAL, UNSUPPORTED
from derivations.checking.counterexample import at_instance, described, smallest_counterexample
from derivations.checking.finding import Finding, detail
from derivations.checking.instances import Instance
from derivations.checking.rungs import real_outcome
from derivations.checking.verdict import RungDisagreement, Verdict
from derivations.claims import Equivalence, plain
from derivations.values import PrimeField


def verdict(case: Case, findings: Sequence[Finding]) -> Verdict:
    """Rejected with a counterexample, undefined, verified, proved, or inconclusive; depends on its arguments alone."""
    ran = _that_count(findings)
    if any(found.outcome == UNEQUAL for found in ran):
        smallest = smallest_counterexample(case, agreed(case, ran))
        if smallest is not None:
            return Verdict("rejected", ran, described(case, smallest))
    undefined = next((found for found in ran if found.outcome == UNDEFINED), None)
    if undefined:
        return Verdict("undefined", ran, reason=detail(undefined))
    equal = [found for found in ran if found.outcome == EQUAL]
    proved = any(found.proves for found in equal)
    if any(found.verifies for found in equal) or (proved and any(found.agrees for found in findings)):
        return Verdict("proved" if proved else "verified", ran)
    tried = "; ".join(f"{found.name}: {detail(found)}" for found in findings)
    return Verdict("inconclusive", ran, reason=f"nothing decided ({tried})")


def _that_count(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without those that could not tell.

    Floats that agree where the sides certainly differ have only shown how little they see.
    """
    differ = any(found.certain and found.outcome == UNEQUAL for found in findings)

    def counts(found: Finding) -> bool:
        blind = differ and not found.certain and found.outcome == EQUAL
        return found.outcome != UNSUPPORTED and not blind

    return tuple(filter(counts, findings))


def agreed(case: Case, ran: Sequence[Finding]) -> list[Instance]:
    """The instances that refute the claim; `RungDisagreement` where two findings differ at the same sizes.

    A claim may fail at some sizes only: where a rung has sizes of its own, the reals are asked there.
    """
    refuting = [instance for found in ran for instance in found.refuting]
    here = {found.outcome for found in ran if not found.elsewhere}
    agree, known = True, False
    if {EQUAL, UNEQUAL} <= here and refuting:
        agree = all(_may_be_blind(case, found, refuting) for found in ran if not found.elsewhere)
    elif {EQUAL, UNEQUAL} <= here:
        # A function letter may have the claimed value by accident: then another function refutes the claim.
        agree = known = smallest_counterexample(case, ()) is not None
    for found in ran if here else ():
        if found.elsewhere and {EQUAL, UNEQUAL} <= {found.outcome, *here} and not _generic(case, found):
            there = [real_outcome(case, sizes, 1) for sizes in found.elsewhere]
            refuting += [instance for tried in there for instance in tried.refuting]
            agree &= (known or any(tried.refuting for tried in there)) == (found.outcome == UNEQUAL)
    if not agree or (not here and {EQUAL, UNEQUAL} <= {found.outcome for found in ran}):
        shown = "; ".join(f"{found.name}: {found.outcome}" for found in ran)
        raise RungDisagreement(f"rungs disagree on {plain(case.claim)}: {shown}")
    return refuting


def _may_be_blind(case: Case, found: Finding, refuting: Sequence[Instance]) -> bool:
    """Whether equality may have been found in a prime field although real instances refute the claim.

    It may fail at special values only, or the prime may divide a number in the claim: then another prime sees it.
    """
    if found.outcome != EQUAL:
        return True
    if found.modulus is None:
        return False
    field = PrimeField(next(case.primes("another")))
    return all(at_instance(case, instance, field).found != EQUAL for instance in refuting)


def _generic(case: Case, found: Finding) -> bool:
    """Whether equality says nothing of special values, since generic symbols divide by what is zero there."""
    return isinstance(case.claim, Equivalence) and found.outcome == EQUAL
