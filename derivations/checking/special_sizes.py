"""Sizes beyond the usual ones at which an equivalence may fail: (N - 5) u = 0 <=> u = 0 does so at N = 5."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.checking.costs import shared_cost
from derivations.checking.sizes import MAX_LARGER, admissible, free_sizes, in_order
from derivations.claims import Equivalence
from derivations.tree import Expr, SizeLetter

SMALL = range(5, 13)
"""Sizes at which it is tried whatever is written: a letter alone is tried at 1 to 4 anyway."""
LARGEST = 200
"""Largest size at which it is seen whether a number that depends on one size letter alone vanishes."""


def special_sizes(claim: Equivalence) -> list[dict[str, int]]:
    """Small sizes, and those at which a number vanishes, of each letter that appears as one; those that are cheap."""
    nodes = list(dict.fromkeys(node for side in claim.expressions for node in side.walk()))
    names = free_sizes(claim)
    others = {**dict.fromkeys(names, 2), **dict(claim.fixed)}
    found = []
    for name in (name for name in names if SizeLetter(name) in nodes):
        vanishing = (size for node in nodes for size in _zeros(node, name))
        for size in dict.fromkeys((*SMALL, *vanishing)):
            sizes = in_order(claim, {**others, name: size})
            if admissible(claim, sizes) and shared_cost(claim, sizes) <= MAX_LARGER:
                found.append(sizes)
    return found


def _zeros(node: Expr, name: str) -> Iterator[int]:
    """The sizes at which what is written of numbers and one size letter alone vanishes."""
    parts = list(node.walk())
    if all(part.counts for part in parts) and {part.name for part in parts if isinstance(part, SizeLetter)} == {name}:
        yield from (size for size in range(1, LARGEST + 1) if node.fraction({name: size}, {}) == 0)
