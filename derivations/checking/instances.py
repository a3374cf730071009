"""Instances: sizes and values at which a claim is tried, drawn from a seed that comes from the claim itself."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from derivations.checking.systems import PRIME, System
from derivations.claims.claim import Claim, atoms
from derivations.claims.expr import SCALAR, Expr, Index, Letter, Member, SizeLetter

Rows = list[list[Fraction]]

SIZE_TABLE = ((1, 1, 1), (1, 2, 3), (2, 1, 3), (2, 3, 1), (3, 2, 4), (4, 3, 2), (3, 5, 2), (3, 3, 3), (2, 4, 3))
"""Sizes of the first, second and third size letter: 1, 2 and two sizes >= 3 of both parities; N < D, N = D and N > D."""


@dataclass(frozen=True)
class Instance:
    """Sizes by letter, and rational values: `Letter` -> rows, name of a family -> list of rows."""

    sizes: Mapping[str, int]
    values: Mapping[Any, Any]

    def within(self, system: System) -> dict[Any, Any]:
        """The values in a number system: scalars as scalars, everything else as matrices."""
        return {
            key: [as_matrix(system, rows) for rows in value]
            if isinstance(key, str)
            else (system.number(value[0][0]) if key.of == SCALAR else as_matrix(system, value))
            for key, value in self.values.items()
        }


def as_matrix(system: System, rows: Rows) -> Any:
    """Rational rows as a matrix of the system."""
    return system.matrix([[system.number(entry) for entry in row] for row in rows])


def claim_atoms(claim: Claim) -> list[Expr]:
    """Letters, families, sizes and free indices of a claim, each once."""
    return list(dict.fromkeys(atom for side in claim.expressions for atom in atoms(side)))


def size_letters(claim: Claim) -> list[str]:
    """The size letters of a claim: first those of shapes, then those that count or appear as numbers."""
    shapes: list[Any] = []
    others: list[Any] = []
    for atom in claim_atoms(claim):
        match atom:
            case SizeLetter(name):
                others.append(name)
            case Letter(_, of, _):
                shapes += of
            case Member(_, of, count, _):
                shapes += of
                others.append(count)
            case Index(_, size):
                others.append(size)
    return list(dict.fromkeys(size for size in shapes + others if isinstance(size, str)))


def size_assignments(claim: Claim) -> list[dict[str, int]]:
    """The sizes at which the claim is tried, smallest first; sizes that the claim fixes keep their value."""
    fixed = dict(getattr(claim, "fixed", ()))
    names = size_letters(claim)
    rows = [(row * (len(names) // 3 + 1))[: len(names)] for row in SIZE_TABLE]
    found = {tuple(sorted(({**dict(zip(names, row, strict=True)), **fixed}).items())): None for row in rows}
    return sorted((dict(row) for row in found), key=lambda sizes: (sum(sizes.values()), sorted(sizes.items())))


def draw(claim: Claim, sizes: Mapping[str, int], rng: random.Random, height: int) -> Instance:
    """Rational values of the declared structures, entries up to ``height`` in size."""
    return _draw(claim, sizes, lambda structure, shape: _rational(structure, shape, rng, height))


def draw_modular(claim: Claim, sizes: Mapping[str, int], rng: random.Random) -> Instance:
    """Uniform values in the prime field; a positive definite matrix is a symmetric one there, a dense set of them."""
    return _draw(claim, sizes, lambda structure, shape: _modular(structure, shape, rng))


def _draw(claim: Claim, sizes: Mapping[str, int], entries: Any) -> Instance:
    def shape(of: Sequence[Any]) -> tuple[int, int]:
        rows, columns = (part if isinstance(part, int) else sizes[part] for part in of)
        return rows, columns

    values: dict[Any, Any] = {}
    for atom in claim_atoms(claim):
        match atom:
            case Letter(_, of, structure) if structure != "identity":
                values[atom] = entries(structure, shape(of))
            case Member(name, of, count, _):
                members = count if isinstance(count, int) else sizes[count]
                values[name] = [entries("general", shape(of)) for _ in range(members)]
    return Instance(dict(sizes), values)


def _rational(structure: str, shape: tuple[int, int], rng: random.Random, height: int) -> Rows:
    rows, columns = shape

    def entry() -> Fraction:
        return Fraction(rng.randint(-height, height), rng.randint(1, max(1, height // 3)))

    if structure == "positive":
        return [[Fraction(rng.randint(1, height), rng.randint(1, max(1, height // 2)))]]
    general = [[entry() for _ in range(columns)] for _ in range(rows)]
    if structure == "symmetric":
        return mirrored(general)
    if structure == "spd":
        diagonal = [rng.randint(1, height) for _ in range(rows)]
        return [
            [sum((a * b for a, b in zip(general[i], general[j], strict=True)), Fraction(diagonal[i] * (i == j)))
             for j in range(rows)]
            for i in range(rows)
        ]  # fmt: skip
    return general


def _modular(structure: str, shape: tuple[int, int], rng: random.Random) -> Rows:
    rows, columns = shape
    general = [[Fraction(rng.randrange(PRIME)) for _ in range(columns)] for _ in range(rows)]
    return mirrored(general) if structure in ("symmetric", "spd") else general


def mirrored(rows: Rows) -> Rows:
    """The symmetric matrix with the same upper triangle."""
    return [[rows[min(i, j)][max(i, j)] for j in range(len(rows))] for i in range(len(rows))]


def simpler(instance: Instance) -> list[Instance]:
    """Neighbours of an instance that are one step simpler: an entry of a general letter set to 0 or 1, an identity."""
    found = []
    for key, value in instance.values.items():
        if isinstance(key, str):
            for m, rows in enumerate(value):
                for replaced in _simpler_rows(rows):
                    found.append(_replace(instance, key, [*value[:m], replaced, *value[m + 1 :]]))
        elif key.structure in ("symmetric", "spd"):
            identity = [[Fraction(int(i == j)) for j in range(len(value))] for i in range(len(value))]
            if value != identity:
                found.append(_replace(instance, key, identity))
        elif key.structure == "positive":
            if value != [[Fraction(1)]]:
                found.append(_replace(instance, key, [[Fraction(1)]]))
        else:
            found += [_replace(instance, key, replaced) for replaced in _simpler_rows(value)]
    return found


def _simpler_rows(rows: Rows) -> list[Rows]:
    found = []
    for i, j in itertools.product(range(len(rows)), range(len(rows[0]))):
        for target in (Fraction(0), Fraction(1)):
            if _cost(rows[i][j]) > _cost(target):
                found.append([[target if (a, b) == (i, j) else entry for b, entry in enumerate(row)]
                              for a, row in enumerate(rows)])  # fmt: skip
    return found


def _cost(entry: Fraction) -> tuple[int, int, int]:
    return (abs(entry.numerator) + entry.denominator, int(entry < 0), entry.denominator)


def _replace(instance: Instance, key: Any, value: Any) -> Instance:
    return Instance(instance.sizes, {**instance.values, key: value})
