"""Problems that the tests of the Gaussian kernels share."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np
from flint import fmpq, fmpq_mat

from derivations.numerics.validation import FloatArray

ROUNDING = 2.0**-53

# D = 1; one block of L⁻¹; 16 | 17 and 32 | 33 either side of a block's edge; several blocks.
DIMENSIONS = [1, 2, 3, 11, 16, 17, 32, 33, 100]


class Problem(NamedTuple):
    x: FloatArray
    mean: FloatArray
    covariance: FloatArray


def problem(dimension: int, count: int = 50, seed: int = 0) -> Problem:
    """Data, a mean that is not the data's, and a covariance with κ of a few tens."""
    rng = np.random.default_rng([seed, dimension])
    root = rng.standard_normal((dimension, 2 * dimension))
    covariance = root @ root.T / (2 * dimension) + 0.1 * np.eye(dimension)
    return Problem(3 * rng.standard_normal((count, dimension)), rng.standard_normal(dimension), covariance)


def rotated(dimension: int, condition: float, rng: np.random.Generator) -> FloatArray:
    """Q Λ Qᵀ with eigenvalues from 1 down to 1/condition, symmetric to the last bit."""
    orthogonal, _ = np.linalg.qr(rng.standard_normal((dimension, dimension)))
    matrix = (orthogonal * np.geomspace(1, 1 / condition, dimension)) @ orthogonal.T
    return np.asarray((matrix + matrix.T) / 2)


def correlation_condition(covariance: FloatArray) -> float:
    """κ(R), R the correlation matrix."""
    scale = np.sqrt(np.diag(covariance))
    return float(np.linalg.cond(covariance / np.outer(scale, scale)))


def rational(array: FloatArray) -> fmpq_mat:
    """The floats as they are, exactly; a vector as a column."""
    columns = array.reshape(len(array), -1)
    return fmpq_mat(*columns.shape, [fmpq(*float(value).as_integer_ratio()) for value in columns.flat])


def nearest(matrix: fmpq_mat) -> FloatArray:
    """The rationals, each rounded once."""
    entries = [int(value.p) / int(value.q) for value in matrix.entries()]
    return np.array(entries).reshape(matrix.nrows(), matrix.ncols())


def exact_covariance(x: FloatArray, mean: FloatArray | None = None) -> FloatArray:
    """1/N Σₙ (xₙ − μ)(xₙ − μ)ᵀ in fractions, rounded at the end."""
    rows = [[Fraction(value) for value in row] for row in x.tolist()]
    centre = [sum(column) / Fraction(len(rows)) for column in zip(*rows, strict=True)]
    if mean is not None:
        centre = [Fraction(value) for value in mean.tolist()]
    deviations = [[value - m for value, m in zip(row, centre, strict=True)] for row in rows]
    indices = range(len(centre))
    sums = [[sum((d[i] * d[j] for d in deviations), Fraction(0)) for j in indices] for i in indices]
    return np.array([[float(entry / len(rows)) for entry in row] for row in sums])
