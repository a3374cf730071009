"""The letters of a chapter: how Python code declares sizes, indices, matrices and functions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from derivations.tree import (
    SCALAR,
    Apply,
    Defined,
    Expr,
    Function,
    Index,
    Letter,
    Size,
    SizeLetter,
    lift,
    require_own_indices,
    typed,
)


def size_of(value: SizeLetter | Size) -> Size:
    """The size behind a size letter, a name or a positive number."""
    size = value.name if isinstance(value, SizeLetter) else value
    if isinstance(size, str) or (isinstance(size, int) and size >= 1):
        return size
    raise ValueError(f"size: found {value!r}, expected a size letter or a positive integer")


def sizes(names: str) -> tuple[SizeLetter, ...]:
    """Size letters, by their names: ``D, N = sizes("D N")``."""
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


def family(name: str, over: Index, size: SizeLetter | Size) -> Letter:
    """Columns x[n], one for each value of the index."""
    return Letter(name, (size_of(size), 1), axes=(over.size,))


def each(letter: Letter, *over: Index) -> Letter:
    """The letter with an axis for each index: ``S = each(spd("S", D), k)``, whose members are S[k]."""
    return replace(letter, axes=tuple(index.size for index in over))


def let(name: str, value: Any, *over: Index) -> Defined:
    """A letter that stands for an expression; with indices on which that depends, ``p = let("p", a[k]**2, k)``."""
    made = Defined(name, lift(value), over)
    require_own_indices(name, made.value, over)
    return made


def function(name: str, *parameters: Letter, body: Expr, divider: str = ";") -> Function:
    """A named function of letters: ``normal(x, mu, Sigma)``; the divider is printed after the first argument."""
    require_own_indices(f"{name}(...)", body)
    return Function(name, parameters, typed(body), divider)


def at_own_letters(of: Function) -> Expr:
    """The function at its own letters, printed without arguments."""
    return typed(Apply(of))
