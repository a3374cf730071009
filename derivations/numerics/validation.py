"""What every kernel asks of its arguments; bad input gets one ValueError that names argument, found and expected."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]


def bad_argument(name: str, found: str, expected: str) -> ValueError:
    """The one form of complaint: ``name: found …; expected …``."""
    return ValueError(f"{name}: found {found}; expected {expected}")


def real_array(name: str, value: npt.ArrayLike, expected: str, finite: bool = True) -> FloatArray:
    """``value`` as an array of finite float64; ValueError for ragged, complex, non-numeric, infinite or NaN entries.

    A float64 array is returned as it is, not copied.  ``expected`` describes the argument in the error.  With
    ``finite`` = False infinite and NaN entries pass: for callers that see by their result whether there are any.
    """
    array = _array(name, value, expected)
    if array.dtype.kind not in "biuf":
        raise bad_argument(name, f"entries of type {array.dtype}", f"{expected}, all real")
    array = array.astype(np.float64, copy=False)
    if finite:
        _check_finite(name, array, expected)
    return array


def _array(name: str, value: npt.ArrayLike, expected: str) -> npt.NDArray[Any]:
    try:
        return np.asarray(value)
    except ValueError:
        raise bad_argument(name, "rows of different lengths", expected) from None


def _check_finite(name: str, array: FloatArray, expected: str) -> None:
    # A finite sum has finite terms only, and it is the faster pass; a sum that overflows decides nothing.
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(np.sum(array)):
            return
    infinite = np.argwhere(~np.isfinite(array))
    if len(infinite):
        position = tuple(int(i) for i in infinite[0])
        raise bad_argument(name, f"{array[position]} at index {position}", f"{expected}, all finite")


def real_vector(name: str, value: npt.ArrayLike, dimension: int | None = None) -> FloatArray:
    """``value`` as a vector (D,) with D ≥ 1, D = ``dimension`` where it is known."""
    expected = "shape (D,) with D >= 1" if dimension is None else f"shape ({dimension},)"
    vector = real_array(name, value, expected)
    if vector.ndim != 1 or vector.size == 0 or dimension not in (None, vector.size):
        raise bad_argument(name, f"shape {vector.shape}", expected)
    return vector


def real_matrix(name: str, value: npt.ArrayLike, columns: int) -> FloatArray:
    """``value`` as a matrix (K, D) with K ≥ 1 and D = ``columns``."""
    expected = f"shape (K, {columns}) with K >= 1"
    matrix = real_array(name, value, expected)
    if matrix.ndim != 2 or len(matrix) == 0 or matrix.shape[1] != columns:
        raise bad_argument(name, f"shape {matrix.shape}", expected)
    return matrix


def variables(name: str, value: npt.ArrayLike, dimension: int) -> IndexArray:
    """``value`` as the numbers of some of the variables 0, …, D − 1, at least one and none twice; shape (K,)."""
    expected = f"a list of different integers from 0 to {dimension - 1}, at least one"
    numbers = _array(name, value, expected)
    if numbers.ndim != 1 or numbers.size == 0:
        raise bad_argument(name, f"shape {numbers.shape}", expected)
    if numbers.dtype.kind not in "iu":
        raise bad_argument(name, f"entries of type {numbers.dtype}", expected)
    outside = numbers[(numbers < 0) | (numbers >= dimension)]
    if len(outside):
        raise bad_argument(name, f"{outside[0]}", expected)
    different, counts = np.unique(numbers, return_counts=True)
    if len(different) < len(numbers):
        raise bad_argument(name, f"{different[counts > 1][0]} more than once", expected)
    return numbers.astype(np.intp)


def data_matrix(name: str, value: npt.ArrayLike) -> FloatArray:
    """``value`` as data (N, D), one observation a row, N ≥ 1 and D ≥ 1."""
    expected = "shape (N, D) with N >= 1 observations of D >= 1 variables"
    data = real_array(name, value, expected)
    if data.ndim != 2 or data.size == 0:
        raise bad_argument(name, f"shape {data.shape}", expected)
    return data


def observations(name: str, value: npt.ArrayLike, dimension: int, finite: bool = True) -> FloatArray:
    """``value`` as data (N, D), N ≥ 1, or one point (D,), where D = ``dimension`` is known from the parameters.

    ``finite`` as in `real_array`.
    """
    expected = f"shape (N, {dimension}) with N >= 1, or ({dimension},) for one point"
    data = real_array(name, value, expected, finite)
    if data.ndim not in (1, 2) or data.size == 0 or data.shape[-1] != dimension:
        raise bad_argument(name, f"shape {data.shape}", expected)
    return data
