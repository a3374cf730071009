"""Powers of scalars and of square matrices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

from derivations.tree.arithmetic import Div, Neg, Sub
from derivations.tree.errors import NotExpressible
from derivations.tree.facts import (
    nonnegative,
    nonzero,
    positive,
    positive_definite,
    symmetric,
    where_invertible,
    where_nonzero,
    where_positive,
)
from derivations.tree.letters import Index, Number, SizeLetter
from derivations.tree.node import Expr, Level, Need, Rational, cube, is_exponent, require_square, square_sizes
from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size

MAX_EXPONENT = 4096
"""Largest numerator or denominator of an exponent: budgets count exponents, never seconds."""


LARGEST_SIZE = 5
"""The value that budgets take a size for where it is a letter: the largest at which claims are usually tried."""


def fractional(exponent: Expr) -> bool:
    """Whether the exponent contains a fraction, so that the power is a root."""
    return any(
        isinstance(node, Div) or (isinstance(node, Number) and node.value.denominator > 1) for node in exponent.walk()
    )


def divides(exponent: Expr) -> bool:
    """Whether a power with this exponent may divide: it contains a minus."""
    return any(isinstance(node, Neg | Sub) or (isinstance(node, Number) and node.value < 0) for node in exponent.walk())


def even(power: Expr) -> bool:
    """Whether the expression is an even number."""
    return isinstance(power, Number) and power.value.denominator == 1 and power.value % 2 == 0


def power_terms(terms: int, exponent: int) -> int:
    """Terms of a whole power of a sum that is multiplied out."""
    return comb(terms + exponent - 1, exponent)


@dataclass(frozen=True)
class Pow(Rational):
    """A scalar, or a positive definite matrix, to a rational power; a square matrix to a whole one.

    The exponent is built of numbers, sizes and indices.
    """

    base: Expr
    exponent: Expr

    operator = "**"
    level = Level.POSTFIX
    follows = True

    def _shape(self) -> Shape | None:
        require_square(self.base, "base of a power")
        if not all(node.counts or isinstance(node, Index) for node in self.exponent.walk()):
            raise ShapeError("exponent: found letters, expected an expression of numbers and sizes")
        return SCALAR if self.base.shape is None else self.base.shape

    def latex(self, show: Any) -> str:
        return rf"{show(self.base, Level.ATOM)}^{{{show(self.exponent)}}}"

    def text(self, show: Any) -> str:
        # Printed once: a tower of powers would take twice the work at every floor.
        exponent = show(self.exponent)
        simple = exponent.isdigit() or (isinstance(self.exponent, SizeLetter) and exponent != "T")
        return f"{show.nucleus(self.base)}^{exponent if simple else f'({exponent})'}"

    def evaluate(self, at: Any) -> Any:
        exponent = at.exponent(self.exponent)
        if max(abs(exponent.numerator), exponent.denominator) > MAX_EXPONENT:
            raise NotExpressible(f"an exponent is {exponent}, beyond the budget of {MAX_EXPONENT}")
        if self.shape != SCALAR:
            return _matrix_power(at, at(self.base), exponent)
        return at.system.power(at(self.base), exponent)

    @property
    def is_root(self) -> bool:
        return fractional(self.exponent)

    @property
    def has_corner(self) -> bool:
        return self.is_root and not (self.base.is_positive() or self.base.is_definite())

    @property
    def spectral(self) -> Expr | None:
        return self.base if self.is_root and not self.base.is_scalar else None

    @property
    def rational(self) -> bool:
        return not self.is_root

    def needs(self, derived: bool) -> Iterator[Need]:
        root = is_exponent(self.exponent) and self.is_root
        if not self.base.is_scalar:
            if self.is_root:
                yield from () if positive_definite(self.base) else (Need("spd", self.base),)
            elif divides(self.exponent):
                yield from where_invertible(self.base)
        elif root:
            yield from where_positive(self.base)
        elif divides(self.exponent):
            yield from where_nonzero(self.base)

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        return square_sizes(self.base)

    def excludes(self, sizes: Mapping[str, int]) -> bool:
        if not is_exponent(self.exponent):
            return False
        power = self.exponent.fraction(sizes, {})
        return power is None or (power < 0 and is_exponent(self.base) and not self.base.fraction(sizes, {}))

    @property
    def _whole_and_positive(self) -> bool:
        return isinstance(self.exponent, Number) and self.exponent.is_natural and self.exponent.value > 0

    def where_nonzero(self) -> Iterator[Need]:
        return where_nonzero(self.base) if self._whole_and_positive else super().where_nonzero()

    def where_positive(self) -> Iterator[Need]:
        if not self._whole_and_positive:
            return super().where_positive()
        return where_nonzero(self.base) if even(self.exponent) else where_positive(self.base)

    def is_positive(self) -> bool:
        return positive(self.base)

    def is_nonnegative(self) -> bool:
        return nonnegative(self.base) or even(self.exponent)

    def is_nonzero(self) -> bool:
        return nonzero(self.base)

    def is_definite(self) -> bool:
        return not self.base.is_scalar and positive_definite(self.base)

    def is_symmetric(self) -> bool:
        return symmetric(self.base)

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        value = self.exponent.fraction(sizes, {}) if is_exponent(self.exponent) else None
        return of(self.base) * int(value) if value is not None and value > 0 else 0

    def whole_exponent(self) -> int:
        """The exponent without its sign; 1 of one that is not whole, or so large that it has no value anyway."""
        value = self._estimated()
        return abs(int(value)) if value is not None and value.denominator == 1 and abs(value) <= MAX_EXPONENT else 1

    def _estimated(self) -> Fraction | None:
        return self.exponent.fraction(defaultdict(lambda: LARGEST_SIZE), {}) if is_exponent(self.exponent) else None

    def terms(self, of: Callable[[Expr], int]) -> int:
        return power_terms(of(self.base), self.whole_exponent())

    def raises(self) -> int:
        value = self._estimated()
        factor = 1 if value is None else max(abs(value.numerator), value.denominator)
        return factor if factor <= MAX_EXPONENT else 1

    def operations(self, sizes: Mapping[str, int]) -> int:
        return cube(self.base, sizes)


def _matrix_power(at: Any, matrix: Any, exponent: Fraction) -> Any:
    system = at.system
    if exponent.denominator > 1:
        return system.matrix_function(exponent, matrix)
    factor = matrix if exponent >= 0 else system.inverse(matrix)
    power = at.identity(system.shape(matrix)[0])
    # From the highest bit down: square, and multiply where the bit is set.
    for bit in bin(abs(exponent.numerator))[2:]:
        power = system.matmul(power, power)
        power = system.matmul(power, factor) if bit == "1" else power
    return power
