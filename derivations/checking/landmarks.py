"""Sizes that the text of a claim singles out: a claim that names a fourth entry may hold up to four entries only.

Landmarks of a size letter are the numbers that stand as an index in its range or as a size beside it, how many indices
of its range are compared (a sum over i < j < k < l is empty below 4), and what spins need.  How many different sizes
are enough depends on the degree with which a size stands as a number: a polynomial of degree d may vanish at d of them,
and a sum of fractions as often as its numerator over the common denominator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from derivations.checking.size_degrees import degrees_in_size, is_counted, ranges_over
from derivations.claims import Claim, stated
from derivations.tree import (
    Expr,
    Index,
    Letter,
    Number,
    OfIndices,
    Size,
    StateSum,
    atoms,
    degree,
    letters_and_sizes,
)

LEAST_COUNT = 4
"""Different sizes at which any claim is tried: 1, 2, and an odd and an even one from 3 on."""
SPARE = 2
"""So many more sizes than its degree are tried where a size stands as a number."""
SPINS = 5
"""Spins up to which a sum over them is tried: four on a ring are the smallest that occur in the literature."""
USUAL = 3
"""Numbers up to this one are landmarks of every claim: the table has sizes at and beyond them."""
NEARBY = 16
"""Numbers up to this one that stand beside a size are tried as sizes."""


def landmarks(claim: Claim, name: str) -> set[int]:
    """The sizes at which it has to be tried: at and beyond each number, and where all compared indices may differ."""
    nodes = [node for side in stated(claim) for node in side.walk()]
    marks = {value for node in nodes for value in _places(node, name)}
    letters = letters_and_sizes(stated(claim))
    marks |= {size for node in letters for size in _sizes(node) if isinstance(size, int)}
    spins = {size for node in letters if isinstance(node, Letter) for size in _spins(claim, node, name)}
    beyond = {size for mark in marks if mark > USUAL for size in (mark, mark + 1)}
    return beyond | {size for size in spins if size > USUAL} | _compared(nodes, name)


def nearby(claim: Claim, name: str) -> set[int]:
    """Numbers that stand beside the size where it is a number, as in abs(N - 12): worth trying where that is cheap."""
    beside = (part for side in stated(claim) for part in _counting(side) if _counts(part, name))
    values = {node.value for part in beside for node in part.walk() if isinstance(node, Number)}
    return {abs(int(value)) for value in values if value.denominator == 1 and USUAL < abs(value) <= NEARBY}


def least_count(claim: Claim, name: str, disguised: bool = False) -> int:
    """How many different sizes are tried; ``disguised``: where that is cheap."""
    return max(LEAST_COUNT, degrees_in_size(claim, name, disguised).above + SPARE)


def _places(node: Expr, name: str) -> Iterator[int]:
    for place, size in node.places():
        if isinstance(place, Number) and ranges_over(size, name):
            yield int(place.value)


def _compared(nodes: Sequence[Expr], name: str) -> set[int]:
    """As many as there are indices that are compared with one another, if these are more than usual."""
    compared = {index for node in nodes if isinstance(node, OfIndices) for index in (node.left, node.right)}
    count = sum(isinstance(index, Index) and ranges_over(index.size, name) for index in compared)
    return {count} if count > USUAL else set()


def _spins(claim: Claim, letter: Letter, name: str) -> Iterator[int]:
    """A symmetric polynomial of degree d in spins may vanish wherever their sum is at most d/2 in size."""
    if letter.kind.finite and ranges_over(letter.of[0], name):
        highest = max(degree(side, {letter: 1}, defaultdict(lambda: SPINS)) for side in _bodies(claim, letter))
        yield from (SPINS, min(highest // 2, 2 * SPINS))


def _bodies(claim: Claim, letter: Letter) -> Iterator[Expr]:
    """Where the letter is free: the sides, and what is summed over it."""
    yield from claim.expressions
    for side in claim.expressions:
        yield from (node.body for node in side.walk() if isinstance(node, StateSum) and node.over == letter)


def _sizes(node: Expr) -> tuple[Size, ...]:
    match node:
        case Letter(of=of, axes=axes):
            return (*of, *axes)
        case Index(_, size):
            return (size,)
    return ()


def _counting(expr: Expr) -> Iterator[Expr]:
    """The largest parts without letters."""
    if _letters(expr):
        for part in expr.parts:
            yield from _counting(part)
    else:
        yield expr


def _counts(part: Expr, name: str) -> bool:
    """Whether the size, or an index that runs over it, stands in the part as a number."""
    return any(is_counted(node, name) for node in part.walk())


def _letters(expr: Expr) -> bool:
    """Whether letters occur whose values are drawn."""
    return any(isinstance(atom, Letter) and not atom.kind.constant for atom in atoms(expr))
