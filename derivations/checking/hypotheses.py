"""Hypotheses on letters, `given sum(k, r[n,k]) = 1`: instances at which they hold exactly.

Each equation is solved for a letter u in which it is affine, L u + c = 0: some of the entries of u, chosen at random,
follow from the others, which are drawn.  Several letters are solved for one after the other, the equations that u
stands in for u, and those that it does not stand in before.

What holds at a generic instance holds wherever the hypotheses do if every L is plain: made of 1 and -1, or s and -s, at
all sizes and for all values of the letters, each entry of u in one equation.  Then all solutions are reached.  Of other
hypotheses there may be more: a^2 c = c has c = 0 for most a, and any c at a = 1; r[i] = sum(k, r[k])/7 has r = 0 at
most sizes, and others at 7.  Such hypotheses only refute.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from derivations.checking.case import Case, Sizes
from derivations.checking.letter_values import Values, drawn_values, values_within
from derivations.claims import Definition, Equation, Inequality, plain
from derivations.tree import (
    STRUCTURES,
    Add,
    Defined,
    Div,
    Entry,
    Expr,
    Index,
    Letter,
    Member,
    Mul,
    Neg,
    NotExpressible,
    Number,
    Rows,
    Source,
    Sub,
    Sum,
    Trace,
    Transpose,
    UndefinedValue,
    Unknown,
    atoms,
    members,
    number_of,
    shape_of,
)
from derivations.values import Evaluator, ExactReals, PrimeField, System, modular_matrix

SHRUNK = (Fraction(1), Fraction(1, 16), Fraction(1, 4096))
"""What the entries that are drawn are multiplied by in turn, until those that follow are of the structure too."""
HEIGHT = 10**6
"""Largest coordinate of a point at which it is asked whether equations are affine."""

Lines = list[list[Any]]
"""The system [L | c]."""


PLAIN = (Number, Letter, Defined, Member, Entry, Add, Sub, Neg, Mul, Transpose, Sum, Trace, Index)
"""Nodes of equations whose coefficients are polynomials in the other letters."""


class Solved(NamedTuple):
    """A letter with the equations that are solved for it; the size of all coefficients, 0 where these are not plain."""

    letter: Letter
    equations: tuple[Equation, ...]
    scale: int


def unusable(claim: Any) -> str:
    """Why hypotheses of the claim cannot be used, whatever the sizes; or nothing."""
    if not claim.given.hypotheses:
        return ""
    if not isinstance(claim, Equation | Inequality | Definition):
        return "under a hypothesis only equations and inequalities are checked so far"
    nodes = [node for side in claim.given.expressions for node in side.walk()]
    if any(isinstance(node, Unknown) for node in nodes):
        return "a hypothesis on a function letter cannot be used yet"
    apart = (node for node in nodes if isinstance(node, Letter) and (node.kind.finite or node.kind.reflects))
    name = next((letter.name for letter in apart), "")
    return f"a hypothesis on {name}, not all of whose values are joined by curves, cannot be used yet" if name else ""


def infeasible(case: Case, instances: Iterator[Any], sizes: Sizes) -> str:
    """Why no claim is decided at the sizes: at none of the instances the hypotheses hold; or nothing."""
    if _plan(case, sizes, random.Random(0)) is None:
        return f"{_shown(case)}: no letter was found that it is affine in, and others cannot be used yet"
    if any(hold(case, instance.sizes, instance.values) for instance in instances):
        return ""
    where = ", ".join(f"{name} = {size}" for name, size in sizes.items())
    return f"no instance was found at which {_shown(case)}" + (f" at {where}" if where else "")


def _shown(case: Case) -> str:
    return " and ".join(map(plain, case.claim.given.hypotheses))


def reach_all(case: Case) -> bool:
    """Whether the instances that are drawn reach all values at which the hypotheses hold, at all sizes."""
    return case.once("all reached", lambda: _reach_all(case))


def _reach_all(case: Case) -> bool:
    nodes = [node for side in case.claim.given.expressions for node in side.walk()]
    plans = [_plan(case, sizes, random.Random(0)) for sizes in (*case.assignments, *case.larger)]
    scales = {tuple((solved.letter, solved.scale) for solved in plan or ()) for plan in plans}
    plain_ones = all(plan is not None and all(solved.scale for solved in plan) for plan in plans)
    return plain_ones and len(scales) == 1 and all(map(_is_polynomial, nodes))


def _is_polynomial(node: Expr) -> bool:
    return isinstance(node, PLAIN) or (isinstance(node, Div) and isinstance(node.denominator, Number))


def hold(case: Case, sizes: Mapping[str, int], values: Mapping[Any, Any], field: System | None = None) -> bool:
    """Whether all hypotheses hold exactly."""
    system = field or ExactReals()
    known = values_within(system, {key: value for key, value in values.items() if isinstance(key, Letter)})
    try:
        gaps = _residuals(case.claim.given.hypotheses, sizes, system, known)
        return all(map(system.is_zero, gaps))
    except (NotExpressible, UndefinedValue):
        return False


def fulfilled(case: Case, sizes: Sizes, values: Values, rng: random.Random, modular: bool) -> Values:
    """The drawn values with those of some letters solved for; as they are where there is no such solution."""
    plan = _plan(case, sizes, random.Random(0) if reach_all(case) else rng)
    system = PrimeField(case.modulus) if modular else ExactReals()
    found: Values | None = dict(values)
    for solved in plan or ():
        found = None if found is None else _solved(case, solved, sizes, found, system, rng)
    return values if found is None else found


# ---------------------------------------------------------------- which letters are solved for


def _plan(case: Case, sizes: Sizes, rng: random.Random) -> list[Solved] | None:
    """The letters to solve for, in turn; None where an equation is affine in none that is left."""
    left, found = list(case.claim.given.hypotheses), []
    while left:
        letters = sorted(filter(_is_open, _letters(left)), key=lambda letter: not letter.kind.linear)
        options: list[Solved] = []
        for letter in letters:
            options += filter(None, [_option(case, sizes, letter, left)])
            if options and options[-1].scale:
                options = options[-1:]
                break
        if not options:
            return None
        found.append(rng.choice(options))
        left = [equation for equation in left if equation not in found[-1].equations]
    return found[::-1]


def _letters(equations: Sequence[Equation]) -> list[Letter]:
    every = (atom for equation in equations for side in equation.expressions for atom in atoms(side))
    return list(dict.fromkeys(atom for atom in every if isinstance(atom, Letter) and not atom.kind.constant))


def _is_open(letter: Letter) -> bool:
    """Whether a generic value may be moved in all directions of the linear space that it is from."""
    return letter.kind.linear or letter.kind.open_in_hull


def _option(case: Case, sizes: Sizes, letter: Letter, left: Sequence[Equation]) -> Solved | None:
    equations = tuple(equation for equation in left if letter in _letters([equation]))
    key = ("affine", letter, equations, *sizes.items())
    scale = case.once(key, lambda: _scale(case, sizes, letter, equations))
    return None if scale is None else Solved(letter, equations, scale)


def _scale(case: Case, sizes: Sizes, letter: Letter, equations: tuple[Equation, ...]) -> int | None:
    """The size of the entries of L, 0 where it is not plain; None where there is no L, or no solution."""
    rng = case.generator(f"affine {plain(letter)}", sizes)
    field = PrimeField(case.modulus)
    found = []
    for _ in range(2):
        values = drawn_values(case.atoms, sizes, _uniform(case, rng))
        lines = _lines(letter, equations, sizes, values_within(field, values), field, rng)
        if lines is None or any(not any(map(int, row[:-1])) for row in field.row_reduced(lines)):
            return None
        found.append([tuple(map(int, row[:-1])) for row in lines])
    return _plain(found[0], case.modulus) if found[0] == found[1] else 0


def _plain(rows: Sequence[tuple[int, ...]], modulus: int) -> int:
    """The size of all entries that are not zero, if each of different rows stands alone in its column; or 0."""
    opposite = {row: tuple(-entry % modulus for entry in row) for row in rows}
    different = {min(row, opposite[row]) for row in rows if any(row)}
    sizes = {min(entry, modulus - entry) for row in different for entry in row if entry}
    alone = all(sum(map(bool, column)) <= 1 for column in zip(*different, strict=True))
    return sizes.pop() if alone and len(sizes) == 1 else 0


def _uniform(case: Case, rng: random.Random) -> Source:
    def entry() -> Fraction:
        return Fraction(rng.randrange(1, case.modulus))

    return Source(entry, entry, lambda: Fraction(rng.choice((-1, 1))), modular_matrix(case.modulus), ordered=False)


# ---------------------------------------------------------------- one letter


def _solved(
    case: Case, solved: Solved, sizes: Sizes, values: Values, system: System, rng: random.Random
) -> Values | None:
    """The values with those of the letter solved for; None where there is no solution of its structure."""
    letter = solved.letter
    lines = _lines_at(case, solved, sizes, values_within(system, values), system, rng)
    if lines is None:
        return None
    drawn = _coordinates(letter, values[letter])
    order = rng.sample(range(len(drawn)), len(drawn))
    try:
        reduced = system.row_reduced([[*(row[k] for k in order), row[-1]] for row in lines])
    except NotExpressible:
        return None
    for factor in SHRUNK if letter.kind.is_cone else SHRUNK[:1]:
        found = _completed(reduced, [factor * drawn[k] for k in order], system)
        if found is None:
            return None
        rows = _value(letter, sizes, [found[order.index(k)] for k in range(len(found))])
        if all(letter.kind.conforms(one, ordered=system.modulus is None) for one in (rows if letter.axes else [rows])):
            return {**values, letter: rows}
    return None


def _lines_at(
    case: Case, solved: Solved, sizes: Sizes, values: Mapping[Any, Any], system: System, rng: random.Random
) -> Lines | None:
    """[L | c] at values of the other letters; an L that is the same everywhere is computed once."""
    letter, equations = solved.letter, solved.equations
    if not solved.scale:
        return _lines(letter, equations, sizes, values, system, rng)
    key = ("lines", system.name, letter, equations, *sizes.items())
    known = case.once(key, lambda: _lines(letter, equations, sizes, values, system, rng))
    zero = _value(letter, sizes, [Fraction(0)] * (members(letter, sizes) * len(_basis(letter, sizes))))
    try:
        constants = _residuals(equations, sizes, system, {**values, **values_within(system, {letter: zero})})
    except (NotExpressible, UndefinedValue):
        return None
    return known and [[*row[:-1], c] for row, c in zip(known, constants, strict=True)]


def _completed(reduced: Lines, drawn: Sequence[Fraction], system: System) -> list[Fraction] | None:
    """Coordinates that solve the row-reduced system, those that are no pivots as drawn."""
    found = list(drawn)
    pivots = [next(k for k, entry in enumerate(row) if entry != 0) for row in reduced]
    if len(drawn) in pivots:
        return None
    free = [k for k in range(len(drawn)) if k not in pivots]
    for row, pivot in zip(reduced, pivots, strict=True):
        entries = list(map(_fraction, row))
        found[pivot] = -entries[-1] - sum((entries[k] * drawn[k] for k in free), Fraction(0))
        if system.modulus is not None:
            found[pivot] = Fraction(found[pivot].numerator % system.modulus)
    return found


def _fraction(entry: Any) -> Fraction:
    return Fraction(int(entry.p), int(entry.q)) if hasattr(entry, "q") else Fraction(int(entry))


def _lines(
    letter: Letter,
    equations: Sequence[Equation],
    sizes: Sizes,
    values: Mapping[Any, Any],
    system: System,
    rng: random.Random,
) -> Lines | None:
    """[L | c] of the residuals L u + c in the coordinates of the letter; None where they are not affine in them."""
    count = members(letter, sizes) * len(_basis(letter, sizes))

    def at(coordinates: Sequence[Fraction]) -> list[Any]:
        rows = _value(letter, sizes, coordinates)
        return _residuals(equations, sizes, system, {**values, **values_within(system, {letter: rows})})

    probe = [Fraction(rng.randint(2, HEIGHT)) for _ in range(count)]
    try:
        start = at([Fraction(0)] * count)
        units = [at([Fraction(int(i == k)) for i in range(count)]) for k in range(count)]
        there = at(probe)
    except (NotExpressible, UndefinedValue):
        return None
    rows = [[*(system.add(unit[i], system.neg(c)) for unit in units), c] for i, c in enumerate(start)]
    weights = [system.number(weight) for weight in (*probe, Fraction(1))]
    for row, value in zip(rows, there, strict=True):
        predicted = system.number(Fraction(0))
        for weight, entry in zip(weights, row, strict=True):
            predicted = system.add(predicted, system.times(weight, entry))
        if not system.is_zero(system.add(value, system.neg(predicted))):
            return None
    return rows


def _residuals(
    equations: Sequence[Equation], sizes: Mapping[str, int], system: System, values: Mapping[Any, Any]
) -> list[Any]:
    """Left minus right, entry by entry, for all values of the free indices."""
    found = []
    for equation in equations:
        shape = equation.left.shape or equation.right.shape
        for choice in itertools.product(*(range(1, number_of(index.size, sizes) + 1) for index in equation.indices)):
            at = Evaluator(system, sizes, values, dict(zip(equation.indices, choice, strict=True)))
            left, right = (itertools.chain(*at.rows(side, shape)) for side in equation.expressions)
            found += [system.add(a, system.neg(b)) for a, b in zip(left, right, strict=True)]
    return found


# ---------------------------------------------------------------- coordinates


def _basis(letter: Letter, sizes: Mapping[str, int]) -> list[Rows]:
    return _basis_of(letter.structure, shape_of(letter.of, sizes))


@lru_cache(maxsize=64)
def _basis_of(structure: str, shape: tuple[int, int]) -> list[Rows]:
    return STRUCTURES[structure].basis(shape)


def _value(letter: Letter, sizes: Mapping[str, int], coordinates: Sequence[Fraction]) -> Any:
    """The rows with these coordinates in the basis of the letter's structure; of a family, those of its members."""
    rows, columns = shape_of(letter.of, sizes)
    basis = _basis(letter, sizes)

    def member(weights: Sequence[Fraction]) -> Rows:
        terms = [(weight, unit) for weight, unit in zip(weights, basis, strict=True) if weight]
        return [[sum((w * unit[i][j] for w, unit in terms), Fraction(0)) for j in range(columns)] for i in range(rows)]

    if not letter.axes:
        return member(coordinates)
    starts = range(0, len(coordinates), len(basis))
    return [member(coordinates[start : start + len(basis)]) for start in starts]


def _coordinates(letter: Letter, value: Any) -> list[Fraction]:
    """The coordinates of a value: its entries where the matrices of the basis have their 1."""
    found = []
    for rows in value if letter.axes else [value]:
        for unit in _basis_of(letter.structure, (len(rows), len(rows[0]))):
            places = [(i, j) for i, row in enumerate(unit) for j, entry in enumerate(row) if entry == 1]
            i, j = max(places, key=lambda place: place[0] - place[1])
            found.append(rows[i][j])
    return found
