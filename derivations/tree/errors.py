"""Why an expression has no value in a number system."""

from __future__ import annotations


class NotExpressible(ArithmeticError):
    """The value may exist, but it is none that the number system can hold: log(1 + e), 1/(1 + √2)."""


class UndefinedValue(ArithmeticError):
    """There is no such real value: log 0, √(−1), 0⁻¹, the inverse of a singular matrix."""
