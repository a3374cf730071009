"""Random float64 values for the letters of a claim at given sizes, each within its declared structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derivations.tree import SCALAR, STRUCTURES, Expr, Letter, members, shape_of


def random_values(atoms: Sequence[Expr], sizes: Mapping[str, int], rng: np.random.Generator) -> dict[Any, Any]:
    """Standard normal entries; positive definite matrices are A A^T / D + I, well conditioned."""
    values: dict[Any, Any] = {}
    for atom in atoms:
        if isinstance(atom, Letter) and not atom.kind.constant:
            shape, scalar = shape_of(atom.of, sizes), atom.of == SCALAR
            drawn = [_random(atom.structure, shape, scalar, rng) for _ in range(members(atom, sizes))]
            values[atom] = drawn if atom.axes else drawn[0]
    return values


def _random(structure: str, shape: tuple[int, int], scalar: bool, rng: np.random.Generator) -> Any:
    array = STRUCTURES[structure].floats(rng.standard_normal(shape), np)
    return float(array[0, 0]) if scalar else array
