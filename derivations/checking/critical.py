"""Special values of the letters at which an equivalence may fail: those at which a system that it solves loses rank.

(a - 7) u = 0 <=> u = 0 holds for generic a and fails at a = 7.  One entry of one letter is moved at a time; a minor of
each system [L | c], taken along random directions, is a polynomial in it, and its rational roots are tried.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_poly

from derivations.checking.errors import NotExpressible, UndefinedValue
from derivations.checking.instances import Instance
from derivations.checking.problem import Problem
from derivations.checking.structures import Rows, conforms, masked
from derivations.checking.systems import ExactReals
from derivations.claims.claim import Equivalence
from derivations.claims.expr import Letter

DEGREE = 4
"""Highest degree of a minor in one entry whose roots are found."""
MAX_ENTRIES = 16
"""Most entries that are moved."""


def critical_instances(claim: Equivalence, instance: Instance) -> Iterator[Instance]:
    """The instance with one entry moved to where a minor of the left or of the right system vanishes."""
    try:
        shapes = [(system.rank(), system.ncols()) for system in systems(claim, instance)]
    except (NotExpressible, UndefinedValue):
        return
    for key, i, j in list(entries(instance))[:MAX_ENTRIES]:
        start = instance.values[key][i][j]
        places = [start + step for step in range(DEGREE + 2)]
        found = [minors(claim, moved(instance, key, i, j, place), shapes) for place in places]
        for values in zip(*found, strict=True):
            for root in rational_roots(places, values):
                candidate = moved(instance, key, i, j, root)
                if conforms(key.structure, candidate.values[key]):
                    yield candidate


def entries(instance: Instance) -> Iterator[tuple[Letter, int, int]]:
    """Letters of linear structures, with the places of their free entries."""
    for key, rows in instance.values.items():
        if isinstance(key, Letter) and key.structure not in ("orthogonal", "spins"):
            for i, row in enumerate(rows):
                for j in range(len(row)):
                    if moved_rows(key.structure, rows, i, j, rows[i][j] + 1) != rows:
                        yield key, i, j


def moved_rows(structure: str, rows: Rows, i: int, j: int, value: Fraction) -> Rows:
    """The rows with another entry, and what is tied to it."""
    changed = [*rows[:i], [*rows[i][:j], value, *rows[i][j + 1 :]], *rows[i + 1 :]]
    return masked("symmetric" if structure == "spd" else structure, changed)


def moved(instance: Instance, key: Letter, i: int, j: int, value: Fraction) -> Instance:
    """The instance with another entry of a letter."""
    rows = moved_rows(key.structure, instance.values[key], i, j, value)
    return Instance(instance.sizes, {**instance.values, key: rows})


def systems(claim: Equivalence, instance: Instance) -> list[Any]:
    """L and [L | c] of the left and of the right side, as rational matrices; NotExpressible where there are none."""
    problem = Problem(claim, instance, ExactReals())
    found = []
    for part in (claim.left, claim.right):
        rows = [[entry.rational() for entry in row] for row in problem.affine_rows(part)]
        if any(entry is None for row in rows for entry in row):
            raise NotExpressible("a coefficient is not rational")
        for width in (len(rows[0]) - 1, len(rows[0])):
            found.append(fmpq_mat(len(rows), width, [entry for row in rows for entry in row[:width]]))
    return found


def minors(claim: Equivalence, instance: Instance, shapes: Sequence[tuple[int, int]]) -> list[Any]:
    """det(U M V) of each system M, of the rank that it has for generic letters, with fixed random U and V."""
    try:
        found = systems(claim, instance)
    except (NotExpressible, UndefinedValue):
        return [None] * len(shapes)
    rng = random.Random("minors")

    def directions(rows: int, columns: int) -> fmpq_mat:
        return fmpq_mat(rows, columns, [rng.randint(-99, 99) for _ in range(rows * columns)])

    return [
        (directions(rank, system.nrows()) * system * directions(width, rank)).det() if rank else None
        for system, (rank, width) in zip(found, shapes, strict=True)
    ]


def rational_roots(places: Sequence[Fraction], values: Sequence[Any]) -> list[Fraction]:
    """Rational roots of the polynomial of degree at most `DEGREE` with these values; none if there is no such one."""
    if None in values:
        return []
    points = [Fraction(int(value.p), int(value.q)) for value in values]
    powers = [[place**k for k in range(len(places))] for place in places]
    count = len(places)
    matrix = fmpq_mat(count, count, [_rational(entry) for row in powers for entry in row])
    solved = matrix.solve(fmpq_mat(count, 1, [_rational(point) for point in points]))
    coefficients = [solved[k, 0] for k in range(count)]
    if coefficients[-1] != 0 or not any(coefficients[1:]):
        return []
    linear = [factor for factor, _ in fmpq_poly(coefficients).factor()[1] if factor.degree() == 1]
    roots = [-factor[0] / factor[1] for factor in linear]
    return [Fraction(int(root.p), int(root.q)) for root in roots]


def _rational(value: Fraction) -> Any:
    return fmpq(value.numerator, value.denominator)
