"""Why an operation of a number system has no value."""

from __future__ import annotations


class NotExpressible(ArithmeticError):
    """The value may exist, but it is no sum of monomials that this module can find: log(1 + e), 1/(1 + √2)."""


class UndefinedValue(ArithmeticError):
    """There is no such real value: log 0, √(−1), 0⁻¹, the inverse of a singular matrix."""
