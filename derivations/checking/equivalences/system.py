"""Equations in an unknown at one instance: their residuals, and the affine system that they are if they are one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from derivations.checking.case import Case
from derivations.checking.compare import differences, sides
from derivations.checking.instances import Instance
from derivations.checking.letter_values import as_value
from derivations.claims import Equation, Equivalence
from derivations.tree import NotExpressible, Rows, Source, UndefinedValue, shape_of
from derivations.values import PRIME, System, modular_matrix, rational_matrix

POWERS = (0, 1, 2)
"""What the entries of the unknown are raised to where its reciprocals are cleared."""
Form = list[list[Any]]
"""A system [L | c], row-reduced or as it is written."""
DRAWS = 3
"""Random values of the unknown at which an operation must do the same."""
CORNERED_DRAWS = 24
"""The same where an equation has corners in the unknown, which some of the values must lie beyond."""
HEIGHT = 999
"""Largest numerator of an entry of such a value: a polynomial of low degree vanishes at few of them."""
ORDERS = range(-3, 5)
"""Powers of ten that the numerators are multiplied by, one for each value and entry, so that no size is missed."""


class Problem:
    """An equivalence at one instance in one number system."""

    def __init__(self, case: Case, instance: Instance, system: System, values: dict[Any, Any] | None = None) -> None:
        assert isinstance(case.linear.claim, Equivalence) and case.unknown is not None
        self.claim, self.system, self.unknown = case.linear.claim, system, case.unknown
        self.text = case.linear.text
        self.sizes = instance.sizes
        self.values = instance.within(system) if values is None else values
        self.shape = shape_of(self.unknown.of, self.sizes)
        self.basis = self.unknown.kind.basis(self.shape)
        self.suggested = instance.values.get(self.unknown)
        """A value of the unknown worth trying."""
        self.cornered_in_unknown = case.linear.cornered_in_unknown
        self.draws = CORNERED_DRAWS if self.cornered_in_unknown else DRAWS
        self.forms: dict[tuple[Equation, ...], Form | None] = {}

    def at(self, coordinates: Sequence[Fraction]) -> Rows:
        """The value of the unknown with these coordinates in its structure's basis."""
        total = [[Fraction(0)] * self.shape[1] for _ in range(self.shape[0])]
        for weight, unit in zip(coordinates, self.basis, strict=True):
            total = [[a + weight * b for a, b in zip(*rows, strict=True)] for rows in zip(total, unit, strict=True)]
        return total

    def residuals(self, equations: Sequence[Equation], point: Rows) -> list[Any]:
        """Left minus right, entry by entry, where the unknown has the value."""
        bound = {**self.values, self.unknown: as_value(self.system, point, self.unknown.of)}
        return [
            gap
            for equation in equations
            for pair in sides(equation, self.sizes, self.system, bound)
            for gap in differences(equation, self.system, pair)
        ]

    def affine_rows(self, equations: Sequence[Equation]) -> Form:
        """[L | c] of residuals L u + c; NotExpressible if they are not affine in u.

        The k-th residual may be multiplied by the k-th entry of u, where no entry is ever zero: c[k]/u[k] - a is.
        """
        if self.cornered_in_unknown:
            raise NotExpressible(f"the equations may have corners in {self.unknown.name}")
        for power in POWERS if self.unknown.kind.within.excludes(0) else POWERS[:1]:
            try:
                return self._affine_rows(equations, power)
            except (NotExpressible, UndefinedValue) as error:
                found = error
        raise found

    def _affine_rows(self, equations: Sequence[Equation], power: int) -> Form:
        system, count = self.system, len(self.basis)
        base = [Fraction(power > 0)] * count
        start = self._cleared(equations, base, power)
        steps = [[weight + (i == k) for i, weight in enumerate(base)] for k in range(count)]
        columns = [
            [system.add(a, system.neg(b)) for a, b in zip(self._cleared(equations, step, power), start, strict=True)]
            for step in steps
        ]
        weights = [system.number(-weight) for weight in base]
        rows = []
        for k, value in enumerate(start):
            row = [column[k] for column in columns]
            rows.append([*row, reduce(system.add, map(system.times, weights, row), value)])
        self._require_affine(equations, rows, power)
        return rows

    def _cleared(self, equations: Sequence[Equation], coordinates: Sequence[Fraction], power: int) -> list[Any]:
        """The residuals, each times a power of the entry of the unknown in its place."""
        found = self.residuals(equations, self.at(coordinates))
        if not power:
            return found
        if len(found) != len(coordinates):
            raise NotExpressible(f"{len(found)} equations for {len(coordinates)} entries of {self.unknown.name}")
        factors = (self.system.number(entry**power) for entry in coordinates)
        return list(map(self.system.times, factors, found))

    def _require_affine(self, equations: Sequence[Equation], rows: Form, power: int) -> None:
        """NotExpressible unless the residuals at a random point are what [L | c] says."""
        system = self.system
        probe = random_numbers(len(self.basis), self.text, system.modulus or PRIME)
        weights = [system.number(weight) for weight in (*probe, Fraction(1))]
        for row, value in zip(rows, self._cleared(equations, probe, power), strict=True):
            predicted = reduce(system.add, map(system.times, weights, row))
            if not system.is_zero(system.add(value, system.neg(predicted))):
                raise NotExpressible(f"the equations are not affine in {self.unknown.name}")

    def form(self, equations: tuple[Equation, ...]) -> Form | None:
        """The row-reduced system, None of equations that are not affine, or not defined everywhere."""
        if equations not in self.forms:
            self.forms[equations] = self._form(equations)
        return self.forms[equations]

    def _form(self, equations: tuple[Equation, ...]) -> Form | None:
        try:
            return self.system.row_reduced(self.affine_rows(equations))
        except (NotExpressible, UndefinedValue):
            return None

    def solves(self, equations: Sequence[Equation], point: Rows) -> bool | None:
        """Whether all residuals vanish at the point; None where they are not defined."""
        try:
            return all(map(self.system.is_zero, self.residuals(equations, point)))
        except UndefinedValue:
            return None

    def draw(self, seed: int) -> Rows:
        """A random value of the unknown, of its structure."""
        rng = random.Random(f"unknown {self.text} {self.shape} {seed}")
        modulus = self.system.modulus

        def entry() -> Fraction:
            return Fraction(rng.choice((-1, 1)) * above_zero())

        def above_zero() -> Fraction:
            if modulus:
                return Fraction(rng.randrange(1, modulus))
            return rng.randint(1, HEIGHT) * Fraction(10) ** rng.choice(ORDERS)

        matrix = modular_matrix(modulus) if modulus else rational_matrix
        source = Source(entry, above_zero, lambda: Fraction(rng.choice((-1, 1))), matrix, ordered=not modulus)
        return self.unknown.kind.draw(self.shape, source)


def random_numbers(count: int, seed: str, limit: int = PRIME) -> list[Fraction]:
    """Coordinates of a point at which affinity is tested, drawn at random."""
    rng = random.Random(f"probe {count} {seed}")
    return [Fraction(rng.randrange(2, limit)) for _ in range(count)]
