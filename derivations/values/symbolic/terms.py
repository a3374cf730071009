"""Budgets for SymPy's expressions: terms and operations are counted before anything is multiplied out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from derivations.tree import NotExpressible

MAX_OPERATIONS = 20_000
"""SymPy expressions with more operations than this are not decided: budgets count terms, never seconds."""
MAX_TERMS = 10_000
"""Nor are those that might have more terms than this when multiplied out."""


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
