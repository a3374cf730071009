"""Sums of polynomials times exponentials of quadratics over any number system: what a Gaussian integral is made of.

The integral of p(x) exp(-1/2 x'A x + b'x) over all x is sqrt((2π)^D / |A|) exp(1/2 b'm) E p(m + z), where A is positive
definite, m = A^-1 b and z ~ N(0, A^-1): the square is completed, and the polynomial has exact moments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values import polynomials
from derivations.values.dual import Differentiable
from derivations.values.polynomials import Rows, Terms
from derivations.values.system import Integrand, System

MAX_POWER = 32
MAX_PARTS = 64


class Constant(NamedTuple):
    """A scalar or a matrix of the system below."""

    value: Any


class Part(NamedTuple):
    """factor · e^exponent, both polynomials; the exponent has no constant term."""

    exponent: Terms
    factor: Terms


class Bell(NamedTuple):
    """A sum of parts, at most one of them a mere polynomial."""

    parts: tuple[Part, ...]


class Matrix(NamedTuple):
    """Rows of sums."""

    rows: list[list[Bell]]


class Bells(Differentiable):
    """Polynomials times exponentials of quadratics; what is none is not expressible."""

    def __init__(self, base: System) -> None:
        self.base = base
        self.name = f"polynomials times exponentials over {base.name}"

    def number(self, value: Fraction) -> Constant:
        return Constant(self.base.number(value))

    def constant(self, value: Any) -> Constant:
        return Constant(value)

    def pi(self) -> Constant:
        return Constant(self.base.pi())

    def variables(self, shift: list[Any]) -> list[Bell]:
        """x_i = shift_i + z_i."""
        one = self.base.number(Fraction(1))
        return [Bell((Part({}, {(): value, (i,): one}),)) for i, value in enumerate(shift)]

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        if all(isinstance(entry, Constant) for row in rows for entry in row):
            return Constant(self.base.matrix([[entry.value for entry in row] for row in rows]))
        return Matrix([[bell(entry) for entry in row] for row in rows])

    def rows(self, value: Any) -> list[list[Bell]]:
        """The entries of a matrix, which may be constant."""
        if isinstance(value, Matrix):
            return value.rows
        rows, columns = self.base.shape(value.value)
        return [[bell(Constant(self.base.entry(value.value, i, j))) for j in range(columns)] for i in range(rows)]

    def _collected(self, parts: Iterable[Part]) -> Bell:
        """The parts, those without an exponential joined."""
        plain: Terms = {}
        kept = []
        for part in parts:
            if part.exponent:
                kept.append(part)
            else:
                plain = polynomials.add(self.base, plain, part.factor)
        if len(kept) > MAX_PARTS:
            raise NotExpressible(f"a sum of more than {MAX_PARTS} exponentials")
        return Bell((*([Part({}, plain)] if plain else []), *kept))

    def add(self, left: Any, right: Any) -> Any:
        if isinstance(left, Constant) and isinstance(right, Constant):
            return Constant(self.base.add(left.value, right.value))
        if isinstance(left, Matrix) or isinstance(right, Matrix):
            pairs = zip(self.rows(left), self.rows(right), strict=True)
            return Matrix([[self.add(a, b) for a, b in zip(*rows, strict=True)] for rows in pairs])
        return self._collected((*bell(left).parts, *bell(right).parts))

    def neg(self, value: Any) -> Any:
        return self.times(self.number(Fraction(-1)), value) if isinstance(value, Bell) else self._linear(value)

    def _linear(self, value: Any) -> Any:
        if isinstance(value, Constant):
            return Constant(self.base.neg(value.value))
        return Matrix([[self.neg(entry) for entry in row] for row in value.rows])

    def times(self, left: Any, right: Any) -> Any:
        if isinstance(left, Constant) and isinstance(right, Constant):
            return Constant(self.base.times(left.value, right.value))
        base = self.base
        return self._collected(
            Part(polynomials.add(base, a.exponent, b.exponent), polynomials.multiply(base, a.factor, b.factor))
            for a, b in product(bell(left).parts, bell(right).parts)
        )

    def scale(self, factor: Any, matrix: Any) -> Any:
        if isinstance(factor, Constant) and isinstance(matrix, Constant):
            return Constant(self.base.scale(factor.value, matrix.value))
        return Matrix([[self.times(bell(factor), entry) for entry in row] for row in self.rows(matrix)])

    def matmul(self, left: Any, right: Any) -> Any:
        if isinstance(left, Constant) and isinstance(right, Constant):
            return Constant(self.base.matmul(left.value, right.value))
        columns = list(zip(*self.rows(right), strict=True))
        return Matrix([[self._dot(row, column) for column in columns] for row in self.rows(left)])

    def _dot(self, row: Sequence[Bell], column: Sequence[Bell]) -> Bell:
        return self._collected(part for a, b in zip(row, column, strict=True) for part in self.times(a, b).parts)

    def transpose(self, matrix: Any) -> Any:
        if isinstance(matrix, Constant):
            return Constant(self.base.transpose(matrix.value))
        return Matrix([list(column) for column in zip(*matrix.rows, strict=True)])

    def entry(self, matrix: Any, row: int, column: int) -> Any:
        if isinstance(matrix, Constant):
            return Constant(self.base.entry(matrix.value, row, column))
        return matrix.rows[row][column]

    def shape(self, matrix: Any) -> tuple[int, int]:
        if isinstance(matrix, Constant):
            return self.base.shape(matrix.value)
        return len(matrix.rows), len(matrix.rows[0])

    def exp(self, value: Any) -> Any:
        if isinstance(value, Constant):
            return Constant(self.base.exp(value.value))
        terms = plain(value)
        if max(map(len, terms)) > 2:
            raise NotExpressible("the exponential of a polynomial of a degree above 2")
        start = self.base.exp(terms.get((), self.base.number(Fraction(0))))
        return Bell((Part({monomial: c for monomial, c in terms.items() if monomial}, {(): start}),))

    def log(self, value: Any) -> Any:
        if isinstance(value, Constant):
            return Constant(self.base.log(value.value))
        exponent, factor = single(value)
        return Bell((Part({}, polynomials.add(self.base, exponent, {(): self.base.log(factor)})),))

    def sin(self, value: Any) -> Constant:
        return self._of_constant(self.base.sin, value)

    def cos(self, value: Any) -> Constant:
        return self._of_constant(self.base.cos, value)

    def gamma(self, value: Any) -> Constant:
        return self._of_constant(self.base.gamma, value)

    def power(self, value: Any, exponent: Fraction) -> Any:
        if isinstance(value, Constant):
            return Constant(self.base.power(value.value, exponent))
        if exponent.denominator == 1 and 0 <= exponent <= MAX_POWER:
            power = bell(self.number(Fraction(1)))
            for _ in range(int(exponent)):
                power = self.times(power, value)
            return power
        quadratic, factor = single(value)
        scaled = polynomials.scale(self.base, self.base.number(exponent), quadratic)
        return Bell((Part(scaled, {(): self.base.power(factor, exponent)}),))

    def reciprocal(self, value: Any) -> Any:
        if isinstance(value, Constant):
            return Constant(self.base.reciprocal(value.value))
        return self.power(value, Fraction(-1))

    def inverse(self, matrix: Any) -> Constant:
        return self._of_constant(self.base.inverse, matrix)

    def det(self, matrix: Any) -> Constant:
        return self._of_constant(self.base.det, matrix)

    def matrix_function(self, name: str | Fraction, matrix: Any) -> Constant:
        return self._of_constant(lambda value: self.base.matrix_function(name, value), matrix)

    def unknown(self, name: str, order: int, at: Any) -> Constant:
        return self._of_constant(lambda value: self.base.unknown(name, order, value), at)

    def require(self, structure: str, value: Any) -> None:
        self._of_constant(lambda known: self.base.require(structure, known), value)

    def _of_constant(self, operation: Callable[[Any], Any], value: Any) -> Constant:
        if not isinstance(value, Constant):
            raise NotExpressible("a function of the variable that is no polynomial times an exponential of a quadratic")
        return Constant(operation(value.value))


def bell(value: Any) -> Bell:
    """A constant scalar, or a sum, as a sum."""
    return Bell((Part({}, {(): value.value}),)) if isinstance(value, Constant) else value


def plain(value: Bell) -> Terms:
    """The polynomial that the sum is; NotExpressible if exponentials occur."""
    if len(value.parts) != 1 or value.parts[0].exponent:
        raise NotExpressible("an exponential of an exponential")
    return value.parts[0].factor


def single(value: Bell) -> tuple[Terms, Any]:
    """Exponent and number of a single number times an exponential; NotExpressible of anything else."""
    if len(value.parts) != 1 or set(value.parts[0].factor) != {()}:
        raise NotExpressible("a logarithm, root or quotient of what is no single exponential")
    return value.parts[0].exponent, value.parts[0].factor[()]


# ---------------------------------------------------------------- integrals


def expectation(base: System, of: Integrand, mean: Rows, covariance: Rows) -> Any:
    """E of(x) for x = mean + z with z ~ N(0, covariance), which are given by their rows."""
    bells = Bells(base)
    value = of.at(bells, bells.variables([row[0] for row in mean]))
    if isinstance(value, Constant):
        return value.value

    def expected(part: Part) -> Any:
        if not part.exponent:
            return polynomials.mean(base, part.factor, covariance)
        precision = base.inverse(base.matrix(covariance))
        density = base.power(base.reciprocal(_normaliser(base, precision)), Fraction(1, 2))
        return base.times(density, _integral(base, part, precision))

    return _each(base, value, expected, of.matrix)


def integral(base: System, of: Integrand) -> Any:
    """The integral over all values of the variable."""
    zero = base.number(Fraction(0))
    nothing = base.matrix([[zero] * of.size for _ in range(of.size)])
    return by_parts(base, of, lambda part: _integral(base, part, nothing))


def by_parts(base: System, of: Integrand, one: Callable[[Part], Any]) -> Any:
    """The integral that is, entry by entry, the sum of ``one`` of every part of the integrand."""
    bells = Bells(base)
    value = of.at(bells, bells.variables([base.number(Fraction(0))] * of.size))
    return _each(base, value, one, of.matrix)


def _each(base: System, value: Any, one: Callable[[Part], Any], matrix: bool) -> Any:
    if matrix:
        return base.matrix([[_each(base, entry, one, False) for entry in row] for row in Bells(base).rows(value)])
    total = base.number(Fraction(0))
    for part in bell(value).parts:
        total = base.add(total, one(part))
    return total


def _integral(base: System, part: Part, precision: Any) -> Any:
    """The integral of factor · e^exponent · e^(-1/2 x' precision x)."""
    if all(base.is_zero(coefficient) for coefficient in part.factor.values()):
        return base.number(Fraction(0))
    size = base.shape(precision)[0]
    a = base.add(precision, _quadratic(base, part.exponent, size))
    try:
        base.require("spd", a)
    except UndefinedValue:
        raise UndefinedValue("the integral diverges") from None
    zero = base.number(Fraction(0))
    b = base.matrix([[part.exponent.get((i,), zero)] for i in range(size)])
    covariance = base.inverse(a)
    centre = base.matmul(covariance, b)
    rows = [[base.entry(covariance, i, j) for j in range(size)] for i in range(size)]
    moved = polynomials.shifted(base, part.factor, [base.entry(centre, i, 0) for i in range(size)])
    height = base.exp(base.times(base.number(Fraction(1, 2)), base.entry(base.matmul(base.transpose(b), centre), 0, 0)))
    width = base.power(_normaliser(base, a), Fraction(1, 2))
    return base.times(base.times(height, width), polynomials.mean(base, moved, rows))


def _quadratic(base: System, exponent: Terms, size: int) -> Any:
    """A of an exponent -1/2 x'A x + b'x."""
    zero = base.number(Fraction(0))

    def entry(i: int, j: int) -> Any:
        coefficient = exponent.get((min(i, j), max(i, j)), zero)
        return base.times(base.number(Fraction(-2 if i == j else -1)), coefficient)

    return base.matrix([[entry(i, j) for j in range(size)] for i in range(size)])


def _normaliser(base: System, precision: Any) -> Any:
    """(2π)^D / |A|."""
    size = base.shape(precision)[0]
    circle = base.power(base.times(base.number(Fraction(2)), base.pi()), Fraction(size))
    return base.times(circle, base.reciprocal(base.det(precision)))
