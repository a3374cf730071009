"""Powers of scalars and of square matrices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

from derivations.tree.arithmetic import Div, Neg, Sub, combined
from derivations.tree.errors import NotExpressible
from derivations.tree.facts import (
    corners_of_root,
    nonnegative,
    nonzero,
    positive,
    positive_definite,
    symmetric,
    where_invertible,
    where_nonzero,
    where_positive,
    within,
)
from derivations.tree.letters import Index, Number, SizeLetter
from derivations.tree.matrices import Inverse, Norm
from derivations.tree.node import (
    Corner,
    Expr,
    Level,
    Need,
    Rational,
    cube,
    is_exponent,
    lift,
    require_scalar,
    require_square,
    square_sizes,
    typed,
)
from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size
from derivations.tree.structures import Interval

MAX_EXPONENT = 4096
"""Largest numerator or denominator of an exponent: budgets count exponents, never seconds."""


MAX_BOUNDED = 64
"""Largest exponent for which bounds of the base are raised to it."""
LARGEST_SIZE = 5
"""The value that budgets take a size for where it is a letter: the largest at which claims are usually tried."""


def fractional(exponent: Expr) -> bool:
    """Whether the exponent contains a fraction, so that the power is a root."""

    def divided(node: Expr) -> bool:
        match node:
            case Number(value):
                return value.denominator > 1
            case Pow(exponent=inner):
                return divides(inner)
        return isinstance(node, Div | Inverse)

    return any(map(divided, exponent.walk()))


def divides(exponent: Expr) -> bool:
    """Whether a power with this exponent may divide: it contains a minus."""
    return any(isinstance(node, Neg | Sub) or (isinstance(node, Number) and node.value < 0) for node in exponent.walk())


def has_value(exponent: Expr) -> bool:
    """Whether the exponent is built of numbers, sizes and powers of these alone, without indices."""
    return all(node.counts or isinstance(node, Pow) for node in exponent.walk())


def is_counted(exponent: Expr) -> bool:
    """Whether the exponent is built of numbers, sizes, indices and powers of these alone."""
    match exponent:
        case Index():
            return True
        case Pow(base):  # whose own exponent is built so
            return is_counted(base)
    return exponent.counts and all(map(is_counted, exponent.children))


def whole_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """The power of a number in an exponent; None of zero to a negative one."""
    # An exponent of so many bits is far beyond its budget.
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if exponent.denominator > 1 or abs(exponent) * bits > MAX_EXPONENT:
        raise NotExpressible(f"the power {exponent} in an exponent")
    return base**exponent.numerator if base or exponent >= 0 else None


def even(power: Expr) -> bool:
    """Whether the expression is an even number."""
    if isinstance(power, Neg):
        return even(power.of)
    return isinstance(power, Number) and power.value.denominator == 1 and power.value % 2 == 0


def power_terms(terms: int, exponent: int) -> int:
    """Terms of a whole power of a sum that is multiplied out."""
    return comb(terms + exponent - 1, exponent)


@dataclass(frozen=True)
class Pow(Rational):
    """A scalar, or a positive definite matrix, to a rational power; a square matrix to a whole one.

    The exponent is built of numbers, sizes, indices and powers of these.
    """

    base: Expr
    exponent: Expr

    operator = "**"
    level = Level.POSTFIX
    follows = True

    def _shape(self) -> Shape | None:
        require_square(self.base, "base of a power")
        if not is_counted(self.exponent):
            raise ShapeError("exponent: found letters, expected an expression of numbers and sizes")
        return SCALAR if self.base.shape is None else self.base.shape

    @classmethod
    def made(cls, *parts: Any) -> Expr:
        return typed(power(*map(lift, parts)))

    @property
    def asked(self) -> tuple[Expr, ...]:
        """The square of a norm has a derivative where the norm has none."""
        norm = self._smooth_norm
        return self.children if norm is None else (norm.of,)

    @property
    def _smooth_norm(self) -> Norm | None:
        norm: Expr = self.base.full
        return norm if isinstance(norm, Norm) and self._whole_and_positive and even(self.exponent) else None

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
        if (norm := self._smooth_norm) is not None:
            return at.system.power(norm.squared(at), exponent / 2)
        return at.system.power(at(self.base), exponent)

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        return combined(self.base, self.exponent, sizes, indices, whole_power)

    @property
    def is_root(self) -> bool:
        return fractional(self.exponent)

    def scalar_factors(self, count: int = 1) -> Iterator[tuple[Expr, int]]:
        if isinstance(self.exponent, Number) and self.exponent.value.denominator == 1:
            return self.base.scalar_factors(count * abs(int(self.exponent.value)))
        return super().scalar_factors(count)

    def corners(self) -> Iterator[Corner]:
        return corners_of_root(self.base) if self.is_root and self.base.is_scalar else iter(())

    @property
    def spectral(self) -> Expr | None:
        return self.base if self.is_root and not self.base.is_scalar else None

    @property
    def rational(self) -> bool:
        return not self.is_root

    def needs(self, derived: bool) -> Iterator[Need]:
        root = has_value(self.exponent) and self.is_root
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
        if not has_value(self.exponent):
            return False
        try:
            power = self.exponent.fraction(sizes, {})
        except NotExpressible:
            return False
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

    def within(self) -> Interval:
        power = self.signed_exponent() if self._whole_and_positive and self.base.is_scalar else 0
        return within(self.base).power(power) if 0 < power <= MAX_BOUNDED else Interval()

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
        value = self._known(sizes)
        return of(self.base) * int(value) if value is not None and value > 0 else 0

    def whole_exponent(self) -> int:
        """The exponent without its sign; 1 of one that is not whole, or so large that it has no value anyway."""
        return abs(self.signed_exponent())

    def signed_exponent(self) -> int:
        """The exponent; 1 of one that is not whole, or so large that it has no value anyway."""
        value = self._estimated()
        return int(value) if value is not None and value.denominator == 1 and abs(value) <= MAX_EXPONENT else 1

    def _estimated(self) -> Fraction | None:
        return self._known(defaultdict(lambda: LARGEST_SIZE))

    def _known(self, sizes: Mapping[str, int]) -> Fraction | None:
        """The exponent at the sizes, where it has a value that is evaluated."""
        with suppress(NotExpressible):
            return self.exponent.fraction(sizes, {}) if has_value(self.exponent) else None
        return None

    def terms(self, of: Callable[[Expr], int]) -> int:
        return power_terms(of(self.base), self.whole_exponent())

    def raises(self) -> int:
        value = self._estimated()
        factor = 1 if value is None else max(abs(value.numerator), value.denominator)
        return factor if factor <= MAX_EXPONENT else 1

    def operations(self, sizes: Mapping[str, int]) -> int:
        return cube(self.base, sizes)


@dataclass(frozen=True)
class RealPower(Expr):
    """A positive number to the power of any number: e^(exponent log base)."""

    base: Expr
    exponent: Expr

    level = Level.POSTFIX
    follows = True

    def _shape(self) -> Shape:
        require_scalar(self.base, "base of a power with letters in its exponent")
        require_scalar(self.exponent, "exponent")
        return SCALAR

    def latex(self, show: Any) -> str:
        return rf"{show(self.base, Level.ATOM)}^{{{show(self.exponent)}}}"

    def text(self, show: Any) -> str:
        return f"{show.nucleus(self.base)}^({show(self.exponent)})"

    def evaluate(self, at: Any) -> Any:
        return at.system.exp(at.system.times(at(self.exponent), at.system.log(at(self.base))))

    def needs(self, derived: bool) -> Iterator[Need]:
        return where_positive(self.base)

    def is_positive(self) -> bool:
        return True


def power(base: Expr, exponent: Expr) -> Expr:
    """The base to a power, which is a matter of products unless letters stand in the exponent."""
    return Pow(base, exponent) if is_counted(exponent) else RealPower(base, exponent)


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
