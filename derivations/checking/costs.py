"""What it costs to try a claim at some sizes: operations are counted, never timed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from derivations.claims import Claim, Equivalence, letters_and_sizes
from derivations.tree import (
    SCALAR,
    Apply,
    Det,
    Differential,
    Dots,
    Eigenvalues,
    Exp,
    Expectation,
    Expr,
    Grad,
    Index,
    Integral,
    Inverse,
    Letter,
    Log,
    Member,
    Mul,
    Pow,
    Prod,
    SpinSum,
    Sum,
    free_indices,
    number_of,
    shape_of,
)

MAX_OPERATIONS = 700_000
"""Most operations on scalars that one evaluation of a claim may take."""


def operations(expr: Expr, sizes: Mapping[str, int]) -> int:
    """Operations on scalars that one evaluation takes, roughly: matrices by their entries, sums by their terms."""
    times = _repeated(expr, sizes)
    if times is not None:
        entries = 1 if expr.shape is None else prod(shape_of(expr.shape, sizes))
        inside = [child for child in expr.children if child not in expr.outside]
        outside = sum(operations(child, sizes) for child in expr.outside)
        return times * (sum(operations(child, sizes) for child in inside) + entries) + outside
    if isinstance(expr, Dots):
        return operations(expr.meaning, sizes)
    below = (*expr.children, expr.function.body) if isinstance(expr, Apply) else expr.children
    return sum(operations(child, sizes) for child in below) + _own(expr, sizes)


def _repeated(expr: Expr, sizes: Mapping[str, int]) -> int | None:
    """How many times the node evaluates what is below it; None of a node that does so once."""
    match expr:
        case Sum(index, _) | Prod(index, _):
            return number_of(index.size, sizes)
        case Grad(_, by):
            return 4 * prod(shape_of(by.shape or SCALAR, sizes))
        case Differential(_, directions):
            return 4 * len(directions)
        case Integral(_, over):
            return 1 + prod(shape_of(over.of, sizes))
        case Expectation(over, _, _, _):
            # A polynomial of the fourth degree has so many times more terms than a number.
            return 1 + number_of(over.of[0], sizes) ** 2
        case SpinSum(over, _):
            return int(2 ** min(number_of(over.of[0], sizes), 64))
    return None


def cost(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Operations of all sides of a claim, free indices counted, and the values that are drawn."""
    free = {index for side in claim.expressions for index in free_indices(side)}
    choices = prod(number_of(index.size, sizes) for index in free)
    return drawn_entries(claim, sizes) + choices * sum(operations(side, sizes) for side in claim.expressions)


def drawn_entries(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Entries of the letters and families of a claim."""
    return sum(
        prod(shape_of(node.of, sizes)) * (number_of(node.count, sizes) if isinstance(node, Member) else 1)
        for node in letters_and_sizes(claim)
        if isinstance(node, Letter | Member)
    )


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
    again = isinstance(expr, Sum | Prod | Dots) or _repeated(expr, sizes) is None
    if not again or (isinstance(expr, Apply) and expr.arguments):
        # Below a derivative or a mean, and in a function at arguments, nothing is kept.
        free = set(free_indices(expr))
        return places(free, sizes) * operations(expr, sizes), free
    if isinstance(expr, Dots | Apply):
        return _shared(expr.meaning if isinstance(expr, Dots) else expr.function.body, sizes)
    below = [_shared(child, sizes) for child in expr.children]
    free = set().union(*(part for _, part in below)) - set(expr.binds)
    return sum(count for count, _ in below) + places(free, sizes) * _own(expr, sizes), free


def _own(expr: Expr, sizes: Mapping[str, int]) -> int:
    """Operations of the node alone."""
    entries = 1 if expr.shape is None else prod(shape_of(expr.shape, sizes))
    match expr:
        case Sum(index, _) | Prod(index, _):
            return entries * number_of(index.size, sizes)
        case Mul(left, _) if left.shape is not None and left.shape != SCALAR:
            return entries * shape_of(left.shape, sizes)[1]
        case Inverse(of) | Det(of) | Eigenvalues(of) | Log(of) | Exp(of) | Pow(of, _) if of.shape is not None:
            return shape_of(of.shape, sizes)[0] ** 3
    return entries


def places(indices: Iterable[Index], sizes: Mapping[str, int]) -> int:
    """How many values the indices have together."""
    return prod(number_of(index.size, sizes) for index in indices)
