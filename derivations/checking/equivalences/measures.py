"""Numbers at an instance of an equivalence that vanish where it may fail."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from flint import fmpq_mat

from derivations.checking.case import Case
from derivations.checking.equivalences.operations import operation
from derivations.checking.equivalences.paths import Path
from derivations.checking.equivalences.system import Problem
from derivations.checking.instances import Instance
from derivations.tree import NotExpressible, UndefinedValue
from derivations.values import ExactReals

ELSEWHERE = Fraction(997, 89)
"""A place on a path that is hardly a special one."""


class Measure(NamedTuple):
    """Functions of an instance that tell where the equivalence may fail."""

    pairs: Callable[[Instance], list[tuple[Any, Any]]]
    """Rational functions of every entry; where both of a pair vanish, it may fail."""
    sizes: Callable[[Instance], list[Any]]
    """Numbers that are not negative, one for each pair; where one vanishes, it may fail."""


def measure_along(case: Case, instance: Instance, path: Path) -> Measure:
    """By the systems on both sides, or where they are not rational by the operation that leads to the other side."""
    try:
        return system_measure(case, instance, path)
    except (NotExpressible, UndefinedValue):
        return operation_measure(case)


def system_measure(case: Case, instance: Instance, path: Path) -> Measure:
    """Of each system M, two minors det(U M V) of the rank that it has for generic letters, with random U and V.

    Where both vanish, the rank is smaller.  [L | c] can lose rank without L only where its rank is a larger one.
    """
    ranks = [system.rank() for system in systems(case, instance)]
    # The instance itself may be a special one.
    with contextlib.suppress(NotExpressible, UndefinedValue):
        elsewhere = systems(case, path.at(instance, ELSEWHERE))
        ranks = [max(rank, system.rank()) for rank, system in zip(ranks, elsewhere, strict=True)]
    asked = [rank > 0 and (k % 2 == 0 or rank > ranks[k - 1]) for k, rank in enumerate(ranks)]

    def at(place: Instance) -> list[tuple[Any, int]]:
        found = zip(systems(case, place), ranks, asked, strict=True)
        return [(system, rank) for system, rank, ask in found if ask]

    return Measure(
        lambda place: [(minor(system, rank, "one"), minor(system, rank, "other")) for system, rank in at(place)],
        lambda place: [volume(system, rank) for system, rank in at(place)],
    )


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


def volume(system: Any, rank: int) -> Any:
    """|det M| of a square matrix of full rank; of another one the sum of the squares of all minors of the rank.

    By Cauchy and Binet that sum is a coefficient of the characteristic polynomial of M' M.
    """
    if rank == system.nrows() == system.ncols():
        return abs(system.det())
    return abs((system.transpose() * system).charpoly()[system.ncols() - rank])


def operation_measure(case: Case) -> Measure:
    """The number c of an operation b = c P a Q, and its inverse."""

    def constant(place: Instance) -> Any:
        found = operation(Problem(case, place, ExactReals()))
        if found is None:
            raise NotExpressible("no operation leads from one side to the other")
        value = found.constant.rational()
        if value is None:
            raise NotExpressible("the constant of an operation is not rational")
        return value

    def both(place: Instance) -> list[Any]:
        value = constant(place)
        return [value, 1 / value]

    return Measure(
        lambda place: [(value, value) for value in both(place)], lambda place: [abs(value) for value in both(place)]
    )
