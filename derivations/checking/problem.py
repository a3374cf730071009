"""Equations in an unknown at one instance: their residuals, and the affine system that they are if they are one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from derivations.checking.arithmetic import System
from derivations.checking.compare import (
    differences,
    sides,
)
from derivations.checking.elimination import reduced
from derivations.checking.errors import NotExpressible, UndefinedValue
from derivations.checking.instances import Instance, as_value
from derivations.checking.sizes import shape_of
from derivations.checking.structures import Rows, Source, drawn, modular_matrix, rational_matrix
from derivations.checking.systems import PRIME, PrimeField
from derivations.claims.claim import Equation, Equivalence

Form = list[list[Any]]
"""A row-reduced system [L | c]."""
DRAWS = 3
"""Random values of the unknown at which an operation must do the same."""
HEIGHT = 999
"""Largest entry of such a value: a polynomial of low degree vanishes at few of them."""


class Problem:
    """An equivalence at one instance in one number system."""

    def __init__(
        self, claim: Equivalence, instance: Instance, system: System, values: dict[Any, Any] | None = None
    ) -> None:
        assert claim.unknown is not None
        self.claim, self.system, self.unknown = claim, system, claim.unknown
        self.sizes = instance.sizes
        self.values = instance.within(system) if values is None else values
        self.shape = shape_of(self.unknown.of, self.sizes)

    def residuals(self, equations: Sequence[Equation], point: Rows) -> list[Any]:
        """Left minus right, entry by entry, where the unknown has the value."""
        bound = {**self.values, self.unknown: as_value(self.system, point, self.unknown.of)}
        return [
            gap
            for equation in equations
            for pair in sides(equation, self.sizes, self.system, bound)
            for gap in differences(equation, self.system, pair)
        ]

    def affine_form(self, equations: Sequence[Equation]) -> Form:
        """The row-reduced [L | c] of residuals L u + c; NotExpressible if they are not affine in u."""
        system = self.system
        zero, *units, probe = points(self.shape, self.claim.latex())
        constant = self.residuals(equations, zero)
        columns = [
            [system.add(a, system.neg(b)) for a, b in zip(self.residuals(equations, unit), constant, strict=True)]
            for unit in units
        ]
        weights = [system.number(entry) for row in probe for entry in row]
        for k, value in enumerate(self.residuals(equations, probe)):
            predicted = constant[k]
            for weight, column in zip(weights, columns, strict=True):
                predicted = system.add(predicted, system.times(weight, column[k]))
            if not system.is_zero(system.add(value, system.neg(predicted))):
                raise NotExpressible(f"the equations are not affine in {self.unknown.name}")
        return reduced([[*(column[k] for column in columns), constant[k]] for k in range(len(constant))], system)

    def form(self, equations: Sequence[Equation]) -> Form | None:
        """The row-reduced system, None of equations that are not affine, or not defined everywhere."""
        try:
            return self.affine_form(equations)
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
        rng = random.Random(f"unknown {self.claim.latex()} {self.shape} {seed}")

        def entry() -> Fraction:
            return Fraction(rng.choice((-1, 1)) * above_zero())

        def above_zero() -> Fraction:
            return Fraction(rng.randrange(1, PRIME) if isinstance(self.system, PrimeField) else rng.randint(1, HEIGHT))

        modular = isinstance(self.system, PrimeField)
        matrix = modular_matrix(PRIME) if modular else rational_matrix
        structure = "symmetric" if modular and self.unknown.structure == "spd" else self.unknown.structure
        return drawn(structure, self.shape, Source(entry, above_zero, lambda: Fraction(rng.choice((-1, 1))), matrix))


def points(shape: tuple[int, int], seed: str) -> list[Rows]:
    """Zero, the unit directions, and one more point, drawn at random, at which affinity is tested."""
    rows, columns = shape
    rng = random.Random(f"probe {shape} {seed}")
    places = [(i, j) for i in range(rows) for j in range(columns)]
    zero = [[Fraction(0)] * columns for _ in range(rows)]
    units = [[[Fraction(int((a, b) == place)) for b in range(columns)] for a in range(rows)] for place in places]
    probe = [[Fraction(rng.randrange(2, PRIME)) for _ in range(columns)] for _ in range(rows)]
    return [zero, *units, probe]
