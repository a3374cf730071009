"""Numbers at an instance of an equivalence that vanish where it may fail."""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import fmpq_mat

from derivations.checking.case import Case
from derivations.checking.equivalences.operations import operation
from derivations.checking.equivalences.paths import MAX_ENTRIES, paths
from derivations.checking.equivalences.system import Problem
from derivations.checking.instances import Instance
from derivations.tree import NotExpressible, UndefinedValue
from derivations.values import ExactReals

ELSEWHERE = Fraction(997, 89)
"""A value of an entry that is hardly a special one."""
Measure = Callable[[Instance], list[tuple[Any, Any]]]
"""Pairs of numbers at an instance, functions of every entry; where both of a pair vanish, the equivalence may fail."""


def system_measure(case: Case, instance: Instance) -> Measure:
    """Of each system M, two minors det(U M V) of the rank that it has for generic letters, with random U and V.

    Where both vanish, the rank is smaller.  [L | c] can lose rank without L only where its rank is a larger one.
    """
    ranks = [system.rank() for system in systems(case, instance)]
    for path in itertools.islice(paths(case, instance), MAX_ENTRIES):
        # The instance itself may be a special one.
        with contextlib.suppress(NotExpressible, UndefinedValue):
            elsewhere = systems(case, path.at(instance, ELSEWHERE))
            ranks = [max(rank, system.rank()) for rank, system in zip(ranks, elsewhere, strict=True)]

    asked = [rank and (k % 2 == 0 or rank > ranks[k - 1]) for k, rank in enumerate(ranks)]

    def measure(place: Instance) -> list[tuple[Any, Any]]:
        found = zip(systems(case, place), ranks, asked, strict=True)
        return [(minor(system, rank, "one"), minor(system, rank, "other")) for system, rank, ask in found if ask]

    return measure


def systems(case: Case, instance: Instance) -> list[Any]:
    """L and [L | c] of the left and of the right side, as rational matrices; NotExpressible where there are none."""
    problem = Problem(case, instance, ExactReals())
    found = []
    for part in (problem.claim.left, problem.claim.right):
        rows = [[entry.rational() for entry in row] for row in problem.affine_rows(part)]
        if any(entry is None for row in rows for entry in row):
            raise NotExpressible("a coefficient is not rational")
        for width in (len(rows[0]) - 1, len(rows[0])):
            found.append(fmpq_mat(len(rows), width, [entry for row in rows for entry in row[:width]]))
    return found


def minor(system: Any, rank: int, seed: str) -> Any:
    """det(U M V) with random U and V of whole numbers."""
    rng = random.Random(f"{seed} {rank}")

    def directions(rows: int, columns: int) -> fmpq_mat:
        return fmpq_mat(rows, columns, [rng.randint(-99, 99) for _ in range(rows * columns)])

    return (directions(rank, system.nrows()) * system * directions(system.ncols(), rank)).det()


def operation_measure(case: Case) -> Measure:
    """The number c of an operation b = c P a Q, and its inverse."""

    def measure(place: Instance) -> list[tuple[Any, Any]]:
        found = operation(Problem(case, place, ExactReals()))
        if found is None:
            raise NotExpressible("no operation leads from one side to the other")
        constant = found.constant.rational()
        if constant is None:
            raise NotExpressible("the constant of an operation is not rational")
        return [(constant, constant), (1 / constant, 1 / constant)]

    return measure
