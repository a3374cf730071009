"""Verdicts on relations that are not one equation: what they reduce to, and inequalities.

An inequality is verified only by a certificate: right - left equals, exactly, what by its structure cannot be negative.
A search at rational instances can only refute it.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from derivations.checking.case import Case
from derivations.checking.certificates import certificates, smaller
from derivations.checking.compare import EQUAL, UNEQUAL, UNSUPPORTED, compare_order
from derivations.checking.corners import CORNER_SIZES, Search
from derivations.checking.costs import MAX_OPERATIONS
from derivations.checking.counterexample import at_instance, described, smallest_counterexample
from derivations.checking.finding import Finding
from derivations.checking.instances import Instance, draw, draw_generic
from derivations.checking.verdict import Verdict
from derivations.claims import (
    ZERO,
    Attained,
    Claim,
    Distributed,
    Equation,
    Equivalence,
    FirstOrder,
    Inequality,
    Proportional,
    Solution,
    UpTo,
    side_conditions,
)
from derivations.tree import Expr, Neg, Number, nonnegative
from derivations.values import ExactReals

Decide = Callable[[Claim], Verdict]
"""The verdict on a claim of a simpler kind."""
SEARCH = 12
"""Instances at each size, half of them small integers, at which an inequality is tried."""
NOT_COMPARED = "at no instance could both sides be compared: they may have no value anywhere"
NOT_NONNEGATIVE = "the certificate is no sum of squares or the like, by its structure"
NOT_AFFINE = "it is not affine in what is distributed, so that it may be normal or not"
MAX_CERTIFICATES = 6
"""Most certificates that are found and tried."""
WORST = ("rejected", "undefined", "inconclusive", "unchecked", "verified", "proved")


def check_relation(case: Case, decide: Decide) -> Verdict:
    """The verdict on a relation, by the verdicts on the equations that it says."""
    claim = case.claim
    match claim:
        case FirstOrder() | Proportional() | UpTo() | Solution():
            parts = zip(claim.equations, differing(claim), strict=True)
            return combined([_said(decide(equation), what) for equation, what in parts])
        case Attained(bound):
            (equation,) = claim.equations
            return combined([decide(bound), _said(decide(equation), "the two sides differ at this value")])
        case Distributed():
            return check_distribution(claim, decide)
        case Inequality():
            return check_inequality(case, claim, decide)
        case Equivalence(None, left, right):
            return check_biconditional(left, right, decide)
    raise TypeError(f"no way to check {type(claim).__name__}")


def differing(claim: FirstOrder | Proportional | UpTo | Solution) -> list[str]:
    """For each equation that the relation says: what it means if it fails, its two sides being the evidence."""
    match claim:
        case FirstOrder():
            return ["the values differ", "the slopes differ", "the curvatures differ"][: claim.order + 1]
        case Proportional():
            return ["the quotient is not constant", "the inverse quotient is not constant"]
        case UpTo():
            return ["the difference is not constant"]
    return ["put in, the value does not solve it"] * len(claim.solved)


def _said(verdict: Verdict, what: str) -> Verdict:
    return replace(verdict, reason=what) if verdict.status == "rejected" else verdict


def combined(parts: Sequence[Verdict]) -> Verdict:
    """All must hold: the worst verdict, with its evidence."""
    worst = min(parts, key=lambda part: WORST.index(part.status))
    return Verdict(worst.status, worst.findings, worst.counterexample, reason=worst.reason, parts=tuple(parts))


def check_distribution(claim: Distributed, decide: Decide) -> Verdict:
    """Normal if all is affine and mean and covariance are right; only a wrong mean or covariance refutes it."""
    if claim.found.beside:
        return combined([_said(decide(equation), "the densities are not proportional") for equation in claim.equations])
    what = ("the mean differs", "the covariance differs", *[NOT_AFFINE] * len(claim.equations))
    parts = [_said(decide(equation), why) for equation, why in zip(claim.equations, what, strict=False)]
    moments, affine = parts[:2], parts[2:]
    if not any(part.status == "rejected" for part in moments) and any(part.status == "rejected" for part in affine):
        return Verdict("inconclusive", reason=NOT_AFFINE, parts=tuple(parts))
    return combined(parts)


def check_biconditional(left: Sequence[Equation], right: Sequence[Equation], decide: Decide) -> Verdict:
    """Two statements about all letters are equivalent if both are true; if one is false, so is the equivalence.

    If both are false nothing is known: an equivalence for each value of some letter must name it.
    """
    sides = [combined([decide(equation) for equation in part]) for part in (left, right)]
    refuted = [side for side in sides if side.status == "rejected"]
    if len(refuted) == 2:
        return Verdict("inconclusive", reason="both sides fail somewhere; an equivalence in a letter u begins 'for u:'")
    if len(refuted) == 1 and not all(side.passed or side in refuted for side in sides):
        return Verdict("inconclusive", reason="one side fails and the other is not decided")
    return combined(sides)


# ---------------------------------------------------------------- inequalities


def check_inequality(case: Case, claim: Inequality, decide: Decide) -> Verdict:
    """Verified by its certificate, rejected by an instance, else inconclusive."""
    searched = search(case)
    if searched.status in ("rejected", "undefined") or searched.reason == NOT_COMPARED:
        return searched
    why = _without_certificate(claim)
    if claim.certificate is not None:
        identity = _identity(claim, decide)
        if why == NOT_NONNEGATIVE and decide(Inequality(ZERO, claim.certificate, None, claim.given)).passed:
            why = ""
        if identity.passed and not why:
            return Verdict(identity.status, (*identity.findings, *searched.findings))
        why = why or f"the certificate is not shown to be right - left: {identity.status} {identity.reason}".rstrip()
    elif not why:
        return Verdict("verified", searched.findings)
    else:
        shown = next(filter(None, _ways(case, claim, decide)), None)
        if shown is not None:
            return replace(shown, findings=(*shown.findings, *searched.findings))
    return Verdict("inconclusive", searched.findings, reason=why)


def _ways(case: Case, claim: Inequality, decide: Decide) -> Iterator[Verdict | None]:
    """The ways in which an inequality without a certificate is shown, one after the other."""
    yield _between_numbers(case, claim)
    yield _by_smaller_sides(claim, decide)
    yield _by_found_certificate(claim, decide)


def _identity(claim: Inequality, decide: Decide) -> Verdict:
    """That the certificate is right - left."""
    return combined([decide(equation) for equation in claim.equations])


def _between_numbers(case: Case, claim: Inequality) -> Verdict | None:
    """Of numbers alone: certain where the left one is less, or both are equal exactly."""
    if case.atoms or case.function_letters or case.free_sizes:
        return None
    certain = compare_order(claim, Instance(claim.given.fixed, {}), certain=True).found == EQUAL
    return Verdict("proved") if certain else None


def _by_smaller_sides(claim: Inequality, decide: Decide) -> Verdict | None:
    """Of f(a) <= f(b) with an f that keeps the order: that of a <= b."""
    for found in smaller(claim):
        shown = combined([*map(decide, found.equations), decide(found.bound)])
        if shown.passed:
            return shown
    return None


def _by_found_certificate(claim: Inequality, decide: Decide) -> Verdict | None:
    """By the first certificate that is found and holds."""
    for certificate in itertools.islice(certificates(claim), MAX_CERTIFICATES):
        certified = replace(claim, certificate=certificate)
        if not _without_certificate(certified):
            identity = _identity(certified, decide)
            if identity.passed:
                return identity
    return None


def _without_certificate(claim: Inequality) -> str:
    """Why the structure of right - left does not show that it cannot be negative; nothing if it does."""
    if claim.certificate is not None:
        sides = (claim.left, claim.right)
        if not set(side_conditions((*sides, claim.certificate))) <= set(side_conditions(sides)):
            return "the certificate is not defined wherever the inequality is"
    if any(map(nonnegative, gaps(claim))):
        return ""
    if claim.certificate is not None:
        return NOT_NONNEGATIVE
    return "no counterexample was found; a certificate, 'with' and what right - left is equal to, would decide"


def gaps(claim: Inequality) -> list[Expr]:
    """The ways in which right - left may be written without a minus of its own."""
    found = [claim.gap]
    if claim.certificate is None and claim.right == ZERO:
        found.append(claim.left.of if isinstance(claim.left, Neg) else Neg(claim.left))
    if isinstance(claim.right, Number) and isinstance(claim.left, Neg) and claim.right.value >= 0:
        found.append(claim.left.of)
    return found if claim.certificate is None else found[:1]


def search(case: Case) -> Verdict:
    """The inequality at rational instances of every size: rejected, undefined, or no more than not refuted."""
    largest = max(map(case.cost, case.assignments), default=0)
    if largest > MAX_OPERATIONS:
        return Verdict("inconclusive", reason=f"one evaluation takes {largest} operations, the budget {MAX_OPERATIONS}")
    refuting, held, compared = [], 0, False
    for sizes in case.assignments:
        rng = random.Random(f"order {case.text} {tuple(sizes.values())}")
        effective = 0
        for number in range(SEARCH):
            instance = draw_generic(case, sizes, rng, number) if number % 2 else draw(case, sizes, rng, 1 + number)
            found = at_instance(case, instance).found
            refuting += [instance] if found == UNEQUAL else []
            effective += found in (EQUAL, UNEQUAL, UNSUPPORTED)
            compared |= found == EQUAL
        if not effective:
            return Verdict("undefined", reason=f"no instance at {sizes} at which both sides are defined")
        held += effective
    for sizes in case.assignments[:CORNER_SIZES] if not refuting else ():
        cells = Search(case, sizes)
        cells.run()
        refuting += [instance for instance in cells.instances() if at_instance(case, instance).found == UNEQUAL]
    if refuting:
        finding = Finding(ExactReals.name, UNEQUAL, why=f"{len(refuting)} of {held} instances refute it")
        smallest = smallest_counterexample(case, refuting)
        assert smallest is not None
        return Verdict("rejected", (finding,), described(case, smallest))
    if not compared:
        return Verdict("inconclusive", reason=NOT_COMPARED)
    return Verdict("inconclusive", (Finding(ExactReals.name, EQUAL, why=f"no counterexample at {held} instances"),))
