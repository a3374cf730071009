"""Paths along which an instance of an equivalence is moved: one entry at a time, or all letters together.

Along a path every value is a rational function of the parameter, and of its structure at all parameters (an orthogonal
matrix is turned) or at those near 0 (a positive number).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import chain
from math import isqrt
from typing import Any, NamedTuple

from derivations.checking.case import Case
from derivations.checking.instances import Instance
from derivations.tree import POSITIVE, SCALAR, Letter, Rows

SLOPE = 9
"""Largest whole number that a random direction is made of: a polynomial of low degree is constant along few of them."""


class Move(NamedTuple):
    """A curve on which a letter, or a member of a family, varies; without a direction in proportion.

    ``squared``: the number, or what the matrix is multiplied by, is the square of what varies, so that a root of it is
    rational.
    """

    key: Letter
    member: int | None
    direction: Rows | None
    squared: bool

    def value(self, instance: Instance) -> Rows:
        """The rows that vary, as they are at an instance."""
        found: Any = instance.values[self.key]
        rows: Rows = found if self.member is None else found[self.member]
        return rows

    def at(self, instance: Instance, step: Fraction) -> Instance:
        """The instance a step further."""
        moved = self._rows(self.value(instance), step)
        family = instance.values[self.key]
        value = moved if self.member is None else [*family[: self.member], moved, *family[self.member + 1 :]]
        return replace(instance, values={**instance.values, self.key: value})

    def _rows(self, rows: Rows, step: Fraction) -> Rows:
        if self.direction is None:
            return [[self._factor(step) * entry for entry in row] for row in rows]
        if self.squared:
            return [[(root(rows[0][0]) + step * self.direction[0][0]) ** 2]]
        return self.key.kind.along(rows, self.direction, step)

    def _factor(self, step: Fraction) -> Fraction:
        return (1 + step) ** 2 if self.squared else 1 + step

    def start(self, instance: Instance) -> Fraction:
        """The parameter at the instance where it counts what moves from zero: an entry, or a factor."""
        rows = self.value(instance)
        if self.direction is None:
            return Fraction(1)
        if self.squared:
            return root(rows[0][0]) / self.direction[0][0]
        if self.key.kind.reflects:
            return Fraction(0)
        entries = zip(chain(*rows), chain(*self.direction), strict=True)
        return next(entry / moved for entry, moved in entries if moved)

    def inside(self, instance: Instance, step: Fraction) -> bool:
        """Whether the value a step further is of the structure, and the root of a square positive."""
        if self.squared:
            start = root(self.value(instance)[0][0]) if self.direction else Fraction(1)
            return start + step * (self.direction[0][0] if self.direction else 1) > 0
        return self.key.kind.conforms(self.value(self.at(instance, step)))


class Path(NamedTuple):
    """What moves, and what a reader calls it."""

    name: str
    moves: tuple[Move, ...]

    def at(self, instance: Instance, step: Fraction) -> Instance:
        """The instance at a value of the parameter."""
        return reduce(lambda found, move: move.at(found, step), self.moves, instance)

    def start(self, instance: Instance) -> Fraction:
        """The parameter at the instance where it counts one entry from zero; 0 where several move."""
        return self.moves[0].start(instance) if len(self.moves) == 1 else Fraction(0)

    def inside(self, instance: Instance, step: Fraction) -> bool:
        """Whether all that moves is of its structure there."""
        return all(move.inside(instance, step) for move in self.moves)


def root(value: Fraction) -> Fraction:
    """The root of the square of a rational number."""
    return Fraction(isqrt(value.numerator), isqrt(value.denominator))


def entries(case: Case, instance: Instance) -> Iterator[Path]:
    """One entry of one letter at a time, with what is tied to it."""
    for key, member, rows in _values(instance):
        proportional, squared = _kind_of_move(case, key, rows)
        directions = [None] if proportional else key.kind.directions((len(rows), len(rows[0])))
        name = key.name if len(directions) == 1 and member is None else f"an entry of {key.name}"
        yield from (Path(name, (Move(key, member, direction, squared),)) for direction in directions)


def line(case: Case, instance: Instance) -> Path:
    """All entries of all letters in random directions: what depends on any of them is not constant along it."""
    rng = random.Random(f"line {case.text} {tuple(instance.sizes.values())}")
    moves = []
    for key, member, rows in _values(instance):
        proportional, squared = _kind_of_move(case, key, rows)
        left, right = (
            [Fraction(rng.choice((-1, 1)) * rng.randint(1, SLOPE)) for _ in side] for side in (rows, rows[0])
        )
        direction = None if proportional else key.kind.direction(left, right)
        if direction is None or any(map(any, direction)):
            moves.append(Move(key, member, direction, squared))
    names = dict.fromkeys(move.key.name for move in moves)
    return Path(" and ".join(names) if len(names) < 3 else "the letters", tuple(moves))


def _values(instance: Instance) -> Iterator[tuple[Letter, int | None, Rows]]:
    """Letters and members of families that may be moved, with their rows."""
    for key, value in instance.values.items():
        if not isinstance(key, Letter):
            continue
        for member, rows in enumerate(value) if key.axes else [(None, value)]:
            if key.kind.directions((len(rows), len(rows[0]))):
                yield key, member, rows


def is_positive_scalar(key: Letter) -> bool:
    """Whether all positive numbers are values of the letter, or of a member of it."""
    return key.of == SCALAR and key.kind.within == POSITIVE


def _kind_of_move(case: Case, key: Letter, rows: Rows) -> tuple[bool, bool]:
    """Whether a matrix varies in proportion, since its eigenvalues must stay rational; and whether by squares."""
    spectral = key in case.spectral_letters
    squared = case.rooted and (is_positive_scalar(key) or (spectral and key.kind.definite))
    return spectral and len(rows) > 1, squared
