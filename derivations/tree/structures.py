"""Values of declared structures: rational or in a prime field, parametrised, and simpler ones in their neighbourhood.

An orthogonal matrix is Cayley's (I - K)(I + K)^-1 with K antisymmetric, times a diagonal of signs, so that both
components of O(n) occur.  A matrix of which eigenvalues are taken is Q Λ Q' with rational Q and Λ.
"""

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


def drawn(structure: str, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
    """Random rows of a structure; ``spectral`` asks for rational eigenvalues of a symmetric matrix."""
    size = shape[0]
    match structure:
        case "positive":
            return [[source.above_zero()]]
        case "spins":
            return [[source.sign()] for _ in range(size)]
        case "orthogonal":
            return orthogonal(size, source)
        case "symmetric" | "spd" if spectral:
            # Squares, so that the root of a positive definite matrix is rational too.
            values = [source.above_zero() ** 2 if structure == "spd" else source.entry() for _ in range(size)]
            return _conjugated(orthogonal(size, source), values, source) if source.turned else _diagonal(values)
        case "spd":
            return _positive_definite(size, source)
    return masked(structure, [[source.entry() for _ in range(shape[1])] for _ in range(size)])


def masked(structure: str, rows: list[list[Any]]) -> list[list[Any]]:
    """The matrix of a linear structure with the same entries on and below the diagonal, zeros where it wants them."""
    places = range(len(rows))
    match structure:
        case "symmetric":
            return [[rows[max(i, j)][min(i, j)] for j in places] for i in places]
        case "antisymmetric":
            signs = [[int(i > j) - int(i < j) for j in places] for i in places]
            return [[rows[max(i, j)][min(i, j)] * signs[i][j] for j in places] for i in places]
        case "diagonal":
            return [[rows[i][j] * int(i == j) for j in places] for i in places]
        case "lower":
            return [[rows[i][j] * int(i >= j) for j in places] for i in places]
    return rows


def _positive_definite(size: int, source: Source) -> Rows:
    root = source.matrix([[source.entry() for _ in range(size)] for _ in range(size)])
    shift = source.matrix(_diagonal([source.above_zero() for _ in range(size)]))
    return _rows(root * root.transpose() + shift)


def orthogonal(size: int, source: Source) -> Rows:
    """Cayley's rotation times a diagonal of signs; where I + K is singular, which a field may have, the signs alone."""
    turn = source.matrix(masked("antisymmetric", [[source.entry() for _ in range(size)] for _ in range(size)]))
    one = source.matrix(_diagonal([Fraction(1)] * size))
    signs = source.matrix(_diagonal([source.sign() for _ in range(size)]))
    try:
        return _rows((one - turn) * (one + turn).inv() * signs)
    except ZeroDivisionError:
        return _rows(signs)


def _conjugated(basis: Rows, values: list[Fraction], source: Source) -> Rows:
    turn = source.matrix(basis)
    return _rows(turn * source.matrix(_diagonal(values)) * turn.transpose())


def _diagonal(values: list[Fraction]) -> Rows:
    return [[value * int(i == j) for j in range(len(values))] for i, value in enumerate(values)]


def _rows(matrix: Any) -> Rows:
    def fraction(entry: Any) -> Fraction:
        return Fraction(int(entry.p), int(entry.q)) if hasattr(entry, "q") else Fraction(int(entry))

    return [[fraction(matrix[i, j]) for j in range(matrix.ncols())] for i in range(matrix.nrows())]


def conforms(structure: str, rows: Sequence[Sequence[Any]], ordered: bool = True) -> bool:
    """Whether exact entries have the structure; where nothing is ordered, as in a field, positivity is not asked."""
    places = range(len(rows))
    entries = [list(row) for row in rows]
    match structure:
        case "positive":
            return not ordered or bool(rows[0][0] > 0)
        case "spins":
            return all(row[0] * row[0] == 1 for row in rows)
        case "orthogonal":
            products = [
                [sum((rows[k][i] * rows[k][j] for k in places), 0 * rows[0][0]) for j in places] for i in places
            ]
            return all(products[i][j] == int(i == j) for i in places for j in places)
        case "identity":
            return all(rows[i][j] == int(i == j) for i in places for j in places)
        case "spd":
            return masked("symmetric", entries) == entries and (not ordered or _pivots_positive(entries))
    return masked(structure, entries) == entries


def _pivots_positive(rows: list[list[Any]]) -> bool:
    """Whether elimination of a symmetric matrix meets positive pivots alone."""
    if not rows:
        return True
    (pivot, *first), *below = rows
    if not pivot > 0:
        return False
    return _pivots_positive([[a - row[0] / pivot * b for a, b in zip(row[1:], first, strict=True)] for row in below])


# ---------------------------------------------------------------- towards the smallest


def simpler_values(structure: str, rows: Rows) -> Iterator[Rows]:
    """Rows of the structure that are one step simpler."""
    match structure:
        case "spd" | "orthogonal":
            candidates = [_diagonal([Fraction(1)] * len(rows))]
            if structure == "spd":
                candidates.append(masked("diagonal", rows))
            else:
                candidates.append(_diagonal([Fraction(1 if rows[i][i] >= 0 else -1) for i in range(len(rows))]))
            yield from (rest for rest in candidates if _size(rest) < _size(rows))
        case "positive":
            yield from (rest for rest in ([[Fraction(1)]],) if _size(rest) < _size(rows))
        case "spins":
            yield from (rest for rest in ([[Fraction(1)]] * len(rows),) if rest != rows)
        case _:
            if structure == "symmetric":
                # Eigenvalues may have to stay rational, which they do on the diagonal.
                yield from (rest for rest in (masked("diagonal", rows),) if _size(rest) < _size(rows))
            # What the structure undoes, an entry above the diagonal say, would be no step at all.
            yield from (rest for rest in (masked(structure, rest) for rest in _simpler_rows(rows)) if rest != rows)


def _simpler_rows(rows: Rows) -> Iterator[Rows]:
    """The rows with one entry set to 0, 1 or a whole number that is shorter to write."""
    for i, j in itertools.product(range(len(rows)), range(len(rows[0]))):
        for target in (Fraction(0), Fraction(1), Fraction(round(rows[i][j]))):
            if _cost(target) < _cost(rows[i][j]):
                yield [*rows[:i], [*rows[i][:j], target, *rows[i][j + 1 :]], *rows[i + 1 :]]


def _cost(entry: Fraction) -> tuple[int, int]:
    return (abs(entry.numerator) + entry.denominator, int(entry < 0))


def _size(rows: Rows) -> tuple[int, int]:
    """How many entries are not zero, and how long they are to write."""
    return sum(map(bool, itertools.chain(*rows))), sum(_cost(entry)[0] for row in rows for entry in row)
