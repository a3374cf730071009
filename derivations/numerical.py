"""The NumPy voice: the derived formula evaluated on data, against the kernel of `derivations.numerics`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from derivations.checking.evaluate import Evaluator
from derivations.checking.systems import Floats
from derivations.claims.claim import atoms
from derivations.claims.expr import SCALAR, Expr, Letter, Member, Size
from derivations.claims.words import Family
from derivations.derivation import RefutedLine


@dataclass(frozen=True)
class NumPyCheck:
    """A formula's value on data beside a kernel's: their largest relative difference is below the tolerance."""

    id: str
    title: str
    expr: Expr
    data: str
    kernel: str
    value: NDArray[np.float64]
    tolerance: float


def numpy_check(
    id: str,  # noqa: A002
    title: str,
    expr: Expr,
    values: Mapping[Letter | Family, ArrayLike],
    *,
    data: str,
    kernel: tuple[str, ArrayLike],
    tolerance: float = 1e-12,
) -> NumPyCheck:
    """Evaluate the formula on data and compare it with the kernel; raises `RefutedLine` if they differ.

    ``values`` gives columns as (D,), families as (N, D).  The tolerance is relative to the largest entry: two orders
    of the same float64 sum of some hundred terms differ by about 1e-14.
    """
    formula = evaluate_on(expr, values)
    expected = np.asarray(kernel[1], dtype=np.float64).reshape(-1)
    if formula.shape != expected.shape:
        raise RefutedLine(f"{id}: the formula has {formula.size} entries, the kernel {kernel[0]} has {expected.size}")
    scale = max(np.abs(formula).max(), np.abs(expected).max())
    gap = np.abs(formula - expected).max()
    if not np.isfinite(scale) or gap > tolerance * scale:
        raise RefutedLine(f"{id}: the formula gives {formula}, the kernel {kernel[0]} gives {expected}")
    return NumPyCheck(id, title, expr, data, kernel[0], formula, tolerance)


def evaluate_on(expr: Expr, values: Mapping[Letter | Family, ArrayLike]) -> NDArray[np.float64]:
    """The value of an expression in float64, its entries in one row; sizes are read off the arrays."""
    sizes: dict[str, int] = {}
    bound: dict[Any, Any] = {}
    for letter, array in values.items():
        found = np.asarray(array, dtype=np.float64)
        if not np.isfinite(found).all():
            raise ValueError(f"{letter.name}: found NaN or infinite entries, expected finite numbers")
        if isinstance(letter, Family):
            bound[letter.name] = list(as_shape(letter.name, found, (letter.count, *letter.of), sizes))
        elif letter.of == SCALAR:
            bound[letter] = float(found)
        else:
            bound[letter] = as_shape(letter.name, found, letter.of, sizes)
    known = {*bound}
    for atom in atoms(expr):
        if isinstance(atom, Letter) and atom.structure != "identity" and atom not in known:
            raise ValueError(f"values: found none for the letter {atom.name}, expected an array")
        if isinstance(atom, Member) and atom.family not in known:
            raise ValueError(f"values: found none for the family {atom.family}, expected an array")
    return np.asarray(Evaluator(Floats(), sizes, bound)(expr), dtype=np.float64).reshape(-1)


def as_shape(name: str, array: NDArray[np.float64], shape: tuple[Size, ...], sizes: dict[str, int]) -> Any:
    """The array with a column axis where the letter is a column; sizes learnt here must agree with those known."""
    if array.ndim == len(shape) - 1 and shape[-1] == 1:
        array = array[..., np.newaxis]
    if array.ndim != len(shape):
        raise ValueError(f"{name}: found an array of shape {array.shape}, expected {' x '.join(map(str, shape))}")
    for size, found in zip(shape, array.shape, strict=True):
        expected = sizes.setdefault(size, found) if isinstance(size, str) else size
        if expected != found:
            raise ValueError(f"{name}: found {size} = {found}, expected {expected}")
    return array
