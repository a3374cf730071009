"""Near misses of the corpus: each is rejected with evidence, undefined, undecided for a stated reason, or true."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

from derivations.checking.ladder import check
from derivations.checking.verdict import Verdict
from derivations.claims.claim import Claim
from derivations.tree.calculus import Integral
from tests.checking.judging import evidence, holds, truth
from tests.checking.mutants import near_misses
from tests.checking.worlds import with_indices, worlds

EACH = 6
"""Near misses of one claim that are tried, drawn from all of them, of as many kinds as there are."""
UNDECIDED = {
    "the certificate is": "a wrong certificate proves nothing, and refutes nothing",
    "a certificate, 'with' and what": "an inequality without a certificate, which no instance refutes",
    "at no instance could both sides be compared": "a mean that diverges, and is not known to",
    "a function of a matrix that is not symmetric": "functions and eigenvalues are those of symmetric ones",
    "of a matrix has no value in the system balls": "determinants of what is a sum of roots have no exact value",
    "no invertible operation": "neither side is affine in the unknown, nor is one the other times an invertible matrix",
    "no single exponential": "an integrand that is no polynomial times a Gaussian, such as 1/t^2",
    "of a degree above 2": "nor is exp(-t^3)",
    "no quadrature": "an integrand with a pole between the bounds",
    "more than one at a time": "reciprocals of entries that may be zero are not cleared",
    "that is not rational: there the solutions may differ": "a coefficient vanishes where no instance is exact",
    "the solutions differ, perhaps only": "the unknown has a structure, which no solution that was found has",
}
"""Why nothing may be decided: what the reason says, and why that is no fault."""


def chosen(claim: Claim) -> list[tuple[str, Claim]]:
    """Some near misses with their kinds, rare kinds before the second of a frequent one."""
    misses = near_misses(claim)
    random.Random(claim.latex()).shuffle(misses)
    seen: Counter[str] = Counter()
    ranked = []
    for kind, miss in misses:
        ranked.append((seen[kind], kind, miss))
        seen[kind] += 1
    return [(kind, miss) for _, kind, miss in sorted(ranked, key=lambda entry: entry[0])[:EACH]]


def judged(miss: Claim) -> str:
    """What the checker says of a near miss, once the oracle has agreed; a true one counts as equivalent."""
    verdict = check(miss)
    shown = f"{miss.latex()}\n{verdict}"
    if verdict.passed:
        assert truth(miss) is True, f"accepted, but the oracle says {truth(miss)}: {shown}"
        return "equivalent"
    if verdict.status == "rejected":
        assert not (why := evidence(miss, verdict)), f"{why}: {shown}"
    elif verdict.status == "inconclusive":
        assert any(words in verdict.reason for words in UNDECIDED), f"undecided for no stated reason: {shown}"
    else:
        assert somewhere_undefined(miss, verdict), f"undefined, but the oracle sees values everywhere: {shown}"
    return verdict.status


def somewhere_undefined(miss: Claim, verdict: Verdict) -> bool:
    """Whether the oracle too finds values, at the sizes that the reason names, at which the claim is not defined.

    A grid sees nothing of an integral that diverges.
    """
    if any(isinstance(node, Integral) for side in miss.expressions for node in side.walk()):
        return True
    tried = (point for world in worlds(miss, sizes_in(verdict.reason), 12) for point in with_indices(miss, world))
    return any(holds(miss, point) is None for point in tried)


def sizes_in(reason: str) -> dict[str, int]:
    """The sizes in ``at D, K = 1, 2: ...``."""
    found = re.search(r"at ((?:\w+, )*\w+) = ([\d, ]+)", reason)
    return dict(zip(found[1].split(", "), map(int, found[2].split(", ")), strict=True)) if found else {}


def report(record: Callable[[str, object], None], claim: Claim) -> None:
    """All chosen near misses of a claim, judged and counted for the summary of the test run."""
    counts: Counter[str] = Counter()
    for kind, miss in chosen(claim):
        status = judged(miss)
        counts[status] += 1
        if status == "inconclusive":
            record("undecided", f"{kind}: {miss.latex()}")
    record("near misses", dict(counts))
