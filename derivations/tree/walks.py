"""Walks over a tree: everything below a node, and what occurs free in it."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.tree.arithmetic import Expr, Index, SizeLetter
from derivations.tree.calculus import Apply
from derivations.tree.letters import Letter, Member


def full_walk(expr: Expr) -> Iterator[Expr]:
    """The expression and everything below it, the bodies of its functions included."""
    for node in expr.walk():
        yield node
        if isinstance(node, Apply):
            yield from full_walk(node.function.body)


def atoms(expr: Expr) -> list[Expr]:
    """Letters, families, sizes and indices that occur, in the order of first use; definitions are looked into."""
    found: dict[Expr, None] = {}
    _collect(expr, frozenset(), found)
    return list(found)


def _collect(expr: Expr, bound: frozenset[Expr], found: dict[Expr, None]) -> None:
    match expr:
        case Letter() | SizeLetter() | Index() if expr not in bound:
            found[expr] = None
        case Member():
            found[family_of(expr)] = None
        case Apply(function, arguments):
            _collect(function.body, bound | set(function.parameters if arguments else ()), found)
    inside = bound | set(expr.binds)
    for child in expr.children:
        _collect(child, bound if child in expr.outside else inside, found)


def family_of(member: Member) -> Member:
    """The member that stands for its whole family: its index has no name."""
    return Member(member.family, member.of, member.count, Index("", member.count))


def free_indices(expr: Expr) -> list[Index]:
    """Indices that no sum binds: the claim is made for every value of them."""
    return [atom for atom in atoms(expr) if isinstance(atom, Index)]
