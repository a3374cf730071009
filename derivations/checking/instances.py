"""Instances: sizes and values at which a claim is tried, drawn from a seed that comes from the claim itself."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from derivations.claims import Claim, Equivalence
from derivations.tree import SCALAR, STRUCTURES, Expr, Letter, Member, Rows, Source, Unknown, atoms, number_of, shape_of
from derivations.values import PRIME, System, Witness, modular_matrix, rational_matrix


@dataclass(frozen=True)
class Instance:
    """Sizes by letter, and rational values: a `Letter` -> rows, a family (`family_of`) -> the rows of each member.

    A `Witness` -> the coefficients of its powers; without one, a function letter has random values and derivatives.
    """

    sizes: Mapping[str, int]
    values: Mapping[Any, Any]

    def within(self, system: System) -> dict[Any, Any]:
        """The values in a number system, as `Evaluator` takes them."""
        coefficients = {
            key: [system.number(entry) for entry in value[0]]
            for key, value in self.values.items()
            if isinstance(key, Witness)
        }
        return coefficients | {
            key.family if isinstance(key, Member) else key: [as_value(system, rows, key.of) for rows in value]
            if isinstance(key, Member)
            else as_value(system, value, key.of)
            for key, value in self.values.items()
            if not isinstance(key, Witness)
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

    instance = _draw(claim, sizes, Source(entry, above_zero, lambda: sign(rng), rational_matrix, turned=height > 3))
    witnesses = {Witness(name): [[entry() for _ in range(DEGREE + 1)]] for name in function_letters(claim)}
    return Instance(instance.sizes, {**instance.values, **witnesses})


def sign(rng: random.Random) -> Fraction:
    """1 or -1."""
    return Fraction(rng.choice((-1, 1)))


DEGREE = 3
"""Degree of the polynomials that stand for function letters."""
SCALES = ((9, 1, 3), (9, 10, 40), (30, 1, 7))
"""Largest numerator, smallest and largest denominator of the entries of a generic instance, in turn."""


def draw_generic(claim: Claim, sizes: Mapping[str, int], rng: random.Random, number: int) -> Instance:
    """Rational values without zeros, of both signs unless declared positive, at one of several scales in turn."""
    top, low, high = SCALES[number % len(SCALES)]

    def above_zero() -> Fraction:
        return Fraction(rng.randint(1, top), rng.randint(low, high))

    def entry() -> Fraction:
        return sign(rng) * above_zero()

    return _draw(claim, sizes, Source(entry, above_zero, lambda: sign(rng), rational_matrix))


def draw_modular(claim: Claim, sizes: Mapping[str, int], rng: random.Random) -> Instance:
    """Uniform values in the prime field; a positive definite matrix is a symmetric one there, a dense set of them."""

    def entry() -> Fraction:
        return Fraction(rng.randrange(PRIME))

    return _draw(claim, sizes, Source(entry, entry, lambda: sign(rng), modular_matrix(PRIME), ordered=False))


def draw_degenerate(claim: Equivalence, sizes: Mapping[str, int], rng: random.Random) -> Iterator[Instance]:
    """Instances at which something vanishes or is singular: a letter, or all, are zero, or all entries 0, 1 and -1."""
    generic = draw_generic(claim, sizes, rng, 0)
    zeros: dict[Any, Any] = {}
    for key, value in generic.values.items():
        if isinstance(key, Member):
            zeros[key] = [_zeros(rows) for rows in value]
        elif key.kind.linear:
            zeros[key] = _zeros(value)
    yield from (_replace(generic, key, value) for key, value in zeros.items())
    yield Instance(generic.sizes, {**generic.values, **zeros})
    for _ in range(12):
        yield draw(claim, sizes, rng, 1)


def _draw(claim: Claim, sizes: Mapping[str, int], source: Source) -> Instance:
    unknown = claim.unknown if isinstance(claim, Equivalence) else None
    spectral = spectral_letters(claim) if source.ordered else frozenset()
    values: dict[Any, Any] = {}
    for atom in claim_atoms(claim):
        match atom:
            case Letter(of=of) if not atom.kind.constant and atom != unknown:
                values[atom] = atom.kind.draw(shape_of(of, sizes), source, atom in spectral)
            case Member(_, of, count, _):
                general, shape = STRUCTURES["general"], shape_of(of, sizes)
                values[atom] = [general.draw(shape, source) for _ in range(number_of(count, sizes))]
    return Instance(dict(sizes), values)


@lru_cache(maxsize=64)
def function_letters(claim: Claim) -> tuple[str, ...]:
    """The names of the function letters of a claim."""
    nodes = (node for side in claim.expressions for node in side.walk())
    return tuple(dict.fromkeys(node.name for node in nodes if isinstance(node, Unknown)))


@lru_cache(maxsize=64)
def spectral_letters(claim: Claim) -> frozenset[Expr]:
    """Letters of which eigenvalues, or the logarithm or exponential of a matrix, are taken: those must be rational.

    Beside a positive definite matrix, as in log(S + dS), another one is a displacement, which need not be.
    """
    found: set[Expr] = set()
    for of in (node.spectral for side in claim.expressions for node in side.walk() if node.spectral is not None):
        letters = [atom for atom in atoms(of) if isinstance(atom, Letter)]
        centres = [letter for letter in letters if letter.kind.definite and not letter.kind.constant]
        found.update(centres or letters)
    return frozenset(found)


# ---------------------------------------------------------------- towards the smallest


def simpler(instance: Instance) -> Iterator[Instance]:
    """Neighbours of an instance that are one step simpler, within the declared structures."""
    for key, value in instance.values.items():
        if isinstance(key, Member):
            for m, rows in enumerate(value):
                for candidate in STRUCTURES["general"].simpler(rows):
                    yield _replace(instance, key, [*value[:m], candidate, *value[m + 1 :]])
            continue
        for candidate in STRUCTURES[key.structure].simpler(value):
            yield _replace(instance, key, candidate)


def _zeros(rows: Rows) -> Rows:
    return [[Fraction(0)] * len(row) for row in rows]


def _replace(instance: Instance, key: Any, value: Any) -> Instance:
    return Instance(instance.sizes, {**instance.values, key: value})
