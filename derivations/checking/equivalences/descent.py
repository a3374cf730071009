"""Where a function of several rational numbers that is not negative is smallest: Newton's method with damping.

Derivatives are differences of exact values, so that of a quadratic function the lowest point is found in one step, and
found exactly: ((a - 7)^2 + (b - 3)^2) vanishes there alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

Point = tuple[Fraction, ...]
Function = Callable[[Point], Fraction | None]
"""A value at every point; None outside of where it is defined."""

STEPS = 40
"""Most steps: towards the zero of a fourth power each takes away a third of the way."""
SHRINKS = Fraction(1, 16)
"""The differences of the next step beside those of the last."""
DAMPINGS = (Fraction(0), *(Fraction(10) ** power for power in range(-4, 4)))
"""Multiples of the largest second derivative that are added to all, the smallest by which the value falls.

Small ones lead along a valley that is much steeper across.
"""
SHORT = 10**9
"""Largest denominator of a point: what is short to write is met exactly."""
ENOUGH = Fraction(999, 1000)
"""A step that leaves more of the value is the last one."""


def descent(function: Function, start: Point) -> Iterator[tuple[Point, Fraction]]:
    """Lower and lower points, with the values there, the start first."""
    value, width = function(start), Fraction(1)
    point = start
    for _ in range(STEPS):
        if value is None:
            return
        yield point, value
        lower = _lower(function, point, value, width) if value else None
        if lower is None:
            return
        (point, fallen), width = lower, width * SHRINKS
        if fallen > ENOUGH * value:
            yield point, fallen
            return
        value = fallen


def settled(points: Sequence[Point]) -> bool:
    """Whether the last step is a short one: towards what is small far away only, as 1/(1 + x^2), none is."""
    lengths = [max(abs(a - b) for a, b in zip(*pair, strict=True)) for pair in itertools.pairwise(points)]
    return bool(lengths) and (len(lengths) == 1 or lengths[-1] < max(lengths) / 10)


def _lower(function: Function, point: Point, value: Fraction, width: Fraction) -> tuple[Point, Fraction] | None:
    derivatives = _derivatives(function, point, value, width)
    if derivatives is None:
        return None
    slope, curvature = derivatives
    scale = max(abs(entry) for row in curvature for entry in row) or Fraction(1)
    for damping in DAMPINGS:
        step = _solved(_added(curvature, damping * scale), slope)
        if step is None:
            continue
        there = tuple((x - dx).limit_denominator(SHORT) for x, dx in zip(point, step, strict=True))
        found = function(there)
        if found is not None and found < value:
            return there, found
    return None


def _added(matrix: list[list[Fraction]], number: Fraction) -> list[list[Fraction]]:
    return [[entry + number * (i == j) for j, entry in enumerate(row)] for i, row in enumerate(matrix)]


def _derivatives(
    function: Function, point: Point, value: Fraction, width: Fraction
) -> tuple[list[Fraction], list[list[Fraction]]] | None:
    """First and second derivatives by differences; None where a neighbour has no value."""
    places = range(len(point))

    def beside(*moved: tuple[int, int]) -> Fraction | None:
        there = list(point)
        for place, sign in moved:
            there[place] += sign * width
        return function(tuple(there))

    up, down = [beside((i, 1)) for i in places], [beside((i, -1)) for i in places]
    both = {(i, j): beside((i, 1), (j, 1)) for i in places for j in range(i)}
    if None in (*up, *down, *both.values()):
        return None

    def second(i: int, j: int) -> Fraction:
        if i == j:
            return (up[i] - 2 * value + down[i]) / width**2  # type: ignore[operator]
        # f(x + h, y + h) - f(x, y) without what each of them does alone.
        return (both[max(i, j), min(i, j)] - up[i] - up[j] + value) / width**2  # type: ignore[operator]

    slope = [(up[i] - down[i]) / (2 * width) for i in places]  # type: ignore[operator]
    return slope, [[second(i, j) for j in places] for i in places]


def _solved(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """The solution of a positive definite system; None of another one, by which a step may lead to a saddle."""
    if not all(_flint([row[:size] for row in matrix[:size]]).det() > 0 for size in range(1, len(right) + 1)):
        return None
    found = _flint(matrix).solve(_flint([[entry] for entry in right]))
    return [Fraction(int(found[k, 0].p), int(found[k, 0].q)) for k in range(len(right))]


def _flint(rows: Sequence[Sequence[Fraction]]) -> fmpq_mat:
    return fmpq_mat(
        len(rows), len(rows[0]), [fmpq(entry.numerator, entry.denominator) for row in rows for entry in row]
    )
