"""Generic symbols for the letters of a claim at given sizes, each within its declared structure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import prod
from typing import Any

import sympy

from derivations.tree import GREEK, SCALAR, Expr, Letter, Member, NotExpressible, masked, number_of, shape_of

MAX_SYMBOLS = 24
"""Most generic symbols: the determinant of a 5 x 5 matrix of them has derivatives that take SymPy ten seconds."""


def symbol_count(atoms: Sequence[Expr], sizes: Mapping[str, int]) -> int:
    """Entries of all letters and families, each with a symbol of its own."""
    counted = [(atom.of, 1) for atom in atoms if isinstance(atom, Letter) and atom.structure != "identity"]
    counted += [(atom.of, number_of(atom.count, sizes)) for atom in atoms if isinstance(atom, Member)]
    return sum(times * prod(shape_of(of, sizes)) for of, times in counted)


def symbol_values(
    atoms: Sequence[Expr], sizes: Mapping[str, int], factored: bool = True, reflected: Collection[Expr] = ()
) -> dict[Any, Any]:
    """Generic symbols for every letter and family; a positive definite matrix is L L^T when ``factored``.

    The factor makes determinants squares, so that SymPy can expand their logarithms and roots.  An orthogonal matrix
    is a rotation, or a reflection if it is one of those ``reflected``.
    """

    values: dict[Any, Any] = {}
    for atom in atoms:
        match atom:
            case Letter(_, _, "orthogonal"):
                values[atom] = orthogonal_symbols(atom.name, shape_of(atom.of, sizes)[0], atom in reflected)
            case Letter(name, of, structure) if structure != "identity":
                values[atom] = letter_symbols(name, shape_of(of, sizes), structure, of == SCALAR, factored)
            case Member(name, of, count, _):
                places = range(1, number_of(count, sizes) + 1)
                shape, scalar = shape_of(of, sizes), of == SCALAR
                values[name] = [letter_symbols(f"{name}{m}", shape, "general", scalar) for m in places]
    return distinct(values)


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


def letter_symbols(name: str, shape: tuple[int, int], structure: str, scalar: bool, factored: bool = True) -> Any:
    """Symbols of one letter, named by their place as a reader would write them."""
    if scalar:
        return sympy.Symbol(name, positive=True) if structure == "positive" else sympy.Symbol(name, real=True)
    small = name.lower() if name.lower() in GREEK or len(name) == 1 else name
    rows, columns = shape

    def symbol(i: int, j: int, positive: bool = False) -> Any:
        place = f"{i + 1}" if columns == 1 and structure == "general" else f"{i + 1}{j + 1}"
        label = f"{small}_{{{place}}}"
        return sympy.Symbol(label, positive=True) if positive else sympy.Symbol(label, real=True)

    if structure == "spins":
        raise NotExpressible("generic symbols for spins, which are numbers")
    if structure == "spd" and factored:
        factor = sympy.Matrix(rows, rows, lambda i, j: symbol(i, j, i == j) if i >= j else 0)
        return factor * factor.T
    if structure in ("symmetric", "spd"):
        return sympy.Matrix(rows, rows, lambda i, j: symbol(min(i, j), max(i, j), structure == "spd" and i == j))
    return sympy.Matrix(masked(structure, [[symbol(i, j) for j in range(columns)] for i in range(rows)]))


def orthogonal_symbols(name: str, size: int, reflection: bool) -> Any:
    """1 at D = 1, all rotations but one at D = 2; with the first row negated, a reflection."""
    if size > 2:
        raise NotExpressible(f"an orthogonal matrix of size {size} in generic symbols")
    sign = -1 if reflection else 1
    if size == 1:
        return sympy.Matrix([[sign]])
    slope = sympy.Symbol(f"{name.lower()}_{{11}}", real=True)
    turn = sympy.Matrix([[sign * (1 - slope**2), -2 * sign * slope], [2 * slope, 1 - slope**2]])
    return turn / (1 + slope**2)
