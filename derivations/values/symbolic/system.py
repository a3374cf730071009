"""SymPy as a number system: the same tree with generic symbols for the entries, at given sizes.

Derivatives and integrals are SymPy's own, so that this rung shares no rule of calculus with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import flint
import sympy
from sympy.polys.fields import sfield
from sympy.polys.matrices import DomainMatrix

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.balls import PRECISION, Balls
from derivations.values.function_letters import known_function
from derivations.values.gaussian_integrals import expectation
from derivations.values.spectra import matrix_function
from derivations.values.symbolic.degrees import MAX_FACTORED, degree_of, fraction_within_budget, functions_within_budget
from derivations.values.symbolic.integrals import integrate_all, integrate_between
from derivations.values.symbolic.normal_forms import (
    normalised,
    number_in,
    number_is_zero,
    rational_function,
    vanishes_in_functions,
)
from derivations.values.symbolic.terms import determinant_within_budget, product_within_budget, within_budget
from derivations.values.system import Integrand, Integrating, System

MAX_DIVISOR_TERMS = 1_000
"""Most terms of what is inverted, were it multiplied out: common factors are sought, which soon takes minutes."""
MAX_INVERSE = 2_000
"""Most terms of a determinant, counted for every entry of the inverse: one of 10 000 takes three seconds."""


class Symbols(Integrating):
    """Expressions in symbols for the entries: equality is decided in a field of fractions."""

    name = "SymPy"
    generic = True

    def __init__(self) -> None:
        self.inverses: dict[Any, Any] = {}
        """Inverses taken so far: common factors are sought for each entry, and claims say C^-1 again and again."""
        self.counts: dict[Any, tuple[int, int]] = {}
        """Terms and operations of the entries of matrices that were multiplied."""
        self.depth = 0
        """How many derivatives are being taken, one within the other."""
        self.variables: dict[tuple[int, int, int], Any] = {}
        """What is differentiated by, for each depth and entry: the same for every direction in which it varies."""

    def number(self, value: Fraction) -> Any:
        return sympy.Rational(value.numerator, value.denominator)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return sympy.Matrix(rows)

    def transpose(self, matrix: Any) -> Any:
        return matrix.T

    def matmul(self, left: Any, right: Any) -> Any:
        return product_within_budget(left, right, self.counts)

    def inverse(self, matrix: Any) -> Any:
        key = matrix.as_immutable()
        if key not in self.inverses:
            self.inverses[key] = self._inverse(matrix)
        return self.inverses[key]

    def _inverse(self, matrix: Any) -> Any:
        if matrix.rows > 2 and any(power.exp.is_negative for power in matrix.atoms(sympy.Pow)):
            raise NotExpressible("the inverse of a large matrix of fractions in generic symbols")
        determinant = within_budget(self.det(matrix), min(MAX_DIVISOR_TERMS, MAX_INVERSE // matrix.rows**2))
        if _vanishes(fraction_within_budget(determinant)):
            raise UndefinedValue("the matrix is singular")
        return (matrix.adjugate() / determinant).applyfunc(sympy.cancel)

    def det(self, matrix: Any) -> Any:
        if matrix.rows > 2:
            return determinant_within_budget(matrix).det(method="berkowitz")
        # SymPy would simplify on the way, which takes seconds before any budget is asked.
        return matrix[0, 0] if matrix.rows == 1 else matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]

    def shape(self, matrix: Any) -> tuple[int, int]:
        return (int(matrix.rows), int(matrix.cols))

    def reciprocal(self, value: Any) -> Any:
        if _vanishes(fraction_within_budget(within_budget(value, MAX_DIVISOR_TERMS))):
            raise UndefinedValue("division by zero")
        return 1 / value

    def power(self, value: Any, exponent: Fraction) -> Any:
        if exponent.denominator == 1:
            return within_budget(value ** int(exponent))
        value = within_budget(value)
        if degree_of(value) <= MAX_FACTORED:
            value = sympy.factor(value)
        return real(value ** self.number(exponent))

    def log(self, value: Any) -> Any:
        return real(sympy.log(value))

    def exp(self, value: Any) -> Any:
        return sympy.exp(value)

    def sin(self, value: Any) -> Any:
        return sympy.sin(value)

    def cos(self, value: Any) -> Any:
        return sympy.cos(value)

    def gamma(self, value: Any) -> Any:
        return real(sympy.gamma(value))

    def pi(self) -> Any:
        return sympy.pi

    def row_reduced(self, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """In SymPy's field of fractions, which divides by whatever is not zero for generic symbols."""
        form, pivots = DomainMatrix.from_Matrix(sympy.Matrix(rows).applyfunc(sympy.cancel)).to_field().rref()
        matrix = form.to_Matrix().applyfunc(sympy.cancel)
        return [list(matrix.row(i)) for i in range(len(pivots))]

    def unknown(self, name: str, order: int, at: Any) -> Any:
        found = known_function(name)
        if found.kind.parity:
            raise NotExpressible(f"a function that is {found.kind.word}, in generic symbols")
        return sympy.Function(found.letter)(at)

    def derivative(self, function: Callable[[System, Any], Any], at: Any, direction: Any) -> Any:
        if not isinstance(at, sympy.MatrixBase):
            symbol = self._variable(0, 0)
            return direction * sympy.diff(self._within(function, symbol), symbol).subs(symbol, at).doit()
        symbols = sympy.Matrix(at.rows, at.cols, lambda i, j: self._variable(i, j))
        value = self._within(function, symbols)
        along = sum((d * value.diff(t) for d, t in zip(direction, symbols, strict=True) if d != 0), 0 * value)
        return along.subs(list(zip(symbols, at, strict=True))).doit()

    def _variable(self, row: int, column: int) -> Any:
        """A symbol for an entry: SymPy remembers what it did with that before."""
        place = (self.depth, row, column)
        if place not in self.variables:
            self.variables[place] = sympy.Dummy(f"t{row}{column}", real=True)
        return self.variables[place]

    def _within(self, function: Callable[[System, Any], Any], at: Any) -> Any:
        """The value of what a derivative is taken of."""
        self.depth += 1
        try:
            return function(self, at)
        finally:
            self.depth -= 1

    def expectation(self, of: Integrand, mean: list[list[Any]], covariance: list[list[Any]]) -> Any:
        """Of a polynomial by pairings, of anything else by integrating it times the density."""
        try:
            return expectation(self, of, mean, covariance)
        except NotExpressible:
            return self._integrated(of, sympy.Matrix(mean), sympy.Matrix(covariance))

    def _integrated(self, of: Integrand, mean: Any, covariance: Any) -> Any:
        symbols = variables(of)
        gap = sympy.Matrix(symbols) - mean
        quadratic = (gap.T * self.inverse(covariance) * gap)[0]
        density = sympy.exp(-quadratic / 2) / sympy.sqrt((2 * sympy.pi) ** mean.rows * self.det(covariance))
        return each_entry(of.at(self, symbols), lambda entry: integrate_all(entry * density, symbols))

    def spectrum(self, matrix: Any) -> list[tuple[Any, Any, int]]:
        if matrix.rows > 1:
            raise NotExpressible("the eigenvalues of a matrix in generic symbols")
        return [(matrix[0, 0], sympy.eye(1), 1)]

    def is_positive(self, value: Any) -> bool:
        if value.is_positive is None:
            raise NotExpressible("a value in generic symbols that may have either sign")
        return bool(value.is_positive)

    def matrix_function(self, name: str | Fraction, matrix: Any) -> Any:
        return matrix_function(self, name, matrix)

    def integral(self, of: Integrand) -> Any:
        symbols = variables(of)
        return each_entry(of.at(self, symbols), lambda entry: integrate_all(entry, symbols))

    def definite(self, of: Integrand, lower: Any | None, upper: Any | None) -> Any:
        symbols = variables(of)
        return each_entry(of.at(self, symbols), lambda entry: integrate_between(entry, symbols[0], lower, upper))

    def decide_zero(self, value: Any) -> bool | None:
        """True or False where a field of fractions decides, None where functions are left over."""
        if value == 0:
            return True
        if not value.free_symbols:
            return number_is_zero(value)
        try:
            if (rational := rational_function(fraction_within_budget(value))) is not None:
                return bool(rational == 0)
            value = normalised(functions_within_budget(value))
        except NotExpressible:
            return None
        if value == 0 or vanishes_in_functions(value) or (not self.refutes(value) and sfield(value)[1] == 0):
            return True
        functions = value.atoms(sympy.Function, sympy.Integral, sympy.Derivative) or any(
            not power.exp.is_Integer for power in value.atoms(sympy.Pow)
        )
        return None if functions else False

    def is_zero(self, value: Any) -> bool:
        return self.decide_zero(value) is True

    def latex(self, value: Any) -> str:
        return str(sympy.latex(value))

    def text(self, value: Any) -> str:
        return str(value).replace("**", "^")

    def refutes(self, value: Any) -> bool:
        """Whether the expression is certainly not zero: a ball that excludes zero at a rational point."""
        symbols = sorted(value.free_symbols, key=lambda symbol: symbol.name)
        for shift in range(3):
            # Positive values lie in every declared structure: the factor of a positive definite matrix is free.
            point = {symbol: Fraction(2 + (5 * k + 3 * shift) % 7, 3) for k, symbol in enumerate(symbols)}
            with flint.ctx.workprec(PRECISION):
                try:
                    ball = number_in(Balls(), value, point)
                except (NotExpressible, UndefinedValue):
                    continue
                if not ball.contains(0):
                    return True
        return False


def _vanishes(value: Any) -> bool:
    """Whether an expression is zero by its common factors, which the field of fractions finds sooner than `cancel`."""
    rational = rational_function(value)
    return bool((sympy.cancel(functions_within_budget(value)) if rational is None else rational) == 0)


def variables(of: Integrand) -> list[Any]:
    """Symbols for the entries of what an integral runs over."""
    return [sympy.Dummy(f"x{i}", real=True) for i in range(of.size)]


def each_entry(value: Any, operation: Callable[[Any], Any]) -> Any:
    """The operation on a scalar, or on every entry of a matrix."""
    return value.applyfunc(operation) if isinstance(value, sympy.MatrixBase) else operation(value)


def real(value: Any) -> Any:
    """The value; `UndefinedValue` where SymPy answers with a complex number or an infinity."""
    if value.has(sympy.I, sympy.zoo, sympy.nan, sympy.oo):
        raise UndefinedValue("a root or a logarithm of a number that is not positive")
    return value
