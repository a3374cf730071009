"""Balls (arb), a number system that encloses: what excludes zero is certainly not zero.

A function letter is one smooth function here (`function_letters`), because equal places need not look equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint
from flint import fmpq

from derivations.tree import STRUCTURES, NotExpressible, UndefinedValue, pivots_positive
from derivations.values.dual import Differentiable
from derivations.values.function_letters import Elementary, height, stand_in_value
from derivations.values.quadrature import enclosed, places
from derivations.values.system import Integrand, inverse_of_balls

PRECISION = 256
"""Bits that balls start with."""
REAL = Elementary(flint.arb.sin_cos, flint.arb.exp)
SPREADS = 4
"""How often the range of the values met must fit between 1 and what passes for zero: 1 - tanh 1000 is e^-2000."""

HIGH = 9
"""Power of an angle in which what is made of its sines may differ: sin tan x - tan sin x is x^7/30 or so."""

MAX_GAMMA = 1_000_000
"""Largest argument of a Gamma function: the value has so many digits before its point, or five times as many."""


class Balls(Differentiable):
    """Real balls (arb): one that excludes zero refutes, one that is tiny beside every value met on the way agrees."""

    name = "balls"

    def __init__(self, precision: int = PRECISION) -> None:
        self.precision = precision
        self.smallest, self.largest = 0, 0
        """Exponents (of 2) of the smallest and largest nonzero values met: what agrees must agree far below them."""

    def number(self, value: Fraction) -> Any:
        return self._noted(flint.arb(fmpq(value.numerator, value.denominator)))

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return flint.arb_mat(len(rows), len(rows[0]), [entry for row in rows for entry in row])

    def times(self, left: Any, right: Any) -> Any:
        product = left * right
        # A factor around zero is a difference: it is as small as values that were noted make it, or zero.
        return product if left.contains(0) or right.contains(0) else self._noted(product)

    def inverse(self, matrix: Any) -> Any:
        return inverse_of_balls(matrix)

    def det(self, matrix: Any) -> Any:
        return self._noted(matrix.det())

    def reciprocal(self, value: Any) -> Any:
        if value == 0:
            raise UndefinedValue("division by zero")
        return self._finite(1 / value)

    def power(self, value: Any, exponent: Fraction) -> Any:
        if value == 0 and exponent < 0:
            raise UndefinedValue(f"the power {exponent} of zero")
        if exponent.denominator == 1:
            return self._finite(value ** int(exponent))
        if value < 0:
            raise UndefinedValue(f"the power {exponent} of a negative number")
        return self._finite(value ** flint.arb(fmpq(exponent.numerator, exponent.denominator)))

    def log(self, value: Any) -> Any:
        if value <= 0:
            raise UndefinedValue("the logarithm of zero or of a negative number")
        return self._finite(value.log())

    def exp(self, value: Any) -> Any:
        return self._finite(value.exp())

    def sin(self, value: Any) -> Any:
        return self._finite(self._small(value).sin())

    def cos(self, value: Any) -> Any:
        return self._finite(self._small(value).cos())

    def _small(self, angle: Any) -> Any:
        """The angle, a high power of it noted: what differs from its sine may differ by so little."""
        self._noted(angle**HIGH)
        return angle

    def gamma(self, value: Any) -> Any:
        if value <= 0:
            raise UndefinedValue("the Gamma function of zero or of a negative number")
        if not 0 < value < MAX_GAMMA:
            raise NotExpressible("the Gamma function of a ball around zero, or of a large number")
        return self._finite(value.gamma())

    def pi(self) -> Any:
        return flint.arb.pi()

    def unknown(self, name: str, order: int, at: Any) -> Any:
        return self.number(height(name)) * stand_in_value(self.number, REAL, name, order, at)

    def quadrature(self, of: Integrand, lower: Any, upper: Any) -> Any:
        for place in places(lower, upper):
            of.at(self, [place])
        # There odd integrands are zero, and the radius of a ball around it says nothing of the size of values.
        of.at(Balls(self.precision), [(lower + upper) / 2])
        return enclosed(of, lower, upper, self.precision)

    def require(self, structure: str, value: Any) -> None:
        rows = value.tolist() if isinstance(value, flint.arb_mat) else [[value]]
        kind = STRUCTURES[structure]
        entries = [entry for row in rows for entry in row]
        if any(map(kind.within.excludes, entries)):
            raise UndefinedValue(f"an argument is not {kind}")
        if kind.told_by in ("positive", "nonnegative", "within") and all(map(kind.within.contains, entries)):
            return
        if structure != "spd":
            raise NotExpressible(f"whether a ball is {structure}")
        places = range(len(rows))
        mirrored = all(rows[i][j].overlaps(rows[j][i]) for i in places for j in places)
        if not mirrored or any(rows[i][i] <= 0 for i in places):
            raise UndefinedValue(f"an argument is not {kind}")
        if not pivots_positive(rows):
            raise NotExpressible(f"whether a ball is {structure}")

    def latex(self, value: Any) -> str:
        """Twelve digits."""
        return str(value.str(12, radius=False))

    def is_zero(self, value: Any) -> bool:
        """Whether the ball contains zero and is tiny beside the values met, their quotients and powers of these."""
        tiny = SPREADS * (self.smallest - self.largest) - PRECISION // 2
        return bool(value.contains(0)) and bool(value.rad() < flint.arb(2) ** tiny)

    def _noted(self, value: Any) -> Any:
        # A product that may be zero may as well be as small as its radius: only more bits can tell.
        lower = value.abs_lower() if not value.contains(0) else value.rad()
        if lower > 0 and lower.is_finite():
            mantissa, exponent = lower.man_exp()
            size = int(exponent) + int(mantissa).bit_length()
            self.smallest, self.largest = min(self.smallest, size), max(self.largest, size)
        return value

    def _finite(self, value: Any) -> Any:
        if not value.is_finite():
            raise NotExpressible("a ball that is not finite")
        return self._noted(value)
