"""What occurs in a tree: letters, families, sizes and indices, free or bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod

from derivations.tree.letters import Index, Letter, SizeLetter
from derivations.tree.node import Expr
from derivations.tree.shapes import ShapeError, number_of


def atoms(expr: Expr) -> list[Expr]:
    """Letters, families, sizes and indices that occur, in the order of first use; definitions are looked into."""
    found: dict[Expr, None] = {}
    _collect(expr, frozenset(), found)
    return list(found)


def _collect(expr: Expr, bound: frozenset[Expr], found: dict[Expr, None]) -> None:
    match expr:
        case Letter() | SizeLetter() | Index() if expr not in bound:
            found[expr] = None
    for part, inside in expr.scopes():
        _collect(part, bound.union(inside), found)


def letters_and_sizes(expressions: Iterable[Expr]) -> list[Expr]:
    """Letters, indices and sizes, the bound ones too, each once, in the order of first use."""
    nodes = (node for expr in expressions for node in expr.walk())
    return list(dict.fromkeys(node for node in nodes if isinstance(node, Letter | Index | SizeLetter)))


def members(letter: Letter, sizes: Mapping[str, int]) -> int:
    """How many matrices a letter stands for: one, or as many as its axes have places."""
    return prod(number_of(size, sizes) for size in letter.axes)


def free_indices(expr: Expr) -> list[Index]:
    """Indices that no sum binds: the claim is made for every value of them."""
    return [atom for atom in atoms(expr) if isinstance(atom, Index)]


def require_own_indices(name: str, value: Expr, own: Sequence[Index] = ()) -> None:
    """Raise `ShapeError` where a defined letter or function depends on an index that is not one of its own."""
    foreign = [index.name for index in free_indices(value) if index not in own]
    if foreign:
        raise ShapeError(
            f"{name}: found a value that depends on the index {foreign[0]}, expected it as an index of the name, "
            f"such as {name.partition('(')[0]}[{foreign[0]}]"
        )
