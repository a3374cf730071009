"""Whether observations determine a covariance: in a hyperplane Σ̂ is singular and the likelihood unbounded.

Rounding hides it: the computed Σ̂ of data in a hyperplane often is positive definite.
"""

from __future__ import annotations

import math

import numpy as np

from derivations.numerics.cholesky import cholesky
from derivations.numerics.moments import Moments, deviations
from derivations.numerics.validation import FloatArray, bad_argument

DOUBTFUL = 1e8
"""tr R⁻¹, R the correlation matrix, above which it is asked whether Σ̂ is positive definite by rounding alone."""

ROUNDINGS = 64
"""Multiples of ε to which the eigenvalues of R are known where only sums over the data are left.

Measured: up to 15 after 1500 merges.
"""


def require_enough(count: int, dimension: int) -> None:
    """ValueError where N ≤ D: so few observations always lie in a hyperplane."""
    if count <= dimension:
        remedy = "pass x.T if the columns are the observations, else use more observations or fewer variables"
        raise _unbounded(f"{count} observations of {dimension} variables", remedy)


def require_spread(moments: Moments, data: FloatArray | None = None) -> None:
    """ValueError unless Σ̂ is positive definite beyond the rounding of the data (N, D) and of Σ̂ itself.

    Where the data are not given, all whose least eigenvalue of R is below 64 ε, 1.4e-14, counts as a hyperplane.
    """
    mean, covariance, limits = moments.mean, moments.covariance, np.finfo(np.float64)
    variances = np.diag(covariance)
    constant = np.flatnonzero(variances <= np.maximum((4 * limits.eps * mean) ** 2, limits.tiny))
    if len(constant):
        raise _unbounded(f"variable {constant[0]} the same in all observations, to rounding", "leave it out")
    try:
        factor = cholesky("covariance", covariance)
    except ValueError:
        raise _in_hyperplane() from None
    deviation = np.sqrt(variances)
    if np.sum((factor.inverse * deviation) ** 2) <= DOUBTFUL:
        return
    # A variable is rounded to u |x|: in units of its standard deviation that is what a hyperplane looks like.
    rounding = len(mean) * float(limits.eps * np.max(1 + np.abs(mean) / deviation))
    if data is None:
        rounding = max(rounding, math.sqrt(ROUNDINGS * limits.eps))
        spread = _least_deviation(covariance / np.outer(deviation, deviation))
    else:
        spread = _least_spread(data, mean, deviation)
    if spread <= rounding:
        raise _in_hyperplane()


def _least_deviation(correlation: FloatArray) -> float:
    """√ of the least eigenvalue of R."""
    return math.sqrt(max(0.0, float(np.linalg.eigvalsh(correlation)[0])))


def _least_spread(data: FloatArray, mean: FloatArray, scale: FloatArray) -> float:
    """Least over unit w of √(1/N Σₙ (wᵀ zₙ)²), zₙ = (xₙ − μ) / scale, for (N, D) with N ≥ D; 0 in a hyperplane.

    It comes from orthogonal transformations of the data: their squares would lose all below 1e-8.
    """
    triangle: FloatArray = np.empty((0, len(mean)))
    for block in deviations(data, mean):
        triangle = np.asarray(np.linalg.qr(np.vstack([triangle, block / scale]), mode="r"))
    return float(np.linalg.norm(triangle, -2)) / math.sqrt(len(data))


def _in_hyperplane() -> ValueError:
    return _unbounded("observations in a hyperplane, to rounding", "drop linearly dependent variables")


def _unbounded(found: str, remedy: str) -> ValueError:
    expected = "observations in no hyperplane: in one the covariance is singular and the likelihood unbounded"
    return bad_argument("x", found, f"{expected}; {remedy}")
