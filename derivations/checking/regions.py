"""Orders of sizes in which a claim has a value: (X' X)^-1 exists where X has at least as many rows as columns.

A claim that has no value at some sizes is tried at the others if these are all that an inequality between two of its
sizes admits, and enough of them are large; its verdict names the inequality.  Otherwise it is undefined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from derivations.checking.case import Case, Sizes
from derivations.checking.compare import UNDEFINED
from derivations.checking.rungs import modular_outcome
from derivations.claims import Order

MARGINS = (0, 1, 2)
"""By how much one size is at least greater than the other."""
LARGE = 3
"""Sizes from this one on are large."""
LEAST_LARGE = 2
"""At so many choices of large sizes the claim has to have a value."""


def region(case: Case) -> Order | None:
    """The inequality between two sizes that says at which of them the claim has a value; None where it always has."""
    defined = [sizes for sizes in case.usual if modular_outcome(case, sizes).found != UNDEFINED]
    large = [sizes for sizes in defined if all(sizes[name] >= LARGE for name in case.free_sizes)]
    if len(defined) == len(case.usual) or len(large) < LEAST_LARGE:
        return None
    return next((found for found in _regions(case.free_sizes) if _admitted(found, case.usual) == defined), None)


def _regions(names: Sequence[str]) -> Iterator[Order]:
    for margin in MARGINS:
        yield from (Order(larger, smaller, margin) for larger, smaller in permutations(names, 2))


def _admitted(found: Order, assignments: Sequence[Sizes]) -> list[Sizes]:
    return [sizes for sizes in assignments if found.admits(sizes)]
