"""Moments in one pass against two passes, fractions, and the estimates from all data at once."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import numpy as np
import numpy.typing as npt
import pytest

from derivations.numerics import gaussian
from derivations.numerics.data import old_faithful
from derivations.numerics.moments import Moments, two_sum
from derivations.numerics.streaming import maximum_likelihood, merge, summarise, summarise_blocks, update
from derivations.numerics.validation import FloatArray
from tests.numerics.gaussians import ROUNDING, exact_covariance, problem


def split(x: FloatArray, size: int) -> list[FloatArray]:
    return [x[start : start + size] for start in range(0, len(x), size)]


def gap(found: FloatArray, expected: FloatArray) -> float:
    """The largest difference of entries relative to √(Σᵢᵢ Σⱼⱼ)."""
    scale = np.sqrt(np.diag(expected))
    return float(np.max(np.abs(found - expected) / np.outer(scale, scale)))


# ---- one pass is two passes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", [1, 2, 20, 100])
@pytest.mark.parametrize("size", [1, 7, 100, 1000])
def test_blocks_give_what_two_passes_over_all_data_give(dimension: int, size: int) -> None:
    x, _, _ = problem(dimension, count=1000)
    moments = summarise_blocks(split(x, size))
    expected = np.atleast_2d(np.cov(x, rowvar=False, bias=True))
    assert moments.count == 1000
    assert np.max(np.abs(moments.mean - x.mean(axis=0)) / np.sqrt(np.diag(expected))) <= 1e-12
    assert gap(moments.covariance, expected) <= 1e-12
    np.testing.assert_array_equal(moments.scatter, moments.scatter.T)


@pytest.mark.parametrize("distance", [0.0, 1e3, 1e8, 1e12])
@pytest.mark.parametrize("size", [1, 7, 50])
def test_a_distant_mean_costs_no_accuracy(distance: float, size: int) -> None:
    """Against fractions, for data as they are after rounding: 50 products and as many merges, some roundings each."""
    x = problem(3).x + distance * np.array([1.0, -1.1, 0.7])
    moments = summarise_blocks(split(x, size))
    exact_mean = [sum(map(Fraction, column), Fraction(0)) / len(x) for column in x.T.tolist()]
    assert gap(moments.covariance, exact_covariance(x)) <= 40 * ROUNDING
    rounded = np.array([float(value) for value in exact_mean])
    assert np.all(np.abs(moments.mean - rounded) <= ROUNDING * (2 * np.abs(rounded) + 10 * x.std(axis=0)))


def test_sums_of_squares_about_the_origin_would_not_do() -> None:
    """What merging avoids: 1/N Σ x² − x̄² has no correct digit here, so that the test above is one."""
    x = problem(3).x + 1e8
    naive = x.T @ x / len(x) - np.outer(x.mean(axis=0), x.mean(axis=0))
    assert gap(naive, exact_covariance(x)) > 1e-2


def test_blocks_that_lie_far_apart_are_as_good_as_any() -> None:
    """Sorted data: the blocks' means differ by a thousand times their spread, and most of the scatter is between."""
    x = problem(3).x + 1e4 * np.repeat(np.arange(5.0), 10)[:, np.newaxis] * np.array([1.0, -0.3, 0.0])
    assert gap(summarise_blocks(split(x, 10)).covariance, exact_covariance(x)) <= 40 * ROUNDING


@pytest.mark.parametrize("seed", range(5))
def test_merging_in_any_order_and_grouping_is_the_same_to_rounding(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parts = [summarise(part) for part in np.array_split(problem(4).x + 1e6, [3, 4, 20, 45])]
    expected = reduce(merge, parts)
    shuffled = reduce(merge, [parts[i] for i in rng.permutation(5)])
    paired = merge(merge(parts[4], parts[0]), merge(parts[2], merge(parts[1], parts[3])))
    for moments in (shuffled, paired):
        assert moments.count == expected.count
        np.testing.assert_array_equal(moments.mean, expected.mean)
        assert gap(moments.scatter, expected.scatter) <= 40 * ROUNDING


def test_a_merge_of_small_integers_is_exact() -> None:
    """{0, 2} and {6}: x̄ = 8/3 is no float, S = 2 + 0 + 2·1/3·25; three rows in one block are the same."""
    moments = merge(summarise([[0.0], [2.0]]), summarise([[6.0]]))
    assert moments.count == 3
    np.testing.assert_array_equal(moments.mean, [8 / 3])
    assert Fraction(moments.mean[0]) + Fraction(moments.remainder[0]) == pytest.approx(Fraction(8, 3), rel=1e-30)
    assert moments.scatter == pytest.approx(np.array([[56 / 3]]), rel=4 * ROUNDING)


def test_a_block_is_summarised_and_left_as_it_was() -> None:
    x = problem(3).x
    copy = x.copy()
    first = summarise(x[:20])
    before = first.mean.copy(), first.scatter.copy()
    update(first, x[20:])
    np.testing.assert_array_equal(x, copy)
    np.testing.assert_array_equal(first.mean, before[0])
    np.testing.assert_array_equal(first.scatter, before[1])


def test_two_sum_leaves_nothing_out() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 200)) * 10.0 ** rng.integers(-20, 20, (2, 200))
    total, rest = two_sum(a, b)
    np.testing.assert_array_equal(total, a + b)
    for parts in zip(a, b, total, rest, strict=True):
        x, y, s, r = map(Fraction, map(float, parts))
        assert x + y == s + r
    assert np.any(rest != 0)  # else every sum was exact, and this shows nothing


# ---- the maximum -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", [1, 2, 3, 20, 40])
def test_maximum_is_that_of_all_data_at_once(dimension: int) -> None:
    x, _, _ = problem(dimension)
    found, expected = maximum_likelihood(summarise_blocks(split(x, 9))), gaussian.maximum_likelihood(x)
    np.testing.assert_allclose(found.mean, expected.mean, rtol=0, atol=1e-14)
    assert gap(found.covariance, expected.covariance) <= 1e-12


def test_maximum_on_old_faithful_is_the_published_one() -> None:
    """mclust prints BIC = 2 L − (number of parameters) log N = −2607.623 for one Gaussian with a full covariance."""
    x = old_faithful()
    mean, covariance = maximum_likelihood(summarise_blocks(split(x, 50)))
    bic = 2 * gaussian.log_likelihood(x, mean, covariance) - 5 * np.log(len(x))
    assert bic == pytest.approx(-2607.623, abs=5e-4)  # three printed digits


@pytest.mark.parametrize("dimension", [2, 5, 20])
def test_nearly_dependent_variables_still_have_a_maximum(dimension: int) -> None:
    """κ(Σ̂) above 1e13: ten times what is asked of the other kernels."""
    rng = np.random.default_rng(dimension)
    orthogonal, _ = np.linalg.qr(rng.standard_normal((dimension, dimension)))
    x = (rng.standard_normal((10 * dimension, dimension)) * np.geomspace(1, 10**-6.5, dimension)) @ orthogonal
    covariance = maximum_likelihood(summarise_blocks(split(x, 8))).covariance
    assert np.linalg.cond(covariance) > 1e13
    np.testing.assert_allclose(covariance, np.cov(x, rowvar=False, bias=True), rtol=0, atol=1e-14)


# ---- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.zeros((0, 2)), r"x: found shape \(0, 2\); expected shape \(N, D\) with N >= 1"),
        (np.zeros(3), r"x: found shape \(3,\)"),
        ([[0, 1], [np.nan, 0]], r"x: found nan at index \(1, 0\)"),
        ([[1e200, 0], [0, 0]], r"x: found entries up to 1e\+200 in size, whose sum or squares overflow"),
    ],
)
def test_bad_blocks_are_named(x: npt.ArrayLike, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        summarise(x)
    with pytest.raises(ValueError, match=message):
        update(summarise(np.eye(2)), x)


def test_blocks_of_other_variables_are_named() -> None:
    with pytest.raises(ValueError, match="second: found D = 3; expected D = 2 as in the first"):
        update(summarise(np.eye(2)), np.eye(3))


def test_no_block_is_no_data() -> None:
    with pytest.raises(ValueError, match="blocks: found none; expected at least one block of observations"):
        summarise_blocks([])


@pytest.mark.parametrize(("first", "second"), [(-1e200, 1e200), (-1.5e308, 1.5e308)])
def test_blocks_too_far_apart_are_named(first: float, second: float) -> None:
    with pytest.raises(
        ValueError, match=r"second: found means up to .* apart, whose squares overflow; expected smaller"
    ):
        merge(summarise([[first]]), summarise([[second]]))


@pytest.mark.parametrize(("count", "dimension"), [(1, 1), (2, 2), (2, 3), (20, 20)])
def test_too_few_observations_have_no_maximum(count: int, dimension: int) -> None:
    x = np.random.default_rng(0).standard_normal((count, dimension))
    with pytest.raises(ValueError, match=f"x: found {count} observations of {dimension} variables"):
        maximum_likelihood(summarise(x))


@pytest.mark.parametrize("constant", [0.0, 0.1, -3e5, 1e-200])
def test_a_constant_variable_is_named(constant: float) -> None:
    x = problem(3).x.copy()
    x[:, 1] = constant
    with pytest.raises(ValueError, match=r"found variable 1 the same in all .* unbounded; leave it out"):
        maximum_likelihood(summarise_blocks(split(x, 7)))


@pytest.mark.parametrize("dimension", [2, 3, 20])
@pytest.mark.parametrize("distance", [0.0, 1e3, 1e8])
def test_data_in_a_hyperplane_have_no_maximum(dimension: int, distance: float) -> None:
    """One variable is a linear function of the others; rounding often hides it from Cholesky."""
    hidden = []
    for seed in range(20):
        moments = summarise_blocks(split(in_a_hyperplane(dimension, distance, seed), 5))
        scale = np.sqrt(np.diag(moments.covariance))
        hidden.append(np.linalg.eigvalsh(moments.covariance / np.outer(scale, scale))[0] > 0)
        with pytest.raises(ValueError, match=r"observations in a hyperplane, to rounding; .* drop linearly dependent"):
            maximum_likelihood(moments)
    assert any(hidden)  # else rounding never hid it, and the loop above shows less than it says


@pytest.mark.parametrize("seed", range(6))
def test_many_merges_do_not_hide_a_hyperplane(seed: int) -> None:
    """Row by row: after 1500 merges the least eigenvalue of R was seen at 15 ε instead of 0."""
    moments = summarise_blocks(split(in_a_hyperplane(2, 0.0, seed, count=1500), 1))
    with pytest.raises(ValueError, match="observations in a hyperplane"):
        maximum_likelihood(moments)


def in_a_hyperplane(dimension: int, distance: float, seed: int, count: int | None = None) -> FloatArray:
    """Data in units from 1e-3 to 1e3, about a point at ``distance``, with one variable a function of the others."""
    rng = np.random.default_rng([seed, dimension])
    x = rng.standard_normal((count or 3 * dimension, dimension)) * 10.0 ** rng.integers(-3, 4, dimension) + distance
    others = np.arange(dimension) != rng.integers(dimension)
    x[:, ~others] = x[:, others] @ rng.standard_normal((dimension - 1, 1)) + 5
    return x


def test_moments_are_what_their_names_say() -> None:
    moments = Moments(2, np.array([1.0]), np.array([0.0]), np.array([[8.0]]))
    np.testing.assert_array_equal(moments.covariance, [[4]])
    np.testing.assert_array_equal(summarise([[-1.0], [3.0]]).scatter, moments.scatter)
