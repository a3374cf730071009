"""The smooth functions that stand for function letters where equal places need not look equal.

f(t) = c_0 + c_1 t + c_2 t^2 + c_3 t^3 + the sum of sin(w t + s), times a height, all of them drawn by the name under
which number systems know the letter.  The name is drawn with the instance, so such functions have nothing in common: no
period, bound, mean, sign, parity or differential equation that could be claimed of every function.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import perm
from typing import Any, NamedTuple

WAVES = 3
"""Waves of a function: together they obey no differential equation of low order."""
DEGREE = 3
"""Degree of its polynomial: an odd one, so that it has no bound on either side."""
STRETCH = 8
"""The polynomial is one of t/8: a function of a function does not turn so often that no quadrature follows it."""
FINENESS = 10**6
"""Denominator of its parameters: quotients of frequencies are no numbers that anyone would write."""
MAGNITUDES = (0, 0, 0, 1, 4, 8, 16, 32)
"""Powers of ten that its height is drawn from: half of them such that exponentials of its values can be compared."""
KEPT = 64
"""Functions that are remembered: a quadrature asks thousands of times for the same."""


class StandIn(NamedTuple):
    """Coefficients of the powers of t, and frequency and shift of each wave."""

    coefficients: tuple[Fraction, ...]
    waves: tuple[tuple[Fraction, Fraction], ...]


def instance_name(known: str, magnitude: int, seed: int) -> str:
    """The name of a letter at an instance, which says how high its function is and makes it another one."""
    return f"{known}/{magnitude}/{seed}"


def height(name: str) -> Fraction:
    """The order of magnitude of the values, as the name of the letter at an instance says."""
    _, *drawn = name.split("/")
    return Fraction(10) ** int(drawn[0] if drawn else 0)


@lru_cache(maxsize=KEPT)
def stand_in(name: str) -> StandIn:
    """The function that stands for a letter, but for its height."""
    rng = random.Random(name)

    def between(low: int, high: int) -> Fraction:
        return Fraction(rng.randint(low * FINENESS, high * FINENESS), FINENESS)

    coefficients = tuple(between(-2, 2) / STRETCH**power for power in range(DEGREE + 1))
    return StandIn(coefficients, tuple((between(1, 3), between(-3, 3)) for _ in range(WAVES)))


def stand_in_value(
    number: Callable[[Fraction], Any], sine_cosine: Callable[[Any], tuple[Any, Any]], name: str, order: int, at: Any
) -> Any:
    """The derivative of the order at a place, but for the height; ``number`` makes numbers of rationals."""
    found = stand_in(name)
    total = number(Fraction(0))
    for power in range(DEGREE, order - 1, -1):
        total = total * at + number(found.coefficients[power] * perm(power, order))
    for frequency, shift in found.waves:
        sine, cosine = sine_cosine(at * number(frequency) + number(shift))
        total += (sine, cosine, -sine, -cosine)[order % 4] * number(frequency**order)
    return total
