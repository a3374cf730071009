"""The multivariate Gaussian N(x; μ, Σ) in D variables: density, likelihood of data, estimates, samples.

Data x has one observation a row, shape (N, D).  Everything goes through the Cholesky factor Σ = L Lᵀ: with
y = L⁻¹ (x − μ) the squared Mahalanobis distance (x − μ)ᵀ Σ⁻¹ (x − μ) is yᵀ y.  Rows such as mle.001 belong to the note
`mle`; PRML is C. M. Bishop, Pattern Recognition and Machine Learning, 2006.  Bad input raises ValueError: a shape that
does not fit, no data, NaN or infinity, a covariance that is not symmetric or not positive definite.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from derivations.numerics.cholesky import Cholesky, cholesky
from derivations.numerics.validation import FloatArray, bad_argument, data_matrix, observations, real_vector

BLOCK_ENTRIES = 40_000
"""Entries of data whitened at a time, 320 kB: a block and its image stay in a core's cache."""

BLOCK_ROWS = 128
"""Least number of observations in a block: matrix products with fewer columns are slow."""


def log_density(x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike) -> FloatArray:
    """log N(x; μ, Σ) = −½ [D log 2π + log |Σ| + (x − μ)ᵀ Σ⁻¹ (x − μ)], one value an observation.

    x (N, D) or one point (D,); mean (D,); covariance (D, D).  Returns shape (N,) or (); −inf where yᵀ y overflows.
    The error, relative to D + yᵀ y, is of the order of D u κ(R), u = 2⁻⁵³ and R the correlation matrix of Σ.
    Source: mle.001, mle.005, mle.006; PRML (2.43).
    """
    data, location, factor = _arguments(x, mean, covariance)
    log_normaliser = -0.5 * (len(location) * math.log(2 * math.pi) + factor.log_determinant)
    distances = _squared_distances(np.atleast_2d(data), location, factor)
    return (log_normaliser - 0.5 * distances).reshape(data.shape[:-1])


def density(x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike) -> FloatArray:
    """N(x; μ, Σ) = exp[−½ (x − μ)ᵀ Σ⁻¹ (x − μ)] / √((2π)ᴰ |Σ|), which far from the mean is 0 in floating point.

    x (N, D) or one point (D,); mean (D,); covariance (D, D).  Returns shape (N,) or ().
    Source: mle.001; PRML (2.43).
    """
    return np.asarray(np.exp(log_density(x, mean, covariance)))


def log_likelihood(x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike) -> float:
    """L(μ, Σ) = −N/2 log (2π)ᴰ − N/2 log |Σ| − ½ Σₙ (xₙ − μ)ᵀ Σ⁻¹ (xₙ − μ), the sum of the log densities.

    x (N, D) or one point (D,); mean (D,); covariance (D, D).
    Source: mle.002, mle.007; PRML (2.118).
    """
    return float(np.sum(log_density(x, mean, covariance)))


def mean_gradient(x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike) -> FloatArray:
    """∂L/∂μ = Σₙ Σ⁻¹ (xₙ − μ), the gradient of the log likelihood by the mean, shape (D,).

    x (N, D) or one point (D,); mean (D,); covariance (D, D).
    Source: mle.010, mle.018; PRML (2.120).
    """
    data, location, factor = _arguments(x, mean, covariance)
    return factor.solve(np.sum(np.atleast_2d(data) - location, axis=0))


def mean_estimate(x: npt.ArrayLike) -> FloatArray:
    """μ̂ = 1/N Σₙ xₙ, where the gradient by the mean vanishes for every Σ: x (N, D) to (D,).

    Source: mle.014; PRML (2.121).
    """
    return np.asarray(np.mean(data_matrix("x", x), axis=0))


def sample(mean: npt.ArrayLike, covariance: npt.ArrayLike, size: int, rng: np.random.Generator) -> FloatArray:
    """x = μ + L z with z ~ N(0, I), so that E x = μ and cov x = L Lᵀ = Σ: ``size`` independent draws, (size, D).

    mean (D,); covariance (D, D); size ≥ 1.  Source: PRML section 11.1.1.
    """
    location = real_vector("mean", mean)
    factor = cholesky("covariance", covariance, len(location))
    if not isinstance(size, int | np.integer) or size < 1:
        raise bad_argument("size", repr(size), "an integer >= 1")
    if not isinstance(rng, np.random.Generator):
        raise bad_argument("rng", f"an object of type {type(rng).__name__}", "a numpy.random.Generator")
    return location + rng.standard_normal((size, len(location))) @ factor.lower.T


def _arguments(
    x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, Cholesky]:
    location = real_vector("mean", mean)
    data = observations("x", x, len(location))
    return data, location, cholesky("covariance", covariance, len(location))


def _squared_distances(data: FloatArray, mean: FloatArray, factor: Cholesky) -> FloatArray:
    """‖L⁻¹ (xₙ − μ)‖² for the rows of (N, D), block by block."""
    count, dimension = data.shape
    rows = min(count, max(BLOCK_ROWS, BLOCK_ENTRIES // dimension))
    # Repeating the mean makes the subtraction one long loop over memory instead of one short loop an observation.
    means = np.tile(mean, (rows, 1))
    distances = np.empty(count)
    for start in range(0, count, rows):
        block = data[start : start + rows]
        whitened = factor.whiten((block - means[: len(block)]).T)
        np.einsum("in,in->n", whitened, whitened, out=distances[start : start + rows])
    return distances
