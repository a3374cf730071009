"""Parts of an equation that recur with equal values while indices and spins run, so that each is evaluated once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

from derivations.claims import Equation
from derivations.tree import Expr, Index, StateSum

Place = Callable[[Mapping[Any, int]], Any]
"""Where what a part depends on stands, of all that runs: indices, and columns of spins, whose states are numbered."""
Places = Mapping[int, Place]
"""The id of a part that recurs -> where what it depends on stands."""


def runs(expr: Expr) -> frozenset[Expr]:
    """What runs below the node: the index of a sum, the spins of a sum over their states."""
    return frozenset(bound for bound in expr.binds if isinstance(bound, Index) or isinstance(expr, StateSum))


def shared(equation: Equation) -> tuple[Equation, Places]:
    """An equal equation, and those of its parts that depend on less than runs where they stand.

    In (C X)[i,j] = sum(k, C[i,k] X[k,j]) these are C X, which is the same for all i and j, C[i,k] and X[k,j].
    """
    representative, parts = _parts(equation)
    return representative, {id(part): place for part, place in parts}


@lru_cache(maxsize=64)
def _parts(equation: Equation) -> tuple[Equation, tuple[tuple[Expr, Place], ...]]:
    # Parts are known by their ids, so that the equation met first has to stand for all that are equal to it.
    found: dict[int, tuple[Expr, Place]] = {}
    for side in equation.expressions:
        _free(side, frozenset(equation.indices), found)
    return equation, tuple(found.values())


def _free(expr: Expr, running: frozenset[Expr], found: dict[int, tuple[Expr, Place]]) -> frozenset[Expr]:
    """What an expression depends on of all that runs; it is noted if that is less."""
    if isinstance(expr, Index):
        return frozenset({expr})
    bound = runs(expr)
    below = (_free(child, running | bound, found) for child in expr.parts)
    free = frozenset().union(*below, {expr} & running) - bound
    if len(free) < len(running):
        found[id(expr)] = (expr, itemgetter(*free) if free else _anywhere)
    return free


def _anywhere(places: Mapping[Any, int]) -> None:
    """The one place of a part that depends on nothing that runs."""
