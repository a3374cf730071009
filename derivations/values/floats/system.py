"""float64 as a number system: NumPy's arrays, quick and unreliable.

A function letter is one smooth function here, as it is in balls, of values that float64 holds well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from derivations.tree import STRUCTURES, NotExpressible, UndefinedValue
from derivations.values.dual import Differentiable
from derivations.values.function_letters import Elementary, stand_in_value
from derivations.values.spectra import matrix_function
from derivations.values.system import Integrand

QUADRATURE_ERROR = 1e-11
"""Difference of two Gauss-Legendre rules, beside the integral, beyond which neither counts."""
ROUNDING = 1e-12
"""Of the errors that are drawn, beside values: thousands of times what float64 rounds."""
MAX_EXPONENT = 600
"""Of an exponential in float64: e^-745 is 0, and the product of that with e^745 is not 1."""

MAX_GAMMA = 170
"""Of the argument of a Gamma function in float64."""


class Floats(Differentiable):
    """float64: quick and unreliable; an agreement is recorded, never a decision.

    ``rounding`` draws errors that are greater than those of float64, but alike: of each result beside its size, and of
    a matrix that is inverted or decomposed beside its entries.  What they change, rounding may have made.
    """

    name = "NumPy"

    def __init__(self, rounding: np.random.Generator | None = None) -> None:
        self.largest = 0.0
        """Largest absolute value met: rounding errors are relative to it."""
        self.divisors: list[float] = []
        """What was divided by, or taken the log of, in turn; of a matrix the size of its inverse."""
        self.rounding = rounding

    def number(self, value: Fraction) -> float:
        found = float(value)
        return found if found == value else float(self._rounded(found))

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return self._noted(np.array(rows, dtype=np.float64))

    def add(self, left: Any, right: Any) -> Any:
        return self._noted(left + right)

    def times(self, left: float, right: float) -> float:
        return float(self._noted(left * right))

    def scale(self, factor: float, matrix: Any) -> Any:
        return self._noted(factor * matrix)

    def matmul(self, left: Any, right: Any) -> Any:
        sizes = np.abs(left) @ np.abs(right)
        self._met(sizes)
        return self._rounded(left @ right, sizes)

    def transpose(self, matrix: Any) -> Any:
        return matrix.T

    def inverse(self, matrix: Any) -> Any:
        try:
            inverse = self._noted(np.linalg.inv(self._rounded(matrix)))
        except np.linalg.LinAlgError as error:
            raise UndefinedValue(str(error)) from None
        self.divisors.append(float(np.max(np.abs(inverse))))
        return inverse

    def det(self, matrix: Any) -> float:
        return float(self._noted(np.linalg.det(self._rounded(matrix))))

    def entry(self, matrix: Any, row: int, column: int) -> float:
        return float(matrix[row, column])

    def shape(self, matrix: Any) -> tuple[int, int]:
        return (matrix.shape[0], matrix.shape[1])

    def reciprocal(self, value: float) -> float:
        self.divisors.append(value)
        return float(super().reciprocal(value))

    def power(self, value: float, exponent: Fraction) -> float:
        if (value < 0 and exponent.denominator > 1) or (value == 0 and exponent < 0):
            raise UndefinedValue(f"{value}^({exponent}) has no value")
        if exponent < 0:
            self.divisors.append(value)
        return float(self._noted(value ** float(exponent)))

    def log(self, value: float) -> float:
        if not value > 0:
            raise UndefinedValue(f"log({value}) has no value")
        self.divisors.append(value)
        return float(self._rounded(math.log(value)))

    def exp(self, value: float) -> float:
        if abs(value) > MAX_EXPONENT:
            raise NotExpressible(f"e^{value:.0f} in float64")
        return float(self._noted(math.exp(value)))

    def sin(self, value: float) -> float:
        return float(self._noted(math.sin(value)))

    def cos(self, value: float) -> float:
        return float(self._noted(math.cos(value)))

    def gamma(self, value: float) -> float:
        if not value > 0:
            raise UndefinedValue(f"Gamma({value}) has no value")
        if value > MAX_GAMMA:
            raise NotExpressible(f"Gamma({value:.0f}) in float64")
        return float(self._noted(math.gamma(value)))

    def pi(self) -> float:
        return float(self._rounded(math.pi))

    def unknown(self, name: str, order: int, at: float) -> float:
        return float(self._noted(stand_in_value(float, ELEMENTARY, name, order, at)))

    def quadrature(self, of: Integrand, lower: float, upper: float) -> Any:
        coarse, fine = (self._gauss(of, lower, upper, count) for count in (40, 60))
        if np.max(np.abs(fine - coarse)) > QUADRATURE_ERROR * max(1.0, np.max(np.abs(fine))):
            raise NotExpressible("an integrand that Gauss-Legendre rules do not agree on")
        return fine

    def _gauss(self, of: Integrand, lower: float, upper: float, count: int) -> Any:
        nodes, weights = np.polynomial.legendre.leggauss(count)
        middle, half = (lower + upper) / 2, (upper - lower) / 2
        values = (weight * of.at(self, [middle + half * node]) for node, weight in zip(nodes, weights, strict=True))
        return self._noted(half * sum(values))

    def require(self, structure: str, value: Any) -> None:
        """Nothing: floats decide nothing."""

    def require_argument(self, structure: str, value: Any) -> None:
        """Of numbers in an interval alone: a function of these is not applied where it is not declared."""
        of_numbers = STRUCTURES[structure].told_by in ("positive", "nonnegative", "within")
        if of_numbers and (misfit := STRUCTURES[structure].misfit(np.atleast_2d(value), np)):
            raise UndefinedValue(f"an argument is {misfit}")

    def matrix_function(self, name: str | Fraction, matrix: Any) -> Any:
        return self._noted(matrix_function(self, name, matrix))

    def spectrum(self, matrix: Any) -> list[tuple[float, Any, int]]:
        values, vectors = np.linalg.eigh(self._symmetric(self._rounded(matrix)))
        return [(float(value), np.outer(vector, vector), 1) for value, vector in zip(values, vectors.T, strict=True)]

    def _symmetric(self, matrix: Any) -> Any:
        if np.max(np.abs(matrix - matrix.T)) > 1e-9 * np.max(np.abs(matrix)):
            raise NotExpressible("a function of a matrix that is not symmetric")
        return matrix

    def is_positive(self, value: float) -> bool:
        return value > 0

    def _noted(self, value: Any) -> Any:
        self._met(value)
        return self._rounded(value)

    def _met(self, value: Any) -> None:
        size = abs(value) if isinstance(value, float) else float(np.max(np.abs(value)))
        self.largest = max(self.largest, size)

    def _rounded(self, value: Any, sizes: Any = None) -> Any:
        """The value with an error drawn relative to the sizes of what it is made of, its own if none are given."""
        if self.rounding is None:
            return value
        return value + ROUNDING * self.rounding.standard_normal(np.shape(value)) * (value if sizes is None else sizes)


ELEMENTARY = Elementary(lambda angle: (math.sin(angle), math.cos(angle)), math.exp)
