"""Sizes that a line leaves open: that of the identity I, and the ranges of indices that nobody declared.

The reader gives each a size of its own, such as ``?1``.  What is written around them says which sizes are equal:
summands have one shape, the inner sizes of a product agree, an index runs over what it indexes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from derivations.claims import Definition
from derivations.tree import Expr, ShapeError, Size, equal_shapes, is_open, letters_of, with_sizes

T = TypeVar("T")
Pair = tuple[Size, Size]


def inferred(claims: list[T]) -> list[T]:
    """The claims, or expressions, with every size that they determine; what stays open is ill-typed."""
    while (pair := next(_open_pairs(claims), None)) is not None:
        unknown, size = pair if _is_name(pair[0]) else pair[::-1]
        claims = [with_sizes(claim, {unknown: size}) for claim in claims]
    return claims


def _open_pairs(claims: Iterable[Any]) -> Iterator[Pair]:
    for claim in claims:
        for first, second in _equal_sizes(claim):
            if first != second and (_is_name(first) or _is_name(second)):
                yield first, second


def _is_name(size: Size) -> bool:
    """Whether the size is a single open one, no sum or product with one."""
    return is_open(size) and letters_of(size) == {size}


def _equal_sizes(claim: Any) -> Iterator[Pair]:
    if isinstance(claim, Expr):
        for node in claim.walk():
            yield from _where_typed(node.same_sizes)
        return
    for left, right in _sides(claim):
        yield from _where_typed(equal_shapes, left, right)
    for side in claim.expressions:
        yield from _equal_sizes(side)


def _sides(claim: Any) -> Iterator[tuple[Expr, Expr]]:
    """The pairs of expressions in a claim that have one shape."""
    if isinstance(claim, Definition):
        yield claim.symbol, claim.value
    elif isinstance(getattr(claim, "left", None), Expr):
        yield claim.left, claim.right
    else:
        for part in ("left", "right", "solved"):
            yield from (equation.expressions for equation in getattr(claim, part, ()))


def _where_typed(pairs: Callable[..., Iterator[Pair]], *expressions: Expr) -> list[Pair]:
    """The pairs, or none where a shape is ill-typed."""
    try:
        return list(pairs(*expressions))
    except ShapeError:
        return []
