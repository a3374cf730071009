"""Σ = L Lᵀ, the form in which the kernels use a covariance: its log determinant, L⁻¹ b and Σ⁻¹ b, never Σ⁻¹ itself.

L⁻¹ b is forward substitution by blocks of rows, y_k = L_kk⁻¹ (b_k − L_k,<k y_<k): matrix products do the work, and only
the small diagonal blocks are inverted.

Accuracy.  Let R be the correlation matrix of Σ and u = 2⁻⁵³.  The computed bᵀ Σ⁻¹ b has a relative error of the order
of D u κ(R): rescaling the variables does no harm, however far it drives κ(Σ) (J. Demmel; see N. J. Higham, Accuracy and
Stability of Numerical Algorithms, 2nd ed., 2002, section 10.1).  Measured at κ(Σ) = 1e12: 1e-5 at worst, which is what
rounding the entries of Σ does by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from derivations.numerics.validation import FloatArray, bad_argument, real_array

BLOCK = 32
"""Rows of L that are eliminated together; measured: best between 24 and 48 for D up to 200."""

ASYMMETRY = 1e-12
"""Largest |Σᵢⱼ − Σⱼᵢ| / √(Σᵢᵢ Σⱼⱼ) taken for rounding: above that of a computed covariance, far below a mistake."""


@dataclass(frozen=True)
class Cholesky:
    """The lower triangular L (D, D), positive on the diagonal, with L Lᵀ = Σ; the inverses L_kk⁻¹ of its blocks."""

    lower: FloatArray
    blocks: list[tuple[slice, FloatArray]]

    @property
    def log_determinant(self) -> float:
        """log |Σ| = 2 Σᵢ log Lᵢᵢ (an equation of scalars: the second Σ is a sum)."""
        return 2.0 * float(np.sum(np.log(np.diag(self.lower))))

    def solve_lower(self, right: FloatArray) -> FloatArray:
        """The Y with L Y = ``right``, for ``right`` of shape (D,) or (D, M)."""
        solution = np.empty(right.shape)
        for rows, inverse in self.blocks:
            known = slice(0, rows.start)
            rest = right[rows] - self.lower[rows, known] @ solution[known] if rows.start else right[rows]
            np.matmul(inverse, rest, out=solution[rows])
        return solution

    def solve(self, right: FloatArray) -> FloatArray:
        """Σ⁻¹ ``right`` = L⁻ᵀ (L⁻¹ ``right``), for ``right`` of shape (D,) or (D, M)."""
        return _solve_upper(self.lower.T, self.solve_lower(right))


def cholesky(name: str, value: npt.ArrayLike, dimension: int) -> Cholesky:
    """The factor of the covariance ``value`` (D, D), D = ``dimension``; its lower triangle is read.

    ValueError, naming the argument ``name``, unless ``value`` is finite, symmetric to rounding and positive definite.
    """
    expected = f"shape ({dimension}, {dimension})"
    covariance = real_array(name, value, expected)
    if covariance.shape != (dimension, dimension):
        raise bad_argument(name, f"shape {covariance.shape}", expected)
    _check_symmetric(name, covariance)
    try:
        lower = np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise _not_positive_definite(name, covariance) from None
    # Lᵢᵢ² / Σᵢᵢ is the share of variable i that the variables before it do not explain: below rounding it is noise.
    if np.any(np.diag(lower) ** 2 <= dimension * np.finfo(float).eps * np.diag(covariance)):
        raise _not_positive_definite(name, covariance)
    return Cholesky(lower, _diagonal_blocks(lower))


def _check_symmetric(name: str, matrix: FloatArray) -> None:
    difference = np.abs(matrix - matrix.T)
    scale = np.sqrt(np.abs(np.diag(matrix)))
    excess = difference - ASYMMETRY * np.outer(scale, scale)
    i, j = (int(k) for k in np.unravel_index(np.argmax(excess), matrix.shape))
    if excess[i, j] > 0:
        found = f"entry {matrix[i, j]:.6g} at ({i}, {j}) but {matrix[j, i]:.6g} at ({j}, {i})"
        raise bad_argument(name, found, "a symmetric matrix S; if only rounding differs, pass (S + S.T) / 2")


def _not_positive_definite(name: str, matrix: FloatArray) -> ValueError:
    eigenvalues = np.linalg.eigvalsh(matrix)
    found = f"a matrix with smallest eigenvalue {eigenvalues[0]:.3g} and largest {eigenvalues[-1]:.3g}"
    remedy = "drop linearly dependent variables, use more observations, or add a small multiple of the identity"
    return bad_argument(name, found, f"a matrix that is positive definite beyond rounding; {remedy}")


def _diagonal_blocks(lower: FloatArray) -> list[tuple[slice, FloatArray]]:
    blocks = []
    for start in range(0, len(lower), BLOCK):
        rows = slice(start, min(start + BLOCK, len(lower)))
        block = lower[rows, rows]
        blocks.append((rows, _solve_upper(block.T, np.eye(len(block))).T))
    return blocks


def _solve_upper(upper: FloatArray, right: FloatArray) -> FloatArray:
    # An upper triangular matrix is its own LU factorisation without a row exchange, so that LAPACK's general solver,
    # the only one that NumPy offers, comes down to back substitution.
    return np.asarray(np.linalg.solve(upper, right), dtype=np.float64)
