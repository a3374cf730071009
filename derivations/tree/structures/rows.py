"""Rows of rational numbers, where the numbers of an instance come from, and how long rows are to write."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

Rows = list[list[Fraction]]


class Source(NamedTuple):
    """Where the numbers of an instance come from: any entry, a positive one, a sign; and matrices to compute with."""

    entry: Callable[[], Fraction]
    above_zero: Callable[[], Fraction]
    sign: Callable[[], Fraction]
    matrix: Callable[[Rows], Any]
    turned: bool = True
    """Whether matrices with given eigenvalues are turned out of the axes."""
    ordered: bool = True
    """Whether some numbers are positive and others not, which in a prime field none are."""
    definite: bool = False
    """Whether symmetric matrices are drawn positive definite, for the sake of their roots, logs and densities."""

    def rows(self, shape: tuple[int, int]) -> Rows:
        """Entries without any structure."""
        return [[self.entry() for _ in range(shape[1])] for _ in range(shape[0])]


def diagonal(values: list[Fraction]) -> Rows:
    """The diagonal matrix of the values."""
    return [[value * int(i == j) for j in range(len(values))] for i, value in enumerate(values)]


def unit(size: int) -> Rows:
    """The identity matrix."""
    return diagonal([Fraction(1)] * size)


def outer(left: Sequence[Fraction], right: Sequence[Fraction]) -> Rows:
    """The matrix u v' of rank 1."""
    return [[a * b for b in right] for a in left]


def product(left: Rows, right: Rows) -> Rows:
    """The matrix product."""
    columns = list(zip(*right, strict=True))
    return [[sum((a * b for a, b in zip(row, column, strict=True)), Fraction(0)) for column in columns] for row in left]


def cayley(turn: Rows, signs: list[Fraction], source: Source) -> Rows:
    """(I - K)(I + K)^-1 times a diagonal of signs; where I + K is singular, which a field may have, the signs alone."""
    k, one, flips = source.matrix(turn), source.matrix(unit(len(turn))), source.matrix(diagonal(signs))
    try:
        return rows_of((one - k) * (one + k).inv() * flips)
    except ZeroDivisionError:
        return rows_of(flips)


def conjugated(basis: Rows, values: list[Fraction], source: Source) -> Rows:
    """Q Λ Q' with the values on the diagonal of Λ."""
    turn = source.matrix(basis)
    return rows_of(turn * source.matrix(diagonal(values)) * turn.transpose())


def rows_of(matrix: Any) -> Rows:
    """The entries of a matrix that a source computes with."""

    def fraction(entry: Any) -> Fraction:
        return Fraction(int(entry.p), int(entry.q)) if hasattr(entry, "q") else Fraction(int(entry))

    return [[fraction(matrix[i, j]) for j in range(matrix.ncols())] for i in range(matrix.nrows())]


def pivots_positive(rows: list[list[Any]]) -> bool:
    """Whether elimination of a symmetric matrix meets positive pivots alone."""
    if not rows:
        return True
    (pivot, *first), *below = rows
    if not pivot > 0:
        return False
    return pivots_positive([[a - row[0] / pivot * b for a, b in zip(row[1:], first, strict=True)] for row in below])


def shorter(candidates: list[Rows], rows: Rows) -> Iterator[Rows]:
    """Those candidates that have fewer entries besides zeros than the rows, or as many that are shorter to write."""
    yield from (candidate for candidate in candidates if _length(candidate) < _length(rows))


def simpler_entries(rows: Rows) -> Iterator[Rows]:
    """The rows with one entry set to 0, 1 or a whole number that is shorter to write."""
    for i, j in itertools.product(range(len(rows)), range(len(rows[0]))):
        for target in (Fraction(0), Fraction(1), Fraction(round(rows[i][j]))):
            if _cost(target) < _cost(rows[i][j]):
                yield replaced(rows, i, j, target)


def replaced(rows: Rows, i: int, j: int, value: Fraction) -> Rows:
    """The rows with another entry."""
    return [*rows[:i], [*rows[i][:j], value, *rows[i][j + 1 :]], *rows[i + 1 :]]


def _cost(entry: Fraction) -> tuple[int, int]:
    return (abs(entry.numerator) + entry.denominator, int(entry < 0))


def _length(rows: Rows) -> tuple[int, int]:
    """How many entries are not zero, and how long they are to write."""
    return sum(map(bool, itertools.chain(*rows))), sum(_cost(entry)[0] for row in rows for entry in row)
