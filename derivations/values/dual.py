"""Dual numbers over any number system: forward-mode derivatives, which nest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.spectra import matrix_derivative, matrix_function
from derivations.values.system import System


class Differentiable(System):
    """A number system whose derivatives are those of dual numbers over it."""

    def derivative(self, function: Callable[[System, Any], Any], at: Any, direction: Any) -> Any:
        """Directional derivative of ``function(system, value)`` by dual numbers."""
        dual = Dual(self)
        return dual.tangent(function(dual, Tangent(at, direction)))


class Tangent(NamedTuple):
    """A value with its derivative along one direction; None for a derivative that is zero by structure."""

    value: Any
    tangent: Any


MISSING = object()
"""A value that the system cannot hold although its derivative may exist: log x in a prime field."""


class Dual(Differentiable):
    """Forward-mode derivatives over a number system: values are `Tangent` pairs.  Nests for second derivatives."""

    def __init__(self, base: System) -> None:
        self.base = base
        self.name = f"{base.name} with tangents"

    def number(self, value: Fraction) -> Tangent:
        return Tangent(self.base.number(value), None)

    def constant(self, value: Any) -> Tangent:
        return Tangent(value, None)

    def matrix(self, rows: Sequence[Sequence[Tangent]]) -> Tangent:
        entries = [entry for row in rows for entry in row]
        value = self._value(lambda *_: self.base.matrix([[e.value for e in row] for row in rows]), *entries)
        if all(entry.tangent is None for entry in entries):
            return Tangent(value, None)
        zero = self.base.number(Fraction(0))
        tangent = self.base.matrix([[zero if e.tangent is None else e.tangent for e in row] for row in rows])
        return Tangent(value, tangent)

    def unit(self, shape: tuple[int, int], row: int, column: int) -> Tangent:
        return Tangent(self.base.unit(shape, row, column), None)

    def tangent(self, value: Tangent) -> Any:
        """The derivative of a value, zero of the right shape where it vanishes by structure."""
        if value.tangent is not None:
            return value.tangent
        known = self._known(value.value)
        return self.base.add(known, self.base.neg(known))

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

    def _known(self, value: Any) -> Any:
        if value is MISSING:
            raise NotExpressible(f"a value that {self.base.name} cannot hold enters a derivative")
        return value

    def _linear(self, operation: Callable[[Any], Any], of: Tangent) -> Tangent:
        return Tangent(self._value(operation, of), None if of.tangent is None else operation(of.tangent))

    def _bilinear(self, operation: Callable[[Any, Any], Any], left: Tangent, right: Tangent) -> Tangent:
        one = None if left.tangent is None else operation(left.tangent, self._known(right.value))
        two = None if right.tangent is None else operation(self._known(left.value), right.tangent)
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
        return self.base.shape(self._known(matrix.value))

    def inverse(self, matrix: Tangent) -> Tangent:
        inverse = self.base.inverse(self._known(matrix.value))
        if matrix.tangent is None:
            return Tangent(inverse, None)
        product = self.base.matmul(self.base.matmul(inverse, matrix.tangent), inverse)
        return Tangent(inverse, self.base.neg(product))

    def det(self, matrix: Tangent) -> Tangent:
        value = self.base.det(self._known(matrix.value))
        if matrix.tangent is None:
            return Tangent(value, None)
        try:
            relative = self.base.trace(self.base.matmul(self.base.inverse(matrix.value), matrix.tangent))
        except UndefinedValue:
            return Tangent(value, self._det_by_rows(matrix))
        return Tangent(value, self.base.times(value, relative))

    def _det_by_rows(self, matrix: Tangent) -> Any:
        """The derivative of a determinant is the sum over its rows, each in turn derived: no inverse is needed."""
        size = self.base.shape(matrix.value)[0]
        rows, slopes = (
            [[self.base.entry(part, i, j) for j in range(size)] for i in range(size)]
            for part in (matrix.value, matrix.tangent)
        )
        terms = [self.base.det(self.base.matrix([*rows[:i], slopes[i], *rows[i + 1 :]])) for i in range(size)]
        return self._sum(*terms)

    def reciprocal(self, value: Tangent) -> Tangent:
        inverse = self.base.reciprocal(self._known(value.value))
        return self._scalar(inverse, lambda: self.base.neg(self.base.times(inverse, inverse)), value)

    def power(self, value: Tangent, exponent: Fraction) -> Tangent:
        if exponent == 0:
            return Tangent(self.base.power(self._known(value.value), exponent), None)

        def slope() -> Any:
            return self.base.times(self.base.number(exponent), self.base.power(self._known(value.value), exponent - 1))

        return self._scalar(self._value(lambda v: self.base.power(v, exponent), value), slope, value)

    def log(self, value: Tangent) -> Tangent:
        return self._scalar(
            self._value(self.base.log, value), lambda: self.base.reciprocal(self._known(value.value)), value
        )

    def exp(self, value: Tangent) -> Tangent:
        result = self._value(self.base.exp, value)
        return self._scalar(result, lambda: self._known(result), value)

    def sin(self, value: Tangent) -> Tangent:
        return self._scalar(self._value(self.base.sin, value), lambda: self.base.cos(self._known(value.value)), value)

    def cos(self, value: Tangent) -> Tangent:
        return self._scalar(
            self._value(self.base.cos, value),
            lambda: self.base.neg(self.base.sin(self._known(value.value))),
            value,
        )

    def gamma(self, value: Tangent) -> Tangent:
        """A constant: its derivative takes the digamma function."""
        if value.tangent is not None:
            raise NotExpressible("the derivative of the Gamma function")
        return Tangent(self._value(self.base.gamma, value), None)

    def matrix_function(self, name: str | Fraction, matrix: Tangent) -> Tangent:
        """The logarithm or exponential of a symmetric matrix."""
        value = self._value(lambda known: matrix_function(self.base, name, known), matrix)
        if matrix.tangent is None:
            return Tangent(value, None)
        return Tangent(value, matrix_derivative(self.base, name, self._known(matrix.value), matrix.tangent))

    def spectrum(self, matrix: Tangent) -> list[tuple[Tangent, Tangent, int]]:
        if matrix.tangent is not None:
            raise NotExpressible("eigenvalues that vary with the letter of a derivative")
        found = self.base.spectrum(self._known(matrix.value))
        return [(Tangent(root, None), Tangent(projector, None), count) for root, projector, count in found]

    def is_positive(self, value: Tangent) -> bool:
        return self.base.is_positive(self._known(value.value))

    def is_zero(self, value: Tangent) -> bool:
        return value.tangent is None and self.base.is_zero(self._known(value.value))

    def pi(self) -> Tangent:
        return Tangent(self.base.pi(), None)

    def require(self, structure: str, value: Tangent) -> None:
        self.base.require(structure, self._known(value.value))

    def unknown(self, name: str, order: int, at: Tangent) -> Tangent:
        value = self.base.unknown(name, order, self._known(at.value))
        return self._scalar(value, lambda: self.base.unknown(name, order + 1, self._known(at.value)), at)
