"""Numerical derivatives to rounding accuracy: the oracle for formulas that have no kernel of their own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from derivations.numerics.validation import FloatArray, bad_argument, real_vector

STEP = 1e-30
"""Length of the imaginary step: its square vanishes beside 1, so there is no truncation error and no cancellation."""


def complex_step_gradient(function: Callable[[NDArray[np.complex128]], complex], at: ArrayLike) -> FloatArray:
    """Gradient of a real analytic function, d f/d x_k = Im f(x + i h e_k) / h, shape (D,).

    The function must be written without abs, conjugates or transposed conjugates.  ValueError for a point that is no
    finite vector or a function that gives no number.  Source: Squire and Trapp, SIAM Review 40 (1998) 110-112.
    """
    point = real_vector("at", at)
    gradient = np.empty(point.shape)
    for k in range(point.size):
        moved = point.astype(np.complex128)
        moved[k] += 1j * STEP
        value = np.asarray(function(moved))
        if value.ndim != 0 or not np.isfinite(value):
            raise bad_argument("function", f"the value {value}", "a finite number")
        gradient[k] = value.imag / STEP
    return gradient
