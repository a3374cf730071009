"""A function letter as a sum of waves sin(w t + c), for systems in which equal places need not look equal."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

WAVES = 3
"""Waves of a function letter: together they obey no differential equation that anyone would claim."""


def waves(name: str, order: int) -> list[tuple[Fraction, Fraction, Fraction, int]]:
    """f(t) = the sum of sin(w t + c) for a function letter f: w, c, w^order, the quarter turns of the derivative."""
    rng = random.Random(name)
    pairs = [(Fraction(rng.randint(5, 19), 7), Fraction(rng.randint(1, 9), 11)) for _ in range(WAVES)]
    return [(frequency, shift, frequency**order, order % 4) for frequency, shift in pairs]


def sum_of_waves(number: Callable[[Fraction], Any], name: str, order: int, at: Any) -> Any:
    """The derivative of the order at a real or complex ball; ``number`` makes balls of rationals."""
    total = number(Fraction(0))
    for frequency, shift, factor, turns in waves(name, order):
        angle = at * number(frequency) + number(shift)
        total += (angle.sin(), angle.cos(), -angle.sin(), -angle.cos())[turns] * number(factor)
    return total
