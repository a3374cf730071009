"""Problems that the tests of the Gaussian kernels share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from derivations.numerics.validation import FloatArray

# D = 1; one block of L⁻¹; 24 | 25 and 48 | 49 either side of a block's edge; several blocks.
DIMENSIONS = [1, 2, 3, 20, 24, 25, 48, 49, 100]


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
