"""Intervals of numbers, open or closed at either end: their arithmetic, and how they are written."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any, NamedTuple

END = r"-?(?:oo|\d+(?:/[1-9]\d*)?)"
WRITTEN = rf"in\s*(?P<left>[\[(])\s*(?P<low>{END})\s*,\s*(?P<high>{END})\s*(?P<right>[\])])"
"""An interval as it is declared: ``in (0, 1)``, ``in [-1/2, oo)``."""


class End(NamedTuple):
    """An end of an interval: a number, or None where there is none; whether it belongs to the interval."""

    at: Fraction | None
    closed: bool = False


class Interval(NamedTuple):
    """The numbers between two ends."""

    low: End = End(None)
    high: End = End(None)

    @property
    def is_positive(self) -> bool:
        """Whether all its numbers are positive."""
        return self.low.at is not None and (self.low.at > 0 or (self.low.at == 0 and not self.low.closed))

    @property
    def is_nonnegative(self) -> bool:
        """Whether none of its numbers is negative."""
        return self.low.at is not None and self.low.at >= 0

    def contains(self, number: Any) -> bool:
        """Whether the number, of any system with an order, lies in it."""
        return _above(number, self.low) and _above(-number, _negated(self.high))

    def excludes(self, number: Any) -> bool:
        """Whether it lies outside; of a ball neither this nor the other may be certain."""
        return _below(number, self.low) or _below(-number, _negated(self.high))

    def is_inside(self, other: Interval) -> bool:
        """Whether all its numbers are among those of the other."""
        return _starts_later(self.low, other.low) and _starts_later(_negated(self.high), _negated(other.high))

    def plus(self, other: Interval) -> Interval:
        """The sums of a number of each."""
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def negated(self) -> Interval:
        """The numbers -t."""
        return Interval(_negated(self.high), _negated(self.low))

    def times(self, other: Interval) -> Interval:
        """The products of a number of each; nothing is said of intervals without ends, unless none is negative."""
        if self.is_nonnegative and other.is_nonnegative:
            return Interval(_product(self.low, other.low), _product(self.high, other.high))
        if self.negated().is_nonnegative:
            return self.negated().times(other).negated() if other != Interval() else other
        if other.negated().is_nonnegative:
            return self.times(other.negated()).negated() if self != Interval() else self
        corners = [_product(one, two) for one, two in product(self, other)]
        if any(corner.at is None for corner in corners):
            return Interval()
        low, high = (choose(corner.at for corner in corners if corner.at is not None) for choose in (min, max))
        return Interval(End(low, End(low, True) in corners), End(high, End(high, True) in corners))

    @property
    def size(self) -> Interval:
        """The absolute values."""
        low, high = self
        if self.is_nonnegative:
            return self
        if self.negated().is_nonnegative:
            return self.negated()
        if low.at is None or high.at is None:
            return NONNEGATIVE
        top = max(-low.at, high.at)
        return Interval(End(Fraction(0), True), End(top, End(-top, True) == low or End(top, True) == high))

    def power(self, exponent: int) -> Interval:
        """The powers with a positive whole exponent; nothing is said of odd powers of numbers of both signs."""
        base = self.size if exponent % 2 == 0 else self
        return reduce(Interval.times, [base] * exponent) if base.is_nonnegative else Interval()

    def __str__(self) -> str:
        left, right = "(["[self.low.closed], ")]"[self.high.closed]
        return f"{left}{_written(self.low, '-oo')}, {_written(self.high, 'oo')}{right}"


POSITIVE = Interval(End(Fraction(0)))
NONNEGATIVE = Interval(End(Fraction(0), True))
UNIT = Interval(End(Fraction(0), True), End(Fraction(1), True))
"""Probabilities."""


def interval(written: str) -> Interval | None:
    """The interval that is written ``in (0, 1)``; None of other text, and of ends in the wrong order."""
    match = re.fullmatch(WRITTEN, written)
    if match is None:
        return None
    low, high = (End(None) if "oo" in match[end] else End(Fraction(match[end])) for end in ("low", "high"))
    found = Interval(low._replace(closed=match["left"] == "["), high._replace(closed=match["right"] == "]"))
    ends = (match["low"] == "-oo" or low.at is not None) and (match["high"] == "oo" or high.at is not None)
    unbounded = any(end.closed and end.at is None for end in found)
    ordered = low.at is None or high.at is None or low.at < high.at
    return found if ends and ordered and not unbounded and found != Interval() else None


def _starts_later(one: End, other: End) -> bool:
    """Whether a lower end leaves out all that the other leaves out."""
    if one.at is None or other.at is None:
        return other.at is None
    return one.at > other.at or (one.at == other.at and (other.closed or not one.closed))


def _above(number: Any, end: End) -> bool:
    """Whether the number lies above a lower end; whole numbers are compared, which every system does."""
    if end.at is None:
        return True
    scaled, bound = number * end.at.denominator, end.at.numerator
    return bool(scaled >= bound if end.closed else scaled > bound)


def _below(number: Any, end: End) -> bool:
    if end.at is None:
        return False
    scaled, bound = number * end.at.denominator, end.at.numerator
    return bool(scaled < bound if end.closed else scaled <= bound)


def _sum(one: End, other: End) -> End:
    return End(None) if one.at is None or other.at is None else End(one.at + other.at, one.closed and other.closed)


def _product(one: End, other: End) -> End:
    if End(Fraction(0), True) in (one, other):
        return End(Fraction(0), True)
    return End(None) if one.at is None or other.at is None else End(one.at * other.at, one.closed and other.closed)


def _negated(end: End) -> End:
    return End(None if end.at is None else -end.at, end.closed)


def _written(end: End, infinite: str) -> str:
    return infinite if end.at is None else str(end.at)
