"""What it costs to try a claim at some sizes: operations are counted, never timed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from derivations.claims import Claim, Equivalence
from derivations.tree import (
    Apply,
    Dots,
    Expr,
    Index,
    Letter,
    Prod,
    Sum,
    free_indices,
    letters_and_sizes,
    members,
    number_of,
    shape_of,
)

MAX_OPERATIONS = 1_000_000
"""Most operations on scalars that one evaluation of a claim may take."""


def operations(expr: Expr, sizes: Mapping[str, int]) -> int:
    """Operations on scalars that one evaluation takes, roughly: matrices by their entries, sums by their terms."""
    if isinstance(expr, Dots):
        return operations(expr.meaning, sizes)
    times = expr.repeats(sizes)
    if times is None:
        return sum(operations(part, sizes) for part in expr.parts) + expr.operations(sizes)
    within = sum(operations(part, sizes) for part, bound in expr.scopes() if bound or not expr.binders)
    outside = sum(operations(part, sizes) for part in expr.outside)
    return times * (within + expr.entry_count(sizes)) + outside


def cost(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Operations of all sides of a claim, free indices counted, and the values that are drawn."""
    free = {index for side in claim.expressions for index in free_indices(side)}
    choices = prod(number_of(index.size, sizes) for index in free)
    return drawn_entries(claim, sizes) + choices * sum(operations(side, sizes) for side in claim.expressions)


def drawn_entries(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Entries of the letters and families of a claim."""
    letters = (node for node in letters_and_sizes(claim.expressions) if isinstance(node, Letter))
    return sum(prod(shape_of(letter.of, sizes)) * members(letter, sizes) for letter in letters)


def shared_cost(claim: Claim, sizes: Mapping[str, int]) -> int:
    """The same where parts that recur are evaluated once, as `derivations.values.sharing` does.

    The operations of an equivalence evaluate every part anew.
    """
    if isinstance(claim, Equivalence):
        return cost(claim, sizes)
    return drawn_entries(claim, sizes) + sum(_shared(side, sizes)[0] for side in claim.expressions)


def _shared(expr: Expr, sizes: Mapping[str, int]) -> tuple[int, set[Index]]:
    """Operations with every part evaluated once at each place of its free indices; and those indices."""
    if isinstance(expr, Index):
        return 1, {expr}
    again = isinstance(expr, Sum | Prod | Dots) or expr.repeats(sizes) is None
    if not again or (isinstance(expr, Apply) and expr.arguments):
        # Below a derivative or a mean, and in a function at arguments, nothing is kept.
        free = set(free_indices(expr))
        return places(free, sizes) * operations(expr, sizes), free
    if isinstance(expr, Dots | Apply):
        return _shared(expr.full, sizes)
    below = [_shared(child, sizes) for child in expr.children]
    free = set().union(*(part for _, part in below)) - set(expr.binds)
    return sum(count for count, _ in below) + places(free, sizes) * expr.operations(sizes), free


def places(indices: Iterable[Index], sizes: Mapping[str, int]) -> int:
    """How many values the indices have together."""
    return prod(number_of(index.size, sizes) for index in indices)
