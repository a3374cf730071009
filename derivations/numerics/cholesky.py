"""Σ = L Lᵀ, the form in which the kernels use a covariance: log |Σ|, L⁻¹ b and Σ⁻¹ b without ever forming Σ⁻¹.

L⁻¹ is computed once and then multiplies the data, block of rows by block of rows, so that nearly half the
multiplications, those by the zeros above its diagonal, are saved.

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

BLOCK = 16
"""Rows of L⁻¹ in one product: few, to skip most of the zeros, but whole tiles of a BLAS kernel; measured."""

ASYMMETRY = 1e-12
"""Largest |Σᵢⱼ − Σⱼᵢ| / √(Σᵢᵢ Σⱼⱼ) taken for rounding: above that of a computed covariance, far below a mistake."""


@dataclass(frozen=True)
class Cholesky:
    """The lower triangular L (D, D), positive on the diagonal, with L Lᵀ = Σ, and its inverse."""

    lower: FloatArray
    inverse: FloatArray

    @property
    def log_determinant(self) -> float:
        """log |Σ| = 2 Σᵢ log Lᵢᵢ (an equation of scalars: the second Σ is a sum)."""
        return 2.0 * float(np.sum(np.log(np.diag(self.lower))))

    @property
    def precision(self) -> FloatArray:
        """Σ⁻¹ = L⁻ᵀ L⁻¹, symmetric to the last bit, where it is itself the result: to multiply by it, use ``solve``."""
        return self.inverse.T @ self.inverse

    def leading(self, count: int) -> Cholesky:
        """The factor of the covariance of the first ``count`` variables, which is a corner of L."""
        return Cholesky(self.lower[:count, :count], self.inverse[:count, :count])

    def whiten(self, vectors: FloatArray, out: FloatArray | None = None) -> FloatArray:
        """L⁻¹ b, uncorrelated with unit variances if b has the covariance Σ; b (D,) or the columns of (D, M).

        The result is written to ``out``, of the shape of b, where it is given.
        """
        dimension = len(vectors)
        whitened = np.empty(vectors.shape) if out is None else out
        for start in range(0, dimension, BLOCK):
            stop = min(start + BLOCK, dimension)
            np.matmul(self.inverse[start:stop, :stop], vectors[:stop], out=whitened[start:stop])
        return whitened

    def solve(self, vectors: FloatArray) -> FloatArray:
        """Σ⁻¹ b = L⁻ᵀ L⁻¹ b; b (D,) or the columns of (D, M)."""
        return self.inverse.T @ self.whiten(vectors)


def cholesky(name: str, value: npt.ArrayLike, dimension: int | None = None) -> Cholesky:
    """The factor of the covariance ``value`` (D, D), D = ``dimension`` where it is known; its lower triangle is read.

    ValueError, naming the argument ``name``, unless ``value`` is finite, symmetric to rounding and positive definite.
    """
    covariance = symmetric_matrix(name, value, dimension)
    try:
        lower = np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise _not_positive_definite(name, covariance) from None
    # Lᵢᵢ² / Σᵢᵢ is the share of variable i that the variables before it do not explain: below rounding it is noise.
    if np.any(np.diag(lower) ** 2 <= len(lower) * np.finfo(float).eps * np.diag(covariance)):
        raise _not_positive_definite(name, covariance)
    return Cholesky(lower, inverse_of_lower(lower))


def symmetric_matrix(name: str, value: npt.ArrayLike, dimension: int | None = None) -> FloatArray:
    """``value`` as a finite matrix (D, D), D = ``dimension`` where it is known, symmetric to rounding."""
    expected = "shape (D, D) with D >= 1" if dimension is None else f"shape ({dimension}, {dimension})"
    matrix = real_array(name, value, expected)
    size = max(matrix.shape, default=0) if dimension is None else dimension
    if matrix.shape != (size, size) or size == 0:
        raise bad_argument(name, f"shape {matrix.shape}", expected)
    _check_symmetric(name, matrix)
    return matrix


def inverse_of_lower(lower: FloatArray) -> FloatArray:
    """[[A, 0], [C, B]]⁻¹ = [[A⁻¹, 0], [−B⁻¹ C A⁻¹, B⁻¹]], down to small blocks; (D, D), no zero on the diagonal."""
    dimension = len(lower)
    if dimension <= BLOCK:
        # NumPy has no triangular solver.  But Lᵀ, being upper triangular, is its own LU factorisation without a row
        # exchange, so that LAPACK's general solver comes down to back substitution; for L itself it would exchange
        # rows of different units, and lose up to three digits.
        return np.asarray(np.linalg.solve(lower.T, np.eye(dimension)), dtype=np.float64).T
    first, second = slice(0, dimension // 2), slice(dimension // 2, dimension)
    inverse = np.zeros((dimension, dimension), order="F")  # by columns: products with its rows are then a third faster
    inverse[first, first] = inverse_of_lower(lower[first, first])
    inverse[second, second] = inverse_of_lower(lower[second, second])
    inverse[second, first] = -inverse[second, second] @ lower[second, first] @ inverse[first, first]
    return inverse


def _check_symmetric(name: str, matrix: FloatArray) -> None:
    scale = np.sqrt(np.abs(np.diag(matrix)))
    excess = np.abs(matrix - matrix.T) - ASYMMETRY * np.outer(scale, scale)
    i, j = (int(k) for k in np.unravel_index(np.argmax(excess), matrix.shape))
    if excess[i, j] > 0:
        found = f"entry {matrix[i, j]:.6g} at ({i}, {j}) but {matrix[j, i]:.6g} at ({j}, {i})"
        raise bad_argument(name, found, "a symmetric matrix S; if only rounding differs, pass (S + S.T) / 2")


def _not_positive_definite(name: str, matrix: FloatArray) -> ValueError:
    eigenvalues = np.linalg.eigvalsh(matrix)
    found = f"a matrix with smallest eigenvalue {eigenvalues[0]:.3g} and largest {eigenvalues[-1]:.3g}"
    remedy = "drop linearly dependent variables, use more observations, or add a small multiple of the identity"
    return bad_argument(name, found, f"a matrix that is positive definite beyond rounding; {remedy}")
