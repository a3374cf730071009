"""Number systems in which an expression can be worth something, behind one small interface.

`PrimeField`, `ExactReals`, `Balls`, `Floats` and (in `derivations.checking.symbolic`) `Symbols` evaluate the same tree;
`Dual` puts forward-mode derivatives on top of any of them and nests.  Only `Floats` may lie, so it never decides.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import numpy as np

from derivations.checking.exact import Exact, NotExpressible, UndefinedValue

PRIME = (1 << 61) - 1
PRECISION = 256
"""Bits of the balls."""


class System:
    """A number system: scalars and matrices, with the operations of `derivations.claims.expr`.

    Operations raise `UndefinedValue` where there is no value (a singular inverse, the log of a negative number) and
    `NotExpressible` where the system cannot hold it (a logarithm in a prime field).
    """

    name: str

    def number(self, value: Fraction) -> Any:
        """The rational number."""
        raise NotImplementedError

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        """The matrix with these scalars of the system."""
        raise NotImplementedError

    def constant(self, value: Any) -> Any:
        """A value of the system below as a value of this one."""
        return value

    def add(self, left: Any, right: Any) -> Any:
        """left + right, of one shape."""
        return left + right

    def neg(self, value: Any) -> Any:
        """-value."""
        return -value

    def times(self, left: Any, right: Any) -> Any:
        """Product of two scalars."""
        return left * right

    def scale(self, factor: Any, matrix: Any) -> Any:
        """Scalar times matrix."""
        return matrix * factor

    def matmul(self, left: Any, right: Any) -> Any:
        """Matrix product."""
        return left * right

    def transpose(self, matrix: Any) -> Any:
        """The transpose."""
        return matrix.transpose()

    def inverse(self, matrix: Any) -> Any:
        """The inverse; `UndefinedValue` if singular."""
        return defined(matrix.inv)

    def det(self, matrix: Any) -> Any:
        """The determinant."""
        return matrix.det()

    def entry(self, matrix: Any, row: int, column: int) -> Any:
        """Entry, counted from 0."""
        return matrix[row, column]

    def shape(self, matrix: Any) -> tuple[int, int]:
        """Rows and columns."""
        return (int(matrix.nrows()), int(matrix.ncols()))

    def trace(self, matrix: Any) -> Any:
        """Sum of the diagonal."""
        total = self.entry(matrix, 0, 0)
        for i in range(1, self.shape(matrix)[0]):
            total = self.add(total, self.entry(matrix, i, i))
        return total

    def reciprocal(self, value: Any) -> Any:
        """1 / value; `UndefinedValue` at 0."""
        return defined(lambda: value**-1)

    def power(self, value: Any, exponent: Fraction) -> Any:
        """value^exponent; roots of nonnegative values only."""
        if exponent.denominator == 1:
            return value ** int(exponent) if exponent >= 0 else self.reciprocal(value ** int(-exponent))
        raise NotExpressible(f"roots have no value in the system {self.name}")

    def log(self, value: Any) -> Any:
        """Natural logarithm."""
        raise NotExpressible(f"log has no value in the system {self.name}")

    def exp(self, value: Any) -> Any:
        """Exponential."""
        raise NotExpressible(f"exp has no value in the system {self.name}")

    def pi(self) -> Any:
        """The circle constant."""
        raise NotExpressible(f"pi has no value in the system {self.name}")

    def unknown(self, name: str, order: int, at: Any) -> Any:
        """Value of the given derivative of a function letter: any number will do, equal ones at equal places."""
        rng = random.Random(f"{name} {order} {at}")
        return self.number(Fraction(rng.randint(-9, 9), rng.randint(1, 3)))

    def integral(self, function: Callable[[Any], Any], shape: tuple[int, int]) -> Any:
        """Integral of a scalar function over all columns (or scalars) of the shape."""
        raise NotExpressible(f"integrals have no value in the system {self.name}")

    def derivative(self, function: Callable[[System, Any], Any], at: Any, direction: Any) -> Any:
        """Directional derivative of ``function(system, value)`` by dual numbers."""
        dual = Dual(self)
        return dual.tangent(function(dual, Tangent(at, direction)))

    def is_zero(self, value: Any) -> bool:
        """Whether the scalar is zero in this system."""
        return bool(value == 0)


def defined(compute: Callable[[], Any]) -> Any:
    """The computed value; division by zero and singular matrices become `UndefinedValue`."""
    try:
        return compute()
    except ZeroDivisionError as error:
        raise UndefinedValue(str(error)) from None


class PrimeField(System):
    """GF(2^61 - 1): an instance with uniform entries hides a false polynomial identity with probability < degree/2^61."""

    name = "GF(2^61-1)"

    def number(self, value: Fraction) -> Any:
        return flint.nmod(value.numerator, PRIME) / flint.nmod(value.denominator, PRIME)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return flint.nmod_mat(len(rows), len(rows[0]), [int(entry) for row in rows for entry in row], PRIME)

    def unknown(self, name: str, order: int, at: Any) -> Any:
        return flint.nmod(random.Random(f"{name} {order} {at}").randrange(PRIME), PRIME)

    def pi(self) -> Any:
        # pi is transcendental: an identity of rational functions in pi holds exactly if it holds for a generic element.
        return flint.nmod(random.Random("pi").randrange(PRIME), PRIME)


class ExactReals(System):
    """Rationals with logarithms, exponentials, roots and pi in normal form (`derivations.checking.exact`)."""

    name = "exact reals"

    def number(self, value: Fraction) -> Exact:
        return Exact.of(value)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Exact:
        return Exact.matrix(rows)

    def matmul(self, left: Exact, right: Exact) -> Exact:
        return left.matmul(right)

    def inverse(self, matrix: Exact) -> Exact:
        return matrix.inverse()

    def entry(self, matrix: Exact, row: int, column: int) -> Exact:
        return matrix.entry(row, column)

    def shape(self, matrix: Exact) -> tuple[int, int]:
        return matrix.shape

    def reciprocal(self, value: Exact) -> Exact:
        return value.inverse()

    def power(self, value: Exact, exponent: Fraction) -> Exact:
        return value.power(exponent)

    def log(self, value: Exact) -> Exact:
        return value.log()

    def exp(self, value: Exact) -> Exact:
        return value.exp()

    def pi(self) -> Exact:
        return Exact.pi()

    def is_zero(self, value: Exact) -> bool:
        return value.is_zero()


class Balls(System):
    """Real balls of 256 bits (arb): a ball that excludes zero refutes, a tiny ball around zero agrees."""

    name = "balls"

    def number(self, value: Fraction) -> Any:
        flint.ctx.prec = PRECISION
        return flint.arb(flint.fmpq(value.numerator, value.denominator))

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return flint.arb_mat(len(rows), len(rows[0]), [entry for row in rows for entry in row])

    def reciprocal(self, value: Any) -> Any:
        return self._finite(1 / value, "1/x")

    def power(self, value: Any, exponent: Fraction) -> Any:
        return self._finite(
            value ** self.number(exponent) if exponent.denominator > 1 else value ** int(exponent), "power"
        )

    def log(self, value: Any) -> Any:
        return self._finite(value.log(), "log")

    def exp(self, value: Any) -> Any:
        return self._finite(value.exp(), "exp")

    def pi(self) -> Any:
        flint.ctx.prec = PRECISION
        return flint.arb.pi()

    def is_zero(self, value: Any) -> bool:
        """Whether the ball contains zero and is tiny."""
        return bool(value.contains(0)) and bool(value.rad() < flint.arb(2) ** (-PRECISION // 2))

    def _finite(self, value: Any, what: str) -> Any:
        if not value.is_finite():
            raise UndefinedValue(f"{what} has no finite value")
        return value


class Floats(System):
    """float64: quick and unreliable; an agreement is recorded, never a decision."""

    name = "NumPy"

    def number(self, value: Fraction) -> float:
        return float(value)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return np.array(rows, dtype=np.float64)

    def matmul(self, left: Any, right: Any) -> Any:
        return left @ right

    def transpose(self, matrix: Any) -> Any:
        return matrix.T

    def inverse(self, matrix: Any) -> Any:
        try:
            return np.linalg.inv(matrix)
        except np.linalg.LinAlgError as error:
            raise UndefinedValue(str(error)) from None

    def det(self, matrix: Any) -> float:
        return float(np.linalg.det(matrix))

    def entry(self, matrix: Any, row: int, column: int) -> float:
        return float(matrix[row, column])

    def shape(self, matrix: Any) -> tuple[int, int]:
        return (matrix.shape[0], matrix.shape[1])

    def power(self, value: float, exponent: Fraction) -> float:
        if value < 0 and exponent.denominator > 1 or (value == 0 and exponent < 0):
            raise UndefinedValue(f"{value}^({exponent}) has no value")
        return float(value ** float(exponent))

    def log(self, value: float) -> float:
        if not value > 0:
            raise UndefinedValue(f"log({value}) has no value")
        return math.log(value)

    def exp(self, value: float) -> float:
        return math.exp(value)

    def pi(self) -> float:
        return math.pi


# ---------------------------------------------------------------- derivatives


class Tangent(NamedTuple):
    """A value with its derivative along one direction; None for a derivative that is zero by structure."""

    value: Any
    tangent: Any


MISSING = object()
"""A value that the system cannot hold although its derivative may exist: log x in a prime field."""


class Dual(System):
    """Forward-mode derivatives over a number system: values are `Tangent` pairs.  Nests for second derivatives."""

    def __init__(self, base: System) -> None:
        self.base = base
        self.name = f"{base.name} with tangents"

    def number(self, value: Fraction) -> Tangent:
        return Tangent(self.base.number(value), None)

    def constant(self, value: Any) -> Tangent:
        return Tangent(value, None)

    def matrix(self, rows: Sequence[Sequence[Tangent]]) -> Tangent:
        value = self._value(
            lambda *_: self.base.matrix([[e.value for e in row] for row in rows]), *sum(map(list, rows), [])
        )
        if all(entry.tangent is None for row in rows for entry in row):
            return Tangent(value, None)
        zero = self.base.number(Fraction(0))
        tangent = self.base.matrix([[zero if e.tangent is None else e.tangent for e in row] for row in rows])
        return Tangent(value, tangent)

    def tangent(self, value: Tangent) -> Any:
        """The derivative of a value, zero of the right shape where it vanishes by structure."""
        if value.tangent is not None:
            return value.tangent
        if value.value is MISSING:
            return self.base.number(Fraction(0))
        return self.base.add(value.value, self.base.neg(value.value))

    def _value(self, operation: Callable[..., Any], *operands: Tangent) -> Any:
        if any(operand.value is MISSING for operand in operands):
            return MISSING
        try:
            return operation(*(operand.value for operand in operands))
        except NotExpressible:
            return MISSING

    def _sum(self, *terms: Any) -> Any:
        present = [term for term in terms if term is not None]
        if not present:
            return None
        total = present[0]
        for term in present[1:]:
            total = self.base.add(total, term)
        return total

    def _need(self, value: Any) -> Any:
        if value is MISSING:
            raise NotExpressible(f"a value that {self.base.name} cannot hold enters a derivative")
        return value

    def _linear(self, operation: Callable[[Any], Any], of: Tangent) -> Tangent:
        return Tangent(self._value(operation, of), None if of.tangent is None else operation(of.tangent))

    def _bilinear(self, operation: Callable[[Any, Any], Any], left: Tangent, right: Tangent) -> Tangent:
        one = None if left.tangent is None else operation(left.tangent, self._need(right.value))
        two = None if right.tangent is None else operation(self._need(left.value), right.tangent)
        return Tangent(self._value(operation, left, right), self._sum(one, two))

    def _scalar(self, value: Any, slope: Callable[[], Any], of: Tangent) -> Tangent:
        return Tangent(value, None if of.tangent is None else self.base.times(slope(), of.tangent))

    def add(self, left: Tangent, right: Tangent) -> Tangent:
        return Tangent(self._value(self.base.add, left, right), self._sum(left.tangent, right.tangent))

    def neg(self, value: Tangent) -> Tangent:
        return self._linear(self.base.neg, value)

    def times(self, left: Tangent, right: Tangent) -> Tangent:
        return self._bilinear(self.base.times, left, right)

    def scale(self, factor: Tangent, matrix: Tangent) -> Tangent:
        return self._bilinear(self.base.scale, factor, matrix)

    def matmul(self, left: Tangent, right: Tangent) -> Tangent:
        return self._bilinear(self.base.matmul, left, right)

    def transpose(self, matrix: Tangent) -> Tangent:
        return self._linear(self.base.transpose, matrix)

    def trace(self, matrix: Tangent) -> Tangent:
        return self._linear(self.base.trace, matrix)

    def entry(self, matrix: Tangent, row: int, column: int) -> Tangent:
        return self._linear(lambda m: self.base.entry(m, row, column), matrix)

    def shape(self, matrix: Tangent) -> tuple[int, int]:
        return self.base.shape(self._need(matrix.value))

    def inverse(self, matrix: Tangent) -> Tangent:
        inverse = self.base.inverse(self._need(matrix.value))
        if matrix.tangent is None:
            return Tangent(inverse, None)
        product = self.base.matmul(self.base.matmul(inverse, matrix.tangent), inverse)
        return Tangent(inverse, self.base.neg(product))

    def det(self, matrix: Tangent) -> Tangent:
        value = self.base.det(self._need(matrix.value))
        if matrix.tangent is None:
            return Tangent(value, None)
        relative = self.base.trace(self.base.matmul(self.base.inverse(matrix.value), matrix.tangent))
        return Tangent(value, self.base.times(value, relative))

    def reciprocal(self, value: Tangent) -> Tangent:
        inverse = self.base.reciprocal(self._need(value.value))
        return self._scalar(inverse, lambda: self.base.neg(self.base.times(inverse, inverse)), value)

    def power(self, value: Tangent, exponent: Fraction) -> Tangent:
        def slope() -> Any:
            return self.base.times(self.base.number(exponent), self.base.power(self._need(value.value), exponent - 1))

        return self._scalar(self._value(lambda v: self.base.power(v, exponent), value), slope, value)

    def log(self, value: Tangent) -> Tangent:
        return self._scalar(
            self._value(self.base.log, value), lambda: self.base.reciprocal(self._need(value.value)), value
        )

    def exp(self, value: Tangent) -> Tangent:
        result = self._value(self.base.exp, value)
        return self._scalar(result, lambda: self._need(result), value)

    def pi(self) -> Tangent:
        return Tangent(self.base.pi(), None)

    def unknown(self, name: str, order: int, at: Tangent) -> Tangent:
        value = self.base.unknown(name, order, self._need(at.value))
        return self._scalar(value, lambda: self.base.unknown(name, order + 1, self._need(at.value)), at)
