"""Estimates, and the gradient by the covariance, against NumPy, SciPy, exact arithmetic and complex steps."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import get_args

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import multivariate_normal

from derivations.numerics.data import old_faithful
from derivations.numerics.differentiation import complex_step_gradient
from derivations.numerics.gaussian import (
    Convention,
    covariance_estimate,
    covariance_gradient,
    log_likelihood,
    maximum_likelihood,
    maximum_log_likelihood,
    mean_estimate,
    mean_gradient,
    mean_hessian,
)
from derivations.numerics.moments import BLOCK_ENTRIES, BLOCK_ROWS
from derivations.numerics.validation import FloatArray
from tests.numerics.gaussians import DIMENSIONS, ROUNDING, exact_covariance, problem

CONVENTIONS = get_args(Convention)

# ---- covariance --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_covariance_about_the_estimated_mean_is_that_of_numpy(dimension: int) -> None:
    """Relative to √(Σᵢᵢ Σⱼⱼ): a covariance near zero is a difference of large numbers."""
    x, _, _ = problem(dimension)
    expected = np.atleast_2d(np.cov(x, rowvar=False, bias=True))
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    np.testing.assert_allclose(covariance_estimate(x) / scale, expected / scale, rtol=0, atol=1e-14)


def test_covariance_of_small_integers_is_exact() -> None:
    """Deviations ±1, ±3 from the means 3 and 10; sums of small integers, divided by 4, have no rounding."""
    x = [[2, 9], [4, 11], [0, 13], [6, 7]]
    np.testing.assert_array_equal(covariance_estimate(x), [[5, -4], [-4, 5]])
    np.testing.assert_array_equal(covariance_estimate(x, [3, 10]), [[5, -4], [-4, 5]])
    np.testing.assert_array_equal(covariance_estimate(x, [2, 10]), [[6, -4], [-4, 5]])


@pytest.mark.parametrize("distance", [0.0, 1e3, 1e8, 1e12])
def test_a_distant_mean_costs_no_accuracy(distance: float) -> None:
    """Against fractions, for data as they are after rounding: 50 products and sums have some ten roundings' error."""
    x = problem(3).x + distance * np.array([1.0, -1.1, 0.7])
    scale = np.sqrt(np.diag(exact_covariance(x)))
    error = (covariance_estimate(x) - exact_covariance(x)) / np.outer(scale, scale)
    assert np.abs(error).max() <= 20 * ROUNDING


def test_covariance_about_a_given_mean_is_exact_to_rounding() -> None:
    x, mean, _ = problem(3)
    np.testing.assert_allclose(covariance_estimate(x, mean), exact_covariance(x, mean), rtol=0, atol=1e-14)


@pytest.mark.parametrize("dimension", [1, 2, 40])
def test_about_a_given_mean_the_squared_distance_of_the_means_is_added(dimension: int) -> None:
    """1/N Σ (xₙ − μ)(xₙ − μ)ᵀ = Σ̂ + (μ̂ − μ)(μ̂ − μ)ᵀ."""
    x, mean, _ = problem(dimension)
    apart = mean_estimate(x) - mean
    expected = covariance_estimate(x) + np.outer(apart, apart)
    np.testing.assert_allclose(covariance_estimate(x, mean), expected, rtol=0, atol=1e-13 * np.abs(expected).max())


@pytest.mark.parametrize("dimension", [1, 2, 3, 40])
@pytest.mark.parametrize("excess", [-1, 0, 1])
def test_every_block_of_observations_is_counted_once(dimension: int, excess: int) -> None:
    count = 2 * max(BLOCK_ROWS, BLOCK_ENTRIES // dimension) + excess
    x, mean, _ = problem(dimension, count)
    np.testing.assert_allclose(mean_estimate(x), [math.fsum(column) / count for column in x.T], rtol=0, atol=1e-15)
    for about in (None, mean):
        centred = x - (x.mean(axis=0) if about is None else about)
        expected = np.einsum("ni,nj->ij", centred, centred) / count
        # Two orders of the same sum of ten thousands of terms.
        np.testing.assert_allclose(covariance_estimate(x, about), expected, rtol=0, atol=1e-12 * expected.max())


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_covariance_is_symmetric_to_the_last_bit(dimension: int) -> None:
    x, mean, _ = problem(dimension)
    for estimate in (covariance_estimate(x), covariance_estimate(x, mean)):
        np.testing.assert_array_equal(estimate, estimate.T)


def test_data_may_be_stored_in_any_order_and_are_left_as_they_were() -> None:
    x = problem(5).x
    copy = x.copy()
    for stored in (np.asfortranarray(x), np.repeat(x, 2, axis=0)[::2], x[::-1]):
        np.testing.assert_allclose(covariance_estimate(stored), covariance_estimate(x), rtol=0, atol=1e-13)
    maximum_likelihood(x)
    np.testing.assert_array_equal(x, copy)


def test_one_observation_has_no_spread() -> None:
    np.testing.assert_array_equal(covariance_estimate([[3.0, 0.1]]), np.zeros((2, 2)))
    np.testing.assert_array_equal(covariance_estimate([3.0, 1.0], [1.0, 2.0]), [[4, -2], [-2, 1]])


# ---- derivatives -------------------------------------------------------------------------------------------------


def analytic_log_likelihood(x: FloatArray, mean: FloatArray, covariance: npt.NDArray[np.complex128]) -> complex:
    """The formula of L for complex arguments, without a factorisation; ``covariance`` need not be symmetric."""
    deviations = x - mean
    distances = np.einsum("ni,ij,nj->", deviations, np.linalg.inv(covariance), deviations)
    constant = len(x) * len(mean) * math.log(2 * math.pi)
    return complex(-0.5 * (constant + len(x) * np.log(np.linalg.det(covariance)) + distances))


def slopes(x: FloatArray, mean: FloatArray, covariance: FloatArray, directions: FloatArray) -> FloatArray:
    """Derivatives of L at Σ along matrices (K, D, D), by complex steps."""

    def moved(t: npt.NDArray[np.complex128]) -> complex:
        return analytic_log_likelihood(x, mean, covariance + np.tensordot(t, directions, axes=1))

    return complex_step_gradient(moved, np.zeros(len(directions)))


@pytest.mark.parametrize("dimension", [1, 2, 3, 7])
def test_covariance_gradient_has_the_derivatives_by_free_entries(dimension: int) -> None:
    """Entry (i, j) is the slope along the matrix with a single 1 at (i, j)."""
    x, mean, covariance = problem(dimension)
    units = np.eye(dimension**2).reshape(-1, dimension, dimension)
    expected = slopes(x, mean, covariance, units).reshape(dimension, dimension)
    computed = covariance_gradient(x, mean, covariance)
    np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


@pytest.mark.parametrize("dimension", [1, 2, 3, 7])
def test_tied_gradient_has_the_derivatives_by_entries_that_move_together(dimension: int) -> None:
    """Entry (i, j) is the slope along the matrix with 1 at (i, j) and at (j, i), a single 1 where i = j."""
    x, mean, covariance = problem(dimension)
    units = np.eye(dimension**2).reshape(-1, dimension, dimension)
    tied = np.maximum(units, units.transpose(0, 2, 1))
    expected = slopes(x, mean, covariance, tied).reshape(dimension, dimension)
    computed = covariance_gradient(x, mean, covariance, "tied")
    np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


@pytest.mark.parametrize("dimension", [1, 2, 3, 7])
def test_symmetric_gradient_is_symmetric_and_gives_the_slope_along_symmetric_matrices(dimension: int) -> None:
    """dL = tr(G dΣ) for every symmetric dΣ determines G among the symmetric matrices."""
    x, mean, covariance = problem(dimension)
    gradient = covariance_gradient(x, mean, covariance, "symmetric")
    np.testing.assert_array_equal(gradient, gradient.T)
    matrices = np.random.default_rng(dimension).standard_normal((8, dimension, dimension))
    directions = matrices + matrices.transpose(0, 2, 1)
    expected = slopes(x, mean, covariance, directions)
    computed = np.tensordot(directions, gradient)
    np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


@pytest.mark.parametrize("dimension", [16, 17, 100])
def test_covariance_gradient_equals_the_formula_with_the_precision(dimension: int) -> None:
    """−N/2 P + ½ P S P with P = Σ⁻¹, at sizes of several blocks."""
    x, mean, covariance = problem(dimension)
    precision, deviations = np.linalg.inv(covariance), x - mean
    expected = 0.5 * (precision @ deviations.T @ deviations @ precision - len(x) * precision)
    computed = covariance_gradient(x, mean, covariance)
    np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-12 * np.abs(expected).max())


def test_covariance_gradient_of_one_variable_is_the_textbook_one() -> None:
    """∂L/∂σ² = −N/2σ² + S/2σ⁴; with N = 2, S = 1 + 9 and σ² = 2 it is −1/2 + 10/8."""
    for convention in CONVENTIONS:
        assert covariance_gradient([[1], [5]], [2], [[2]], convention) == pytest.approx(np.array([[0.75]]), rel=1e-14)


def test_gradient_of_one_point_is_a_term_of_the_sum() -> None:
    x, mean, covariance = problem(3, count=4)
    terms = [covariance_gradient(point, mean, covariance) for point in x]
    whole = covariance_gradient(x, mean, covariance)
    np.testing.assert_allclose(np.sum(terms, axis=0), whole, rtol=0, atol=1e-13 * np.abs(whole).max())


@pytest.mark.parametrize("dimension", [2, 20, 40])
def test_units_that_are_powers_of_two_change_no_bit_of_the_gradient(dimension: int) -> None:
    x, mean, covariance = problem(dimension)
    scale = 2.0 ** np.linspace(-60, 60, dimension).round()
    scaled = covariance_gradient(scale * x, scale * mean, covariance * np.outer(scale, scale))
    expected = covariance_gradient(x, mean, covariance)
    np.testing.assert_array_equal(scaled * np.outer(scale, scale), expected)


@pytest.mark.parametrize("dimension", [1, 2, 3, 7])
def test_mean_hessian_has_the_differences_of_the_gradient(dimension: int) -> None:
    """The gradient is affine in μ: a central difference with step 1 has no truncation error."""
    x, mean, covariance = problem(dimension)
    differences = [
        (mean_gradient(x, mean + unit, covariance) - mean_gradient(x, mean - unit, covariance)) / 2
        for unit in np.eye(dimension)
    ]
    hessian = mean_hessian(x, mean, covariance)
    np.testing.assert_allclose(hessian, differences, rtol=0, atol=1e-12 * np.abs(hessian).max())
    assert np.linalg.eigvalsh(hessian).max() < 0
    np.testing.assert_array_equal(mean_hessian(x[0], mean, covariance) * len(x), hessian)


# ---- the maximum -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", [1, 2, 3, 20, 40])
def test_maximum_is_that_of_scipy(dimension: int) -> None:
    x, _, _ = problem(dimension)
    mean, covariance = maximum_likelihood(x)
    expected_mean, expected_covariance = multivariate_normal.fit(x)
    np.testing.assert_allclose(mean, expected_mean, rtol=0, atol=1e-14)
    np.testing.assert_allclose(covariance, expected_covariance, rtol=0, atol=1e-13 * expected_covariance.max())


@pytest.mark.parametrize("dimension", [1, 2, 3, 20, 40])
def test_both_gradients_vanish_at_the_maximum_and_nowhere_near(dimension: int) -> None:
    """Relative to the N of the terms that cancel; a step of 1e-6 leaves a gradient of that order."""
    x, _, _ = problem(dimension)
    mean, covariance = maximum_likelihood(x)
    terms = len(x) * np.abs(np.linalg.inv(covariance)).max()
    assert np.abs(mean_gradient(x, mean, covariance)).max() <= 1e-12 * terms
    for convention in CONVENTIONS:
        assert np.abs(covariance_gradient(x, mean, covariance, convention)).max() <= 1e-12 * terms
        assert np.abs(covariance_gradient(x, mean, covariance * (1 + 1e-6), convention)).max() >= 1e-8 * terms


@pytest.mark.parametrize("dimension", [1, 2, 3, 20, 40])
def test_no_parameters_nearby_are_more_likely(dimension: int) -> None:
    """Also far ones: the log likelihood falls along every one of some random lines through the maximum."""
    x, _, _ = problem(dimension)
    mean, covariance = maximum_likelihood(x)
    largest = maximum_log_likelihood(x)
    rng = np.random.default_rng(dimension)
    root = np.linalg.cholesky(covariance)
    for step in (0.01, 0.3, 3.0):
        tilt = np.eye(dimension) + step * rng.standard_normal((dimension, dimension)) / dimension
        assert log_likelihood(x, mean + step * rng.standard_normal(dimension), covariance) < largest
        moved = root @ tilt @ tilt.T @ root.T
        assert log_likelihood(x, mean, (moved + moved.T) / 2) < largest


@pytest.mark.parametrize("dimension", [1, 2, 3, 20, 40])
def test_closed_form_is_the_sum_of_log_densities_at_the_maximum(dimension: int) -> None:
    x, _, _ = problem(dimension)
    mean, covariance = multivariate_normal.fit(x)
    expected = math.fsum(np.atleast_1d(multivariate_normal(mean, covariance).logpdf(x)))
    assert maximum_log_likelihood(x) == pytest.approx(expected, rel=1e-12)


def test_maximum_on_old_faithful_is_the_published_one() -> None:
    """mclust prints BIC = 2 L − (number of parameters) log N = −2607.623 for one Gaussian with a full covariance."""
    x = old_faithful()
    assert 2 * maximum_log_likelihood(x) - 5 * math.log(len(x)) == pytest.approx(-2607.623, abs=5e-4)  # printed digits


@pytest.mark.parametrize("dimension", [2, 5, 20])
@pytest.mark.parametrize("condition", [1e4, 1e8, 1e12])
def test_nearly_dependent_variables_still_have_a_maximum(dimension: int, condition: float) -> None:
    """Far from a hyperplane as rounding goes: the gradient, in units of the data's spread, vanishes to D u κ(R)."""
    rng = np.random.default_rng(dimension)
    orthogonal, _ = np.linalg.qr(rng.standard_normal((dimension, dimension)))
    x = (rng.standard_normal((5 * dimension, dimension)) * np.geomspace(1, condition**-0.5, dimension)) @ orthogonal
    mean, covariance = maximum_likelihood(x)
    np.testing.assert_allclose(mean, x.mean(axis=0), rtol=0, atol=1e-15)
    np.testing.assert_allclose(covariance, np.cov(x, rowvar=False, bias=True), rtol=0, atol=1e-15)


# ---- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.zeros((0, 2)), r"x: found shape \(0, 2\); expected shape \(N, D\) with N >= 1"),
        (np.zeros(3), r"x: found shape \(3,\); expected shape \(N, D\)"),
        (np.zeros((2, 0)), r"x: found shape \(2, 0\)"),
        (np.zeros((2, 2, 2)), r"x: found shape \(2, 2, 2\)"),
        ([[0, 1], [np.nan, 0]], r"x: found nan at index \(1, 0\)"),
        ([[0, 1], [np.inf, 0]], r"x: found inf at index \(1, 0\)"),
        ([[1e200], [0]], r"x: found entries up to 1e\+200 in size, whose sum or squares overflow; expected smaller"),
        ([[1e308], [1e308]], r"x: found entries up to 1e\+308 in size, whose sum or squares overflow"),
    ],
)
def test_data_without_estimates_are_named(x: npt.ArrayLike, message: str) -> None:
    for kernel in (covariance_estimate, maximum_likelihood, maximum_log_likelihood):
        with pytest.raises(ValueError, match=message):
            kernel(x)


@pytest.mark.parametrize(
    ("x", "mean", "message"),
    [
        (np.zeros((5, 3)), np.zeros(2), r"x: found shape \(5, 3\); expected shape \(N, 2\)"),
        (np.zeros((2, 5)), np.zeros(2), r"x: found shape \(2, 5\); expected shape \(N, 2\)"),
        (np.zeros((0, 2)), np.zeros(2), r"x: found shape \(0, 2\); expected shape \(N, 2\) with N >= 1"),
        (np.zeros((5, 2)), [0, np.nan], r"mean: found nan at index \(1,\)"),
        (np.zeros((5, 2)), np.zeros((2, 1)), r"mean: found shape \(2, 1\)"),
        ([[0, 1e200]], np.zeros(2), r"x: found entries up to 1e\+200"),
    ],
)
def test_covariance_about_a_mean_names_bad_arguments(x: npt.ArrayLike, mean: npt.ArrayLike, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        covariance_estimate(x, mean)


@pytest.mark.parametrize("convention", ["free", "Tied", None, 1])
def test_covariance_gradient_names_a_bad_convention(convention: object) -> None:
    with pytest.raises(ValueError, match=r"convention: found .*; expected one of independent, tied, symmetric"):
        covariance_gradient([[1.0]], [0.0], [[1.0]], convention)  # type: ignore[arg-type]


Estimator = Callable[[FloatArray], object]
ESTIMATORS = [maximum_likelihood, maximum_log_likelihood]


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize(("count", "dimension"), [(1, 1), (1, 2), (2, 2), (2, 3), (20, 20), (2, 272)])
def test_too_few_observations_have_no_maximum(estimator: Estimator, count: int, dimension: int) -> None:
    """N ≤ D, data with the observations as columns among them."""
    x = np.random.default_rng(0).standard_normal((count, dimension))
    with pytest.raises(ValueError, match=f"{count} observations of {dimension} variables; .* unbounded; pass x.T if"):
        estimator(x)


def test_one_observation_more_than_variables_is_enough() -> None:
    x = np.random.default_rng(0).standard_normal((21, 20))
    mean, covariance = maximum_likelihood(x)
    assert log_likelihood(x, mean, covariance) == pytest.approx(maximum_log_likelihood(x), rel=1e-9)  # κ is near 1e5


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("constant", [0.0, 0.1, -3e5, 1e-200])
@pytest.mark.parametrize("place", [0, 2])
def test_a_constant_variable_is_named(estimator: Estimator, constant: float, place: int) -> None:
    """0.1 is not the mean of fifty times 0.1 in floating point: rounding gives it a variance."""
    x = problem(3).x.copy()
    x[:, place] = constant
    with pytest.raises(ValueError, match=f"found variable {place} the same in all .* unbounded; leave it out"):
        estimator(x)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("dimension", [2, 3, 20])
@pytest.mark.parametrize("distance", [0.0, 1e3])
def test_data_in_a_hyperplane_have_no_maximum(estimator: Estimator, dimension: int, distance: float) -> None:
    """One variable is a linear function of the others, in units from 1e-3 to 1e3; rounding hides it from Cholesky."""
    hidden = []
    for seed in range(20):
        rng = np.random.default_rng([seed, dimension])
        x = rng.standard_normal((3 * dimension, dimension)) * 10.0 ** rng.integers(-3, 4, dimension) + distance
        others = np.arange(dimension) != rng.integers(dimension)
        x[:, ~others] = x[:, others] @ rng.standard_normal((dimension - 1, 1)) + 5
        hidden.append(np.linalg.eigvalsh(np.corrcoef(x, rowvar=False))[0] > 0)
        with pytest.raises(ValueError, match=r"observations in a hyperplane, to rounding; .* drop linearly dependent"):
            estimator(x)
    assert any(hidden)  # else rounding never hid it, and the loop above shows less than it says


def test_in_a_hyperplane_the_likelihood_is_unbounded() -> None:
    """Why it is refused: narrowing the density across the hyperplane raises the likelihood without end."""
    x = np.column_stack([np.arange(5.0), np.arange(5.0)])
    along, across = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[1.0, -1.0], [-1.0, 1.0]])
    values = [log_likelihood(x, mean_estimate(x), along + width * across) for width in (1.0, 1e-2, 1e-4, 1e-6)]
    assert np.diff(values) == pytest.approx([5 * math.log(10)] * 3, rel=1e-6)  # −N/2 log of the width, ten times a step
