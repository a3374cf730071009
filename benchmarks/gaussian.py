"""The Gaussian's log density and estimates against NumPy and SciPy: ``python -m benchmarks.gaussian``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

import numpy as np
from scipy.stats import multivariate_normal

from benchmarks.harness import Contest, run
from derivations.numerics import streaming
from derivations.numerics.gaussian import Gaussian, covariance_estimate, log_density, maximum_likelihood
from derivations.numerics.validation import FloatArray

SIZES = [(100_000, 2, 8.0), (100_000, 20, 2.5), (10_000, 200, 2.0)]
"""N, D and the speed-up of the log density aimed at."""

TOLERANCE = 1e-12


def relative_difference(ours: FloatArray, peer: FloatArray) -> float:
    """The largest |ours − peer| / |peer|."""
    return float(np.max(np.abs(ours - peer) / np.abs(peer)))


def covariance_difference(ours: FloatArray, peer: FloatArray) -> float:
    """The largest |ours − peer| of entries (i, j) relative to √(Σᵢᵢ Σⱼⱼ): a covariance may be near zero."""
    scale = np.sqrt(np.diag(peer))
    return float(np.max(np.abs(ours - peer) / np.outer(scale, scale)))


def estimate_difference(ours: tuple[FloatArray, FloatArray], peer: tuple[FloatArray, FloatArray]) -> float:
    """The larger of the differences of the means, in standard deviations, and of the covariances."""
    means = np.max(np.abs(ours[0] - peer[0]) / np.sqrt(np.diag(peer[1])))
    return max(float(means), covariance_difference(ours[1], peer[1]))


def contests() -> Iterator[Contest]:
    """Both get the same arrays, data drawn about the mean, and factorise the covariance anew in every call."""
    for count, dimension, target in SIZES:
        rng = np.random.default_rng(dimension)
        root = rng.standard_normal((dimension, dimension))
        covariance = root @ root.T / dimension + 0.1 * np.eye(dimension)
        mean = rng.standard_normal(dimension)
        arguments = rng.multivariate_normal(mean, covariance, count), mean, covariance
        yield Contest(
            label=f"log density, {count} x {dimension}",
            ours=partial(log_density, *arguments),
            peer=partial(multivariate_normal.logpdf, *arguments),
            discrepancy=relative_difference,
            tolerance=TOLERANCE,
            target=target,
        )
        yield from estimates(arguments[0])


def estimates(x: FloatArray) -> Iterator[Contest]:
    """No target: nearly all of the time goes into one matrix product, which is the peers' as well."""
    size = f"{x.shape[0]} x {x.shape[1]}"
    yield Contest(
        label=f"covariance, {size}",
        ours=partial(covariance_estimate, x),
        peer=partial(np.cov, x, rowvar=False, bias=True),
        discrepancy=covariance_difference,
        tolerance=TOLERANCE,
    )
    yield Contest(
        label=f"maximum, {size}",
        ours=partial(maximum_likelihood, x),
        peer=partial(multivariate_normal.fit, x),
        discrepancy=estimate_difference,
        tolerance=TOLERANCE,
    )
    yield Contest(
        label=f"in 10 blocks, {size}",
        ours=partial(blockwise_maximum, np.array_split(x, 10)),
        peer=partial(multivariate_normal.fit, x),
        discrepancy=estimate_difference,
        tolerance=TOLERANCE,
    )


def blockwise_maximum(blocks: list[FloatArray]) -> Gaussian:
    """The maximum from one pass over the blocks."""
    return streaming.maximum_likelihood(streaming.summarise_blocks(blocks))


if __name__ == "__main__":
    sys.exit(run("The Gaussian: ours against NumPy and SciPy", ["numpy", "scipy"], contests()))
