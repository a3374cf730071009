"""What a number system is: the operations in which an expression is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from derivations.tree import NotExpressible, UndefinedValue


class System:
    """A number system: scalars and matrices, with the operations of `derivations.tree`.

    Operations raise `UndefinedValue` where there is no value (a singular inverse, the log of a negative number) and
    `NotExpressible` where the system cannot hold it (a logarithm in a prime field).
    """

    name: str
    modulus: int | None = None
    """The number of elements of a finite field: uniform ones are drawn there, and nothing is ordered."""
    generic: bool = False
    """Whether a value stands for all that its symbols may be: two that are written differently may be equal."""

    def number(self, value: Fraction) -> Any:
        """The rational number."""
        raise NotImplementedError

    def matrix(self, rows: Sequence[Sequence[Any]]) -> Any:
        """The matrix with these scalars of the system."""
        raise NotImplementedError

    def unit(self, shape: tuple[int, int], row: int, column: int) -> Any:
        """The matrix with a single 1, at a place counted from 0."""
        one, zero = self.number(Fraction(1)), self.number(Fraction(0))
        return self.matrix(
            [[one if (i, j) == (row, column) else zero for j in range(shape[1])] for i in range(shape[0])]
        )

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

    def row_reduced(self, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """The nonzero rows of the row-reduced form of the matrix with these scalars."""
        raise NotExpressible(f"row reduction has no value in the system {self.name}")

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

    def sin(self, value: Any) -> Any:
        """Sine."""
        raise NotExpressible(f"sin has no value in the system {self.name}")

    def cos(self, value: Any) -> Any:
        """Cosine."""
        raise NotExpressible(f"cos has no value in the system {self.name}")

    def gamma(self, value: Any) -> Any:
        """The Gamma function of a positive scalar."""
        raise NotExpressible(f"the Gamma function has no value in the system {self.name}")

    def pi(self) -> Any:
        """The circle constant."""
        raise NotExpressible(f"pi has no value in the system {self.name}")

    def unknown(self, name: str, order: int, at: Any) -> Any:
        """Value at ``at`` of the derivative of the given order of a function letter."""
        raise NotExpressible(f"the function {name} has no value here in the system {self.name}")

    def derivative(self, function: Callable[[System, Any], Any], at: Any, direction: Any) -> Any:
        """Directional derivative of ``function(system, value)``."""
        raise NotExpressible(f"derivatives have no value in the system {self.name}")

    def matrix_function(self, name: str | Fraction, matrix: Any) -> Any:
        """The logarithm or exponential of a symmetric matrix."""
        raise NotExpressible(f"the {name} of a matrix has no value in the system {self.name}")

    def spectrum(self, matrix: Any) -> list[tuple[Any, Any, int]]:
        """Eigenvalue, projector and multiplicity of a symmetric matrix, one triple for each different eigenvalue."""
        raise NotExpressible(f"eigenvalues have no value in the system {self.name}")

    def quadrature(self, of: Integrand, lower: Any, upper: Any) -> Any:
        """The integral of a scalar or matrix over a scalar between finite bounds, without a closed form."""
        raise NotExpressible(f"an integral without a closed form has no value in the system {self.name}")

    def is_positive(self, value: Any) -> bool:
        """Whether the scalar is certainly positive."""
        raise NotExpressible(f"nothing is positive in the system {self.name}")

    def is_zero(self, value: Any) -> bool:
        """Whether the scalar is zero in this system."""
        return bool(value == 0)

    def latex(self, value: Any) -> str:
        """The scalar as a reader sees it on a page."""
        raise NotExpressible(f"nobody reads a value of the system {self.name}")

    def text(self, value: Any) -> str:
        """The scalar as a reader sees it in a terminal."""
        return self.latex(value)

    def require_argument(self, structure: str, value: Any) -> None:
        """`UndefinedValue` unless a value that a function is applied to has the structure declared for its letter."""
        self.require(structure, value)

    def require(self, structure: str, value: Any) -> None:
        """`UndefinedValue` unless a value has the structure."""
        raise NotExpressible(f"whether a value is {structure} is not decided in the system {self.name}")


def defined(compute: Callable[[], Any]) -> Any:
    """The computed value; division by zero and singular matrices become `UndefinedValue`."""
    try:
        return compute()
    except ZeroDivisionError as error:
        raise UndefinedValue(str(error)) from None


def inverse_of_balls(matrix: Any) -> Any:
    """The inverse of a matrix of balls; NotExpressible where they do not exclude that it is singular."""
    try:
        return matrix.inv()
    except ZeroDivisionError:
        raise NotExpressible("a matrix of balls that may be singular") from None


class Integrand(NamedTuple):
    """A function body(system, x) of a column x of ``size``, or of a scalar; its value is a matrix or a scalar."""

    body: Callable[[System, Any], Any]
    size: int
    column: bool
    matrix: bool

    def at(self, system: System, entries: Sequence[Any]) -> Any:
        """The value where x has these entries."""
        return self.body(system, system.matrix([[entry] for entry in entries]) if self.column else entries[0])


class Integrating(System):
    """A system with integrals of its own; in any other they are those of `bells` and `definite`."""

    def integral(self, of: Integrand) -> Any:
        """Integral over all values of the variable."""
        raise NotImplementedError

    def definite(self, of: Integrand, lower: Any | None, upper: Any | None) -> Any:
        """Integral over a scalar variable from lower to upper, None for an infinite bound."""
        raise NotImplementedError

    def expectation(self, of: Integrand, mean: list[list[Any]], covariance: list[list[Any]]) -> Any:
        """E of(x) for x ~ N(mean, covariance), the rows of which are given."""
        raise NotImplementedError
