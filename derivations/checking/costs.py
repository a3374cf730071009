"""What it costs to try a claim at some sizes: operations are counted, never timed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from derivations.claims import Claim, Equivalence, stated
from derivations.tree import (
    Apply,
    Dots,
    Expr,
    Index,
    Letter,
    Prod,
    StateSum,
    Sum,
    atoms,
    free_indices,
    letters_and_sizes,
    members,
    number_of,
    shape_of,
    states,
)
from derivations.values import runs

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
    letters = (node for node in letters_and_sizes(stated(claim)) if isinstance(node, Letter))
    return sum(prod(shape_of(letter.of, sizes)) * members(letter, sizes) for letter in letters)


def solving(claim: Claim, sizes: Mapping[str, int]) -> int:
    """Operations that it takes to solve the hypotheses of a claim, which are evaluated for each entry of a letter."""
    letters = [node for node in letters_and_sizes(claim.given.expressions) if isinstance(node, Letter)]
    entries = max((prod(shape_of(letter.of, sizes)) * members(letter, sizes) for letter in letters), default=0)
    free = {index for side in claim.given.expressions for index in free_indices(side)}
    choices = prod(number_of(index.size, sizes) for index in free)
    return entries * choices * sum(operations(side, sizes) for side in claim.given.expressions)


def shared_cost(claim: Claim, sizes: Mapping[str, int]) -> int:
    """The same where parts that recur are evaluated once, as `derivations.values.sharing` does.

    The operations of an equivalence evaluate every part anew.
    """
    if isinstance(claim, Equivalence):
        return cost(claim, sizes)
    running: frozenset[Expr] = frozenset(index for side in claim.expressions for index in free_indices(side))
    return drawn_entries(claim, sizes) + sum(_shared(side, sizes, running)[0] for side in claim.expressions)


def _shared(expr: Expr, sizes: Mapping[str, int], running: frozenset[Expr]) -> tuple[int, frozenset[Expr]]:
    """Operations with every part evaluated once at each place of what runs; and what it depends on of that."""
    if isinstance(expr, Index | Letter):
        return 1, frozenset({expr}) & running
    if isinstance(expr, Dots) or (isinstance(expr, Apply) and not expr.arguments):
        return _shared(expr.full, sizes, running)
    if not isinstance(expr, Sum | Prod | StateSum) and (expr.repeats(sizes) is not None or isinstance(expr, Apply)):
        return _anew(expr, sizes, running)
    bound = runs(expr)
    below = [_shared(child, sizes, running | bound) for child in expr.children]
    free: frozenset[Expr] = frozenset().union(*(part for _, part in below)) - bound
    return sum(count for count, _ in below) + places(free, sizes) * expr.operations(sizes), free


def _anew(expr: Expr, sizes: Mapping[str, int], running: frozenset[Expr]) -> tuple[int, frozenset[Expr]]:
    """Of a derivative, a mean or a function at arguments: other values of letters, for which nothing is known yet."""
    free = frozenset(atoms(expr)) & running
    within = sum(_shared(part, sizes, frozenset())[0] for part in expr.parts)
    return places(free, sizes) * (expr.repeats(sizes) or 1) * (within + expr.operations(sizes)), free


def places(running: Iterable[Expr], sizes: Mapping[str, int]) -> int:
    """How many values indices, and states spins, have together."""
    return prod(_values(letter, sizes) for letter in running)


def _values(letter: Expr, sizes: Mapping[str, int]) -> int:
    match letter:
        case Index(size=size):
            return number_of(size, sizes)
        case Letter(of=(rows, _)):
            return states(number_of(rows, sizes))
    raise TypeError(f"found {type(letter).__name__}, expected an index or spins")
