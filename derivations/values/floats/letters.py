"""Random float64 values for the letters of a claim at given sizes, each within its declared structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derivations.tree import SCALAR, STRUCTURES, Expr, Letter, Member, number_of, shape_of


def random_values(atoms: Sequence[Expr], sizes: Mapping[str, int], rng: np.random.Generator) -> dict[Any, Any]:
    """Standard normal entries; positive definite matrices are A A^T / D + I, well conditioned."""
    values: dict[Any, Any] = {}
    for atom in atoms:
        match atom:
            case Letter(_, of, structure) if not atom.kind.constant:
                values[atom] = _random(structure, shape_of(of, sizes), of == SCALAR, rng)
            case Member(name, of, count, _):
                members = range(number_of(count, sizes))
                values[name] = [_random("general", shape_of(of, sizes), of == SCALAR, rng) for _ in members]
    return values


def _random(structure: str, shape: tuple[int, int], scalar: bool, rng: np.random.Generator) -> Any:
    array = STRUCTURES[structure].floats(rng.standard_normal(shape), np)
    return float(array[0, 0]) if scalar else array
