"""Rational values of letters: how they are drawn, and what they are in a number system."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from derivations.tree import SCALAR, Expr, Letter, Rows, Source, members, shape_of
from derivations.values import System

Values = dict[Any, Any]
"""A `Letter` -> its rows, one with axes -> the rows of each member."""


def drawn_values(
    atoms: Iterable[Expr], sizes: Mapping[str, int], source: Source, spectral: Collection[Expr] = ()
) -> Values:
    """Values of the declared structures; those of ``spectral`` letters have rational eigenvalues."""
    values: Values = {}
    for atom in atoms:
        if isinstance(atom, Letter) and not atom.kind.constant:
            shape = shape_of(atom.of, sizes)
            drawn = [atom.kind.draw(shape, source, atom in spectral) for _ in range(members(atom, sizes))]
            values[atom] = drawn if atom.axes else drawn[0]
    return values


def values_within(system: System, values: Mapping[Any, Any]) -> Values:
    """The values of letters in a number system, as `Evaluator` takes them."""
    return {
        key: [as_value(system, rows, key.of) for rows in value] if key.axes else as_value(system, value, key.of)
        for key, value in values.items()
    }


def as_value(system: System, rows: Rows, of: tuple[Any, Any]) -> Any:
    """Rational rows as a scalar or a matrix of the system."""
    return system.number(rows[0][0]) if of == SCALAR else as_matrix(system, rows)


def as_matrix(system: System, rows: Rows) -> Any:
    """Rational rows as a matrix of the system."""
    return system.matrix([[system.number(entry) for entry in row] for row in rows])
