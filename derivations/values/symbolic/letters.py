"""Generic symbols for the letters of a claim at given sizes, each within its declared structure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import Any

import sympy

from derivations.tree import GREEK, SCALAR, STRUCTURES, Expr, Letter, members, number_of, shape_of

MAX_SYMBOLS = 24
"""Most generic symbols: the determinant of a 5 x 5 matrix of them has derivatives that take SymPy ten seconds."""


def symbol_count(atoms: Sequence[Expr], sizes: Mapping[str, int]) -> int:
    """Entries of all letters and families, each with a symbol of its own."""
    letters = (atom for atom in atoms if isinstance(atom, Letter) and not atom.kind.constant)
    return sum(members(letter, sizes) * prod(shape_of(letter.of, sizes)) for letter in letters)


def symbol_values(
    atoms: Sequence[Expr],
    sizes: Mapping[str, int],
    factored: bool = True,
    reflected: Collection[Expr] = (),
    names: Mapping[Expr, str] | None = None,
) -> dict[Any, Any]:
    """Generic symbols for every letter and family; a positive definite matrix is L L^T when ``factored``.

    The factor makes determinants squares, so that SymPy can expand their logarithms and roots.  An orthogonal matrix
    is a rotation, or a reflection if it is one of those ``reflected``.  Their own names, unless ``names`` gives others.
    """
    values: dict[Any, Any] = {}
    for atom in atoms:
        if isinstance(atom, Letter) and not atom.kind.constant:
            made = partial(
                letter_symbols,
                shape=shape_of(atom.of, sizes),
                structure=atom.structure,
                scalar=atom.of == SCALAR,
                factored=factored,
                reflected=atom in reflected,
            )
            name = names[atom] if names else atom.name
            values[atom] = [made(name + place) for place in places(atom, sizes)] if atom.axes else made(name)
    return distinct(values)


def places(letter: Letter, sizes: Mapping[str, int]) -> Iterator[str]:
    """1, 2, ... of a letter with an axis; 11, 12, ... of one with two."""
    for place in product(*(range(1, number_of(size, sizes) + 1) for size in letter.axes)):
        yield "".join(map(str, place))


def distinct(values: dict[Any, Any]) -> dict[Any, Any]:
    """The values, primed where two letters would share a symbol: X (1 x 1) and the column x, x[1] and the letter x1."""
    taken: set[str] = set()
    for key, value in values.items():
        parts = value if isinstance(value, list) else [value]
        names = {symbol.name for part in parts for symbol in part.free_symbols}
        if names & taken:
            primes = {
                symbol: sympy.Symbol(f"{symbol.name}'", **symbol.assumptions0)
                for part in parts
                for symbol in part.free_symbols
            }
            parts = [part.subs(primes) for part in parts]
            values[key] = parts if isinstance(value, list) else parts[0]
            names = {symbol.name for symbol in primes.values()}
        taken |= names
    return values


def letter_symbols(
    name: str, shape: tuple[int, int], structure: str, scalar: bool, factored: bool = True, reflected: bool = False
) -> Any:
    """Symbols of one letter, named by their place as a reader would write them."""
    kind = STRUCTURES[structure]
    small = name.lower() if name.lower() in GREEK or len(name) == 1 else name

    def symbol(i: int, j: int, positive: bool) -> Any:
        place = f"{i + 1}" if shape[1] == 1 and kind.form != "square" else f"{i + 1}{j + 1}"
        label = name if scalar else f"{small}_{{{place}}}"
        return sympy.Symbol(label, positive=True) if positive else sympy.Symbol(label, real=True)

    rows = kind.symbols(shape, symbol, factored, reflected)
    return sympy.sympify(rows[0][0]) if scalar else sympy.Matrix(rows)
