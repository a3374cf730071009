"""Maximum likelihood in one pass: blocks of observations are summarised, merged and forgotten::

    moments = summarise(first)
    moments = update(moments, second)           # or merge(moments, summarise(second)), in any order, on any machine
    mean, covariance = maximum_likelihood(moments)

Each block is centred at its own mean, and merging adds what the means differ by: no sum of squares is ever taken about
a distant point.  After K merges the mean and the covariance, relative to √Σᵢᵢ and √(Σᵢᵢ Σⱼⱼ), are those of two passes
over all data to some K u, u = 2⁻⁵³, wherever the data lie.  Source: T. F. Chan, G. H. Golub and R. J. LeVeque, The
American Statistician 37 (1983) 242–247.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from derivations.numerics.gaussian import Gaussian
from derivations.numerics.moments import Moments, sample_moments, two_sum
from derivations.numerics.spread import require_enough, require_spread
from derivations.numerics.validation import bad_argument, data_matrix


def summarise(x: npt.ArrayLike) -> Moments:
    """N, x̄ and Σₙ (xₙ − x̄)(xₙ − x̄)ᵀ of one block x (N, D), N ≥ 1."""
    return sample_moments(data_matrix("x", x))


def merge(first: Moments, second: Moments) -> Moments:
    """S = S₁ + S₂ + N₁N₂/N (x̄₂ − x̄₁)(x̄₂ − x̄₁)ᵀ and x̄ = x̄₁ + N₂/N (x̄₂ − x̄₁), N = N₁ + N₂.

    ValueError where the two have different D, or where a sum overflows.
    """
    if first.mean.shape != second.mean.shape:
        raise bad_argument("second", f"D = {len(second.mean)}", f"D = {len(first.mean)} as in the first")
    count = first.count + second.count
    with np.errstate(over="ignore", invalid="ignore"):
        apart = (second.mean - first.mean) + (second.remainder - first.remainder)
        mean, remainder = two_sum(first.mean, first.remainder + second.count / count * apart)
        scatter = first.scatter + second.scatter + first.count * second.count / count * np.outer(apart, apart)
    if not np.all(np.isfinite(scatter)):
        found = f"means up to {np.max(np.abs(apart)):.3g} apart, whose squares overflow"
        raise bad_argument("second", found, "smaller numbers, in other units")
    return Moments(count, mean, remainder, scatter)


def update(moments: Moments, x: npt.ArrayLike) -> Moments:
    """The moments after another block x (N, D), N ≥ 1."""
    return merge(moments, summarise(x))


def summarise_blocks(blocks: Iterable[npt.ArrayLike]) -> Moments:
    """The moments of all blocks (N₁, D), (N₂, D), …, each of which is seen once; at least one block."""
    iterator = iter(blocks)
    try:
        moments = summarise(next(iterator))
    except StopIteration:
        raise bad_argument("blocks", "none", "at least one block of observations") from None
    for block in iterator:
        moments = update(moments, block)
    return moments


def maximum_likelihood(moments: Moments) -> Gaussian:
    """The maximum (μ̂, Σ̂) = (x̄, S/N) of the likelihood of the observations summarised.

    ValueError where there is none because Σ̂ is singular: N ≤ D, a constant variable, or data in a hyperplane, for which
    all is taken whose correlation matrix has an eigenvalue below 1.4e-14.  Source: mle.014, mle.090.
    """
    require_enough(moments.count, len(moments.mean))
    require_spread(moments)
    return Gaussian(moments.mean, moments.covariance)
