"""Solutions of L u + c = 0 from its row-reduced form [L | c]."""

from __future__ import annotations

from typing import Any

import flint


def solvable(rows: list[list[Any]]) -> bool:
    """Whether no row reads 0 = 1."""
    return not rows or any(entry != 0 for entry in rows[-1][:-1])


def solutions(form: list[list[Any]], size: int) -> list[list[Any]]:
    """A particular solution of a row-reduced system [L | c] and its neighbours along the free directions."""
    if not solvable(form):
        return []
    pivots = [next(j for j, entry in enumerate(row) if entry != 0) for row in form]
    particular = [flint.fmpq(0)] * size
    for row, pivot in zip(form, pivots, strict=True):
        particular[pivot] = -row[-1]
    found = [particular]
    for free in (j for j in range(size) if j not in pivots):
        moved = list(particular)
        moved[free] += 1
        for row, pivot in zip(form, pivots, strict=True):
            moved[pivot] -= row[free]
        found.append(moved)
    return found
