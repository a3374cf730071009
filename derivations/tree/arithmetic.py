"""Sums, differences, products and quotients: of scalars, and of matrices where they fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from operator import add, mul, sub
from typing import Any

from derivations.tree.facts import (
    invertible,
    never_negative,
    nonnegative,
    nonnegative_definite,
    nonzero,
    positive,
    positive_definite,
    symmetric,
    where_nonzero,
    where_positive,
    within,
)
from derivations.tree.letters import Number
from derivations.tree.node import Expr, Level, Need, Rational, equal_shapes, is_exponent, require_scalar, same_shape
from derivations.tree.shapes import SCALAR, Shape, ShapeError, Size, shape_of, show_shape
from derivations.tree.structures import Interval


class Linear(Rational):
    """A sum or difference of two of one shape."""

    left: Expr
    right: Expr

    counts = True
    level = text_level = Level.SUM

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        return equal_shapes(self.left, self.right)

    def is_symmetric(self) -> bool:
        return symmetric(self.left) and symmetric(self.right)

    def terms(self, of: Callable[[Expr], int]) -> int:
        return of(self.left) + of(self.right)

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        return combined(self.left, self.right, sizes, indices, add if isinstance(self, Add) else sub)


def combined(
    left: Expr,
    right: Expr,
    sizes: Mapping[str, int],
    indices: Mapping[Any, int],
    operation: Callable[[Fraction, Fraction], Fraction | None],
) -> Fraction | None:
    """The operation on the fractions that two expressions are; None where one has no value."""
    one, other = left.fraction(sizes, indices), right.fraction(sizes, indices)
    return None if one is None or other is None else operation(one, other)


@dataclass(frozen=True)
class Add(Linear):
    """left + right."""

    left: Expr
    right: Expr

    operator = "+"

    def _shape(self) -> Shape | None:
        return same_shape(self.left, self.right, "sum")

    def latex(self, show: Any) -> str:
        return f"{show(self.left)} + {show(self.right, Level.PRODUCT)}"

    text = latex

    def evaluate(self, at: Any) -> Any:
        return at.system.add(at.shaped(self.left, self.shape), at.shaped(self.right, self.shape))

    def within(self) -> Interval:
        return within(self.left).plus(within(self.right))

    def is_positive(self) -> bool:
        left, right = self.left, self.right
        return (positive(left) and nonnegative(right)) or (nonnegative(left) and positive(right))

    def is_nonnegative(self) -> bool:
        return nonnegative(self.left) and nonnegative(self.right)

    def is_definite(self) -> bool:
        one, other = positive_definite(self.left), positive_definite(self.right)
        return (one and nonnegative_definite(self.right)) or (other and nonnegative_definite(self.left))

    def is_semidefinite(self) -> bool:
        return nonnegative_definite(self.left) and nonnegative_definite(self.right)


@dataclass(frozen=True)
class Sub(Linear):
    """left - right."""

    left: Expr
    right: Expr

    operator = "-"

    def _shape(self) -> Shape | None:
        return same_shape(self.left, self.right, "difference")

    def latex(self, show: Any) -> str:
        return f"{show(self.left)} - {show(self.right, Level.PRODUCT)}"

    text = latex

    def evaluate(self, at: Any) -> Any:
        left, right = at.shaped(self.left, self.shape), at.shaped(self.right, self.shape)
        return at.system.add(left, at.system.neg(right))

    def within(self) -> Interval:
        return within(self.left).plus(within(self.right).negated())


@dataclass(frozen=True)
class Neg(Rational):
    """-of."""

    of: Expr

    counts = True
    operator = "neg"
    level = text_level = Level.SUM

    def _shape(self) -> Shape | None:
        return self.of.shape

    def scalar_factors(self, count: int = 1) -> Iterator[tuple[Expr, int]]:
        return self.of.scalar_factors(count)

    @property
    def leading_minus(self) -> bool:
        return True

    @property
    def open_ended(self) -> bool:
        return self.of.open_ended

    def latex(self, show: Any) -> str:
        return f"-{show(self.of, Level.PRODUCT)}"

    text = latex

    def evaluate(self, at: Any) -> Any:
        return at.system.neg(at(self.of))

    def within(self) -> Interval:
        return within(self.of).negated()

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        value = self.of.fraction(sizes, indices)
        return None if value is None else -value

    def where_nonzero(self) -> Iterator[Need]:
        return where_nonzero(self.of)

    def is_nonzero(self) -> bool:
        return nonzero(self.of)

    def is_invertible(self) -> bool:
        return invertible(self.of)

    def is_symmetric(self) -> bool:
        return symmetric(self.of)


@dataclass(frozen=True)
class Mul(Rational):
    """The product: of matrices, or of a scalar and anything."""

    left: Expr
    right: Expr

    counts = True
    operator = "*"
    text_level = Level.PRODUCT

    def _shape(self) -> Shape | None:
        left, right = self.left.shape, self.right.shape
        if left is None or right is None:
            return None
        if left == SCALAR or right == SCALAR:
            return right if left == SCALAR else left
        if left[1] != right[0]:
            raise ShapeError(f"product: found {show_shape(left)} times {show_shape(right)}, expected equal inner sizes")
        return (left[0], right[1])

    @property
    def leading_minus(self) -> bool:
        return self.left.leading_minus

    @property
    def open_ended(self) -> bool:
        return self.right.open_ended

    def printed(self, show: Any) -> tuple[str, int]:
        # -a b reads as -(a b), which is equal: a leading minus needs no brackets.
        leading = self.left.leading_minus
        left = show(self.left, Level.POSTFIX if self.left.entrywise else Level.SUM if leading else Level.PRODUCT)
        if self.left.open_ended:
            left = rf"\left({left}\right)"
        right = show(self.right, Level.POSTFIX if self._is_grouped else Level.PRODUCT)
        if isinstance(self.right, Number) and self.right.value < 0:
            right = rf"\left({right}\right)"
        between = r" \cdot " if re.match(r"\d|\\frac\{\d", right) else " "
        if re.search(r"\\mathrm\{d\}\\?\w+$", left) and right.startswith(r"\mathrm{d}"):
            between = r" \, "  # du dv
        return left + between + right, Level.SUM if leading else Level.PRODUCT

    @property
    def _is_grouped(self) -> bool:
        """Whether the right factor keeps its brackets: c (a b) reads as c a b for a scalar c, and so does c (A ∘ B)."""
        product = isinstance(self.right, Mul) or self.right.entrywise
        return isinstance(self.right, Div | Neg) or (product and not is_certainly_scalar(self.left))

    def text(self, show: Any) -> str:
        left, right = show(self.left, Level.PRODUCT), show(self.right, Level.ATOM)
        # A function in front of a bracket would be applied to it, y [1, 2] is an entry, and 2 3 looks like one number.
        starred = right[0].isdigit() or right[0] == "[" or (right[0] == "(" and self.left.ends_in_function)
        return f"{left}{' * ' if starred else ' '}{right}"

    @property
    def ends_in_function(self) -> bool:
        return self.right.ends_in_function

    def scalar_factors(self, count: int = 1) -> Iterator[tuple[Expr, int]]:
        if not (self.left.is_scalar and self.right.is_scalar):
            return super().scalar_factors(count)
        return chain(self.left.scalar_factors(count), self.right.scalar_factors(count))

    def evaluate(self, at: Any) -> Any:
        left, right = at(self.left), at(self.right)
        if self.shape is None:
            return at.system.number(Fraction(0))
        if self.left.shape == SCALAR:
            return at.system.times(left, right) if self.right.shape == SCALAR else at.system.scale(left, right)
        if self.right.shape == SCALAR:
            return at.system.scale(right, left)
        product = at.system.matmul(left, right)
        return at.system.entry(product, 0, 0) if self.shape == SCALAR else product

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        return combined(self.left, self.right, sizes, indices, mul)

    def same_sizes(self) -> Iterator[tuple[Size, Size]]:
        left, right = self.left.shape, self.right.shape
        if left is not None and right is not None and SCALAR not in (left, right):
            yield left[1], right[0]

    def where_nonzero(self) -> Iterator[Need]:
        if not (self.left.is_scalar and self.right.is_scalar):
            yield from super().where_nonzero()
            return
        yield from where_nonzero(self.left)
        yield from where_nonzero(self.right)

    def where_positive(self) -> Iterator[Need]:
        """Where one factor cannot be negative, when both are positive."""
        if self.is_scalar and any(map(never_negative, (self.left, self.right))):
            yield from where_positive(self.left)
            yield from where_positive(self.right)
        else:
            yield from super().where_positive()

    def sign_decided_by(self) -> Any:
        if positive(self.left):
            return self.right.sign_decided_by()
        return self.left.sign_decided_by() if positive(self.right) else self

    def within(self) -> Interval:
        scaled = self.left.is_scalar or self.right.is_scalar
        return within(self.left).times(within(self.right)) if scaled else Interval()

    def is_positive(self) -> bool:
        return positive(self.left) and positive(self.right)

    def is_nonnegative(self) -> bool:
        return nonnegative(self.left) and nonnegative(self.right)

    def is_nonzero(self) -> bool:
        return nonzero(self.left) and nonzero(self.right)

    def is_definite(self) -> bool:
        return self.left.shape == SCALAR and positive(self.left) and positive_definite(self.right)

    def is_semidefinite(self) -> bool:
        return self.left.shape == SCALAR and nonnegative(self.left) and nonnegative_definite(self.right)

    def is_invertible(self) -> bool:
        return invertible(self.left) and invertible(self.right)

    def is_symmetric(self) -> bool:
        return self.left.shape == SCALAR and symmetric(self.right)

    def degree(self, of: Callable[[Expr], int], sizes: Mapping[str, int]) -> int:
        return of(self.left) + of(self.right)

    def terms(self, of: Callable[[Expr], int]) -> int:
        return of(self.left) * of(self.right)

    def operations(self, sizes: Mapping[str, int]) -> int:
        inner = 1 if self.left.shape in (SCALAR, None) else shape_of(self.left.shape, sizes)[1]
        return self.entry_count(sizes) * inner


def is_certainly_scalar(expr: Expr) -> bool:
    """Whether the expression is well typed and a scalar."""
    try:
        return expr.shape == SCALAR
    except ShapeError:
        return False


@dataclass(frozen=True)
class Div(Rational):
    """numerator / denominator, the denominator a scalar."""

    numerator: Expr
    denominator: Expr

    counts = True
    operator = "/"
    tex = r"\frac{{{numerator}}}{{{denominator}}}"
    level = text_level = Level.PRODUCT

    def _shape(self) -> Shape | None:
        require_scalar(self.denominator, "denominator")
        return self.numerator.shape

    def text(self, show: Any) -> str:
        return f"{show(self.numerator, Level.PRODUCT)}/{show(self.denominator, Level.ATOM)}"

    @property
    def ends_in_function(self) -> bool:
        return self.denominator.ends_in_function

    def scalar_factors(self, count: int = 1) -> Iterator[tuple[Expr, int]]:
        if not self.numerator.is_scalar:
            return super().scalar_factors(count)
        return chain(self.numerator.scalar_factors(count), self.denominator.scalar_factors(count))

    def evaluate(self, at: Any) -> Any:
        inverse = at.system.reciprocal(at(self.denominator))
        value = at(self.numerator)
        return at.system.times(inverse, value) if self.is_scalar else at.system.scale(inverse, value)

    def fraction(self, sizes: Mapping[str, int], indices: Mapping[Any, int]) -> Fraction | None:
        return combined(
            self.numerator, self.denominator, sizes, indices, lambda top, bottom: top / bottom if bottom else None
        )

    def needs(self, derived: bool) -> Iterator[Need]:
        return where_nonzero(self.denominator)

    def excludes(self, sizes: Mapping[str, int]) -> bool:
        return is_exponent(self.denominator) and not self.denominator.fraction(sizes, {})

    def where_nonzero(self) -> Iterator[Need]:
        return where_nonzero(self.numerator)

    def where_positive(self) -> Iterator[Need]:
        if any(map(never_negative, (self.numerator, self.denominator))):
            yield from where_positive(self.numerator)
            yield from where_positive(self.denominator)
        else:
            yield from super().where_positive()

    def within(self) -> Interval:
        match self.denominator:
            case Number(value) if value > 0:
                return within(self.numerator).times(Number(1 / value).within())
        return Interval()

    def where_nonnegative(self) -> Iterator[Need]:
        return where_positive(self.denominator) if positive(self.numerator) else super().where_nonnegative()

    def sign_decided_by(self) -> Any:
        return self.numerator.sign_decided_by() if positive(self.denominator) else self

    def is_positive(self) -> bool:
        return positive(self.numerator) and positive(self.denominator)

    def is_nonnegative(self) -> bool:
        return nonnegative(self.numerator) and positive(self.denominator)

    def is_nonzero(self) -> bool:
        return nonzero(self.numerator) and nonzero(self.denominator)

    def is_semidefinite(self) -> bool:
        return nonnegative_definite(self.numerator) and positive(self.denominator)
