"""Structures of entries in an interval: positive numbers, columns and matrices, nonnegative ones, in (0, 1), ..."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from derivations.tree.structures.intervals import NONNEGATIVE, POSITIVE, Interval, interval
from derivations.tree.structures.rows import Rows, Source, outer, simpler_entries
from derivations.tree.structures.structure import BY_DEMAND, Structure, Symbol

EDGE = 0.1
"""How far, at least, positive float entries are from zero."""


class Entrywise(Structure):
    """Every entry in an interval; in a prime field, which has no order, any entries."""

    conventions = ()

    @property
    def is_cone(self) -> bool:  # type: ignore[override]
        return self.within in (POSITIVE, NONNEGATIVE)

    @property
    def open_in_hull(self) -> bool:  # type: ignore[override]
        return not any(end.closed for end in self.within)

    def directions(self, shape: tuple[int, int]) -> list[Rows]:
        return self.basis(shape)

    def direction(self, left: Sequence[Fraction], right: Sequence[Fraction]) -> Rows:
        # A number moves by a square, which leaves it positive at every step.
        return outer(left, left if len(left) == len(right) == 1 else right)

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        entry = self._entry if source.ordered else lambda source: source.entry()
        return [[entry(source) for _ in range(shape[1])] for _ in range(shape[0])]

    def _entry(self, source: Source) -> Fraction:
        """An end that belongs to the interval where the source's numbers are zero, which generic ones are not."""
        low, high = self.within
        if (low.closed or high.closed) and not source.entry():
            ends = [end.at for end in (low, high) if end.closed and end.at is not None]
            return ends[-1 if source.sign() > 0 else 0]
        above = source.above_zero()
        if low.at is not None and high.at is not None:
            return low.at + (high.at - low.at) * above / (above + source.above_zero())
        return low.at + above if low.at is not None else high.at - above  # type: ignore[operator]

    def extremes(self, shape: tuple[int, int]) -> Iterator[Rows]:
        for end in self.within:
            if end.closed and end.at is not None:
                yield [[end.at] * shape[1] for _ in range(shape[0])]

    def floats(self, general: Any, np: Any) -> Any:
        low, high = self.within
        if low.at is not None and high.at is not None:
            return float(low.at) + float(high.at - low.at) * (1 + np.tanh(general / 2)) / 2
        above = np.abs(general) + EDGE
        return float(low.at) + above if low.at is not None else float(high.at) - above  # type: ignore[arg-type]

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        return [[self._generic(symbol(i, j, True)) for j in range(shape[1])] for i in range(shape[0])]

    def _generic(self, positive: Any) -> Any:
        """The number of the interval that a positive symbol stands for."""
        low, high = self.within
        if low.at is not None and high.at is not None:
            return _exact(low.at, positive) + _exact(high.at - low.at, positive) * positive / (1 + positive)
        return positive + _exact(low.at, positive) if low.at is not None else _exact(high.at, positive) - positive

    def conforms(self, rows: list[list[Any]], ordered: bool = True) -> bool:
        return not ordered or all(self.within.contains(entry) for row in rows for entry in row)

    def misfit(self, array: Any, np: Any) -> str:
        fits = all(self.within.contains(entry) for entry in np.asarray(array).ravel().tolist())
        return "" if fits else f"an array that is not {self}"

    def simpler(self, rows: Rows) -> Iterator[Rows]:
        yield from filter(self.conforms, simpler_entries(rows))


def _exact(number: Fraction | None, like: Any) -> Any:
    """The number in the arithmetic of a symbol."""
    found = number or Fraction(0)
    return (like * 0 + found.numerator) / found.denominator


class Positive(Entrywise):
    """Positive numbers; columns and matrices with positive entries."""

    word = "positive"
    reads = "positive"
    within = POSITIVE
    told_by = "positive"


class Nonnegative(Entrywise):
    """Numbers that are not negative; columns and matrices of such entries."""

    word = "nonnegative"
    reads = "nonnegative"
    within = NONNEGATIVE
    told_by = "nonnegative"


class Between(Entrywise):
    """Numbers in a bounded interval, or beyond an end other than 0."""

    told_by = "within"

    def __init__(self, within: Interval) -> None:
        self.within = within  # type: ignore[misc]
        self.word = self.reads = f"in {within}"  # type: ignore[misc]


@lru_cache(maxsize=256)
def _between(word: str) -> Structure | None:
    found = interval(word)
    return None if found is None else Between(found)


BY_DEMAND.append(_between)
