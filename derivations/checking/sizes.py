"""The sizes at which a claim is tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from derivations.checking.costs import MAX_OPERATIONS, shared_cost
from derivations.claims import Claim, Equation, Equivalence
from derivations.tree import (
    Apply,
    Dots,
    Expectation,
    Expr,
    Index,
    Integral,
    Letter,
    Size,
    SizeLetter,
    SpinSum,
    letters_and_sizes,
)

SIZE_TABLE = ((1, 1, 1), (1, 2, 3), (2, 1, 3), (2, 3, 1), (3, 2, 4), (4, 3, 2), (3, 5, 2), (3, 3, 3), (2, 4, 3))
"""Sizes of the first three size letters: 1, 2 and two sizes >= 3 of both parities; N < D, N = D and N > D."""
LARGER = (7, 11, 13)
"""Sizes beyond the table at which an equation is tried, if that is cheap, where a size appears as a number.

A polynomial of degree at most 5 in a size D that vanishes at 1, 2, 3, 4, 7 and 11 is 0.
"""
MAX_LARGER = 20_000
"""Most operations that count as cheap."""


def size_letters(claim: Claim) -> list[str]:
    """The size letters of a claim: first those of shapes, then those that count or appear as numbers."""
    shapes: list[Size] = []
    others: list[Size] = []
    for node in [*letters_and_sizes(claim.expressions), *_unused_letters(claim)]:
        match node:
            case SizeLetter(name):
                others.append(name)
            case Letter(of=of, axes=axes):
                shapes += of
                others += axes
            case Index(_, size):
                others.append(size)
    return list(dict.fromkeys(size for size in shapes + others if isinstance(size, str)))


def _unused_letters(claim: Claim) -> Iterator[Letter]:
    """Letters that need a size even where no side contains them: the unknown, and the parameters of functions."""
    if isinstance(claim, Equivalence) and claim.unknown is not None:
        yield claim.unknown
    for side in claim.expressions:
        for node in side.walk():
            if isinstance(node, Apply):
                yield from node.function.parameters


def free_sizes(claim: Claim) -> list[str]:
    """The size letters that the claim does not fix."""
    return [name for name in size_letters(claim) if name not in dict(claim.fixed)]


def size_rows(count: int) -> list[tuple[int, ...]]:
    """Rows of sizes for so many letters: every two of them are equal in one row, smaller and greater in others."""
    if count <= 3:
        return [row[:count] for row in SIZE_TABLE]
    rising = tuple(range(1, count + 1))
    return [(1,) * count, (3,) * count, rising, rising[::-1], (*rising[1:], 1)]


def size_assignments(claim: Claim) -> list[dict[str, int]]:
    """The sizes at which the claim is tried, smallest first; fixed ones keep their value, excluded ones are missing."""
    fixed, names = dict(claim.fixed), free_sizes(claim)
    found = {tuple({**dict(zip(names, row, strict=True)), **fixed}.items()): None for row in size_rows(len(names))}
    assignments = [{name: dict(row)[name] for name in (*size_letters(claim), *fixed)} for row in found]
    allowed = [sizes for sizes in assignments if admissible(claim, sizes)]
    return within_budget(claim, sorted(allowed, key=lambda sizes: (sum(sizes.values()), tuple(sizes.values()))))


def larger_sizes(claim: Equation) -> list[dict[str, int]]:
    """Two choices of larger sizes for the letters that appear as numbers, 2 for the others; those that are cheap."""
    nodes = {node for side in claim.expressions for node in side.walk()}
    names = free_sizes(claim)
    numbers = [name for name in names if SizeLetter(name) in nodes]
    if not numbers or any(isinstance(node, Integral | Expectation | SpinSum) for node in nodes):
        return []
    start = {**dict.fromkeys(names, 2), **dict(claim.fixed)}
    found = []
    for turn in range(2):
        chosen = {name: LARGER[(place + turn) % len(LARGER)] for place, name in enumerate(numbers)}
        sizes = {name: {**start, **chosen}[name] for name in (*size_letters(claim), *dict(claim.fixed))}
        if admissible(claim, sizes) and shared_cost(claim, sizes) <= MAX_LARGER:
            found.append(sizes)
    return found


def within_budget(claim: Claim, assignments: list[dict[str, int]]) -> list[dict[str, int]]:
    """The sizes that are not too costly, if they still test what all of them do; otherwise all."""
    found = [sizes for sizes in assignments if shared_cost(claim, sizes) <= MAX_OPERATIONS]
    names = free_sizes(claim)
    return found if found and coverage(names, assignments) <= coverage(names, found) else assignments


def coverage(names: Sequence[str], assignments: list[dict[str, int]]) -> set[tuple[str, ...]]:
    """What the sizes test: each letter at 1, 2, an odd and an even one from 3 on; each two equal, smaller and greater.

    A false identity may hold at two sizes and at all that are odd, and where N is smaller than D.
    """
    found: set[tuple[str, ...]] = set()
    for sizes in assignments:
        for name in names:
            size = sizes[name]
            found.add((name, str(size) if size < 3 else "odd" if size % 2 else "even"))
        for one, other in itertools.combinations(names, 2):
            sign = (sizes[one] > sizes[other]) - (sizes[one] < sizes[other])
            found.add((one, other, str(sign)))
    return found


def admissible(claim: Claim, sizes: Mapping[str, int]) -> bool:
    """Whether no size is excluded by what is written: 1/(N - 1) excludes N = 1, and so does the member x[2]."""
    return not any(node.excludes(sizes) for side in claim.expressions for node in meanings(side))


def meanings(expr: Expr) -> Iterator[Expr]:
    """The expression and all below it, functions and defined letters looked into; dots for what they mean."""
    yield expr
    for part in (expr.meaning,) if isinstance(expr, Dots) else expr.parts:
        yield from meanings(part)
