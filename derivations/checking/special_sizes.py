"""Sizes beyond the usual ones at which an equivalence may fail: (N - 5) u = 0 <=> u = 0 does so at N = 5."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from derivations.checking.costs import shared_cost
from derivations.checking.sizes import MAX_LARGER, admissible, free_sizes, in_order
from derivations.claims import Equivalence
from derivations.tree import Expr, SizeLetter

SMALL = range(5, 13)
"""Sizes at which it is tried whatever is written: a letter alone is tried at 1 to 4 anyway."""
LARGEST = 200
"""Largest size at which it is seen whether a number that depends on size letters alone vanishes."""
BESIDE = (1, 20, 4)
"""Largest size of the other letters that it depends on, if there are none, one, or more of these."""
MOST_BESIDE = 64
"""Most choices of these."""


def special_sizes(claim: Equivalence) -> list[dict[str, int]]:
    """Small sizes, and those at which a number vanishes, of each letter that appears as one; those that are cheap."""
    nodes = list(dict.fromkeys(node for side in claim.expressions for node in side.walk()))
    usual = {**dict.fromkeys(free_sizes(claim), 2), **claim.given.fixed}
    small = ({name: size} for name in free_sizes(claim) if SizeLetter(name) in nodes for size in SMALL)
    chosen = itertools.chain(small, (sizes for node in nodes for sizes in _zeros(node, claim.given.fixed)))
    every = [in_order(claim, {**usual, **sizes}) for sizes in chosen]
    return [
        sizes
        for k, sizes in enumerate(every)
        if sizes not in every[:k] and admissible(claim, sizes) and shared_cost(claim, sizes) <= MAX_LARGER
    ]


def _zeros(node: Expr, fixed: dict[str, int]) -> Iterator[dict[str, int]]:
    """Sizes at which what is written of numbers and size letters vanishes, small ones of all letters but one."""
    parts = list(node.walk())
    names = list(dict.fromkeys(part.name for part in parts if isinstance(part, SizeLetter) and part.name not in fixed))
    if not names or not all(part.counts for part in parts):
        return
    for name in names:
        others = [other for other in names if other != name]
        beside = itertools.product(range(1, BESIDE[min(len(others), len(BESIDE) - 1)] + 1), repeat=len(others))
        for values, size in itertools.product(itertools.islice(beside, MOST_BESIDE), range(1, LARGEST + 1)):
            sizes = {**dict(zip(others, values, strict=True)), name: size}
            if node.fraction({**sizes, **fixed}, {}) == 0:
                yield sizes
