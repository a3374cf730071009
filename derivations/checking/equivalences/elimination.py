"""Row reduction of [L | c] in the prime field, the rationals and SymPy's fields, and the solutions of L u + c = 0."""

from __future__ import annotations

from typing import Any

import flint
import sympy
from sympy.polys.matrices import DomainMatrix

from derivations.tree import NotExpressible
from derivations.values import PrimeField, System
from derivations.values.symbolic import Symbols


def reduced(rows: list[list[Any]], system: System) -> list[list[Any]]:
    """The nonzero rows of the row-reduced form of [L | c]."""
    if isinstance(system, Symbols):
        form, pivots = DomainMatrix.from_Matrix(sympy.Matrix(rows).applyfunc(sympy.cancel)).to_field().rref()
        matrix, rank = form.to_Matrix().applyfunc(sympy.cancel), len(pivots)
    elif isinstance(system, PrimeField):
        matrix, rank = system.matrix(rows).rref()
    else:
        values = [entry.rational() for row in rows for entry in row]
        if None in values:
            raise NotExpressible("a coefficient is not rational")
        matrix, rank = flint.fmpq_mat(len(rows), len(rows[0]), values).rref()
    return [[matrix[i, j] for j in range(len(rows[0]))] for i in range(rank)]


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
