"""Random float64 values for the letters of a claim at given sizes, each within its declared structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from derivations.tree import SCALAR, Expr, Letter, Member, number_of, shape_of


def random_values(atoms: Sequence[Expr], sizes: Mapping[str, int], rng: np.random.Generator) -> dict[Any, Any]:
    """Standard normal entries; positive definite matrices are A A^T / D + I, well conditioned."""
    values: dict[Any, Any] = {}
    for atom in atoms:
        match atom:
            case Letter(_, of, structure) if structure != "identity":
                values[atom] = _random(structure, shape_of(of, sizes), of == SCALAR, rng)
            case Member(name, of, count, _):
                members = range(number_of(count, sizes))
                values[name] = [_random("general", shape_of(of, sizes), of == SCALAR, rng) for _ in members]
    return values


def _random(structure: str, shape: tuple[int, int], scalar: bool, rng: np.random.Generator) -> Any:
    general = rng.standard_normal(shape)
    if structure == "positive":
        general = np.abs(general) + 0.1
    elif structure == "symmetric":
        general = general + general.T
    elif structure == "spd":
        general = general @ general.T / shape[0] + np.eye(shape[0])
    elif structure == "orthogonal":
        general = np.linalg.qr(general)[0]
    elif structure == "spins":
        general = np.sign(general)
    elif structure in ("diagonal", "lower"):
        general = np.diag(np.diag(general)) if structure == "diagonal" else np.tril(general)
    elif structure == "antisymmetric":
        general = general - general.T
    return float(general[0, 0]) if scalar else general
