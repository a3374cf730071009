r"""Exact values with logs, exponentials, roots and π: sums of c · e^q · π^s · ∏ bᵢ^rᵢ · ∏ (log bⱼ)^mⱼ · (log π)^m.

Here q and s are rational, 0 < rᵢ < 1 is rational, the bases b > 1 are integers, and the coefficient c is a rational
number or a rational matrix; so log|S| · x is a value like any other.

What a zero test is worth: `Exact.is_zero` writes all roots, and all logs, over bases that are coprime and no perfect
powers, and compares coefficients.

- True is always exact: only identities of arithmetic were used.
- False is a theorem where the monomials that occur are known to be independent over the rationals: roots times e^q
  (Besicovitch 1940, Lindemann–Weierstrass), roots times powers of π (Lindemann), values linear in π and the logs of
  integers with algebraic coefficients (unique factorisation, Baker 1966).
- Any other False (e · log 2, log π, products of logs) rests on no theorem and must not refute a claim.  What refutes is
  a ball, `Exact.to_ball`, that excludes zero.

`UndefinedValue` says that there is no such real number, `NotExpressible` that this form cannot hold it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import flint
from flint import fmpq, fmpq_mat, fmpz

from derivations.tree import NotExpressible, UndefinedValue
from derivations.values import sums
from derivations.values.exact_printing import terms_latex, terms_text
from derivations.values.monomials import ONE, Monomial
from derivations.values.sums import MAX_EXPONENT, UNIT, Coefficient, Terms

Rational = int | Fraction | fmpz | fmpq
Shape = tuple[int, int] | None


@dataclass(frozen=True, eq=False, slots=True)
class Exact:
    """∑ coefficient · monomial, a scalar (`shape` None) or a matrix (`shape` = (rows, columns)); immutable.

    Build values with `Exact.of`, `Exact.pi` and `Exact.matrix`; compare two by `(a - b).is_zero()`.
    """

    shape: Shape
    terms: Terms

    @staticmethod
    def of(value: Exact | Rational | fmpq_mat) -> Exact:
        """A rational number or a rational matrix."""
        if isinstance(value, Exact):
            return value
        if isinstance(value, fmpq_mat):
            return Exact(_shape(value), sums.nonzero({ONE: fmpq_mat(value)}))
        return Exact(None, sums.nonzero({ONE: _rational("value", value)}))

    @staticmethod
    def pi() -> Exact:
        """The number π."""
        return Exact(None, {Monomial(pi=fmpq(1)): fmpq(1)})

    @staticmethod
    def matrix(rows: Sequence[Sequence[Exact | Rational]]) -> Exact:
        """The matrix with the given scalar entries."""
        shape = (len(rows), len(rows[0]) if rows else 0)
        if any(len(row) != shape[1] for row in rows):
            raise ValueError(f"rows: found lengths {[len(row) for row in rows]}, expected equal lengths")
        terms: dict[Monomial, fmpq_mat] = {}
        for i, row in enumerate(rows):
            for j, entry in enumerate(row):
                for monomial, coefficient in _scalar(Exact.of(entry), "entry").terms.items():
                    terms.setdefault(monomial, fmpq_mat(*shape))[i, j] = coefficient
        return Exact(shape, sums.nonzero(terms))

    def __add__(self, other: Exact | Rational | fmpq_mat) -> Exact:
        """Sum of two scalars, or of two matrices of the same shape."""
        other = Exact.of(other)
        if self.shape != other.shape:
            raise ValueError(f"summand: found {_describe(other.shape)}, expected {_describe(self.shape)}")
        return Exact(self.shape, sums.add(self.terms, other.terms))

    def __neg__(self) -> Exact:
        return Exact(self.shape, {monomial: -coefficient for monomial, coefficient in self.terms.items()})

    def __sub__(self, other: Exact | Rational | fmpq_mat) -> Exact:
        return self + -Exact.of(other)

    def __mul__(self, other: Exact | Rational | fmpq_mat) -> Exact:
        """Product of two factors at least one of which is a scalar; `matmul` and `hadamard` are the other two."""
        other = Exact.of(other)
        if self.shape and other.shape:
            raise ValueError("factor: found two matrices, expected a scalar; use matmul or hadamard")
        return Exact(self.shape or other.shape, sums.multiply(self.terms, other.terms))

    def __radd__(self, other: Rational | fmpq_mat) -> Exact:
        return Exact.of(other) + self

    def __rsub__(self, other: Rational | fmpq_mat) -> Exact:
        return Exact.of(other) - self

    def __rmul__(self, other: Rational | fmpq_mat) -> Exact:
        return Exact.of(other) * self

    def matmul(self, other: Exact) -> Exact:
        """Matrix product, (m, n) by (n, k)."""
        rows, inner = _matrix_shape(self, "left factor")
        other_rows, columns = _matrix_shape(other, "right factor")
        if inner != other_rows:
            raise ValueError(f"right factor: found {_describe(other.shape)}, expected {inner} rows")
        return Exact((rows, columns), sums.multiply(self.terms, other.terms))

    def hadamard(self, other: Exact) -> Exact:
        """Entrywise product of two matrices of the same shape."""
        shape = _matrix_shape(self, "left factor")
        if other.shape != shape:
            raise ValueError(f"right factor: found {_describe(other.shape)}, expected {_describe(shape)}")
        return Exact(shape, sums.multiply(self.terms, other.terms, _entrywise_product))

    def linear(self, function: Callable[[fmpq_mat], fmpq | fmpq_mat]) -> Exact:
        """A function that is linear over the rationals, applied to a matrix: diagonal, block, sum of entries."""
        image_of_zero = function(fmpq_mat(*_matrix_shape(self, "argument")))
        shape = _shape(image_of_zero) if isinstance(image_of_zero, fmpq_mat) else None
        terms = {monomial: function(coefficient) for monomial, coefficient in self.terms.items()}
        return Exact(shape, sums.nonzero(terms))

    def transpose(self) -> Exact:
        """Aᵀ."""
        return self.linear(lambda a: a.transpose())

    def trace(self) -> Exact:
        """tr A = ∑ᵢ aᵢᵢ."""
        size = _square_size(self, "trace")
        return self.linear(lambda a: sum((a[i, i] for i in range(size)), fmpq(0)))

    def entry(self, row: int, column: int) -> Exact:
        """aᵢⱼ, counted from 0."""
        rows, columns = _matrix_shape(self, "argument")
        if not (0 <= row < rows and 0 <= column < columns):
            raise ValueError(f"index: found ({row}, {column}), expected (0, 0) to ({rows - 1}, {columns - 1})")
        return self.linear(lambda a: a[row, column])

    def det(self) -> Exact:
        """det(m · A) = mⁿ det A for a monomial m and a rational n × n matrix A."""
        size = _square_size(self, "det")
        value = self.normal()
        if not value.terms:
            return Exact.of(0)
        monomial, coefficient = value._single_term("the determinant")
        return Exact.of(coefficient.det()) * Exact(None, {monomial: fmpq(1)})._whole_power(size)

    def inverse(self) -> Exact:
        """1/x for a scalar, A⁻¹ for a matrix, where the value is one monomial times a rational number or matrix."""
        if self.shape:
            _square_size(self, "inverse")
        value = self.normal()
        if not value.terms:
            raise UndefinedValue("the inverse of zero")
        monomial, coefficient = value._single_term("the inverse")
        try:
            inverse = coefficient.inv() if self.shape else 1 / coefficient
        except ZeroDivisionError:
            raise UndefinedValue("the inverse of a singular matrix") from None
        return Exact.of(inverse) * Exact(None, sums.monomial_power(monomial, fmpq(-1)))

    def log(self) -> Exact:
        """The natural logarithm of a positive scalar that is one monomial without logs."""
        return Exact(None, sums.log(*self._positive_term("the logarithm")))

    def exp(self) -> Exact:
        """e^(q + ∑ cⱼ log bⱼ + s log π) = e^q · ∏ bⱼ^cⱼ · π^s."""
        terms = _scalar(self, "exponent").normal().terms
        return Exact(None, reduce(sums.multiply, (sums.exponential(*term) for term in terms.items()), UNIT))

    def power(self, exponent: Rational) -> Exact:
        """x^q of a scalar: any x for whole q (x⁰ = 1), a single monomial x ≥ 0 otherwise."""
        q = _rational("exponent", exponent)
        base = _scalar(self, "base").normal()
        if q.q == 1:
            return base._whole_power(int(q.p))
        if not base.terms and q > 0:
            return base
        if q.q % 2 == 1 and _is_negative(base):
            raise NotExpressible("an odd root of a negative number: its real and its principal value differ")
        monomial, coefficient = base._positive_term(f"the power {q}")
        root = sums.multiply(sums.radical(int(coefficient.p), q), sums.radical(int(coefficient.q), -q))
        return Exact(None, sums.multiply(sums.monomial_power(monomial, q), root))

    def is_zero(self) -> bool:
        """Whether the normal form is zero: True is always exact, for False see the module's docstring."""
        return not self.normal().terms

    def rational(self) -> fmpq | fmpq_mat | None:
        """The value if its normal form is rational, else None."""
        terms = self.normal().terms
        if any(monomial != ONE for monomial in terms):
            return None
        return fmpq_mat(terms.get(ONE, fmpq_mat(*self.shape))) if self.shape else terms.get(ONE, fmpq(0))

    def to_ball(self, bits: int = 256) -> Any:
        """An arb, or an arb_mat for a matrix, that encloses the value, computed with `bits` bits."""
        with flint.ctx.workprec(bits):
            total = flint.arb_mat(*self.shape) if self.shape else flint.arb(0)
            for monomial, coefficient in self.terms.items():
                ball = flint.arb_mat(coefficient) if self.shape else flint.arb(coefficient)
                total += ball if monomial == ONE else ball * monomial.to_ball()
            return total

    def latex(self) -> str:
        r"""The normal form of a scalar for a reader: `\tfrac{1}{2}\log 2 - 3`, `e^{-1/2}`, `\sqrt{6}`."""
        return terms_latex(self.normal().terms)

    def text(self) -> str:
        """The same in text: 1/2 log(2) - 3, exp(-1/2), sqrt(6)."""
        return terms_text(self.normal().terms)

    def normal(self) -> Exact:
        """The same value, its roots and its logs written over coprime bases that are no perfect powers."""
        return Exact(self.shape, sums.normal(self.terms))

    def _whole_power(self, exponent: int) -> Exact:
        if abs(exponent) > MAX_EXPONENT:
            raise NotExpressible(f"the power {exponent}: more than {MAX_EXPONENT} factors")
        if exponent < 0:
            return self.inverse()._whole_power(-exponent)
        return Exact(None, sums.power(self.terms, exponent))

    def _single_term(self, operation: str) -> tuple[Monomial, Coefficient]:
        if len(self.terms) > 1:
            raise NotExpressible(f"{operation} of a sum of {len(self.terms)} terms")
        return next(iter(self.terms.items()))

    def _positive_term(self, operation: str) -> tuple[Monomial, fmpq]:
        value = _scalar(self, "argument").normal()
        if not value.terms or _is_negative(value):
            raise UndefinedValue(f"{operation} of {'a negative number' if value.terms else 'zero'}")
        return value._single_term(operation)


def _is_negative(value: Exact) -> bool:
    """Whether the scalar is certainly negative; monomials are positive, so one term has its coefficient's sign."""
    ball = next(iter(value.terms.values())) if len(value.terms) == 1 else value.to_ball()
    return bool(ball < 0)


def _scalar(value: Exact, name: str) -> Exact:
    if value.shape:
        raise ValueError(f"{name}: found {_describe(value.shape)}, expected a scalar")
    return value


def _matrix_shape(value: Exact, name: str) -> tuple[int, int]:
    if value.shape is None:
        raise ValueError(f"{name}: found a scalar, expected a matrix")
    return value.shape


def _square_size(value: Exact, operation: str) -> int:
    rows, columns = _matrix_shape(value, f"argument of {operation}")
    if rows != columns:
        raise ValueError(f"argument of {operation}: found {_describe(value.shape)}, expected a square matrix")
    return rows


def _rational(name: str, value: Rational) -> fmpq:
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    if not isinstance(value, int | fmpz | fmpq):
        raise ValueError(f"{name}: found {type(value).__name__}, expected a rational number")
    return fmpq(value)


def _shape(matrix: fmpq_mat) -> tuple[int, int]:
    return matrix.nrows(), matrix.ncols()


def _describe(shape: Shape) -> str:
    return f"a {shape[0]} × {shape[1]} matrix" if shape else "a scalar"


def _entrywise_product(a: fmpq_mat, b: fmpq_mat) -> fmpq_mat:
    return fmpq_mat(*_shape(a), [x * y for x, y in zip(a.entries(), b.entries(), strict=True)])
