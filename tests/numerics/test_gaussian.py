"""The Gaussian kernels against SciPy, closed forms, exact rational arithmetic, differences and standard errors."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from derivations.numerics.data import old_faithful
from derivations.numerics.gaussian import (
    covariance_gradient,
    density,
    log_density,
    log_likelihood,
    mean_estimate,
    mean_gradient,
    mean_hessian,
    sample,
)
from derivations.numerics.validation import FloatArray
from tests.numerics.gaussians import DIMENSIONS, ROUNDING, correlation_condition, nearest, problem, rational, rotated

# ---- density and likelihood --------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_log_density_equals_scipy(dimension: int) -> None:
    x, mean, covariance = problem(dimension)
    expected = multivariate_normal(mean, covariance).logpdf(x)
    np.testing.assert_allclose(log_density(x, mean, covariance), expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize("count", [1, 624, 625, 626, 1251])
def test_every_block_of_observations_is_treated(count: int) -> None:
    """At D = 100 a block holds 625 observations: none is lost or counted twice at an edge."""
    x, mean, covariance = problem(100, count)
    expected = multivariate_normal(mean, covariance).logpdf(x)
    np.testing.assert_allclose(log_density(x, mean, covariance), expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize(("mean", "variance"), [(0.0, 1.0), (-2.5, 1e-4), (7.0, 9e6)])
def test_one_variable_is_the_normal_distribution(mean: float, variance: float) -> None:
    x = mean + math.sqrt(variance) * np.array([-3.0, -0.5, 0.0, 1e-3, 2.0])
    computed = density(x[:, np.newaxis], [mean], [[variance]])
    closed_form = np.exp(-((x - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)
    np.testing.assert_allclose(computed, closed_form, rtol=1e-14)
    np.testing.assert_allclose(log_density(x[:, np.newaxis], [mean], [[variance]]), norm(mean, variance**0.5).logpdf(x))


def test_independent_variables_multiply() -> None:
    """For diagonal Σ the density is the product of the densities of the variables."""
    x, mean, _ = problem(4)
    variances = np.array([0.5, 1.0, 2.0, 30.0])
    product = np.prod(norm(mean, np.sqrt(variances)).pdf(x), axis=1)
    np.testing.assert_allclose(density(x, mean, np.diag(variances)), product, rtol=1e-12)


def test_density_integrates_to_one() -> None:
    """The trapezoidal rule is spectrally accurate here: 10 standard deviations cut off 1e-23 of the mass."""
    covariance = np.array([[2.0, 0.6], [0.6, 0.5]])
    steps = np.linspace(-15, 15, 301)
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    assert np.sum(density(grid, [0.1, -0.2], covariance)) * 0.1**2 == pytest.approx(1, abs=1e-12)


def test_one_point_has_a_value_without_axes() -> None:
    x, mean, covariance = problem(3)
    value = log_density(x[7], mean, covariance)
    assert value.shape == ()
    assert value == pytest.approx(log_density(x, mean, covariance)[7], rel=1e-14)  # the sums run in another order
    assert log_likelihood(x[7], mean, covariance) == value
    assert density(x[7], mean, covariance).shape == ()


def test_integers_and_nested_lists_are_data() -> None:
    assert log_density([[1, 2], [3, 4]], [0, 0], [[1, 0], [0, 1]]) == pytest.approx(
        [-math.log(2 * math.pi) - 2.5, -math.log(2 * math.pi) - 12.5], rel=1e-15
    )


def test_extreme_but_finite_numbers_are_data() -> None:
    """A covariance whose entries add up to more than a float holds; a point whose distance does."""
    expected = -math.log(2 * math.pi) - math.log(1e308)
    assert log_density([0, 0], [0, 0], [[1e308, 0], [0, 1e308]]) == pytest.approx(expected, rel=1e-15)
    assert log_density([1e200, 0], [0, 0], np.eye(2)) == -math.inf
    assert density([1e200, 0], [0, 0], np.eye(2)) == 0


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("row", [0, 624, 625, 699])
def test_one_bad_entry_among_many_is_found_without_a_warning(bad: float, row: int) -> None:
    """Wherever it stands, also next to a point so far away that its distance overflows."""
    x, mean, covariance = problem(100, count=700)
    for column in (0, 15, 16, 99):
        spoilt = x.copy()
        spoilt[3], spoilt[row, column] = 1e200, bad
        with pytest.raises(ValueError, match=rf"x: found {bad} at index \({row}, {column}\)"):
            log_density(spoilt, mean, covariance)


def test_arguments_are_left_as_they_were() -> None:
    arguments = problem(40)
    copies = [argument.copy() for argument in arguments]
    log_density(*arguments)
    mean_gradient(*arguments)
    for argument, copy in zip(arguments, copies, strict=True):
        np.testing.assert_array_equal(argument, copy)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_log_likelihood_is_the_sum_of_the_log_densities(dimension: int) -> None:
    x, mean, covariance = problem(dimension)
    expected = math.fsum(multivariate_normal(mean, covariance).logpdf(x))
    assert log_likelihood(x, mean, covariance) == pytest.approx(expected, rel=1e-12)


def test_log_likelihood_of_old_faithful_is_the_published_one() -> None:
    """mclust prints BIC = 2 L − (number of parameters) log N = −2607.623 for one Gaussian with a full covariance.

    This also sees whether each duration stands beside its own waiting time.
    """
    x = old_faithful()
    deviations = x - mean_estimate(x)
    bic = 2 * log_likelihood(x, mean_estimate(x), deviations.T @ deviations / len(x)) - 5 * math.log(len(x))
    assert bic == pytest.approx(-2607.623, abs=5e-4)  # three printed digits


# ---- accuracy ----------------------------------------------------------------------------------------------------


def exact_log_density(x: FloatArray, mean: FloatArray, covariance: FloatArray) -> tuple[float, float]:
    """log N(x; μ, Σ) and (x − μ)ᵀ Σ⁻¹ (x − μ) in rational arithmetic, rounded at the end."""
    matrix, deviation = rational(covariance), rational(x) - rational(mean)
    determinant = matrix.det()
    log_determinant = math.log(int(determinant.p)) - math.log(int(determinant.q))
    quadratic = float(nearest(deviation.transpose() * matrix.solve(deviation))[0, 0])
    return -0.5 * (len(mean) * math.log(2 * math.pi) + log_determinant + quadratic), quadratic


@pytest.mark.parametrize("dimension", [2, 5, 20, 40])
@pytest.mark.parametrize("condition", [1e0, 1e4, 1e8, 1e12])
def test_error_stays_below_the_stated_bound(dimension: int, condition: float) -> None:
    """|error| ≤ D u κ(R) (D + yᵀ y): the bound of the docstring with constant 1, and 16 u for the logs when κ = 1."""
    rng = np.random.default_rng(dimension)
    covariance, mean = rotated(dimension, condition, rng), rng.standard_normal(dimension)
    for point in rng.standard_normal((5, dimension)):
        exact, distance = exact_log_density(point, mean, covariance)
        bound = (dimension * correlation_condition(covariance) + 16) * ROUNDING * (dimension + distance)
        assert abs(float(log_density(point, mean, covariance)) - exact) <= bound


@pytest.mark.parametrize("dimension", [2, 5, 20, 40])
def test_units_of_the_variables_cost_no_accuracy(dimension: int) -> None:
    """κ(Σ) > 1e12 from scales alone: full accuracy, for κ(R) stays small.  Powers of 10, so that scaling is inexact."""
    rng = np.random.default_rng(dimension)
    scale = np.geomspace(1e-6, 1e6, dimension)
    covariance = problem(dimension).covariance * np.outer(scale, scale)
    assert np.linalg.cond(covariance) > 1e12
    assert correlation_condition(covariance) < 100
    for point in scale * rng.standard_normal((5, dimension)):
        exact, distance = exact_log_density(point, np.zeros(dimension), covariance)
        error = abs(float(log_density(point, np.zeros(dimension), covariance)) - exact)
        assert error <= 100 * dimension * ROUNDING * (dimension + distance)


@pytest.mark.parametrize("dimension", [2, 20, 40])
def test_units_that_are_powers_of_two_change_no_bit(dimension: int) -> None:
    """Every operation commutes with such a scaling, as long as no rows are exchanged when L is inverted."""
    x, mean, covariance = problem(dimension)
    scale = 2.0 ** np.linspace(-60, 60, dimension).round()
    scaled = mean_gradient(scale * x, scale * mean, covariance * np.outer(scale, scale))
    np.testing.assert_array_equal(scaled * scale, mean_gradient(x, mean, covariance))


def test_a_distant_mean_costs_no_accuracy() -> None:
    """x − μ is formed before the solve: shifting x and μ by 2^30, exact in binary, changes no bit."""
    rng = np.random.default_rng(5)
    x, mean = rng.integers(-8, 8, (20, 3)).astype(float), np.array([1.0, 2.0, -3.0])
    covariance = problem(3).covariance
    shifted = log_density(x + 2.0**30, mean + 2.0**30, covariance)
    np.testing.assert_array_equal(shifted, log_density(x, mean, covariance))


# ---- gradient and estimate ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_gradient_is_the_slope_along_random_directions(dimension: int) -> None:
    """L is quadratic in μ, so a central difference has no truncation error: step 1, tolerance for rounding only."""
    x, mean, covariance = problem(dimension)
    gradient = mean_gradient(x, mean, covariance)
    for direction in np.random.default_rng(dimension).standard_normal((4, dimension)):
        ahead, behind = (log_likelihood(x, mean + sign * direction, covariance) for sign in (1, -1))
        assert gradient @ direction == pytest.approx((ahead - behind) / 2, abs=1e-12 * (abs(ahead) + abs(behind)))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_gradient_equals_the_formula_with_the_precision(dimension: int) -> None:
    x, mean, covariance = problem(dimension)
    expected = np.linalg.inv(covariance) @ np.sum(x - mean, axis=0)
    largest = np.abs(expected).max()
    np.testing.assert_allclose(mean_gradient(x, mean, covariance), expected, rtol=0, atol=1e-12 * largest)


def test_gradient_of_one_point_is_a_term_of_the_sum() -> None:
    x, mean, covariance = problem(3, count=4)
    terms = [mean_gradient(point, mean, covariance) for point in x]
    np.testing.assert_allclose(np.sum(terms, axis=0), mean_gradient(x, mean, covariance), rtol=1e-12)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_gradient_vanishes_at_the_estimate_and_nowhere_near(dimension: int) -> None:
    x, mean, covariance = problem(dimension)
    scale = np.abs(mean_gradient(x, mean, covariance)).max()
    assert np.abs(mean_gradient(x, mean_estimate(x), covariance)).max() < 1e-12 * scale
    assert np.abs(mean_gradient(x, mean_estimate(x) + 1e-6, covariance)).max() > 1e-8 * scale


def test_mean_estimate_is_the_arithmetic_mean() -> None:
    np.testing.assert_array_equal(mean_estimate([[1, 10], [2, 20], [6, 60]]), [3, 30])
    np.testing.assert_allclose(mean_estimate(old_faithful()), [948.677 / 272, 19284 / 272], rtol=1e-14)


# ---- samples -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", [1, 2, 5, 40])
def test_samples_have_the_mean_and_the_covariance(dimension: int) -> None:
    """Within 5 standard errors: √(Σᵢᵢ/N) for a mean, √((Σᵢᵢ Σⱼⱼ + Σᵢⱼ²)/N) for a covariance about the true mean.

    With a fixed seed the test is deterministic; 5 standard errors happen by chance once in 1.7 million entries.
    """
    count = 20_000
    _, mean, covariance = problem(dimension)
    x = sample(mean, covariance, count, np.random.default_rng(1))
    variances = np.diag(covariance)
    assert x.shape == (count, dimension)
    assert np.all(np.abs(np.mean(x, axis=0) - mean) <= 5 * np.sqrt(variances / count))
    moments = (x - mean).T @ (x - mean) / count
    assert np.all(np.abs(moments - covariance) <= 5 * np.sqrt((np.outer(variances, variances) + covariance**2) / count))


def test_samples_come_from_the_generator_alone() -> None:
    _, mean, covariance = problem(2)
    first, same = (sample(mean, covariance, 3, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first, same)
    rng = np.random.default_rng(7)
    assert not np.array_equal(sample(mean, covariance, 3, rng), sample(mean, covariance, 3, rng))


# ---- bad input ---------------------------------------------------------------------------------------------------

Kernel = Callable[[object, object, object], object]
IDENTITY, ORIGIN = np.eye(2), np.zeros(2)
BAD_ARGUMENTS = {
    "x: wrong D": (np.zeros((5, 3)), ORIGIN, IDENTITY, r"x: found shape \(5, 3\); expected shape \(N, 2\)"),
    "x: transposed": (np.zeros((2, 5)), ORIGIN, IDENTITY, r"x: found shape \(2, 5\)"),
    "x: a list of numbers at D = 1": (np.zeros(5), [0.0], [[1.0]], r"x: found shape \(5,\); expected shape \(N, 1\)"),
    "x: three axes": (np.zeros((2, 2, 2)), ORIGIN, IDENTITY, r"x: found shape \(2, 2, 2\)"),
    "x: a number": (1.0, [0.0], [[1.0]], r"x: found shape \(\)"),
    "x: empty": (np.zeros((0, 2)), ORIGIN, IDENTITY, r"x: found shape \(0, 2\); .* with N >= 1"),
    "x: NaN": ([[0, 1], [np.nan, 0]], ORIGIN, IDENTITY, r"x: found nan at index \(1, 0\)"),
    "x: infinity": ([[0, 1], [0, -np.inf]], ORIGIN, IDENTITY, r"x: found -inf at index \(1, 1\)"),
    "x: ragged": ([[0, 1], [2]], ORIGIN, IDENTITY, r"x: found rows of different lengths"),
    "x: complex": ([[0, 1j]], ORIGIN, IDENTITY, r"x: found entries of type complex128"),
    "x: text": ([["a", "b"]], ORIGIN, IDENTITY, r"x: found entries of type <U1"),
    "mean: column": (ORIGIN, np.zeros((2, 1)), IDENTITY, r"mean: found shape \(2, 1\); expected shape \(D,\)"),
    "mean: number": (ORIGIN, 0.0, IDENTITY, r"mean: found shape \(\)"),
    "mean: empty": (ORIGIN, [], IDENTITY, r"mean: found shape \(0,\)"),
    "mean: NaN": (ORIGIN, [0, np.nan], IDENTITY, r"mean: found nan at index \(1,\)"),
    "covariance: wrong D": (ORIGIN, ORIGIN, np.eye(3), r"covariance: found shape \(3, 3\); expected shape \(2, 2\)"),
    "covariance: variances": (ORIGIN, ORIGIN, [1, 1], r"covariance: found shape \(2,\)"),
    "covariance: number": ([0.0], [0.0], 1.0, r"covariance: found shape \(\)"),
    "covariance: infinity": (ORIGIN, ORIGIN, [[1, 0], [0, np.inf]], r"covariance: found inf at index \(1, 1\)"),
    "covariance: a root": (ORIGIN, ORIGIN, [[1, 0], [0.5, 1]], r"covariance: found entry 0 at \(0, 1\) but 0.5 at"),
    "covariance: asymmetric beyond rounding": (ORIGIN, ORIGIN, [[1, 0.5], [0.5 + 1e-9, 1]], r"pass \(S \+ S.T\) / 2"),
    "covariance: asymmetric in small units": (
        ORIGIN,
        ORIGIN,
        [[1e12, 0.5], [0.1, 1e-12]],
        r"covariance: found entry 0.5 at \(0, 1\) but 0.1 at \(1, 0\)",
    ),
    "covariance: indefinite": (
        ORIGIN,
        ORIGIN,
        [[1, 2], [2, 1]],
        r"smallest eigenvalue -1 and largest 3; .* add a small multiple of the identity",
    ),
    "covariance: zero": (ORIGIN, ORIGIN, np.zeros((2, 2)), r"smallest eigenvalue 0 and largest 0"),
    "covariance: negative": ([0.0], [0.0], [[-1.0]], r"smallest eigenvalue -1 "),
    "covariance: singular": (ORIGIN, ORIGIN, np.ones((2, 2)), r"positive definite beyond rounding; drop linearly"),
}


KERNELS = [log_density, density, log_likelihood, mean_gradient, mean_hessian, covariance_gradient]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(("x", "mean", "covariance", "message"), BAD_ARGUMENTS.values(), ids=BAD_ARGUMENTS)
def test_bad_arguments_are_named(kernel: Kernel, x: object, mean: object, covariance: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        kernel(x, mean, covariance)


def test_dependent_variables_are_refused_although_rounding_hides_them() -> None:
    """The third variable is the sum of the first two: the Cholesky factorisation of the rounded matrix may succeed."""
    outcomes = []
    for seed in range(20):
        x = np.random.default_rng(seed).standard_normal((30, 2))
        covariance = np.cov(np.column_stack([x, x @ [1.0, 1.0]]), rowvar=False)
        outcomes.append(np.linalg.eigvalsh(covariance)[0] > 0)
        with pytest.raises(ValueError, match="covariance: found a matrix with smallest eigenvalue"):
            log_density(np.zeros(3), np.zeros(3), covariance)
    assert any(outcomes)  # else rounding never hid it, and the test above shows nothing


def test_asymmetry_from_rounding_is_accepted() -> None:
    nearly = np.array([[1, 0.5], [0.5 + 1e-15, 1]])
    assert log_density([1, 2], [0, 0], nearly) == pytest.approx(log_density([1, 2], [0, 0], nearly.T), rel=1e-12)


@pytest.mark.parametrize("x", [np.zeros(3), np.zeros((0, 2)), np.zeros((2, 0)), np.zeros((2, 2, 2)), 1.0])
def test_mean_estimate_needs_observations(x: object) -> None:
    with pytest.raises(ValueError, match=r"x: found shape .*; expected shape \(N, D\)"):
        mean_estimate(x)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0, -1, 2.0, "3", None])
def test_sample_names_a_bad_size(size: object) -> None:
    with pytest.raises(ValueError, match=r"size: found .*; expected an integer >= 1"):
        sample(ORIGIN, IDENTITY, size, np.random.default_rng(0))  # type: ignore[arg-type]


def test_sample_names_bad_parameters_and_generator() -> None:
    with pytest.raises(ValueError, match="covariance: found a matrix with smallest eigenvalue -1"):
        sample(ORIGIN, [[1, 2], [2, 1]], 3, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"rng: found an object of type int; expected a numpy\.random\.Generator"):
        sample(ORIGIN, IDENTITY, 3, 0)  # type: ignore[arg-type]
