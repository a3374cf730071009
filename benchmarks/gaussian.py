"""The Gaussian log density against ``scipy.stats.multivariate_normal.logpdf``: ``python -m benchmarks.gaussian``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

import numpy as np
from scipy.stats import multivariate_normal

from benchmarks.harness import Contest, run
from derivations.numerics.gaussian import log_density
from derivations.numerics.validation import FloatArray

SIZES = [(100_000, 2, 8.0), (100_000, 20, 2.5), (10_000, 200, 2.0)]
"""N, D and the speed-up aimed at."""


def relative_difference(ours: FloatArray, peer: FloatArray) -> float:
    """The largest |ours − peer| / |peer|."""
    return float(np.max(np.abs(ours - peer) / np.abs(peer)))


def contests() -> Iterator[Contest]:
    """Both get the same arrays, data drawn about the mean, and factorise the covariance anew in every call."""
    for count, dimension, target in SIZES:
        rng = np.random.default_rng(dimension)
        root = rng.standard_normal((dimension, dimension))
        covariance = root @ root.T / dimension + 0.1 * np.eye(dimension)
        mean = rng.standard_normal(dimension)
        arguments = rng.multivariate_normal(mean, covariance, count), mean, covariance
        yield Contest(
            label=f"N = {count}, D = {dimension}",
            ours=partial(log_density, *arguments),
            peer=partial(multivariate_normal.logpdf, *arguments),
            discrepancy=relative_difference,
            tolerance=1e-12,
            target=target,
        )


if __name__ == "__main__":
    sys.exit(run("Gaussian log density: ours against SciPy", ["numpy", "scipy"], contests()))
