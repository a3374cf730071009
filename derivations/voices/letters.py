"""The letters of a chapter: how Python code declares sizes, indices, matrices and functions."""

from __future__ import annotations

from typing import Any

from derivations.tree import (
    SCALAR,
    Apply,
    Defined,
    Expr,
    Function,
    Index,
    Letter,
    Member,
    Size,
    SizeLetter,
    lift,
    typed,
)


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


def structured(name: str, size: SizeLetter | Size, structure: str) -> Letter:
    """A square matrix of a structure such as orthogonal, diagonal, lower or antisymmetric."""
    return Letter(name, (size_of(size), size_of(size)), structure)


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
