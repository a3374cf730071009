"""Real algebraic numbers, exactly: sums, quotients and roots of rational numbers, nested as deep as they come."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq
from flint.types._gr import gr_real_qqbar_ctx  # type: ignore[import-not-found]

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.system import System

MAX_DEGREE = 64
"""Highest degree over the rationals of a number that the roots met so far can generate."""


class Algebraic(System):
    """Real algebraic numbers (Calcium): a sum of nested roots is zero or it is not, and either is certain."""

    name = "algebraic numbers"

    def __init__(self) -> None:
        self.field = gr_real_qqbar_ctx.new()
        self.degree = 1
        self.roots: list[tuple[Any, Fraction, Any]] = []

    def number(self, value: Fraction) -> Any:
        return self.field(fmpq(value.numerator, value.denominator))

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        raise NotExpressible("a matrix of algebraic numbers")

    def reciprocal(self, value: Any) -> Any:
        if self.is_zero(value):
            raise UndefinedValue("division by zero")
        return self.number(Fraction(1)) / value

    def power(self, value: Any, exponent: Fraction) -> Any:
        if exponent.denominator == 1:
            return super().power(value, exponent)
        if not self.field.gt(value, self.number(Fraction(0))):
            return self._root_of_nonpositive(value, exponent)
        known = (root for base, power, root in self.roots if power == exponent and self.is_zero(base - value))
        root = next(known, None)
        if root is None:
            self.degree *= exponent.denominator
            if self.degree > MAX_DEGREE:
                raise NotExpressible(f"an algebraic number of a degree beyond the budget of {MAX_DEGREE}")
            root = self.field.pow(value, self.number(exponent))
            self.roots.append((value, exponent, root))
        return root

    def _root_of_nonpositive(self, value: Any, exponent: Fraction) -> Any:
        if self.is_zero(value) and exponent > 0:
            return value
        raise UndefinedValue(f"the power {exponent} of a number that is not positive")

    def is_positive(self, value: Any) -> bool:
        return bool(self.field.gt(value, self.number(Fraction(0))))

    def is_zero(self, value: Any) -> bool:
        return bool(self.field.is_zero(value))
