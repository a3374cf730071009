"""Expressions in the place of letters, as a reader sees them: what binds a letter keeps it, derivatives come first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from derivations.tree import Apply, Defined, Differential, Expr, Function, Grad, Index, Letter, Member, at_values, atoms

Values = Mapping[Any, Expr]
"""The expression in the place of each letter; all are put in at once."""


def put_in(expr: Expr, values: Values) -> Expr:
    """The expression with values in the place of its free letters.

    Nothing is put in for a letter that a node binds, and a bound letter that occurs in a value is primed.  A derivative
    is taken before its letter has a value: it becomes a nameless function at its arguments.
    """
    free = set(atoms(expr)) | {node for node in expr.walk() if isinstance(node, Defined)}
    values = {letter: value for letter, value in values.items() if letter in free and letter != value}
    if not values:
        return expr
    match expr:
        case Letter() | Defined() | Index() if expr in values:
            return values[expr]
        case Member(of=Defined() as of, indices=indices):
            places = (put_in(index, values) for index in indices)
            return put_in(of.value, {**values, **dict(zip(of.indices, places, strict=True))})
        case Defined(_, value):
            # It would print by a name that means something else.
            return put_in(value, values)
        case Grad() | Differential():
            return at_values(expr, {letter: value for letter, value in values.items() if isinstance(letter, Letter)})
        case Apply(function, arguments):
            return _applied(function, arguments or function.parameters, values)
    return _below(expr, values)


def _applied(function: Function, arguments: tuple[Expr, ...], values: Values) -> Apply:
    """The arguments with the values put in, and so the body, but for the letters that are its own."""
    inside = {letter: value for letter, value in values.items() if letter not in function.parameters}
    body = put_in(function.body, inside)
    return Apply(replace(function, body=body), tuple(put_in(argument, values) for argument in arguments))


def _below(expr: Expr, values: Values) -> Expr:
    """The node with the values put in below it; of a node that binds, the body has what is bound for its own."""
    names = {letter: _primed(letter, values) for letter in expr.binds}
    inside = {letter: value for letter, value in values.items() if letter not in names} | names

    def changed(name: str, child: Expr) -> Expr:
        return put_in(child, names if name in expr.binders else inside if name in expr.inner else values)

    return expr.rebuilt(changed)


def _primed(bound: Expr, values: Values) -> Expr:
    """The bound letter, with primes where a value that is put in contains one of its name."""
    taken = {getattr(atom, "name", "") for value in values.values() for atom in atoms(value)}
    while isinstance(bound, Letter | Index) and bound.name in taken:
        bound = replace(bound, name=f"{bound.name}'")
    return bound
