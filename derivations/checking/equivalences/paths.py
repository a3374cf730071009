"""Paths along which an instance of an equivalence is moved: one entry of one letter at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from derivations.checking.case import Case
from derivations.checking.instances import Instance
from derivations.tree import Letter

MAX_ENTRIES = 16
"""Most entries that are moved."""


class Path(NamedTuple):
    """One entry of a letter that varies, and what is tied to it; without a place, all of them in proportion.

    ``squared``: by the square of the parameter, so that the root of a positive letter is rational.
    """

    key: Letter
    place: tuple[int, int] | None
    squared: bool

    def at(self, instance: Instance, parameter: Fraction) -> Instance:
        """The instance at a value of the parameter."""
        value = parameter**2 if self.squared else parameter
        rows = instance.values[self.key]
        if self.place is None:
            rows = [[value * entry for entry in row] for row in rows]
        else:
            rows = self.key.kind.with_entry(rows, *self.place, value)
        return replace(instance, values={**instance.values, self.key: rows})


def paths(case: Case, instance: Instance) -> Iterator[Path]:
    """Entries of letters of linear structures; of one whose eigenvalues are taken, the matrix in proportion."""
    spectral = case.spectral_letters
    roots = case.rooted
    for key, rows in instance.values.items():
        if not isinstance(key, Letter) or key.axes or not key.kind.open_in_hull:
            continue
        scalar = len(rows) == len(rows[0]) == 1
        squared = roots and (key.kind.positive or (key in spectral and key.kind.definite))
        if key in spectral and not scalar:
            yield Path(key, None, squared)
            continue
        for i, j in itertools.product(range(len(rows)), range(len(rows[0]))):
            if key.kind.with_entry(rows, i, j, rows[i][j] + 1) != rows:
                yield Path(key, (i, j), squared)
