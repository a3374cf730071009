"""The words of a chapter: how Python code says the letters and functions of `derivations.claims.expr`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from derivations.claims.expr import (
    SCALAR,
    Apply,
    Defined,
    Delta,
    Det,
    Entry,
    Exp,
    Expr,
    Function,
    Grad,
    Index,
    Integral,
    Letter,
    Log,
    Member,
    Pi,
    Prod,
    ShapeError,
    Size,
    SizeLetter,
    Sqrt,
    Sum,
    Trace,
    lift,
    typed,
)

pi = Pi()
half = lift(Fraction(1, 2))


class Family:
    """x[1], ..., x[count]: equal shapes, one letter."""

    def __init__(self, name: str, count: Size, shape: tuple[Size, Size]) -> None:
        self.name, self.count, self.of = name, count, shape

    def __getitem__(self, index: Any) -> Expr:
        return typed(Member(self.name, self.of, self.count, lift(index)))

    # Without this, the old sequence protocol would make a family iterable for ever.
    __iter__ = None


def size_of(value: SizeLetter | Size) -> Size:
    """The size behind a size letter, a name or a positive number."""
    size = value.name if isinstance(value, SizeLetter) else value
    if isinstance(size, str) or (isinstance(size, int) and size >= 1):
        return size
    raise ValueError(f"size: found {value!r}, expected a size letter or a positive integer")


def sizes(names: str) -> tuple[SizeLetter, ...]:
    """``D, N = sizes("D N")``."""
    return tuple(SizeLetter(name) for name in names.split())


def index(name: str, size: SizeLetter | Size) -> Index:
    """An index letter over 1..size."""
    return Index(name, size_of(size))


def scalar(name: str, positive: bool = False) -> Letter:
    """A real scalar, positive if so declared."""
    return Letter(name, SCALAR, "positive" if positive else "general")


def vector(name: str, size: SizeLetter | Size) -> Letter:
    """A column of the given size."""
    return Letter(name, (size_of(size), 1))


def matrix(name: str, rows: SizeLetter | Size, columns: SizeLetter | Size | None = None) -> Letter:
    """A matrix, square unless a number of columns is given."""
    return Letter(name, (size_of(rows), size_of(rows if columns is None else columns)))


def symmetric(name: str, size: SizeLetter | Size) -> Letter:
    """A symmetric matrix."""
    return Letter(name, (size_of(size), size_of(size)), "symmetric")


def spd(name: str, size: SizeLetter | Size) -> Letter:
    """A symmetric positive definite matrix."""
    return Letter(name, (size_of(size), size_of(size)), "spd")


def eye(size: SizeLetter | Size) -> Letter:
    """The identity matrix I."""
    return Letter("I", (size_of(size), size_of(size)), "identity")


def family(name: str, over: Index, size: SizeLetter | Size) -> Family:
    """Columns x[n], one for each value of the index."""
    return Family(name, over.size, (size_of(size), 1))


def let(name: str, value: Any) -> Defined:
    """A letter that stands for an expression."""
    return Defined(name, lift(value))


def function(name: str, *parameters: Letter, body: Expr, divider: str = ";") -> Function:
    """A named function of letters: ``normal(x, mu, Sigma)``; the divider is printed after the first argument."""
    return Function(name, parameters, typed(body), divider)


def at_own_letters(of: Function) -> Expr:
    """The function at its own letters, printed without arguments."""
    return typed(Apply(of))


def log(of: Any) -> Expr:
    """Natural logarithm."""
    return typed(Log(lift(of)))


def exp(of: Any) -> Expr:
    """Exponential."""
    return typed(Exp(lift(of)))


def sqrt(of: Any) -> Expr:
    """Nonnegative square root."""
    return typed(Sqrt(lift(of)))


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


def grad(of: Any, by: Expr) -> Expr:
    """Gradient of ``of`` by a letter, a defined letter or an entry of one."""
    if not isinstance(by, Letter | Defined | Entry):
        raise ShapeError(f"gradient: found {type(by).__name__} to derive by, expected a letter or an entry of one")
    return typed(Grad(lift(of), by))


def delta(left: Index, right: Index) -> Expr:
    """Kronecker's delta."""
    return typed(Delta(left, right))


def integral(body: Any, over: Letter) -> Expr:
    """Integral over all values of a letter."""
    return typed(Integral(lift(body), over))
