"""The sizes at which a claim is tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from derivations.checking.costs import MAX_OPERATIONS, shared_cost
from derivations.checking.landmarks import landmarks, least_count, nearby
from derivations.claims import Claim, Equation, Equivalence, stated
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
    letters_and_sizes,
    letters_of,
)

SIZE_TABLE = ((1, 1, 1), (1, 2, 3), (2, 1, 3), (2, 3, 1), (3, 2, 4), (4, 3, 2), (3, 5, 2), (3, 3, 3), (2, 4, 3))
"""Sizes of the first three size letters: 1, 2 and two sizes >= 3 of both parities; N < D, N = D and N > D."""
LARGER = (7, 11, 13)
"""Sizes beyond the table at which an equation is tried, if that is cheap, where a size appears as a number.

A polynomial of degree at most 5 in a size D that vanishes at 1, 2, 3, 4, 7 and 11 is 0.
"""
BEYOND = (6, 7, 5)
"""Sizes at which an equation is tried, if that is cheap, where none appears as a number."""
MOST_TRIED = 33
"""Sizes are sought below this one where small ones are excluded."""
MAX_LARGER = 20_000
MAX_DISGUISED = 100_000
"""Most operations that count as cheap."""


def size_letters(claim: Claim) -> list[str]:
    """The size letters of a claim: first those of shapes, then those that count or appear as numbers."""
    shapes: list[Size] = []
    others: list[Size] = []
    for node in [*letters_and_sizes(stated(claim)), *_unused_letters(claim)]:
        match node:
            case SizeLetter(name):
                others.append(name)
            case Letter(of=of, axes=axes):
                shapes += of
                others += axes
            case Index(_, size):
                others.append(size)
    return list(dict.fromkeys(letter for size in shapes + others for letter in sorted(letters_of(size))))


def _unused_letters(claim: Claim) -> Iterator[Letter]:
    """Letters that need a size even where no side contains them: the unknown, and the parameters of functions."""
    if isinstance(claim, Equivalence) and isinstance(claim.unknown, Letter):
        yield claim.unknown
    for side in claim.expressions:
        for node in side.walk():
            if isinstance(node, Apply):
                yield from node.function.parameters


def free_sizes(claim: Claim) -> list[str]:
    """The size letters that the claim does not fix."""
    return [name for name in size_letters(claim) if name not in claim.given.fixed]


def size_rows(count: int) -> list[tuple[int, ...]]:
    """Rows of sizes for so many letters: every two of them are equal in one row, smaller and greater in others."""
    if count <= 3:
        return [row[:count] for row in SIZE_TABLE]
    rising = tuple(range(1, count + 1))
    return [(1,) * count, (3,) * count, rising, rising[::-1], (*rising[1:], 1)]


def size_assignments(claim: Claim) -> list[dict[str, int]]:
    """The sizes at which the claim is tried, smallest first; fixed ones keep their value, excluded ones are missing.

    Beyond the table, the landmarks of each size and as many different ones as its degree asks for.
    """
    fixed, names = claim.given.fixed, free_sizes(claim)
    found = {tuple({**dict(zip(names, row, strict=True)), **fixed}.items()): None for row in size_rows(len(names))}
    assignments = [in_order(claim, dict(row)) for row in found]
    allowed = [sizes for sizes in assignments if admissible(claim, sizes)]
    for name in names:
        allowed += _demanded(claim, name, {sizes[name] for sizes in allowed})
    return within_budget(claim, sorted(allowed, key=lambda sizes: (sum(sizes.values()), tuple(sizes.values()))))


def in_order(claim: Claim, sizes: Mapping[str, int]) -> dict[str, int]:
    """The sizes in the order in which the claim's letters come up, fixed ones last."""
    return {name: sizes[name] for name in (*size_letters(claim), *claim.given.fixed)}


def _demanded(claim: Claim, name: str, tried: set[int]) -> Iterator[dict[str, int]]:
    """The claim at the landmarks of a size, and at so many of its values as are enough."""
    tried, wanted = set(tried), landmarks(claim, name) - tried
    for value in (*sorted(wanted), *range(1, MOST_TRIED)):
        if value in tried or (value not in wanted and len(tried) >= least_count(claim, name)):
            continue
        sizes = next(filter(partial(admissible, claim), _beside(claim, name, value)), None)
        if sizes is not None:
            tried.add(value)
            yield sizes


def _beside(claim: Claim, name: str, value: int) -> Iterator[dict[str, int]]:
    """The size with small other ones, or where these are excluded, with their landmarks."""
    others = [other for other in free_sizes(claim) if other != name]
    small = dict.fromkeys(others, 2 + value % 2)
    marks = {other: max(landmarks(claim, other), default=small[other]) for other in others}
    for beside in (small, marks):
        yield in_order(claim, {**beside, name: value, **claim.given.fixed})


def larger_sizes(claim: Equation) -> list[dict[str, int]]:
    """Larger sizes that are cheap: two choices for letters that appear as numbers, those beside which numbers stand,
    and as many as the size may have zeros in disguise.

    Of a claim without such letters one choice: a polynomial identity of degree d may hold for matrices smaller than d.
    """
    names = free_sizes(claim)
    if not names:
        return []
    found = []
    for chosen, most in ((_of_numbers(claim, names), MAX_LARGER), (_in_disguise(claim, names), MAX_DISGUISED)):
        every = (in_order(claim, {**dict.fromkeys(names, 2), **sizes, **claim.given.fixed}) for sizes in chosen)
        found += [sizes for sizes in every if admissible(claim, sizes) and shared_cost(claim, sizes) <= most]
    return found


def _of_numbers(claim: Equation, names: Sequence[str]) -> Iterator[dict[str, int]]:
    nodes = {node for side in claim.expressions for node in side.walk()}
    if any(isinstance(node, Integral | Expectation) for node in nodes):
        return
    numbers = [name for name in names if SizeLetter(name) in nodes]
    beside = [{name: size + more} for name in names for size in sorted(nearby(claim, name)) for more in (0, 1)]
    if numbers or beside:
        yield from (dict(zip(numbers, LARGER[turn:] + LARGER[:turn], strict=False)) for turn in range(2) if numbers)
        yield from beside
    else:
        yield dict(zip(names, BEYOND * len(names), strict=False))


def _in_disguise(claim: Equation, names: Sequence[str]) -> Iterator[dict[str, int]]:
    for name in names:
        usual = least_count(claim, name)
        yield from ({name: size} for size in range(usual + 1, least_count(claim, name, disguised=True) + 1))


def within_budget(claim: Claim, assignments: list[dict[str, int]]) -> list[dict[str, int]]:
    """The sizes that are not too costly, if they still test what all of them do; otherwise all."""
    found = [sizes for sizes in assignments if shared_cost(claim, sizes) <= MAX_OPERATIONS]
    if len(found) == len(assignments):
        return found
    marks = {name: landmarks(claim, name) for name in free_sizes(claim)}
    counts = {name: least_count(claim, name) for name in marks}
    every, left = (coverage(list(marks), sizes, marks, counts) for sizes in (assignments, found))
    return found if found and every <= left else assignments


def coverage(
    names: Sequence[str],
    assignments: list[dict[str, int]],
    marks: Mapping[str, set[int]] | None = None,
    counts: Mapping[str, int] | None = None,
) -> set[tuple[str, ...]]:
    """What the sizes test: each letter at 1, 2, an odd and an even one from 3 on; each two equal, smaller and greater.

    A false identity may hold at two sizes and at all that are odd, and where N is smaller than D.  With ``marks`` and
    ``counts``: these sizes, and so many different ones.
    """
    found: set[tuple[str, ...]] = set()
    for sizes in assignments:
        for name in names:
            size = sizes[name]
            found.add((name, str(size) if size < 3 else "odd" if size % 2 else "even"))
            found |= {(name, str(size))} if size in (marks or {}).get(name, ()) else set()
        for one, other in itertools.combinations(names, 2):
            sign = (sizes[one] > sizes[other]) - (sizes[one] < sizes[other])
            found.add((one, other, str(sign)))
    for name, count in (counts or {}).items():
        different = len({sizes[name] for sizes in assignments})
        found |= {(name, "different", str(number)) for number in range(min(different, count) + 1)}
    return found


def admissible(claim: Claim, sizes: Mapping[str, int]) -> bool:
    """Whether the claim is made for the sizes and none is excluded by what is written, as 1/(N - 1) excludes N = 1."""
    return claim.given.admits(sizes) and not any(
        node.excludes(sizes) for side in stated(claim) for node in meanings(side)
    )


def meanings(expr: Expr) -> Iterator[Expr]:
    """The expression and all below it, functions and defined letters looked into; dots for what they mean."""
    yield expr
    for part in (expr.meaning,) if isinstance(expr, Dots) else expr.parts:
        yield from meanings(part)
