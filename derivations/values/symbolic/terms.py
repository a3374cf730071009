"""Budgets for SymPy's expressions: terms and operations are counted before anything is multiplied out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from derivations.tree import NotExpressible

MAX_OPERATIONS = 20_000
"""SymPy expressions with more operations than this are not decided: budgets count terms, never seconds."""
MAX_TERMS = 10_000
"""Nor are those that might have more terms than this when multiplied out."""
MAX_PRODUCT_TERMS = 100_000
"""Nor products of matrices whose entries might have: of what no budget decides, both sides may still read alike."""
MAX_SUBSETS = 1_000
"""Most sets of columns by which the products of a determinant are counted: all those of 10 x 10 entries."""


def within_budget(value: Any, terms: int = MAX_TERMS) -> Any:
    """The expression; NotExpressible where it has too many operations, or terms when multiplied out."""
    most, operations = counted(value, {})
    if operations > MAX_OPERATIONS or most > terms:
        raise NotExpressible(f"an expression beyond the budget of {terms} terms for SymPy")
    return value


def counted(value: Any, known: dict[Any, tuple[int, int]]) -> tuple[int, int]:
    """A bound on the terms of the expression, and of its arguments, when multiplied out, and its operations.

    Parts that recur are looked at once: a determinant has millions of them.
    """
    if value not in known:
        below = [counted(part, known) for part in value.args]
        operations = sum(count for _, count in below) + max(0, len(below) - 1)
        known[value] = terms_of(value, [terms for terms, _ in below]), operations
    return known[value]


def terms_of(value: Any, below: Sequence[int]) -> int:
    """A bound on the terms of the expression, from those of its arguments."""
    if value.is_Add:
        return sum(below)
    if value.is_Mul:
        return math.prod(below)
    if value.is_Pow and value.exp.is_Integer and value.base.is_Add:
        power = abs(int(value.exp))
        return max(below[0], math.comb(below[0] + power - 1, power))
    return max(below, default=1)


def product_within_budget(left: Any, right: Any, known: dict[Any, tuple[int, int]]) -> Any:
    """The product of two matrices; NotExpressible where an entry might have too many terms."""
    most = [max(counted(entry, known)[0] for entry in matrix) for matrix in (left, right)]
    if left.cols * math.prod(most) > MAX_PRODUCT_TERMS:
        raise NotExpressible(f"a product of matrices beyond the budget of {MAX_PRODUCT_TERMS} terms for SymPy")
    return left * right


def determinant_within_budget(matrix: Any) -> Any:
    """The matrix; NotExpressible where its determinant might have too many terms."""
    known: dict[Any, tuple[int, int]] = {}
    products = {0: 1}
    for i in range(matrix.rows):
        row = [(1 << j, counted(entry, known)[0]) for j, entry in enumerate(matrix.row(i)) if entry != 0]
        products = _with_row(products, row)
        if len(products) > MAX_SUBSETS:
            raise NotExpressible(f"a determinant of {matrix.rows} x {matrix.rows} entries in generic symbols")
    if sum(products.values()) > MAX_TERMS:
        raise NotExpressible(f"a determinant beyond the budget of {MAX_TERMS} terms for SymPy")
    return matrix


def _with_row(products: Mapping[int, int], row: Sequence[tuple[int, int]]) -> dict[int, int]:
    """By the set of columns, the terms of all products of entries of these columns, with one more row."""
    found: dict[int, int] = {}
    for columns, count in products.items():
        for column, terms in row:
            if not columns & column:
                found[columns | column] = found.get(columns | column, 0) + count * terms
    return found
