"""New Gaussians from old ones: marginals, conditionals, linear maps, products of densities.

The covariance of a conditional or a product comes out as a triangle times its transpose, symmetric to the last bit and
positive definite, ready for the next kernel.  Bad input raises ValueError, as in `derivations.numerics.gaussian`.

Accuracy.  Errors are in standard deviations of the result: |ΔSᵢⱼ| / √(Sᵢᵢ Sⱼⱼ) and |Δmᵢ| / √Sᵢᵢ.  A conditional or a
product amplifies the rounding of the entries of Σ, u = 2⁻⁵³ of them, by κ(R), R the correlation matrix; no method can
do better, for rounded entries are all it is given.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from derivations.numerics.cholesky import cholesky, inverse_of_lower, symmetric_matrix
from derivations.numerics.gaussian import Gaussian, factorised, log_density
from derivations.numerics.validation import (
    FloatArray,
    IndexArray,
    bad_argument,
    observations,
    real_matrix,
    real_vector,
    variables,
)


class GaussianProduct(NamedTuple):
    """exp(log_normaliser) N(x; mean, covariance), the product of two densities of the same x."""

    mean: FloatArray
    covariance: FloatArray
    log_normaliser: float


def marginal(mean: npt.ArrayLike, covariance: npt.ArrayLike, indices: npt.ArrayLike) -> Gaussian:
    """x_a ~ N(μ_a, Σ_aa) where x ~ N(μ, Σ) and the K ``indices`` a are any of 0, …, D − 1, in any order.

    mean (D,); covariance (D, D); indices (K,), different integers, K ≥ 1.  Nothing is rounded.  Source: PRML (2.98).
    """
    location = real_vector("mean", mean)
    kept = variables("indices", indices, len(location))
    matrix = symmetric_matrix("covariance", covariance, len(location))
    cholesky("covariance", matrix)  # the marginal of a matrix that is no covariance may look like one
    return Gaussian(location[kept], matrix[np.ix_(kept, kept)])


def conditional(
    mean: npt.ArrayLike, covariance: npt.ArrayLike, given_indices: npt.ArrayLike, given_values: npt.ArrayLike
) -> Gaussian:
    """x_a | x_b ~ N(μ_a + Σ_ab Σ_bb⁻¹ (x_b − μ_b), Σ_aa − Σ_ab Σ_bb⁻¹ Σ_ba), b given, a the rest in rising order.

    mean (D,); covariance (D, D); given_indices (K,), different integers, 1 ≤ K < D; given_values (K,), or (M, K) for M
    conditions at once.  Returns mean (D − K,) or (M, D − K), and the covariance (D − K, D − K), which is the same for
    all values.  Errors: of the order of D u κ(R) for the covariance, and for the mean that times ‖L_b⁻¹ (x_b − μ_b)‖.
    Source: PRML (2.81), (2.82).
    """
    location = real_vector("mean", mean)
    given, free = _given_and_free(given_indices, len(location))
    values = observations("given_values", given_values, len(given))
    order = np.concatenate([given, free])
    matrix = symmetric_matrix("covariance", covariance, len(location))[np.ix_(order, order)]
    # [[Σ_bb, Σ_ba], [Σ_ab, Σ_aa]] = L Lᵀ with L = [[L_b, 0], [C, L_a]]: then Σ_ab Σ_bb⁻¹ = C L_b⁻¹, and the conditional
    # covariance is L_a L_aᵀ, without a difference of matrices.
    factor = cholesky("covariance", matrix)
    count = len(given)
    deviations = np.atleast_2d(values) - location[given]
    shift = factor.lower[count:, :count] @ factor.leading(count).whiten(deviations.T)
    triangle = factor.lower[count:, count:]
    return Gaussian((location[free] + shift.T).reshape(*values.shape[:-1], len(free)), triangle @ triangle.T)


def linear_map(
    mean: npt.ArrayLike,
    covariance: npt.ArrayLike,
    matrix: npt.ArrayLike,
    offset: npt.ArrayLike | None = None,
    noise: npt.ArrayLike | None = None,
) -> Gaussian:
    """A x + b + ε ~ N(A μ + b, A Σ Aᵀ + Q) where x ~ N(μ, Σ) and, independently, ε ~ N(0, Q).

    mean (D,); covariance (D, D); matrix A (K, D); offset b (K,) and noise Q (K, K), both 0 where they are not given.
    ValueError where A Σ Aᵀ + Q is singular: the rows of A are linearly dependent and there is no noise.
    |ΔSₖₗ| is of the order of D u s_k s_l, s_k = Σᵢ |Aₖᵢ| √Σᵢᵢ.  Source: PRML (2.115).
    """
    location = real_vector("mean", mean)
    image = real_matrix("matrix", matrix, len(location))
    root = image @ cholesky("covariance", covariance, len(location)).lower
    centre, spread = image @ location, root @ root.T
    if offset is not None:
        centre = centre + real_vector("offset", offset, len(image))
    if noise is not None:
        cholesky("noise", noise, len(image))
        spread = spread + symmetric_matrix("noise", noise)
    try:
        cholesky("covariance", spread, len(image))
    except ValueError:
        expected = "rows whose images of x have a covariance that is positive definite beyond rounding"
        remedy = "leave out rows that depend on others, or give the covariance of some noise"
        raise bad_argument("matrix", "rows that are linearly dependent, to rounding", f"{expected}; {remedy}") from None
    return Gaussian(centre, spread)


def product(p: tuple[npt.ArrayLike, npt.ArrayLike], q: tuple[npt.ArrayLike, npt.ArrayLike]) -> GaussianProduct:
    """N(x; a, A) N(x; b, B) = Z N(x; c, C), C⁻¹ = A⁻¹ + B⁻¹, C⁻¹ c = A⁻¹ a + B⁻¹ b, Z = N(a; b, A + B).

    p = (a, A) and q = (b, B), Gaussians or pairs (mean, covariance).  The errors of C, and of c relative to 1 + ρ with
    ρ² = (a − b)ᵀ (A + B)⁻¹ (a − b), are of the order of D u [κ(R_A) + κ(R_B)].  Source: PRML (2.113) to (2.117).
    """
    a, factor_a = factorised("p", p)
    b, factor_b = factorised("q", q, len(a))
    # c − a is the least-squares solution d of L_A⁻¹ d = 0, L_B⁻¹ d = L_B⁻¹ (b − a): orthogonal transformations
    # [R, y; 0, ρ] of the equations keep the digits that the sum of the precisions would square away.
    dimension = len(a)
    upper = np.column_stack([factor_a.inverse, np.zeros(dimension)])
    lower = np.column_stack([factor_b.inverse, factor_b.whiten(b - a)])
    triangle = np.asarray(np.linalg.qr(np.vstack([upper, lower]), mode="r"))
    root = inverse_of_lower(triangle[:dimension, :dimension].T)
    total = symmetric_matrix("p.covariance", p[1]) + symmetric_matrix("q.covariance", q[1])
    shift = root.T @ triangle[:dimension, dimension]
    return GaussianProduct(a + shift, root.T @ root, float(log_density(a, b, total)))


def _given_and_free(indices: npt.ArrayLike, dimension: int) -> tuple[IndexArray, IndexArray]:
    given = variables("given_indices", indices, dimension)
    free = np.setdiff1d(np.arange(dimension), given)
    if len(free) == 0:
        raise bad_argument("given_indices", f"all {dimension} variables", f"at most {dimension - 1} of them")
    return given, free
