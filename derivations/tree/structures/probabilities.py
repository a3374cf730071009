"""Probability vectors, and matrices whose rows are such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from derivations.tree.structures.intervals import UNIT, End, Interval
from derivations.tree.structures.rows import Rows, Source, replaced, shorter
from derivations.tree.structures.structure import ROUNDING, Structure, Symbol

EDGE = 0.1
"""How far float weights, before they are divided by their sum, are from zero."""


class Probabilities(Structure):
    """Entries that are not negative and sum to 1, down a column or along each row; in a prime field, the sum alone.

    Sums leave the structure, but on a curve in a direction of sum 0 a value stays in it for a while.
    """

    conventions = ("independent",)
    down: ClassVar[bool] = False
    """Whether a column sums to 1, and not each row."""

    def _rows(self, shape: tuple[int, int], row: Any) -> list[list[Any]]:
        """A matrix of rows of sum 1, or a column of that sum."""
        if self.down:
            return [[entry] for entry in row(0, shape[0])]
        return [row(i, shape[1]) for i in range(shape[0])]

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        return self._rows(shape, lambda i, count: self._weights(count, source))

    def _weights(self, count: int, source: Source) -> list[Fraction]:
        if not source.ordered:
            free = [source.entry() for _ in range(count - 1)]
            return [*free, Fraction(1) - sum(free)]
        # Some weights vanish where the source's numbers do, which generic ones do not.
        vanish = [not self.within.is_positive and not source.entry() for _ in range(count)]
        weights = [source.above_zero() * (not none or all(vanish)) for none in vanish]
        return [weight / sum(weights) for weight in weights]

    def extremes(self, shape: tuple[int, int]) -> Iterator[Rows]:
        """All weight on one entry, the same in each row or the one on the diagonal."""
        rows, columns = (1, shape[0]) if self.down else shape
        for place in range(columns):
            yield self._rows(shape, lambda i, count, place=place: [Fraction(int(k == place)) for k in range(count)])
        if rows > 1:
            yield self._rows(shape, lambda i, count: [Fraction(int(k == i % count)) for k in range(count)])

    def floats(self, general: Any, np: Any) -> Any:
        weights = np.abs(general) + EDGE
        return weights / weights.sum(axis=0 if self.down else 1, keepdims=True)

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        """u_1, ..., u_(K-1), 1, divided by their sum."""

        def row(i: int, count: int) -> list[Any]:
            weights = [*(symbol(*((k, 0) if self.down else (i, k)), True) for k in range(count - 1)), 1]
            return [weight / sum(weights) for weight in weights]

        return self._rows(shape, row)

    def directions(self, shape: tuple[int, int]) -> list[Rows]:
        """From the last entry of a column or row to each of the others."""
        zeros = [[Fraction(0)] * shape[1] for _ in range(shape[0])]
        places = [(i, j) for i in range(shape[0]) for j in range(shape[1])]
        ends = [(shape[0] - 1, j) if self.down else (i, shape[1] - 1) for i, j in places]
        return [
            replaced(replaced(zeros, *place, Fraction(1)), *end, Fraction(-1))
            for place, end in zip(places, ends, strict=True)
            if place != end
        ]

    def direction(self, left: Sequence[Fraction], right: Sequence[Fraction]) -> Rows:
        if self.down:
            return [[entry] for entry in _balanced(left)]
        return [[a * b for b in _balanced(right)] for a in left]

    def conforms(self, rows: list[list[Any]], ordered: bool = True) -> bool:
        sums = [sum(row[0] for row in rows)] if self.down else [sum(row) for row in rows]
        signs = not ordered or all(self.within.contains(entry) for row in rows for entry in row)
        return signs and all(total == 1 for total in sums)

    def misfit(self, array: Any, np: Any) -> str:
        far = np.abs(array.sum(axis=0 if self.down else 1) - 1).max() > ROUNDING * max(array.shape)
        fits = all(self.within.contains(entry) for entry in array.ravel().tolist())
        return "" if fits and not far else f"an array that is not {self}"

    def simpler(self, rows: Rows) -> Iterator[Rows]:
        shape = (len(rows), len(rows[0]))
        uniform = self._rows(shape, lambda i, count: [Fraction(1, count)] * count)
        first = self._rows(shape, lambda i, count: [Fraction(int(k == 0)) for k in range(count)])
        yield from shorter(list(filter(self.conforms, (first, uniform))), rows)


def _balanced(numbers: Sequence[Fraction]) -> list[Fraction]:
    """The numbers but the last, which makes their sum 0."""
    return [*numbers[:-1], -sum(numbers[:-1], Fraction(0))]


class Simplex(Probabilities):
    """Probability vectors: p_k >= 0 with sum 1."""

    word = "simplex"
    reads = "a probability vector"
    form = "column"
    expects = "a column of probabilities"
    down = True
    within = UNIT


class OpenSimplex(Simplex):
    """Probability vectors without a zero: p_k > 0 with sum 1."""

    def extremes(self, shape: tuple[int, int]) -> Iterator[Rows]:
        yield from ()

    word = "open simplex"
    reads = "a probability vector without zeros"
    within = Interval(End(Fraction(0)), End(Fraction(1), True))


class Stochastic(Probabilities):
    """Matrices with entries P_ij >= 0 of which each row sums to 1."""

    word = "stochastic"
    reads = "stochastic, each row a probability vector"
    form = "matrix"
    expects = "a matrix"
    within = UNIT
