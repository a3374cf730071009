"""Instances: sizes and values at which a claim is tried, drawn from a seed that comes from the claim itself."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor, log10
from typing import Any

from derivations.checking.case import Case, Sizes
from derivations.checking.hypotheses import fulfilled
from derivations.checking.letter_values import drawn_values, values_within
from derivations.tree import STRUCTURES, Letter, NotExpressible, Rows, Source
from derivations.values import (
    MAGNITUDES,
    ExactReals,
    FunctionName,
    System,
    Witness,
    instance_name,
    modular_matrix,
    polynomial_of,
    rational_matrix,
    with_constant,
)


@dataclass(frozen=True)
class Instance:
    """Sizes by letter, and rational values: a `Letter` -> rows, one with axes -> the rows of each member.

    A `Witness` -> what its coefficients are made of; without one, a function letter has random values and derivatives.
    """

    sizes: Mapping[str, int]
    values: Mapping[Any, Any]
    functions: Mapping[str, str] = field(default_factory=dict)
    """The name by which number systems know each function letter."""
    constants: Mapping[str, Letter] = field(default_factory=dict)
    """The letters that bound function letters, by the names of these."""
    enclosed: bool = False
    """Whether function letters are the functions of `derivations.values.function_letters`, which only balls hold."""

    def within(self, system: System) -> dict[Any, Any]:
        """The values in a number system, as `Evaluator` takes them."""
        if self.enclosed and isinstance(system, ExactReals):
            raise NotExpressible("a function that only balls hold")
        coefficients = {key: [system.number(entry) for entry in rows[0]] for key, rows in self.polynomials.items()}
        return (
            coefficients
            | named_functions(self.known_functions)
            | values_within(system, {key: value for key, value in self.values.items() if not isinstance(key, Witness)})
        )

    @property
    def bounds(self) -> dict[str, Fraction]:
        """The values of the constants that bound function letters, where these have one."""
        return {name: self.values[of][0][0] for name, of in self.constants.items() if of in self.values}

    @property
    def known_functions(self) -> dict[str, str]:
        """The names of function letters with the constants that bound them."""
        return {
            name: with_constant(function, self.bounds[name]) if name in self.bounds else function
            for name, function in self.functions.items()
        }

    @property
    def polynomials(self) -> dict[Any, Rows]:
        """The polynomials that stand for function letters, each of the kind that its letter is declared as."""
        return {
            key: [polynomial_of(key.kind, rows[0], self.bounds.get(key.name, Fraction(0)))]
            for key, rows in self.values.items()
            if isinstance(key, Witness)
        }


def named_functions(functions: Mapping[str, str]) -> dict[Any, Any]:
    """The names of function letters, as `Evaluator` takes them."""
    return {FunctionName(name): known for name, known in functions.items()}


# ---------------------------------------------------------------- draws


def draw(case: Case, sizes: Sizes, rng: random.Random, height: int) -> Instance:
    """Rational values of the declared structures, entries up to ``height`` in size, zeros among them."""

    def entry() -> Fraction:
        return Fraction(rng.randint(-height, height), rng.randint(1, max(1, height // 3)))

    def above_zero() -> Fraction:
        return Fraction(rng.randint(1, height), rng.randint(1, max(1, height // 2)))

    source = Source(entry, above_zero, lambda: sign(rng), rational_matrix, turned=height > 3)
    instance = _draw(case, sizes, source, rng)
    letters = case.function_letters.items()
    witnesses = {Witness(name, kind.word): [_coefficients(entry, rng, height)] for name, kind in letters}
    return replace(instance, values={**instance.values, **witnesses})


def _coefficients(entry: Callable[[], Fraction], rng: random.Random, height: int) -> list[Fraction]:
    """What a polynomial that stands for a function letter is made of; where heights are large, of any magnitude."""
    order = rng.choice(MAGNITUDES) if height > 3 else 0
    return [entry() * 10**order for _ in range(DEGREE + 1)]


def sign(rng: random.Random) -> Fraction:
    """1 or -1."""
    return Fraction(rng.choice((-1, 1)))


DEGREE = 3
"""Degree of the polynomials that stand for function letters of no kind."""
SCALES = ((9, 1, 3), (9, 10, 40), (30, 1, 7))
"""Largest numerator, smallest and largest denominator of the entries of a generic instance, in turn."""


MAX_EDGES = 24
"""Most instances at the edges of structures."""
UNFORESEEN = 60
"""Bits of the denominator of a number that nobody can foresee."""
WIDTH = 40
"""Binary orders of magnitude, up and down, of wide draws."""


SMALL = 100
"""By what entries of any sign are divided, so that a matrix of blocks is positive definite if its diagonal is."""


def draw_generic(
    case: Case,
    sizes: Sizes,
    rng: random.Random,
    number: int,
    positive: bool = False,
    unknown: bool = False,
    small: bool = False,
) -> Instance:
    """Rational values without zeros at one of several scales in turn; of both signs unless ``positive`` or declared.

    With ``unknown``, of the unknown of an equivalence too; with ``small``, those that may have any sign are small.

    Nor is any number 1, of which the log is 0 and all powers are equal.
    """
    top, low, high = SCALES[number % len(SCALES)]

    def above_zero() -> Fraction:
        number = Fraction(rng.randint(1, top), rng.randint(low, high)) + _unforeseen(case, rng)
        return above_zero() if number == 1 else number

    def entry() -> Fraction:
        value = above_zero() if positive else sign(rng) * above_zero()
        return value / SMALL if small else value

    source = Source(entry, above_zero, lambda: sign(rng), rational_matrix, definite=positive)
    return _draw(case, sizes, source, rng, unknown)


def _unforeseen(case: Case, rng: random.Random) -> Fraction:
    """A small number where a sine or the like occurs, no multiple of which is whole unless it was meant to be.

    sin(M pi a) is zero at all fractions a whose denominators divide M, which would be those of a few digits.
    """
    return Fraction(1, rng.randrange(1 << UNFORESEEN, 2 << UNFORESEEN)) if case.recurs else Fraction(0)


def draw_wide(case: Case, sizes: Sizes, rng: random.Random, positive: bool = False) -> Instance:
    """Rational values over many orders of magnitude."""

    def above_zero() -> Fraction:
        return (rng.randint(2, 9) + _unforeseen(case, rng)) * Fraction(2) ** rng.randint(-WIDTH, WIDTH)

    def entry() -> Fraction:
        return above_zero() if positive else sign(rng) * above_zero()

    return _draw(case, sizes, Source(entry, above_zero, lambda: sign(rng), rational_matrix, definite=positive), rng)


def other_signs(instance: Instance) -> Iterator[Instance]:
    """The same values but for the signs of one letter, and of all: -A is of the structure that A is."""
    turned = {
        key: _negated(value) for key, value in instance.values.items() if isinstance(key, Letter) and key.kind.linear
    }
    yield from (_replace(instance, key, value) for key, value in turned.items())
    yield replace(instance, values={**instance.values, **turned})


def _negated(value: Any) -> Any:
    return [_negated(part) for part in value] if isinstance(value, list) else -value


def draw_modular(case: Case, sizes: Sizes, rng: random.Random) -> Instance:
    """Uniform values in the prime field; a positive definite matrix is a symmetric one there, a dense set of them."""

    def entry() -> Fraction:
        return Fraction(rng.randrange(case.modulus))

    source = Source(entry, entry, lambda: sign(rng), modular_matrix(case.modulus), ordered=False)
    return _draw(case, sizes, source, rng)


def draw_degenerate(case: Case, sizes: Sizes, rng: random.Random) -> Iterator[Instance]:
    """Instances at which something vanishes or is singular: a letter, or all, are zero, or all entries 0, 1 and -1."""
    generic = draw_generic(case, sizes, rng, 0)
    zeros: dict[Any, Any] = {}
    for key, value in generic.values.items():
        if isinstance(key, Letter) and key.kind.linear:
            zeros[key] = [_zeros(rows) for rows in value] if key.axes else _zeros(value)
    yield from itertools.islice(_at_edges(generic), MAX_EDGES)
    yield from (_replace(generic, key, value) for key, value in zeros.items())
    yield replace(generic, values={**generic.values, **zeros})
    for _ in range(12):
        yield draw(case, sizes, rng, 1)


def _at_edges(instance: Instance) -> Iterator[Instance]:
    """The instance with letters at the edges of their structures, all of them at once first."""
    edges = {
        key: [[rows] * len(value) if key.axes else rows for rows in key.kind.extremes(_size_of(key, value))]
        for key, value in instance.values.items()
        if isinstance(key, Letter)
    }
    edges = {key: found for key, found in edges.items() if found}
    for chosen in itertools.product(*edges.values()) if edges else ():
        yield replace(instance, values={**instance.values, **dict(zip(edges, chosen, strict=True))})
    for key, found in edges.items() if len(edges) > 1 else ():
        yield from (_replace(instance, key, value) for value in found)


def _size_of(key: Letter, value: Any) -> tuple[int, int]:
    rows = value[0] if key.axes else value
    return len(rows), len(rows[0])


def _draw(case: Case, sizes: Sizes, source: Source, rng: random.Random, unknown: bool = False) -> Instance:
    spectral = case.spectral_letters if source.ordered else frozenset()
    varied = (atom for atom in case.atoms if unknown or atom != case.unknown)
    values = drawn_values(varied, sizes, source, spectral)
    if case.claim.given.hypotheses:
        values = fulfilled(case, sizes, values, rng, modular=not source.ordered)
    # Another function at each instance: one alone may have the sign or the bound that is claimed.
    seed = rng.getrandbits(64) if case.function_names else 0
    # Under an integral they stay low: no quadrature follows a wave of a high one.
    magnitude = rng.choice(MAGNITUDES) if case.function_names and not case.has_integral else 0
    functions = {name: instance_name(known, magnitude, seed) for name, known in case.function_names.items()}
    constants = {name: kind.constant for name, kind in case.function_letters.items() if kind.constant}
    return Instance(dict(sizes), values, functions, constants)


# ---------------------------------------------------------------- towards the smallest


def orders_of_magnitude(instance: Instance) -> set[int]:
    """For each entry of a letter that is not zero, the exponent of the power of ten just below its size, or so."""
    entries = (entry for value in instance.values.values() for entry in _entries(value) if entry)
    return {_order(abs(entry)) for entry in entries}


def _entries(value: Any) -> Iterator[Fraction]:
    for part in value:
        yield from _entries(part) if isinstance(part, list) else (part,)


def _order(size: Fraction) -> int:
    return floor((size.numerator.bit_length() - size.denominator.bit_length()) * log10(2))


def simpler(instance: Instance) -> Iterator[Instance]:
    """Neighbours of an instance that are one step simpler, within the declared structures."""
    for key, value in instance.values.items():
        kind = STRUCTURES[key.structure]
        if not key.axes:
            yield from (_replace(instance, key, candidate) for candidate in kind.simpler(value))
            continue
        for m, rows in enumerate(value):
            for candidate in kind.simpler(rows):
                yield _replace(instance, key, [*value[:m], candidate, *value[m + 1 :]])


def _zeros(rows: Rows) -> Rows:
    return [[Fraction(0)] * len(row) for row in rows]


def _replace(instance: Instance, key: Any, value: Any) -> Instance:
    return replace(instance, values={**instance.values, key: value})
