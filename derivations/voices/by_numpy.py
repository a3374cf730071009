"""The NumPy voice: the derived formula evaluated on data, against the kernel of `derivations.numerics`."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from derivations.checking import size_letters
from derivations.claims import Equation
from derivations.tree import SCALAR, Expr, Index, Letter, Notation, Size, atoms
from derivations.values import Evaluator
from derivations.values.floats import Floats
from derivations.voices.checked import RefutedLine

KERNELS = "derivations.numerics."
"""Where our own kernels stand; a reader sees their names from there."""


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
    inputs: tuple[tuple[Letter, NDArray[np.float64]], ...] = ()
    code: str = ""
    folded: str = ""
    notation: Notation = field(default_factory=dict)


def numpy_check(
    id: str,
    title: str,
    expr: Expr,
    values: Mapping[Letter, ArrayLike],
    *,
    data: str,
    kernel: tuple[str, ArrayLike],
    tolerance: float = 1e-12,
    lines: str = "",
    folded: str = "",
) -> NumPyCheck:
    """Evaluate the formula on data and compare it with the kernel; raises `RefutedLine` if they differ.

    ``lines`` are plain NumPy in the names of the letters, and the last one is the value, which is compared as well.

    ``values`` gives columns as (D,), families as (N, D).  The tolerance is relative to the largest entry: two orders
    of the same float64 sum of some hundred terms differ by about 1e-14.
    """
    value = value_on(expr, values)
    inputs = {letter: np.asarray(array, dtype=np.float64) for letter, array in values.items()}
    code = textwrap.dedent(lines).strip()
    others = {f"the kernel {kernel[0]}": kernel[1]}
    if code:
        others["the code"] = value_of(code, {letter.name: array for letter, array in inputs.items()})
    for other, found in others.items():
        _require_equal(id, value.reshape(-1), other, np.asarray(found, dtype=np.float64).reshape(-1), tolerance)
    return NumPyCheck(id, title, expr, data, kernel[0], value, tolerance, tuple(inputs.items()), code, folded)


def _require_equal(
    id: str, formula: NDArray[np.float64], other: str, found: NDArray[np.float64], tolerance: float
) -> None:
    if formula.shape != found.shape:
        raise RefutedLine(f"{id}: the formula has {formula.size} entries, {other} has {found.size}")
    scale = max(np.abs(formula).max(), np.abs(found).max())
    gap = np.abs(formula - found).max()
    # Written so that a NaN fails: every comparison with it is false.
    if not (np.isfinite(scale) and gap <= tolerance * scale):
        raise RefutedLine(f"{id}: the formula gives {formula}, {other} gives {found}")
    if scale < np.finfo(np.float64).tiny:
        raise RefutedLine(f"{id}: the formula and {other} are both 0, which underflow would give too")


def value_of(code: str, names: Mapping[str, Any]) -> Any:
    """What the last of some lines of NumPy is worth; ValueError where it is no expression, or a name is unknown."""
    *before, last = ast.parse(code).body
    if not isinstance(last, ast.Expr):
        raise ValueError(f"lines: found {ast.unparse(last)!r} at the end, expected the value")
    known: dict[str, Any] = {"np": np, **names}
    try:
        exec(compile(ast.Module(before, []), "lines", "exec"), known)
        return eval(compile(ast.Expression(last.value), "lines", "eval"), known)
    except NameError as error:
        raise ValueError(f"lines: {error}, expected np and {', '.join(names)}") from None


def kernel_name(kernel: Callable[..., Any]) -> str:
    """``gaussian.density``: module and name of a kernel; a function of the chapter itself has its name in words."""
    module, name = kernel.__module__, kernel.__name__
    if not name.isidentifier():
        raise ValueError(f"kernel: found {name}, expected a function with a name, or what it is called")
    return name.replace("_", " ") if module == "__main__" else f"{module.removeprefix(KERNELS)}.{name}"


def evaluate_on(expr: Expr, values: Mapping[Letter, ArrayLike]) -> NDArray[np.float64]:
    """The value of an expression in float64, its entries in one row; sizes are read off the arrays."""
    return value_on(expr, values).reshape(-1)


def value_on(expr: Expr, values: Mapping[Letter, ArrayLike]) -> NDArray[np.float64]:
    """The same in the shape of a matrix, a column or a number in one row."""
    sizes: dict[str, int] = {}
    bound: dict[Any, Any] = {}
    for letter, array in values.items():
        found = np.asarray(array, dtype=np.float64)
        if not np.isfinite(found).all():
            raise ValueError(f"{letter.name}: found NaN or infinite entries, expected finite numbers")
        bound[letter] = bound_to(letter, found, sizes)
    require_values(expr, sizes, bound)
    found = np.asarray(Evaluator(Floats(), sizes, bound)(expr), dtype=np.float64)
    return found if found.ndim == 2 and found.shape[1] > 1 else found.reshape(-1)


def bound_to(letter: Letter, array: NDArray[np.float64], sizes: dict[str, int]) -> Any:
    """The value of a letter, or of all its members in a list; columns as (D,), scalars as ()."""
    full = (*letter.axes, *letter.of)
    if letter.of == SCALAR and array.ndim == len(letter.axes):
        array = array[..., np.newaxis, np.newaxis]
    shaped = as_shape(letter.name, array, full, sizes)
    members = list(shaped.reshape(-1, *shaped.shape[-2:]))
    for member in members:
        require_structure(letter, member)
    values = [float(member[0, 0]) if letter.of == SCALAR else member for member in members]
    return values if letter.axes else values[0]


def require_values(expr: Expr, sizes: Mapping[str, int], bound: Mapping[Any, Any]) -> None:
    """ValueError naming a letter, family, size or index of the expression that has no value."""
    for atom in atoms(expr):
        match atom:
            case Letter(name) if not atom.kind.constant and atom not in bound:
                what = "family" if atom.axes else "letter"
                raise ValueError(f"values: found none for the {what} {name}, expected an array")
            case Index(name):
                raise ValueError(f"expr: found the free index {name}, expected every index to be summed over")
    for name in size_letters(Equation(expr, expr)):
        if name not in sizes:
            raise ValueError(f"values: found no array that has the size {name}")


def require_structure(letter: Letter, array: NDArray[np.float64]) -> None:
    """ValueError unless the array has the structure that its letter is declared with."""
    if found := letter.kind.misfit(array, np):
        raise ValueError(f"{letter.name}: found {found}")


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
