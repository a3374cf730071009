"""The smooth functions that stand for function letters where equal places need not look equal.

f(t) = c_0 + c_1 t + c_2 t^2 + ... + the sum of h sin(w t + s) + the sum of h exp(r t), times a height, all of them
drawn by the name under which number systems know the letter.  The name is drawn with the instance, so such functions
have nothing in common but the kind that the letter is declared as: no period, bound, mean, sign, parity or
differential equation that could be claimed of every function.  How those of a kind are drawn is in `function_families`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import perm
from typing import Any, NamedTuple

from derivations.tree import FUNCTION_KINDS, FunctionKind, NotExpressible
from derivations.values.function_families import StandIn, drawn

MAGNITUDES = (0, 0, 0, 1, 4, 8, 16, 32)
"""Powers of ten that its height is drawn from: half of them such that exponentials of its values can be compared."""
LOW = 4
"""Of so many functions that bend one is high, the others are low."""
KEPT = 64
"""Functions that are remembered: a quadrature asks thousands of times for the same."""


class Known(NamedTuple):
    """What the name of a letter at an instance says: its kind, the power of ten of its height, its constant."""

    kind: FunctionKind
    letter: str
    magnitude: int
    constant: Fraction | None


def instance_name(known: str, magnitude: int, seed: int) -> str:
    """The name of a letter at an instance, which says how high its function is and makes it another one."""
    return f"{known}/{magnitude}/{seed}"


def with_constant(name: str, constant: Fraction) -> str:
    """The name of a letter at an instance, where its kind has this constant."""
    return f"{name}/{constant}"


def of_kind(name: str, kind: str) -> str:
    """The name of a letter of a kind."""
    return f"{kind}:{name}" if kind else name


@lru_cache(maxsize=KEPT)
def known_function(name: str) -> Known:
    """What the name says."""
    kind, _, rest = name.rpartition(":")
    letter, *parts = rest.split("/", 3)
    constant = Fraction(parts[2]) if len(parts) > 2 else None
    return Known(FUNCTION_KINDS[kind], letter, int(parts[0]) if parts else 0, constant)


def height(name: str) -> Fraction:
    """The order of magnitude of the values, as the name of the letter at an instance says; a constant bounds them.

    What bends has no exact values, and exponentials of high ones no balls: most are low, since f'' may be near 0 too.
    """
    found = known_function(name)
    if found.kind.bounded:
        return Fraction(1)
    low = found.kind.bends and random.Random(f"height {name}").randrange(LOW)
    return Fraction(10) ** (-found.magnitude if low else found.magnitude)


def mirrored(name: str, order: int) -> int:
    """1 or -1, by which the derivative at -t is that at t; 0 of a function without parity."""
    parity = known_function(name).kind.parity
    return -parity if order % 2 else parity


@lru_cache(maxsize=KEPT)
def stand_in(name: str) -> StandIn:
    """The function that stands for a letter, but for its height; its constant alone makes it no other one."""
    found = known_function(name)
    if not found.kind.bounded:
        return drawn(found.kind.word, name)
    if found.constant is None:
        raise NotExpressible("a function that is smooth with a constant that has no value here")
    return drawn(found.kind.word, name.removesuffix(f"/{found.constant}")).times(found.constant)


class Elementary(NamedTuple):
    """Sine and cosine, and the exponential, in a number system."""

    sine_cosine: Callable[[Any], tuple[Any, Any]]
    exponential: Callable[[Any], Any]


def stand_in_value(number: Callable[[Fraction], Any], functions: Elementary, name: str, order: int, at: Any) -> Any:
    """The derivative of the order at a place, but for the height; ``number`` makes numbers of rationals."""
    found = stand_in(name)
    value = _derivative(number, functions, found, order, at)
    sign = mirrored(name, order)
    if not sign:
        return value
    # The even or the odd part of a function without parity.
    return (value + number(Fraction(sign)) * _derivative(number, functions, found, order, -at)) * number(Fraction(1, 2))


def _derivative(number: Callable[[Fraction], Any], functions: Elementary, found: StandIn, order: int, at: Any) -> Any:
    total = number(Fraction(0))
    for power in range(len(found.coefficients) - 1, order - 1, -1):
        total = total * at + number(found.coefficients[power] * perm(power, order))
    for frequency, shift, size in found.waves:
        sine, cosine = functions.sine_cosine(at * number(frequency) + number(shift))
        total += (sine, cosine, -sine, -cosine)[order % 4] * number(size * frequency**order)
    for rate, size in found.exponentials:
        total += functions.exponential(at * number(rate)) * number(size * rate**order)
    return total
