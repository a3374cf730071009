"""Sizes that the text of a claim singles out: a claim that names a fourth entry may hold up to four entries only.

Landmarks of a size letter are the numbers that stand as an index in its range or as a size beside it, how many indices
of its range are compared (a sum over i < j < k < l is empty below 4), and what spins need.  How many different sizes
are enough depends on the degree with which a size stands as a number: a polynomial of degree d may vanish at d of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from derivations.claims import Claim
from derivations.tree import (
    Apply,
    Div,
    Dots,
    Expr,
    Index,
    Kronecker,
    Letter,
    Mul,
    Neg,
    Number,
    OfIndices,
    Pow,
    Size,
    SizeLetter,
    SpinSum,
    Sum,
    Trace,
    atoms,
    degree,
    letters_and_sizes,
)

UNITS = (Number(Fraction(1)), Number(Fraction(-1)), Neg(Number(Fraction(1))))
"""Numbers whose powers have one value, or two in turn."""
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
    nodes = [node for side in claim.expressions for node in side.walk()]
    marks = {value for node in nodes for value in _places(node, name)}
    for node in letters_and_sizes(claim.expressions):
        marks |= {size for size in _sizes(node) if isinstance(size, int)}
        marks |= set(_spins(claim, node, name)) if isinstance(node, Letter) else set()
    return {size for mark in marks if mark > USUAL for size in (mark, mark + 1)} | _compared(nodes, name)


def nearby(claim: Claim, name: str) -> set[int]:
    """Numbers that stand beside the size where it is a number, as in abs(N - 12): worth trying where that is cheap."""
    beside = (part for side in claim.expressions for part in _counting(side) if _counts(part, name))
    values = {node.value for part in beside for node in part.walk() if isinstance(node, Number)}
    return {abs(int(value)) for value in values if value.denominator == 1 and USUAL < abs(value) <= NEARBY}


def least_count(claim: Claim, name: str) -> int:
    """How many different sizes are tried."""
    return max(LEAST_COUNT, max(size_degree(side, name) for side in claim.expressions) + SPARE)


def ranges_over(size: Size, name: str) -> bool:
    """Whether the size is the letter, or a product with it."""
    return isinstance(size, str) and name in size.split("*")


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
    if letter.structure == "spins" and ranges_over(letter.of[0], name):
        highest = max(degree(side, {letter: 1}, defaultdict(lambda: SPINS)) for side in _bodies(claim, letter))
        yield from (SPINS, min(highest // 2, 2 * SPINS))


def _bodies(claim: Claim, letter: Letter) -> Iterator[Expr]:
    """Where the letter is free: the sides, and what is summed over it."""
    yield from claim.expressions
    for side in claim.expressions:
        yield from (node.body for node in side.walk() if isinstance(node, SpinSum) and node.over == letter)


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
    return any(_is_number(node, name) for node in part.walk())


def _is_number(node: Expr, name: str) -> bool:
    """Whether the node is the size, or an index that runs over it."""
    return (isinstance(node, SizeLetter) and node.name == name) or (
        isinstance(node, Index) and ranges_over(node.size, name)
    )


def size_degree(expr: Expr, name: str) -> int:
    """A bound on how often a value vanishes as a function of the size alone: its degree, 2^N counted as one more."""

    def of(part: Expr) -> int:
        return size_degree(part, name)

    if _is_number(expr, name):
        return 1
    # An index that says where, or that is bound, is no number.
    indices = {*expr.binds, *(place for place, _ in expr.places())}
    parts = [part for part in expr.parts if not (isinstance(part, Index) and part in indices)]
    below = max(map(of, parts), default=0)
    match expr:
        case Mul() | Div() | Kronecker():
            return sum(map(of, parts))
        case Pow(base, exponent):
            # Powers of -1 have two values, which even and odd sizes tell.
            return of(base) * expr.whole_exponent() + (0 if base in UNITS else of(exponent))
        case Dots(meaning=meaning):
            return of(meaning)
        case Apply(function):
            return of(function.body) + max(map(of, expr.arguments), default=0)
        case SpinSum(over) if ranges_over(over.of[0], name):
            return below + 1
        case Sum(index, body) if ranges_over(index.size, name) and not _letters(body):
            return below + 1
        case Trace(of=matrix) if matrix.shape and ranges_over(matrix.shape[0], name) and not _letters(matrix):
            return below + 1
    return below


def _letters(expr: Expr) -> bool:
    """Whether letters occur whose values are drawn."""
    return any(isinstance(atom, Letter) and not atom.kind.constant for atom in atoms(expr))
