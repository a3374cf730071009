"""The multivariate Gaussian N(x; μ, Σ) in D variables: density, likelihood of data, estimates, samples.

Data x has one observation a row, shape (N, D).  Everything goes through the Cholesky factor Σ = L Lᵀ: with
y = L⁻¹ (x − μ) the squared Mahalanobis distance (x − μ)ᵀ Σ⁻¹ (x − μ) is yᵀ y.  Rows such as mle.001 belong to the note
`mle`; PRML is C. M. Bishop, Pattern Recognition and Machine Learning, 2006.  Bad input raises ValueError: a shape that
does not fit, no data, NaN or infinity, a covariance that is not symmetric or not positive definite.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from derivations.numerics.cholesky import Cholesky, cholesky
from derivations.numerics.moments import block_rows, deviations, sample_mean, sample_moments, scatter_about
from derivations.numerics.spread import require_enough, require_spread
from derivations.numerics.validation import FloatArray, bad_argument, data_matrix, observations, real_vector

Convention = Literal["independent", "tied", "symmetric"]
"""How a gradient G by a symmetric matrix is meant: every entry varied freely; σᵢⱼ and σⱼᵢ varied as one, G + Gᵀ − G∘I;
the symmetric part, (G + Gᵀ)/2."""


class Gaussian(NamedTuple):
    """N(x; μ, Σ): its mean (D,) and covariance (D, D)."""

    mean: FloatArray
    covariance: FloatArray


def log_density(x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike) -> FloatArray:
    """log N(x; μ, Σ) = −½ [D log 2π + log |Σ| + (x − μ)ᵀ Σ⁻¹ (x − μ)], one value an observation.

    x (N, D) or one point (D,); mean (D,); covariance (D, D).  Returns shape (N,) or (); −inf where yᵀ y overflows.
    The error, relative to D + yᵀ y, is of the order of D u κ(R), u = 2⁻⁵³ and R the correlation matrix of Σ.
    Source: mle.001, mle.005, mle.006; PRML (2.43).
    """
    location = real_vector("mean", mean)
    data = observations("x", x, len(location), finite=False)
    factor = cholesky("covariance", covariance, len(location))
    log_normaliser = -0.5 * (len(location) * math.log(2 * math.pi) + factor.log_determinant)
    with np.errstate(over="ignore", invalid="ignore"):
        distances = _squared_distances(np.atleast_2d(data), location, factor)
    if not np.isfinite(np.sum(distances)):
        # One pass over the data is saved by asking only here: finite distances are those of finite data.
        observations("x", x, len(location))
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


def mean_hessian(x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike) -> FloatArray:
    """∂²L/∂μ∂μᵀ = −N Σ⁻¹, the same at every mean and negative definite: what is stationary in μ is a maximum; (D, D).

    x (N, D) or one point (D,); mean (D,); covariance (D, D).
    """
    data, _, factor = _arguments(x, mean, covariance)
    return -len(np.atleast_2d(data)) * factor.precision


def mean_estimate(x: npt.ArrayLike) -> FloatArray:
    """μ̂ = 1/N Σₙ xₙ, where the gradient by the mean vanishes for every Σ: x (N, D) to (D,).

    Source: mle.014; PRML (2.121).
    """
    return sample_mean(data_matrix("x", x))


def covariance_gradient(
    x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike, convention: Convention = "independent"
) -> FloatArray:
    """∂L/∂Σ = −N/2 Σ⁻ᵀ + ½ (Σ⁻¹ S Σ⁻¹)ᵀ with S = Σₙ (xₙ − μ)(xₙ − μ)ᵀ, in the given convention, shape (D, D).

    x (N, D) or one point (D,); mean (D,); covariance (D, D).
    Source: mle.083; PRML exercise 2.34.
    """
    if convention not in get_args(Convention):
        raise bad_argument("convention", repr(convention), f"one of {', '.join(get_args(Convention))}")
    data, location, factor = _arguments(x, mean, covariance)
    rows = np.atleast_2d(data)
    # ½ L⁻ᵀ (L⁻¹ S L⁻ᵀ − N I) L⁻¹: near the maximum the difference is taken of numbers of order N, whatever the units.
    excess = factor.whiten(factor.whiten(scatter_about(rows, location)).T) - len(rows) * np.eye(len(location))
    gradient = (0.5 * factor.inverse.T @ excess @ factor.inverse).T
    if convention == "independent":
        return gradient
    both = gradient + gradient.T
    return both / 2 if convention == "symmetric" else both - np.diag(np.diag(gradient))


def covariance_estimate(x: npt.ArrayLike, mean: npt.ArrayLike | None = None) -> FloatArray:
    """Σ̂ = 1/N Σₙ (xₙ − μ)(xₙ − μ)ᵀ about the given mean, or about μ̂ where none is given; symmetric, (D, D).

    x (N, D), or one point (D,) if the mean (D,) is given.  The deviations are formed first: a distant mean costs no
    accuracy.  Source: mle.090; PRML (2.122).
    """
    if mean is None:
        return sample_moments(data_matrix("x", x)).covariance
    location = real_vector("mean", mean)
    data = np.atleast_2d(observations("x", x, len(location)))
    return scatter_about(data, location) / len(data)


def maximum_likelihood(x: npt.ArrayLike) -> Gaussian:
    """The maximum (μ̂, Σ̂) of the likelihood of the data x (N, D).

    ValueError where there is none because Σ̂ is singular: N ≤ D, a constant variable, or data in a hyperplane.
    Source: mle.014, mle.090; PRML (2.121), (2.122).
    """
    data = data_matrix("x", x)
    require_enough(*data.shape)
    moments = sample_moments(data)
    require_spread(moments, data)
    return Gaussian(moments.mean, moments.covariance)


def maximum_log_likelihood(x: npt.ArrayLike) -> float:
    """L(μ̂, Σ̂) = −N/2 [D log 2π + log |Σ̂| + D], the largest log likelihood of x (N, D).

    ValueError where the likelihood is unbounded, as in `maximum_likelihood`.
    """
    data = data_matrix("x", x)
    count, dimension = data.shape
    factor = cholesky("covariance", maximum_likelihood(data).covariance, dimension)
    return -0.5 * float(count * (dimension * (math.log(2 * math.pi) + 1) + factor.log_determinant))


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


def factorised(
    name: str, gaussian: tuple[npt.ArrayLike, npt.ArrayLike], dimension: int | None = None
) -> tuple[FloatArray, Cholesky]:
    """The mean (D,) and the factor of the covariance of an argument, D = ``dimension`` where it is known."""
    if not (isinstance(gaussian, tuple) and len(gaussian) == 2):
        found = f"an object of type {type(gaussian).__name__}"
        raise bad_argument(name, found, "a Gaussian, or a pair (mean, covariance)")
    mean = real_vector(f"{name}.mean", gaussian[0], dimension)
    return mean, cholesky(f"{name}.covariance", gaussian[1], len(mean))


def _arguments(
    x: npt.ArrayLike, mean: npt.ArrayLike, covariance: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, Cholesky]:
    location = real_vector("mean", mean)
    data = observations("x", x, len(location))
    return data, location, cholesky("covariance", covariance, len(location))


def _squared_distances(data: FloatArray, mean: FloatArray, factor: Cholesky) -> FloatArray:
    """‖L⁻¹ (xₙ − μ)‖² for the rows of (N, D)."""
    distances, start = np.empty(len(data)), 0
    memory = np.empty((len(mean), block_rows(data)))  # one for all blocks: fresh memory takes time
    for block in deviations(data, mean):
        stop = start + len(block)
        whitened = factor.whiten(block.T, out=memory[:, : len(block)])
        np.einsum("in,in->n", whitened, whitened, out=distances[start:stop])
        start = stop
    return distances
