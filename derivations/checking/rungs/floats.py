"""The NumPy rung: the claim at realistic size in float64.  It can warn, never decide."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from derivations.checking.compare import EQUAL, UNEQUAL, UNSUPPORTED, differences, entries, sides
from derivations.checking.costs import cost
from derivations.checking.instances import claim_atoms
from derivations.checking.sizes import admissible, free_sizes
from derivations.checking.verdict import Rung
from derivations.claims import Equation, Equivalence
from derivations.tree import SCALAR, STRUCTURES, Letter, Member, NotExpressible, UndefinedValue, number_of, shape_of
from derivations.values import Floats

NAME = Floats.name
SIZES = (10, 25, 7, 12, 4, 15)
"""Sizes of the first, second, third ... size letter: a dimension, a number of data, others."""
AGREEMENT = 1e-8
"""Difference, beside the sides, below which they agree: rounding leaves 1e-12 or so."""
DISAGREEMENT = 1e-6
"""Difference, beside the largest value met on the way, above which they differ; else rounding may have caused it."""
MAX_OPERATIONS = 20_000_000
"""Most operations on scalars: thirty times the budget of exact instances, NumPy does many of them at once."""
TINY = 1e-100
"""Sides smaller than this may be underflow and do not count."""


def floats_rung(claim: Equation | Equivalence) -> Rung:
    """Agreement at one random point of realistic size, or why it does not count."""
    if isinstance(claim, Equivalence):
        return Rung(NAME, UNSUPPORTED, "an equivalence is decided by elimination, not by floats")
    sizes = realistic_sizes(claim)
    shown = ", ".join(f"{name} = {value}" for name, value in sizes.items()) or "no sizes"
    if not admissible(claim, sizes) or cost(claim, sizes) > MAX_OPERATIONS:
        return Rung(NAME, UNSUPPORTED, f"too many operations, or an excluded size, at {shown}")
    try:
        with np.errstate(all="ignore"):
            gap, sides_scale, scale = largest_gap(claim, sizes)
    except (UndefinedValue, NotExpressible, ArithmeticError) as error:
        return Rung(NAME, UNSUPPORTED, str(error))
    if not all(map(math.isfinite, (gap, scale))) or 0 < sides_scale < TINY:
        return Rung(NAME, UNSUPPORTED, "the values are not finite, or may have underflowed")
    if gap <= AGREEMENT * sides_scale:
        return Rung(NAME, EQUAL, f"float64 at {shown}, relative difference below 1e-8")
    if gap > DISAGREEMENT * scale:
        return Rung(NAME, UNEQUAL, f"float64 at {shown}, relative difference above 1e-6")
    return Rung(NAME, UNSUPPORTED, "rounding may have caused the difference")


def realistic_sizes(claim: Equation | Equivalence) -> dict[str, int]:
    """Every size letter of the claim at the size at which floats try it."""
    names = free_sizes(claim)
    return {**dict(zip(names, SIZES * (len(names) // len(SIZES) + 1), strict=False)), **dict(claim.fixed)}


def largest_gap(claim: Equation, sizes: dict[str, int]) -> tuple[float, float, float]:
    """Largest difference of the sides, largest entry of the sides, largest value met on the way."""
    system = Floats()
    values = random_values(claim, sizes, np.random.default_rng(len(claim.latex())))
    largest, gap = 0.0, 0.0
    for pair in sides(claim, sizes, system, values):
        both = entries(system, pair.left, claim.left) + entries(system, pair.right, claim.right)
        largest = max(largest, *(abs(entry) for entry in both))
        gap = max(gap, *(abs(entry) for entry in differences(claim, system, pair)))
    return gap, largest, max(largest, system.largest)


def random_values(claim: Equation, sizes: dict[str, int], rng: np.random.Generator) -> dict[Any, Any]:
    """Standard normal entries; positive definite matrices are A A^T / D + I, well conditioned."""
    values: dict[Any, Any] = {}
    for atom in claim_atoms(claim):
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
