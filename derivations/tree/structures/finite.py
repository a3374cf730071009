"""Structures with finitely many values: columns of spins and of bits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

from derivations.tree.errors import NotExpressible
from derivations.tree.structures.intervals import UNIT, End, Interval
from derivations.tree.structures.rows import Rows, Source
from derivations.tree.structures.structure import Structure, Symbol


class Finite(Structure):
    """Columns of entries that have two values."""

    form = "column"
    finite = True
    conventions = ()
    values: ClassVar[tuple[int, int]]
    """The first of them is the simpler one."""

    def draw(self, shape: tuple[int, int], source: Source, spectral: bool = False) -> Rows:
        first, second = self.values
        return [[Fraction(first if source.sign() > 0 else second)] for _ in range(shape[0])]

    def every(self, shape: tuple[int, int]) -> Iterator[Rows]:
        for column in itertools.product(self.values, repeat=shape[0]):
            yield [[Fraction(value)] for value in column]

    def floats(self, general: Any, np: Any) -> Any:
        first, second = map(float, self.values)
        return np.where(general > 0, first, second)

    def symbols(self, shape: tuple[int, int], symbol: Symbol, factored: bool, reflected: bool) -> list[list[Any]]:
        raise NotExpressible(f"generic symbols for {self.word}, which are numbers")

    def conforms(self, rows: list[list[Any]], ordered: bool = True) -> bool:
        return all((row[0] - self.values[0]) * (row[0] - self.values[1]) == 0 for row in rows)

    def misfit(self, array: Any, np: Any) -> str:
        return "" if np.isin(array, self.values).all() else f"an array that is not one of {self}"

    def simpler(self, rows: Rows) -> Iterator[Rows]:
        yield from (found for found in ([[Fraction(self.values[0])] for _ in rows],) if found != rows)


class Spins(Finite):
    """Columns of 1 and -1."""

    word = "spins"
    reads = "spins, each 1 or -1"
    expects = "a column of spins"
    values = (1, -1)
    within = Interval(End(Fraction(-1), True), End(Fraction(1), True))


class Bits(Finite):
    """Columns of 0 and 1."""

    word = "bits"
    reads = "bits, each 0 or 1"
    expects = "a column of bits"
    values = (1, 0)
    within = UNIT
