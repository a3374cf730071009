"""How the functions are drawn that stand for function letters of each kind, and the polynomials that a reader is shown.

All of a kind have its property on all of R.  A convex function is made of exponentials and even powers with positive
heights, of a line, and of waves h sin(w t + s) beside h w^2 t^2/2, so that f'' = h w^2 (1 - sin(w t + s)) or so.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

WAVES = 3
"""Waves of a function: together they obey no differential equation of low order."""
DEGREE = 3
"""Degree of its polynomial: an odd one, so that it has no bound on either side."""
STRETCH = 8
"""The polynomial is one of t/8: a function of a function does not turn so often that no quadrature follows it."""
FINENESS = 10**6
"""Denominator of its parameters: quotients of frequencies are no numbers that anyone would write."""
SPREAD = (-3, 1)
"""Powers of ten of the heights of its parts beside each other."""
SHARP = 3
"""One in so many functions with a constant reaches it everywhere."""
HALF, ONE = Fraction(1, 2), Fraction(1)


class StandIn(NamedTuple):
    """Coefficients of the powers of t; frequency, shift and height of each wave; rate and height of exponentials."""

    coefficients: tuple[Fraction, ...]
    waves: tuple[tuple[Fraction, Fraction, Fraction], ...] = ()
    exponentials: tuple[tuple[Fraction, Fraction], ...] = ()

    def times(self, factor: Fraction) -> StandIn:
        """A multiple of the function."""
        return StandIn(
            tuple(factor * c for c in self.coefficients),
            tuple((frequency, shift, factor * size) for frequency, shift, size in self.waves),
            tuple((rate, factor * size) for rate, size in self.exponentials),
        )


def drawn(kind: str, seed: str) -> StandIn:
    """A function of the kind, the same for the same seed."""
    return FAMILIES[kind](random.Random(seed))


def _between(rng: random.Random, low: int, high: int) -> Fraction:
    return Fraction(rng.randint(low * FINENESS, high * FINENESS), FINENESS)


def _size(rng: random.Random) -> Fraction:
    """A positive number of any order of magnitude within the spread."""
    return Fraction(rng.randint(1, 9)) * Fraction(10) ** rng.randint(*SPREAD)


def _waves(rng: random.Random) -> list[tuple[Fraction, Fraction]]:
    """Frequencies and shifts."""
    return [(_between(rng, 1, 3), _between(rng, -3, 3)) for _ in range(WAVES)]


def _exponentials(rng: random.Random) -> tuple[tuple[Fraction, Fraction], ...]:
    """One that rises, one that falls, or both: growth on one side alone, or on both."""
    rates = [_between(rng, 0, 1) + Fraction(1, FINENESS), -_between(rng, 0, 1) - Fraction(1, FINENESS)]
    return tuple((rate / 2, _size(rng)) for rate in rng.choice((rates, rates[:1], rates[1:])))


def _parts(rng: random.Random) -> list[bool]:
    """Which of three parts a function has: one at least."""
    found = [rng.random() < HALF for _ in range(3)]
    found[rng.randrange(3)] = True
    return found


def _fourth_power(rng: random.Random) -> list[Fraction]:
    """h (t - s)^4."""
    shift, size = _between(rng, -3, 3), _size(rng) / STRETCH**2
    return [size * count * (-shift) ** (4 - power) for power, count in enumerate((1, 4, 6, 4, 1))]


def general(rng: random.Random) -> StandIn:
    """Any smooth function, without a bound on either side."""
    coefficients = tuple(_between(rng, -2, 2) / STRETCH**power for power in range(DEGREE + 1))
    return StandIn(coefficients, tuple((*wave, ONE) for wave in _waves(rng)))


def convex(rng: random.Random) -> StandIn:
    """f'' >= 0: a line, with waves above the parabola that bends as much, exponentials and a fourth power."""
    waving, growing, steep = _parts(rng)
    coefficients = _fourth_power(rng) if steep else [Fraction(0)] * 5
    coefficients[0] += rng.choice((-1, 1)) * _size(rng)
    coefficients[1] += rng.choice((-1, 1)) * _size(rng)
    size = _size(rng)
    waves = tuple((*wave, size) for wave in _waves(rng)) if waving else ()
    coefficients[2] += _bending(waves) / 2
    return StandIn(tuple(coefficients), waves, _exponentials(rng) if growing else ())


def _bending(waves: Sequence[tuple[Fraction, Fraction, Fraction]]) -> Fraction:
    """How large the second derivative of the waves may be."""
    return sum((abs(size) * frequency**2 for frequency, _, size in waves), Fraction(0))


def concave(rng: random.Random) -> StandIn:
    """f'' <= 0: less a convex function."""
    return convex(rng).times(-ONE)


def positive(rng: random.Random) -> StandIn:
    """f > 0: a constant or exponentials, with waves above 0 and squares."""
    waving, growing, squared = _parts(rng)
    coefficients = _fourth_power(rng) if squared and rng.random() < HALF else [Fraction(0)] * 5
    if squared:
        shift, size = _between(rng, -3, 3), _size(rng)
        coefficients[:3] = [c + size * d for c, d in zip(coefficients, (shift**2, -2 * shift, ONE), strict=False)]
    size = _size(rng)
    waves = tuple((*wave, size) for wave in _waves(rng)) if waving else ()
    coefficients[0] += WAVES * size if waving else 0
    if not growing:
        coefficients[0] += _size(rng)
    return StandIn(tuple(coefficients), waves, _exponentials(rng) if growing else ())


def bounded(rng: random.Random) -> StandIn:
    """|f''| <= 1: a line, with a parabola and waves that share the bound; t^2/2 and -t^2/2 themselves among them."""
    sign = rng.choice((-1, 1))
    line = (rng.choice((-1, 1)) * _size(rng), rng.choice((-1, 1)) * _size(rng))
    if not rng.randrange(SHARP):
        return StandIn((*line, sign * HALF))
    share = _between(rng, 0, 1)
    waves = tuple((*wave, (ONE - share) / (WAVES * wave[0] ** 2)) for wave in _waves(rng))
    return StandIn((*line, sign * share / 2), waves)


FAMILIES: dict[str, Callable[[random.Random], StandIn]] = {
    "": general,
    "convex": convex,
    "concave": concave,
    "positive": positive,
    "even": general,
    "odd": general,
    "smooth": bounded,
}
"""By the word of the kind; of an even or odd letter the even or odd part is taken."""


# ---------------------------------------------------------------- polynomials


def polynomial_of(kind: str, drawn: Sequence[Fraction], constant: Fraction) -> list[Fraction]:
    """The coefficients of a polynomial of the kind, for any four numbers: that of a reader's counterexample."""
    a, b, c, d = drawn
    match kind:
        case "convex":
            return [a, b, abs(c), Fraction(0), abs(d)]
        case "concave":
            return [a, b, -abs(c), Fraction(0), -abs(d)]
        case "positive":
            # A constant, h (t - b)^2 and (t^2 - 1)^2 with a height: it bends to both sides.
            return [(abs(a) or ONE) + abs(c) * b**2 + abs(d), -2 * abs(c) * b, abs(c) - 2 * abs(d), Fraction(0), abs(d)]
        case "even":
            return [a, Fraction(0), b, Fraction(0), c]
        case "odd":
            return [Fraction(0), a, Fraction(0), b, Fraction(0), c]
        case "smooth":
            return [a, b, max(-ONE, min(ONE, c)) * constant / 2]
    return [a, b, c, d]
