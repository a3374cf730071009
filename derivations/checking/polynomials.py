"""Polynomials in normal variables over any number system, and their expectations by Isserlis' theorem.

E z_i z_j = S_ij, and E z_1 ... z_2k is the sum over all pairings of the products of such pairs; so a polynomial has its
exact expectation in every system, of any degree, without a root of S (Isserlis 1918).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from derivations.checking.arithmetic import System
from derivations.checking.errors import NotExpressible

Monomial = tuple[int, ...]
"""Numbers of the variables, in order, each as often as its power."""
MAX_TERMS = 5_000
MAX_POWER = 32


class Constant(NamedTuple):
    """A scalar or a matrix of the system below."""

    value: Any


class Polynomial(NamedTuple):
    """Coefficients by monomial."""

    terms: dict[Monomial, Any]


class Matrix(NamedTuple):
    """Rows of polynomials."""

    rows: list[list[Polynomial]]


class Polynomials(System):
    """Polynomials over a number system; what is no polynomial is not expressible."""

    def __init__(self, base: System) -> None:
        self.base = base
        self.name = f"polynomials over {base.name}"

    def number(self, value: Fraction) -> Constant:
        return Constant(self.base.number(value))

    def constant(self, value: Any) -> Constant:
        return Constant(value)

    def pi(self) -> Constant:
        return Constant(self.base.pi())

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        if all(isinstance(entry, Constant) for row in rows for entry in row):
            return Constant(self.base.matrix([[entry.value for entry in row] for row in rows]))
        return Matrix([[self._polynomial(entry) for entry in row] for row in rows])

    def _polynomial(self, value: Any) -> Polynomial:
        return Polynomial({(): value.value}) if isinstance(value, Constant) else value

    def _rows(self, value: Any) -> list[list[Polynomial]]:
        if isinstance(value, Matrix):
            return value.rows
        rows, columns = self.base.shape(value.value)
        entries = [[self.base.entry(value.value, i, j) for j in range(columns)] for i in range(rows)]
        return [[Polynomial({(): entry}) for entry in row] for row in entries]

    def add(self, left: Any, right: Any) -> Any:
        if isinstance(left, Constant) and isinstance(right, Constant):
            return Constant(self.base.add(left.value, right.value))
        if isinstance(left, Matrix) or isinstance(right, Matrix):
            pairs = zip(self._rows(left), self._rows(right), strict=True)
            return Matrix([[self._sum(a, b) for a, b in zip(*rows, strict=True)] for rows in pairs])
        return self._sum(self._polynomial(left), self._polynomial(right))

    def _sum(self, left: Polynomial, right: Polynomial) -> Polynomial:
        terms = dict(left.terms)
        for monomial, coefficient in right.terms.items():
            terms[monomial] = self.base.add(terms[monomial], coefficient) if monomial in terms else coefficient
        return Polynomial(terms)

    def neg(self, value: Any) -> Any:
        if isinstance(value, Constant):
            return Constant(self.base.neg(value.value))
        if isinstance(value, Matrix):
            return Matrix([[self.neg(entry) for entry in row] for row in value.rows])
        return Polynomial({monomial: self.base.neg(coefficient) for monomial, coefficient in value.terms.items()})

    def times(self, left: Any, right: Any) -> Any:
        if isinstance(left, Constant) and isinstance(right, Constant):
            return Constant(self.base.times(left.value, right.value))
        return self._product(self._polynomial(left), self._polynomial(right))

    def _product(self, left: Polynomial, right: Polynomial) -> Polynomial:
        if len(left.terms) * len(right.terms) > MAX_TERMS:
            raise NotExpressible(f"a polynomial beyond the budget of {MAX_TERMS} terms")
        terms: dict[Monomial, Any] = {}
        for one, a in left.terms.items():
            for two, b in right.terms.items():
                monomial, product = tuple(sorted(one + two)), self.base.times(a, b)
                terms[monomial] = self.base.add(terms[monomial], product) if monomial in terms else product
        return Polynomial(terms)

    def scale(self, factor: Any, matrix: Any) -> Any:
        if isinstance(factor, Constant) and isinstance(matrix, Constant):
            return Constant(self.base.scale(factor.value, matrix.value))
        scalar = self._polynomial(factor)
        return Matrix([[self._product(scalar, entry) for entry in row] for row in self._rows(matrix)])

    def matmul(self, left: Any, right: Any) -> Any:
        if isinstance(left, Constant) and isinstance(right, Constant):
            return Constant(self.base.matmul(left.value, right.value))
        columns = list(zip(*self._rows(right), strict=True))
        return Matrix([[self._dot(row, column) for column in columns] for row in self._rows(left)])

    def _dot(self, row: Sequence[Polynomial], column: Sequence[Polynomial]) -> Polynomial:
        total = Polynomial({})
        for a, b in zip(row, column, strict=True):
            total = self._sum(total, self._product(a, b))
        return total

    def transpose(self, matrix: Any) -> Any:
        if isinstance(matrix, Constant):
            return Constant(self.base.transpose(matrix.value))
        return Matrix([list(column) for column in zip(*matrix.rows, strict=True)])

    def entry(self, matrix: Any, row: int, column: int) -> Any:
        if isinstance(matrix, Constant):
            return Constant(self.base.entry(matrix.value, row, column))
        return matrix.rows[row][column]

    def shape(self, matrix: Any) -> tuple[int, int]:
        return (
            self.base.shape(matrix.value) if isinstance(matrix, Constant) else (len(matrix.rows), len(matrix.rows[0]))
        )

    def power(self, value: Any, exponent: Fraction) -> Any:
        if isinstance(value, Constant):
            return Constant(self.base.power(value.value, exponent))
        if exponent.denominator > 1 or not 0 <= exponent <= MAX_POWER:
            raise NotExpressible(f"the power {exponent} of a polynomial")
        power = self._polynomial(self.number(Fraction(1)))
        for _ in range(int(exponent)):
            power = self._product(power, value)
        return power

    def inverse(self, matrix: Any) -> Constant:
        return self._of_constant(self.base.inverse, matrix)

    def det(self, matrix: Any) -> Constant:
        return self._of_constant(self.base.det, matrix)

    def reciprocal(self, value: Any) -> Constant:
        return self._of_constant(self.base.reciprocal, value)

    def log(self, value: Any) -> Constant:
        return self._of_constant(self.base.log, value)

    def exp(self, value: Any) -> Constant:
        return self._of_constant(self.base.exp, value)

    def matrix_function(self, name: str, matrix: Any) -> Constant:
        return self._of_constant(lambda value: self.base.matrix_function(name, value), matrix)

    def unknown(self, name: str, order: int, at: Any) -> Constant:
        return self._of_constant(lambda value: self.base.unknown(name, order, value), at)

    def require(self, structure: str, value: Any) -> None:
        self._of_constant(lambda known: self.base.require(structure, known), value)

    def _of_constant(self, operation: Callable[[Any], Any], value: Any) -> Constant:
        if not isinstance(value, Constant):
            raise NotExpressible("a function of a normal variable that is no polynomial")
        return Constant(operation(value.value))


def expectation(
    base: System, body: Callable[[System, Any], Any], mean: list[list[Any]], covariance: list[list[Any]], scalar: bool
) -> Any:
    """E body(x) for x = mean + z with z ~ N(0, covariance), body a polynomial; mean and covariance by their rows."""
    system, one = Polynomials(base), base.number(Fraction(1))
    entries = [[Polynomial({(): row[0], (i,): one})] for i, row in enumerate(mean)]
    value = body(system, entries[0][0] if scalar else Matrix(entries))
    moments: dict[Monomial, Any] = {(): one}
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, Polynomial):
        return _mean(base, value, covariance, moments)
    return base.matrix([[_mean(base, entry, covariance, moments) for entry in row] for row in value.rows])


def _mean(base: System, value: Polynomial, covariance: list[list[Any]], moments: dict[Monomial, Any]) -> Any:
    total = base.number(Fraction(0))
    for monomial, coefficient in value.terms.items():
        total = base.add(total, base.times(coefficient, _moment(base, monomial, covariance, moments)))
    return total


def _moment(base: System, monomial: Monomial, covariance: list[list[Any]], known: dict[Monomial, Any]) -> Any:
    """E of a product of centred variables: the first one is paired with each of the others."""
    if monomial not in known:
        first, rest = monomial[0], monomial[1:]
        total = base.number(Fraction(0))
        for place, second in enumerate(rest):
            others = _moment(base, rest[:place] + rest[place + 1 :], covariance, known)
            total = base.add(total, base.times(covariance[first][second], others))
        known[monomial] = total
    return known[monomial]
