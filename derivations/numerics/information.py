"""Entropy, cross entropy, Kullback–Leibler divergence and Fisher information of Gaussians, in nats.

Accuracy.  Errors are those that the rounding of the entries of Σ, u = 2⁻⁵³ of them, makes by itself: it is amplified by
κ(R), R the correlation matrix.  Units of the variables cost nothing.  Bad input raises ValueError, as in
`derivations.numerics.gaussian`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from derivations.numerics.cholesky import cholesky, symmetric_matrix
from derivations.numerics.gaussian import factorised
from derivations.numerics.validation import FloatArray

Pair = tuple[npt.ArrayLike, npt.ArrayLike]
"""A `Gaussian`, or any pair (mean, covariance)."""


class FisherInformation(NamedTuple):
    """The information of one observation about μ, (D, D), and about vech Σ, (P, P) with P = D(D + 1)/2."""

    mean: FloatArray
    covariance: FloatArray


def entropy(covariance: npt.ArrayLike) -> float:
    """H = −E log p(x) = ½ log |2πe Σ|, which may be negative and does not depend on the mean; covariance (D, D).

    The error is of the order of D² u κ(R).  Source: PRML exercise 2.15.
    """
    factor = cholesky("covariance", covariance)
    return 0.5 * (len(factor.lower) * (math.log(2 * math.pi) + 1) + factor.log_determinant)


def cross_entropy(p: Pair, q: Pair) -> float:
    """−E_p log q(x) = ½ [log |2π Σ_q| + tr Σ_q⁻¹ Σ_p + (μ_p − μ_q)ᵀ Σ_q⁻¹ (μ_p − μ_q)].

    p and q are Gaussians or pairs (mean, covariance).  The error, relative to D plus trace plus quadratic form, is of
    the order of D u κ(R_q).
    """
    location, factor_p = factorised("p", p)
    other, factor_q = factorised("q", q, len(location))
    squares = np.sum(factor_q.whiten(factor_p.lower) ** 2) + np.sum(factor_q.whiten(location - other) ** 2)
    return 0.5 * (len(location) * math.log(2 * math.pi) + factor_q.log_determinant + float(squares))


def kl_divergence(p: Pair, q: Pair) -> float:
    """D(p‖q) = E_p log p/q = ½ [tr Σ_q⁻¹ Σ_p − D + (μ_p − μ_q)ᵀ Σ_q⁻¹ (μ_p − μ_q) + log |Σ_q| / |Σ_p|] ≥ 0.

    p and q are Gaussians or pairs (mean, covariance).  Never negative, and 0 for equal arguments.  The error, relative
    to D plus trace plus quadratic form, is of the order of D u [κ(R_p) + κ(R_q)].  Source: PRML exercise 2.13.
    """
    location, factor_p = factorised("p", p)
    other, factor_q = factorised("q", q, len(location))
    # With L_q⁻¹ L_p = I + E, E lower triangular: tr Σ_q⁻¹ Σ_p − D − log |Σ_p| / |Σ_q| = Σ_{i>j} Eᵢⱼ² + 2 Σᵢ f(Eᵢᵢ),
    # f(e) = e + e²/2 − log(1 + e).  No term is negative, and near p = q nothing large is subtracted.
    excess = factor_q.whiten(factor_p.lower - factor_q.lower)
    stretch = _stretch(np.diag(excess), np.diag(factor_p.lower) / np.diag(factor_q.lower))
    shear = np.sum(np.tril(excess, -1) ** 2)
    return float(np.sum(stretch) + 0.5 * (shear + np.sum(factor_q.whiten(location - other) ** 2)))


def _stretch(excess: FloatArray, ratio: FloatArray) -> FloatArray:
    """e + e²/2 − log(1 + e) ≥ 0 with e = excess = ratio − 1, from the digits of e near 0, of the ratio near e = −1."""
    logarithm = np.where(excess < -0.5, np.log(ratio), np.log1p(np.maximum(excess, -0.5)))
    return excess**2 / 2 + np.maximum(excess - logarithm, 0)  # e ≥ log(1 + e), which rounding may hide


def fisher_information(covariance: npt.ArrayLike) -> FisherInformation:
    """Σ⁻¹ about μ and ½ Gᵀ (Σ⁻¹ ⊗ Σ⁻¹) G about vech Σ, G the duplication matrix, vec S = G vech S; covariance (D, D).

    The coordinates are those of `vech`: σᵢⱼ and σⱼᵢ are one parameter, the convention ``tied`` of the gradient.  The
    information is that of one observation, N times as much for N; between μ and Σ there is none.  The block about Σ
    takes 2 D⁴ bytes.  Errors, relative to √(Pᵢᵢ Pⱼⱼ), P = Σ⁻¹, are of the order of D u κ(R).
    Source: J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., 2007, chapter 15.
    """
    precision = cholesky("covariance", covariance).precision
    column, row = np.triu_indices(len(precision))
    # ½ tr Σ⁻¹ Eᵢⱼ Σ⁻¹ Eₖₗ with Eᵢⱼ = eᵢ eⱼᵀ + eⱼ eᵢᵀ, and half of it on the diagonal: no Kronecker product is formed.
    weight = np.where(row == column, 0.5, 1.0)
    direct = precision[np.ix_(row, row)] * precision[np.ix_(column, column)]
    crossed = precision[np.ix_(row, column)] * precision[np.ix_(column, row)]
    return FisherInformation(precision, np.outer(weight, weight) * (direct + crossed))


def vech(matrix: npt.ArrayLike) -> FloatArray:
    """The lower triangle column by column, (σ₁₁, σ₂₁, …, σ_D1, σ₂₂, …, σ_DD): symmetric (D, D) to (D(D + 1)/2,)."""
    symmetric = symmetric_matrix("matrix", matrix)
    column, row = np.triu_indices(len(symmetric))
    return symmetric[row, column]
