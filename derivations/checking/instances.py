"""Instances: sizes and values at which a claim is tried, drawn from a seed that comes from the claim itself."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from derivations.checking.arithmetic import System
from derivations.checking.sizes import number_of, shape_of
from derivations.checking.systems import PRIME
from derivations.claims.claim import Claim, Equivalence, atoms
from derivations.claims.expr import SCALAR, Expr, Letter, Member

Rows = list[list[Fraction]]
Shape = tuple[int, int]


@dataclass(frozen=True)
class Instance:
    """Sizes by letter, and rational values: a `Letter` -> rows, a family (`family_of`) -> the rows of each member."""

    sizes: Mapping[str, int]
    values: Mapping[Any, Any]

    def within(self, system: System) -> dict[Any, Any]:
        """The values in a number system, as `Evaluator` takes them."""
        return {
            key.family if isinstance(key, Member) else key: [as_value(system, rows, key.of) for rows in value]
            if isinstance(key, Member)
            else as_value(system, value, key.of)
            for key, value in self.values.items()
        }


def as_value(system: System, rows: Rows, of: tuple[Any, Any]) -> Any:
    """Rational rows as a scalar or a matrix of the system."""
    return system.number(rows[0][0]) if of == SCALAR else as_matrix(system, rows)


def as_matrix(system: System, rows: Rows) -> Any:
    """Rational rows as a matrix of the system."""
    return system.matrix([[system.number(entry) for entry in row] for row in rows])


@lru_cache(maxsize=64)
def claim_atoms(claim: Claim) -> tuple[Expr, ...]:
    """Letters, families, sizes and free indices of a claim, each once."""
    return tuple(dict.fromkeys(atom for side in claim.expressions for atom in atoms(side)))


# ---------------------------------------------------------------- draws


def draw(claim: Claim, sizes: Mapping[str, int], rng: random.Random, height: int) -> Instance:
    """Rational values of the declared structures, entries up to ``height`` in size, zeros among them."""

    def entry() -> Fraction:
        return Fraction(rng.randint(-height, height), rng.randint(1, max(1, height // 3)))

    def above_zero() -> Fraction:
        return Fraction(rng.randint(1, height), rng.randint(1, max(1, height // 2)))

    return _draw(claim, sizes, lambda structure, shape: _rational(structure, shape, entry, above_zero))


SCALES = ((9, 1, 3), (9, 10, 40), (30, 1, 7))
"""Largest numerator, smallest and largest denominator of the entries of a generic instance, in turn."""


def draw_generic(claim: Claim, sizes: Mapping[str, int], rng: random.Random, number: int) -> Instance:
    """Rational values without zeros, of both signs unless declared positive, at one of several scales in turn."""
    top, low, high = SCALES[number % len(SCALES)]

    def above_zero() -> Fraction:
        return Fraction(rng.randint(1, top), rng.randint(low, high))

    def entry() -> Fraction:
        return rng.choice((-1, 1)) * above_zero()

    return _draw(claim, sizes, lambda structure, shape: _rational(structure, shape, entry, above_zero))


def draw_modular(claim: Claim, sizes: Mapping[str, int], rng: random.Random) -> Instance:
    """Uniform values in the prime field; a positive definite matrix is a symmetric one there, a dense set of them."""

    def entry() -> Fraction:
        return Fraction(rng.randrange(PRIME))

    def values(structure: str, shape: Shape) -> Rows:
        rows = _entries(shape, entry)
        return mirrored(rows) if structure in ("symmetric", "spd") else rows

    return _draw(claim, sizes, values)


def draw_degenerate(claim: Equivalence, sizes: Mapping[str, int], rng: random.Random) -> Iterator[Instance]:
    """Instances at which something vanishes or is singular: a letter is zero, or all entries are 0, 1 and -1."""
    generic = draw_generic(claim, sizes, rng, 0)
    for key, value in generic.values.items():
        if isinstance(key, Member):
            yield _replace(generic, key, [_zeros(rows) for rows in value])
        elif key.structure in ("general", "symmetric"):
            yield _replace(generic, key, _zeros(value))
    for _ in range(12):
        yield draw(claim, sizes, rng, 1)


def _draw(claim: Claim, sizes: Mapping[str, int], entries: Callable[[str, Shape], Rows]) -> Instance:
    unknown = claim.unknown if isinstance(claim, Equivalence) else None
    values: dict[Any, Any] = {}
    for atom in claim_atoms(claim):
        match atom:
            case Letter(_, of, structure) if structure != "identity" and atom != unknown:
                values[atom] = entries(structure, shape_of(of, sizes))
            case Member(_, of, count, _):
                values[atom] = [entries("general", shape_of(of, sizes)) for _ in range(number_of(count, sizes))]
    return Instance(dict(sizes), values)


def _rational(structure: str, shape: Shape, entry: Callable[[], Fraction], above_zero: Callable[[], Fraction]) -> Rows:
    if structure == "positive":
        return [[above_zero()]]
    rows = _entries(shape, entry)
    if structure == "symmetric":
        return mirrored(rows)
    if structure != "spd":
        return rows
    places = range(shape[0])
    diagonal = [above_zero() for _ in places]
    gram = [[sum((a * b for a, b in zip(rows[i], rows[j], strict=True)), Fraction(0)) for j in places] for i in places]
    return [[gram[i][j] + diagonal[i] * (i == j) for j in places] for i in places]


def _entries(shape: Shape, entry: Callable[[], Fraction]) -> Rows:
    return [[entry() for _ in range(shape[1])] for _ in range(shape[0])]


def mirrored(rows: Rows) -> Rows:
    """The symmetric matrix with the same upper triangle."""
    return [[rows[min(i, j)][max(i, j)] for j in range(len(rows))] for i in range(len(rows))]


# ---------------------------------------------------------------- towards the smallest


def simpler(instance: Instance) -> Iterator[Instance]:
    """Neighbours of an instance that are one step simpler, within the declared structures."""
    for key, value in instance.values.items():
        if isinstance(key, Member):
            for m, rows in enumerate(value):
                for candidate in _simpler_rows(rows):
                    yield _replace(instance, key, [*value[:m], candidate, *value[m + 1 :]])
            continue
        for candidate in _simpler_values(key.structure, value):
            yield _replace(instance, key, candidate)


def _simpler_values(structure: str, rows: Rows) -> Iterator[Rows]:
    if structure in ("symmetric", "spd"):
        yield from (rest for rest in (_identity(rows), _diagonal(rows)) if _size(rest) < _size(rows))
    elif structure == "positive":
        yield from (rest for rest in ([[Fraction(1)]],) if _size(rest) < _size(rows))
    else:
        yield from _simpler_rows(rows)


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


def _zeros(rows: Rows) -> Rows:
    return [[Fraction(0)] * len(row) for row in rows]


def _identity(rows: Rows) -> Rows:
    return [[Fraction(int(i == j)) for j in range(len(rows))] for i in range(len(rows))]


def _diagonal(rows: Rows) -> Rows:
    return [[entry * (i == j) for j, entry in enumerate(row)] for i, row in enumerate(rows)]


def _replace(instance: Instance, key: Any, value: Any) -> Instance:
    return Instance(instance.sizes, {**instance.values, key: value})
