"""The functions of a chapter: how Python code says what the nodes of `derivations.tree` are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from derivations.tree import (
    Abs,
    Apply,
    Basis,
    Defined,
    Delta,
    Det,
    Diag,
    Differential,
    Eigenvalues,
    Entry,
    Exp,
    Expectation,
    Expr,
    Function,
    Grad,
    Hadamard,
    Index,
    Integral,
    Letter,
    Log,
    Minor,
    Norm,
    Pi,
    Prod,
    ShapeError,
    Sqrt,
    Sum,
    Trace,
    Unknown,
    Where,
    Written,
    direction,
    lift,
    typed,
)

pi = Pi()
half = lift(Fraction(1, 2))


def log(of: Any) -> Expr:
    """Natural logarithm."""
    return typed(Log(lift(of)))


def exp(of: Any) -> Expr:
    """Exponential."""
    return typed(Exp(lift(of)))


def sqrt(of: Any) -> Expr:
    """Nonnegative square root."""
    return typed(Sqrt(lift(of)))


def absolute(of: Any) -> Expr:
    """Absolute value."""
    return typed(Abs(lift(of)))


def smooth(name: str) -> Callable[[Any], Expr]:
    """A function letter: any smooth function of a scalar."""
    return lambda of: typed(Unknown(name, lift(of)))


def det(of: Any) -> Expr:
    """Determinant."""
    return typed(Det(lift(of)))


def logdet(of: Any) -> Expr:
    """log |of|."""
    return log(det(of))


def tr(of: Any) -> Expr:
    """Trace."""
    return typed(Trace(lift(of)))


def total(over: Index, body: Any) -> Expr:
    """Sum over the index."""
    return typed(Sum(over, lift(body)))


def product(over: Index, body: Any) -> Expr:
    """Product over the index."""
    return typed(Prod(over, lift(body)))


def grad(of: Any, by: Expr, convention: str = "") -> Expr:
    """Gradient of ``of`` by a letter, a defined letter or an entry of one; by a structured matrix in a convention."""
    if not isinstance(by, Letter | Defined | Entry):
        raise ShapeError(f"gradient: found {type(by).__name__} to derive by, expected a letter or an entry of one")
    return typed(Grad(lift(of), by, convention))


def differential(letter: Letter) -> Letter:
    """dX, the direction in which a letter X varies."""
    return direction(letter, f"d{letter.name}")


def d(of: Any, *letters: Letter) -> Expr:
    """The differential of ``of`` where the letters vary, each along its `differential`."""
    return typed(Differential(lift(of), tuple((letter, differential(letter)) for letter in letters)))


def at(of: Any, letter: Letter, value: Any) -> Expr:
    """``of`` where the letter has a value; derivatives by the letter are taken before."""
    return typed(Apply(Function("", (letter,), lift(of)), (lift(value),)))


def had(left: Any, right: Any) -> Expr:
    """Product entry by entry."""
    return typed(Hadamard(lift(left), lift(right)))


def written(*rows: Sequence[Any]) -> Expr:
    """A matrix written out, row by row: ``written([a, b], [c, d])``."""
    return typed(Written(tuple(tuple(map(lift, row)) for row in rows)))


def diag(of: Any) -> Expr:
    """The diagonal matrix of a column, the column of the diagonal of a matrix."""
    return typed(Diag(lift(of)))


def norm(of: Any) -> Expr:
    """Euclid's or Frobenius' norm."""
    return typed(Norm(lift(of)))


def eig(of: Any) -> Expr:
    """The column of the eigenvalues of a symmetric matrix."""
    return typed(Eigenvalues(lift(of)))


def delta(left: Index, right: Index) -> Expr:
    """Kronecker's delta."""
    return typed(Delta(left, right))


def basis(place: Index) -> Expr:
    """The column of the standard basis with its 1 at the index."""
    return typed(Basis(place))


def minor(of: Any, *deleted: tuple[Index, Index]) -> Expr:
    """The determinant of what is left without the rows and columns, given in pairs and numbered as in ``of``."""
    return typed(Minor(lift(of), tuple(row for row, _ in deleted), tuple(column for _, column in deleted)))


def where(left: Index, relation: str, right: Index, body: Any) -> Expr:
    """The body where the indices compare as named, elsewhere 0: the term of a sum over some values of an index."""
    return typed(Where(relation, left, right, lift(body)))


def expectation(over: Letter, mean: Any, covariance: Any, body: Any) -> Expr:
    """E body for over ~ N(mean, covariance)."""
    return typed(Expectation(over, lift(mean), lift(covariance), lift(body)))


def integral(body: Any, over: Letter, lower: Any = None, upper: Any = None) -> Expr:
    """Integral over all values of a letter, or of a scalar between bounds, None for an infinite one."""
    return typed(Integral(lift(body), over, *(None if bound is None else lift(bound) for bound in (lower, upper))))
