"""The sizes at which a claim is tried, and what it costs to try it there: budgets count, they never measure time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

from derivations.claims.claim import Claim, Equation, Equivalence, free_indices, full_walk, letters_and_sizes
from derivations.claims.expr import (
    SCALAR,
    Add,
    Apply,
    Det,
    Differential,
    Div,
    Dots,
    Eigenvalues,
    Entry,
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
    Neg,
    Number,
    Pow,
    Prod,
    Size,
    SizeLetter,
    SpinSum,
    Sub,
    Sum,
    is_exponent,
)

SIZE_TABLE = ((1, 1, 1), (1, 2, 3), (2, 1, 3), (2, 3, 1), (3, 2, 4), (4, 3, 2), (3, 5, 2), (3, 3, 3), (2, 4, 3))
"""Sizes of the first three size letters: 1, 2 and two sizes >= 3 of both parities; N < D, N = D and N > D."""
LARGEST = max(max(row) for row in SIZE_TABLE)
LARGER = (7, 11, 13)
"""Sizes beyond the table at which an equation is tried, if that is cheap, where a size appears as a number.

A polynomial of degree at most 5 in a size D that vanishes at 1, 2, 3, 4, 7 and 11 is 0.
"""
MAX_LARGER = 20_000
"""Most operations that count as cheap."""
MAX_OPERATIONS = 700_000
"""Most operations on scalars that one evaluation of a claim may take."""


def number_of(size: Size, sizes: Mapping[str, int]) -> int:
    """The size as a number; D*K is a product."""
    if isinstance(size, int):
        return size
    return prod(int(part) if part.isdigit() else sizes[part] for part in size.split("*"))


def shape_of(of: tuple[Size, Size], sizes: Mapping[str, int]) -> tuple[int, int]:
    """The shape in numbers."""
    return number_of(of[0], sizes), number_of(of[1], sizes)


def rational_value(expr: Expr, sizes: Mapping[str, int], indices: Mapping[Index, int] | None = None) -> Fraction | None:
    """The value of an expression of numbers, sizes and indices; None where it divides by zero."""
    match expr:
        case Index() if indices is not None and expr in indices:
            return Fraction(indices[expr])
        case Number(value):
            return value
        case SizeLetter(name):
            return Fraction(sizes[name])
        case Neg(of):
            return _combined(Sub(Number(Fraction(0)), of), Fraction(0), rational_value(of, sizes, indices))
        case Add(left, right) | Sub(left, right) | Mul(left, right) | Div(left, right):
            return _combined(expr, rational_value(left, sizes, indices), rational_value(right, sizes, indices))
    raise TypeError(f"found {type(expr).__name__}, expected numbers and sizes")


def _combined(expr: Expr, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None or (isinstance(expr, Div) and not right):
        return None
    match expr:
        case Add():
            return left + right
        case Sub():
            return left - right
        case Mul():
            return left * right
    return left / right


# ---------------------------------------------------------------- which sizes


def size_letters(claim: Claim) -> list[str]:
    """The size letters of a claim: first those of shapes, then those that count or appear as numbers."""
    shapes: list[Size] = []
    others: list[Size] = []
    for node in [*letters_and_sizes(claim), *_unused_letters(claim)]:
        match node:
            case SizeLetter(name):
                others.append(name)
            case Letter(_, of, _):
                shapes += of
            case Member(_, of, count, _):
                shapes += of
                others.append(count)
            case Index(_, size):
                others.append(size)
    return list(dict.fromkeys(size for size in shapes + others if isinstance(size, str)))


def _unused_letters(claim: Claim) -> Iterator[Letter]:
    """Letters that need a size even where no side contains them: the unknown, and the parameters of functions."""
    if isinstance(claim, Equivalence) and claim.unknown is not None:
        yield claim.unknown
    for side in claim.expressions:
        for node in full_walk(side):
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
    return within_budget(claim, sorted(allowed, key=lambda sizes: (sum(sizes.values()), sorted(sizes.items()))))


def larger_sizes(claim: Equation) -> list[dict[str, int]]:
    """Two choices of larger sizes for the letters that appear as numbers, 2 for the others; those that are cheap."""
    nodes = {node for side in claim.expressions for node in full_walk(side)}
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
    return not any(_excluded(node, sizes) for side in claim.expressions for node in meanings(side))


def _excluded(node: Expr, sizes: Mapping[str, int]) -> bool:
    match node:
        case Div(_, bottom) if is_exponent(bottom):
            return not rational_value(bottom, sizes)
        case Pow(base, exponent) if is_exponent(exponent):
            power = rational_value(exponent, sizes)
            return power is None or (power < 0 and is_exponent(base) and not rational_value(base, sizes))
        case Member(_, _, count, Number(place)):
            return place > number_of(count, sizes)
        case Entry(of, row, column) if of.shape is not None:
            rows, columns = shape_of(of.shape, sizes)
            if column is None:
                return isinstance(row, Number) and row.value > max(rows, columns)
            pairs = ((row, rows), (column, columns))
            return any(isinstance(place, Number) and place.value > size for place, size in pairs)
    return False


def meanings(expr: Expr) -> Iterator[Expr]:
    """The expression and all below it, functions and defined letters looked into; dots for what they mean."""
    yield expr
    match expr:
        case Dots(_, _, _, meaning):
            yield from meanings(meaning)
            return
        case Apply(function, _):
            yield from meanings(function.body)
    for child in expr.children:
        yield from meanings(child)


# ---------------------------------------------------------------- what it costs


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
    """The same where parts that recur are evaluated once, as `derivations.checking.sharing` does.

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
