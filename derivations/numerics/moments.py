"""Sums over the observations of a data matrix (N, D), block of rows by block of rows: no second copy of the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from derivations.numerics.validation import FloatArray, bad_argument

BLOCK_ENTRIES = 62_500
"""Entries of data in a block, 500 kB: a block stays in a core's cache, and 16 rows of L⁻¹ times a block are 1e6
multiplications, up to which BLAS need not rearrange it; measured from D = 2 to 400."""

BLOCK_ROWS = 128
"""Least number of observations in a block: matrix products with fewer columns are slow."""


@dataclass(frozen=True)
class Moments:
    """N observations summarised: x̄ = mean + remainder, both (D,), and the scatter Σₙ (xₙ − x̄)(xₙ − x̄)ᵀ, (D, D).

    The mean is x̄ rounded and the remainder what the rounding left out: far from the origin the difference of two means
    would otherwise consist of rounding errors.
    """

    count: int
    mean: FloatArray
    remainder: FloatArray
    scatter: FloatArray

    @property
    def covariance(self) -> FloatArray:
        """Σ̂ = 1/N Σₙ (xₙ − x̄)(xₙ − x̄)ᵀ, symmetric to the last bit."""
        return self.scatter / self.count


def block_rows(data: FloatArray) -> int:
    """The number of observations in a block of (N, D)."""
    rows: int = min(len(data), max(BLOCK_ROWS, BLOCK_ENTRIES // data.shape[1]))
    return rows


def blocks(data: FloatArray) -> Iterator[FloatArray]:
    """The rows of (N, D) in blocks, as views."""
    rows = block_rows(data)
    return (data[start : start + rows] for start in range(0, len(data), rows))


def deviations(data: FloatArray, mean: FloatArray) -> Iterator[FloatArray]:
    """xₙ − μ for the rows of (N, D), block by block, each block in the memory of the one before."""
    # Repeating the mean makes the subtraction one long loop over memory instead of one short loop an observation.
    means = np.tile(mean, (block_rows(data), 1))
    memory = np.empty(means.shape)
    for block in blocks(data):
        yield np.subtract(block, means[: len(block)], out=memory[: len(block)])


def sample_mean(data: FloatArray) -> FloatArray:
    """1/N Σₙ xₙ of (N, D); ValueError where the sum overflows."""
    # A product with ones takes a tenth of the time of a sum over the first axis.
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.sum([np.ones(len(block)) @ block for block in blocks(data)], axis=0)
    return _finite(total, data) / len(data)


def scatter_about(data: FloatArray, mean: FloatArray) -> FloatArray:
    """S = Σₙ (xₙ − μ)(xₙ − μ)ᵀ of (N, D), symmetric to the last bit; ValueError where it overflows."""
    return _first_two_sums(data, mean)[1]


def sample_moments(data: FloatArray) -> Moments:
    """x̄ = 1/N Σₙ xₙ and Σₙ (xₙ − x̄)(xₙ − x̄)ᵀ of (N, D); ValueError where a sum overflows.

    What the deviations, which in exact arithmetic add up to zero, do add up to is the rounding error of the first x̄;
    both are corrected for it.  Source: T. F. Chan, G. H. Golub and R. J. LeVeque, The American Statistician 37 (1983).
    """
    first = sample_mean(data)
    total, scatter = _first_two_sums(data, first)
    drift = total / len(data)
    return Moments(len(data), *two_sum(first, drift), scatter - len(data) * np.outer(drift, drift))


def two_sum(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """a + b as the nearest floats and, exactly, what they leave out.

    Source: D. E. Knuth, The Art of Computer Programming 2, section 4.2.2, theorem B.
    """
    total = a + b
    of_b = total - a
    return total, (a - (total - of_b)) + (b - of_b)


def _first_two_sums(data: FloatArray, mean: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Σₙ (xₙ − μ) and Σₙ (xₙ − μ)(xₙ − μ)ᵀ, shapes (D,) and (D, D)."""
    total, scatter = np.zeros(len(mean)), np.zeros((len(mean), len(mean)))
    with np.errstate(over="ignore", invalid="ignore"):
        for block in deviations(data, mean):
            total += np.ones(len(block)) @ block
            scatter += block.T @ block
    return total, _finite(scatter, data)


def _finite(sums: FloatArray, data: FloatArray) -> FloatArray:
    if not np.all(np.isfinite(sums)):
        found = f"entries up to {np.max(np.abs(data)):.3g} in size, whose sum or squares overflow"
        raise bad_argument("x", found, "smaller numbers, in other units")
    return sums
