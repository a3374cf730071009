"""Parts of an equation that recur with equal values while its indices run, so that each is evaluated once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

from derivations.claims import Equation
from derivations.tree import Expr, Index

Place = Callable[[Mapping[Index, int]], Any]
"""Where the free indices of a part stand, of all indices."""
Kept = Mapping[int, tuple[Place, dict[Any, Any]]]
"""The id of a part -> where its free indices stand, and its value at each place that was met."""


def shared(equation: Equation) -> tuple[Equation, Kept]:
    """An equal equation, and those of its parts that have fewer free indices than run where they stand.

    In (C X)[i,j] = sum(k, C[i,k] X[k,j]) these are C X, which is the same for all i and j, C[i,k] and X[k,j].
    """
    representative, parts = _parts(equation)
    return representative, {id(part): (place, {}) for part, place in parts}


@lru_cache(maxsize=64)
def _parts(equation: Equation) -> tuple[Equation, tuple[tuple[Expr, Place], ...]]:
    # Parts are known by their ids, so that the equation met first has to stand for all that are equal to it.
    found: dict[int, tuple[Expr, Place]] = {}
    for side in equation.expressions:
        _free(side, frozenset(equation.indices), found)
    return equation, tuple(found.values())


def _free(expr: Expr, running: frozenset[Index], found: dict[int, tuple[Expr, Place]]) -> set[Index]:
    """The free indices of an expression; it is noted if they are fewer than those that run."""
    if isinstance(expr, Index):
        return {expr}
    bound = {letter for letter in expr.binds if isinstance(letter, Index)}
    free: set[Index] = set().union(*(_free(child, running | bound, found) for child in expr.parts)) - bound
    if len(free) < len(running):
        found[id(expr)] = (expr, itemgetter(*free) if free else _anywhere)
    return free


def _anywhere(indices: Mapping[Index, int]) -> None:
    """The one place of a part without free indices."""
