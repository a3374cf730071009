"""SymPy as a number system: the same tree with generic symbols for the entries, at given sizes.

Derivatives and integrals are SymPy's own, so that this rung shares no rule of calculus with the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import flint
import sympy
from sympy.polys.domains import QQ
from sympy.polys.fields import field, sfield
from sympy.polys.matrices import DomainMatrix

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values.balls import PRECISION, Balls
from derivations.values.exact_systems import ExactReals
from derivations.values.gaussian_integrals import expectation
from derivations.values.spectra import matrix_function
from derivations.values.symbolic.integrals import integrate_all, integrate_between
from derivations.values.system import Integrand, Integrating, System

MAX_OPERATIONS = 20_000
"""SymPy expressions with more operations than this are not decided: budgets count terms, never seconds."""
MAX_TERMS = 10_000
"""Nor are those that might have more terms than this when multiplied out."""
MAX_DIVISOR_TERMS = 1_000
"""The same for what is inverted: common factors are sought, which soon takes minutes."""
MAX_INVERSE = 2_000
"""Most terms of a determinant, counted for every entry of the inverse: one of 10 000 takes three seconds."""


class Symbols(Integrating):
    """Expressions in symbols for the entries: equality is decided in a field of fractions."""

    name = "SymPy"
    generic = True

    def number(self, value: Fraction) -> Any:
        return sympy.Rational(value.numerator, value.denominator)

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        return sympy.Matrix(rows)

    def transpose(self, matrix: Any) -> Any:
        return matrix.T

    def inverse(self, matrix: Any) -> Any:
        if matrix.rows > 2 and any(power.exp.is_negative for power in matrix.atoms(sympy.Pow)):
            raise NotExpressible("the inverse of a large matrix of fractions in generic symbols")
        determinant = within_budget(self.det(matrix), min(MAX_DIVISOR_TERMS, MAX_INVERSE // matrix.rows**2))
        if sympy.cancel(determinant) == 0:
            raise UndefinedValue("the matrix is singular")
        return (matrix.adjugate() / determinant).applyfunc(sympy.cancel)

    def det(self, matrix: Any) -> Any:
        if matrix.rows > 2:
            return matrix.det(method="berkowitz")
        # SymPy would simplify on the way, which takes seconds before any budget is asked.
        return matrix[0, 0] if matrix.rows == 1 else matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]

    def shape(self, matrix: Any) -> tuple[int, int]:
        return (int(matrix.rows), int(matrix.cols))

    def reciprocal(self, value: Any) -> Any:
        if sympy.cancel(within_budget(value, MAX_DIVISOR_TERMS)) == 0:
            raise UndefinedValue("division by zero")
        return 1 / value

    def power(self, value: Any, exponent: Fraction) -> Any:
        if exponent.denominator == 1:
            return within_budget(value ** int(exponent))
        return real(sympy.factor(within_budget(value)) ** self.number(exponent))

    def log(self, value: Any) -> Any:
        return real(sympy.log(value))

    def exp(self, value: Any) -> Any:
        return sympy.exp(value)

    def pi(self) -> Any:
        return sympy.pi

    def row_reduced(self, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """In SymPy's field of fractions, which divides by whatever is not zero for generic symbols."""
        form, pivots = DomainMatrix.from_Matrix(sympy.Matrix(rows).applyfunc(sympy.cancel)).to_field().rref()
        matrix = form.to_Matrix().applyfunc(sympy.cancel)
        return [list(matrix.row(i)) for i in range(len(pivots))]

    def unknown(self, name: str, order: int, at: Any) -> Any:
        return sympy.Function(name)(at)

    def derivative(self, function: Callable[[System, Any], Any], at: Any, direction: Any) -> Any:
        if not isinstance(at, sympy.MatrixBase):
            symbol = sympy.Dummy("t", real=True)
            return direction * sympy.diff(function(self, symbol), symbol).subs(symbol, at).doit()
        symbols = sympy.Matrix(at.rows, at.cols, lambda i, j: sympy.Dummy(f"t{i}{j}", real=True))
        value = function(self, symbols)
        along = sum((d * value.diff(t) for d, t in zip(direction, symbols, strict=True) if d != 0), 0 * value)
        return along.subs(list(zip(symbols, at, strict=True))).doit()

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
            within_budget(value)
        except NotExpressible:
            return None
        if (rational := rational_function(value)) is not None:
            return bool(rational == 0)
        value = normalised(value)
        if value == 0 or sfield(value)[1] == 0:
            return True
        functions = value.atoms(sympy.Function, sympy.Integral, sympy.Derivative) or any(
            not power.exp.is_Integer for power in value.atoms(sympy.Pow)
        )
        return None if functions else False

    def is_zero(self, value: Any) -> bool:
        return self.decide_zero(value) is True

    def latex(self, value: Any) -> str:
        return str(sympy.latex(value))

    def refutes(self, value: Any) -> bool:
        """Whether the expression is certainly not zero: a ball that excludes zero at a rational point."""
        symbols = sorted(value.free_symbols, key=lambda symbol: symbol.name)
        for shift in range(3):
            # Positive values lie in every declared structure: the factor of a positive definite matrix is free.
            point = {symbol: sympy.Rational(2 + (5 * k + 3 * shift) % 7, 3) for k, symbol in enumerate(symbols)}
            with flint.ctx.workprec(PRECISION):
                try:
                    ball = number_in(Balls(), value.subs(point))
                except (NotExpressible, UndefinedValue):
                    continue
                if not ball.contains(0):
                    return True
        return False


def variables(of: Integrand) -> list[Any]:
    """Symbols for the entries of what an integral runs over."""
    return [sympy.Dummy(f"x{i}", real=True) for i in range(of.size)]


def each_entry(value: Any, operation: Callable[[Any], Any]) -> Any:
    """The operation on a scalar, or on every entry of a matrix."""
    return value.applyfunc(operation) if isinstance(value, sympy.MatrixBase) else operation(value)


def rational_function(value: Any) -> Any:
    """The element of SymPy's field of fractions, which no product is expanded for; None where functions occur."""
    try:
        return field(sorted(value.free_symbols, key=str), QQ)[0].from_expr(value)
    except ValueError:
        return None


def number_is_zero(value: Any) -> bool | None:
    """True where the normal form of the exact reals is zero, None where it cannot tell."""
    try:
        return True if number_in(ExactReals(), value).is_zero() else None
    except (NotExpressible, UndefinedValue):
        return None


def real(value: Any) -> Any:
    """The value; `UndefinedValue` where SymPy answers with a complex number or an infinity."""
    if value.has(sympy.I, sympy.zoo, sympy.nan, sympy.oo):
        raise UndefinedValue("a root or a logarithm of a number that is not positive")
    return value


def within_budget(value: Any, terms: int = MAX_TERMS) -> Any:
    """The expression; NotExpressible where it has too many operations, or terms when multiplied out."""
    most, operations = counted(value, {})
    if operations > MAX_OPERATIONS or most > terms:
        raise NotExpressible(f"an expression beyond the budget of {terms} terms for SymPy")
    return value


def counted(value: Any, known: dict[Any, tuple[int, int]]) -> tuple[int, int]:
    """A bound on the terms of the expression, and of its arguments, when multiplied out, and its operations.

    Parts that recur are looked at once: a determinant has millions of them.
    """
    if value not in known:
        below = [counted(part, known) for part in value.args]
        operations = sum(count for _, count in below) + max(0, len(below) - 1)
        known[value] = terms_of(value, [terms for terms, _ in below]), operations
    return known[value]


def terms_of(value: Any, below: Sequence[int]) -> int:
    """A bound on the terms of the expression, from those of its arguments."""
    if value.is_Add:
        return sum(below)
    if value.is_Mul:
        return math.prod(below)
    if value.is_Pow and value.exp.is_Integer and value.base.is_Add:
        power = abs(int(value.exp))
        return max(below[0], math.comb(below[0] + power - 1, power))
    return max(below, default=1)


def normalised(value: Any) -> Any:
    """Logs of factored arguments expanded, exponents of exponentials expanded, powers of factored bases."""
    value = value.replace(
        lambda e: isinstance(e, sympy.Pow) and not e.exp.is_Integer and not e.exp.is_Symbol,
        lambda e: sympy.factor(e.base) ** e.exp if e.base != sympy.E else sympy.exp(sympy.expand(sympy.cancel(e.exp))),
    )
    return value.replace(
        lambda e: isinstance(e, sympy.log), lambda e: sympy.expand_log(sympy.log(sympy.factor(e.args[0])))
    )


def number_in(system: System, value: Any) -> Any:
    """A SymPy number in a number system; NotExpressible for what is not made by arithmetic, roots, exp, log and pi."""
    match value:
        case sympy.Rational():
            return system.number(Fraction(int(value.p), int(value.q)))
        case sympy.pi:
            return system.pi()
        case sympy.E:
            return system.exp(system.number(Fraction(1)))
        case sympy.Add() | sympy.Mul():
            return reduce(
                system.add if value.is_Add else system.times, (number_in(system, part) for part in value.args)
            )
        case sympy.Pow() if isinstance(value.exp, sympy.Rational):
            return system.power(number_in(system, value.base), Fraction(int(value.exp.p), int(value.exp.q)))
        case sympy.exp():
            return system.exp(number_in(system, value.args[0]))
        case sympy.log():
            return system.log(number_in(system, value.args[0]))
    raise NotExpressible(f"{type(value).__name__} is no number of the system {system.name}")
