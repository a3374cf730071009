"""The NumPy rung: the claim at realistic size in float64.  It can warn, never decide."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from derivations.checking.compare import EQUAL, UNEQUAL, UNSUPPORTED, differences, entries, sides
from derivations.checking.exact import NotExpressible, UndefinedValue
from derivations.checking.instances import claim_atoms, size_letters
from derivations.checking.systems import Floats
from derivations.claims.claim import Equation, Equivalence
from derivations.claims.expr import SCALAR, Letter, Member

NAME = Floats.name
SIZES = (10, 25, 7)
"""Sizes of the first, second and third size letter: a dimension, a number of data, another."""
AGREEMENT = 1e-8
"""Relative difference below which the sides agree: condition numbers here are below 1e3, so 1e-8 leaves 5 digits."""
TINY = 1e-100
"""Sides smaller than this may be underflow and do not count."""


def rung(claim: Equation | Equivalence) -> Any:
    """Agreement at one random point of realistic size, or why it does not count."""
    from derivations.checking.verdict import Rung

    if isinstance(claim, Equivalence):
        return Rung(NAME, UNSUPPORTED, "an equivalence is decided by elimination, not by floats")
    names = size_letters(claim)
    sizes = {**dict(zip(names, SIZES * (len(names) // 3 + 1), strict=False)), **dict(claim.fixed)}
    shown = ", ".join(f"{name} = {value}" for name, value in sizes.items()) or "no sizes"
    try:
        gap = relative_gap(claim, sizes)
    except (UndefinedValue, NotExpressible, OverflowError) as error:
        return Rung(NAME, UNSUPPORTED, str(error))
    if gap is None:
        return Rung(NAME, UNSUPPORTED, "the values are not finite, or so small that they may have underflowed")
    return Rung(NAME, EQUAL if gap < AGREEMENT else UNEQUAL, f"float64 at {shown}, relative difference below 1e-8")


def relative_gap(claim: Equation, sizes: dict[str, int]) -> float | None:
    """Largest difference over the largest entry of either side; None if it does not count."""
    system = Floats()
    values = random_values(claim, sizes, np.random.default_rng(len(claim.latex())))
    largest, gap = 0.0, 0.0
    for pair in sides(claim, sizes, system, values):
        both = entries(system, pair.left, claim.left) + entries(system, pair.right, claim.right)
        largest = max([largest, *(abs(entry) for entry in both)])
        gap = max([gap, *(abs(entry) for entry in differences(claim, system, pair))])
    if not math.isfinite(largest) or not math.isfinite(gap) or 0 < largest < TINY:
        return None
    return gap / largest if largest else 0.0


def random_values(claim: Equation, sizes: dict[str, int], rng: np.random.Generator) -> dict[Any, Any]:
    """Standard normal entries; positive definite matrices are A A^T / D + I, well conditioned."""

    def shape(of: tuple[Any, Any]) -> tuple[int, int]:
        rows, columns = (part if isinstance(part, int) else sizes[part] for part in of)
        return rows, columns

    values: dict[Any, Any] = {}
    for atom in claim_atoms(claim):
        match atom:
            case Letter(_, of, structure) if structure != "identity":
                values[atom] = _random(structure, shape(of), rng)
                if of == SCALAR:
                    values[atom] = float(values[atom][0, 0])
            case Member(name, of, count, _):
                members = count if isinstance(count, int) else sizes[count]
                values[name] = [rng.standard_normal(shape(of)) for _ in range(members)]
    return values


def _random(structure: str, shape: tuple[int, int], rng: np.random.Generator) -> Any:
    general = rng.standard_normal(shape)
    if structure == "positive":
        return np.abs(general) + 0.1
    if structure == "symmetric":
        return general + general.T
    return general @ general.T / shape[0] + np.eye(shape[0]) if structure == "spd" else general
