"""Marginals, conditionals, linear maps and products against densities, quadrature, rational arithmetic, each other."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from flint import fmpq_mat
from scipy.integrate import quad
from scipy.stats import multivariate_normal

from derivations.numerics.conditioning import conditional, linear_map, marginal, product
from derivations.numerics.gaussian import Gaussian, density, log_density, sample
from derivations.numerics.validation import FloatArray
from tests.numerics.gaussians import DIMENSIONS, ROUNDING, correlation_condition, nearest, problem, rational, rotated

CONDITIONS = [1e0, 1e4, 1e8, 1e12]
SEVERAL = [dimension for dimension in DIMENSIONS if dimension > 1]


def in_deviations(mean: FloatArray, covariance: FloatArray, exact: FloatArray) -> tuple[float, float]:
    """The largest |Δmᵢ| / √Sᵢᵢ and |ΔSᵢⱼ| / √(Sᵢᵢ Sⱼⱼ) for errors Δ of a Gaussian and its exact covariance S."""
    deviation = np.sqrt(np.diag(exact))
    return float(np.max(np.abs(mean) / deviation)), float(np.max(np.abs(covariance) / np.outer(deviation, deviation)))


# ---- marginals and conditionals ----------------------------------------------------------------------------------


def test_marginal_is_the_integral_over_the_other_variable() -> None:
    """The trapezoidal rule is spectrally accurate here: 10 standard deviations cut off 1e-23 of the mass."""
    mean, covariance = np.array([0.3, -0.2]), np.array([[2.0, 0.6], [0.6, 0.5]])
    other = np.linspace(-15, 15, 301)
    for value in (-1.0, 0.4, 2.5):
        joint = np.column_stack([other, np.full(301, value)])
        integral = np.sum(density(joint, mean, covariance)) * 0.1
        assert density([value], *marginal(mean, covariance, [1])) == pytest.approx(integral, rel=1e-12)


def test_marginal_takes_the_variables_in_the_order_named() -> None:
    mean, covariance = [1.0, 2.0, 3.0], [[4.0, 1.0, 0.5], [1.0, 5.0, 0.2], [0.5, 0.2, 6.0]]
    location, matrix = marginal(mean, covariance, [2, 0])
    np.testing.assert_array_equal(location, [3, 1])
    np.testing.assert_array_equal(matrix, [[6, 0.5], [0.5, 4]])


@pytest.mark.parametrize("dimension", SEVERAL)
def test_joint_density_is_conditional_times_marginal(dimension: int) -> None:
    """p(x) = p(x_a | x_b) p(x_b) for random points and random parts, whose order is not that of the variables."""
    x, mean, covariance = problem(dimension, count=4)
    rng = np.random.default_rng(dimension)
    for count in {1, dimension // 2, dimension - 1}:
        given = rng.permutation(dimension)[:count]
        free = np.setdiff1d(np.arange(dimension), given)
        for point in x:
            rest = log_density(point[free], *conditional(mean, covariance, given, point[given]))
            parts = rest + log_density(point[given], *marginal(mean, covariance, given))
            assert parts == pytest.approx(float(multivariate_normal(mean, covariance).logpdf(point)), rel=1e-12)


@pytest.mark.parametrize("correlation", [-0.9, 0.0, 0.5])
def test_conditional_of_two_variables_is_the_regression_line(correlation: float) -> None:
    """Mean μ₁ + ρ σ₁/σ₂ (x₂ − μ₂), variance σ₁² (1 − ρ²), here with σ₁ = 2 and σ₂ = 3."""
    covariance = [[4, 6 * correlation], [6 * correlation, 9]]
    mean, variance = conditional([1, -1], covariance, [1], [5])
    assert mean == pytest.approx(np.array([1 + correlation * 2 / 3 * 6]), rel=1e-14)
    assert variance == pytest.approx(np.array([[4 * (1 - correlation**2)]]), rel=1e-14)


@pytest.mark.parametrize("dimension", SEVERAL)
def test_many_conditions_at_once_are_each_of_them(dimension: int) -> None:
    x, mean, covariance = problem(dimension, count=5)
    given = np.arange(dimension)[::2][: dimension - 1]
    means, matrix = conditional(mean, covariance, given, x[:, given])
    assert means.shape == (5, dimension - len(given))
    for point, expected in zip(x, means, strict=True):
        one, same = conditional(mean, covariance, given, point[given])
        np.testing.assert_allclose(one, expected, rtol=0, atol=1e-13 * (1 + np.abs(expected).max()))
        np.testing.assert_array_equal(same, matrix)


@pytest.mark.parametrize("dimension", SEVERAL)
def test_conditional_and_its_condition_give_the_marginal_back(dimension: int) -> None:
    """x_a = A x_b + c + ε with ε ~ N(0, S): mapping the marginal of x_b gives that of x_a.

    A and c are read off from conditional means, which are affine in the values.
    """
    _, mean, covariance = problem(dimension)
    given = np.arange(dimension // 2 + dimension % 2)
    values = np.vstack([np.zeros(len(given)), np.eye(len(given))])
    means, spread = conditional(mean, covariance, given, values)
    back = linear_map(*marginal(mean, covariance, given), (means[1:] - means[0]).T, means[0], spread)
    expected = marginal(mean, covariance, np.arange(len(given), dimension))
    np.testing.assert_allclose(back.mean, expected.mean, rtol=0, atol=1e-12)
    np.testing.assert_allclose(back.covariance, expected.covariance, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dimension", [2, 5, 16])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_error_of_a_conditional_stays_below_the_stated_bound(dimension: int, condition: float) -> None:
    """D u κ(R) with constant 1, and 4 u for the last operations where κ = 1, against rational arithmetic."""
    rng = np.random.default_rng(dimension)
    for scale in (np.ones(dimension), np.geomspace(1e-6, 1e6, dimension)):
        covariance = rotated(dimension, condition, rng) * np.outer(scale, scale)
        mean, point = scale * rng.standard_normal((2, dimension))
        given = np.sort(rng.permutation(dimension)[: dimension // 2])
        free = np.setdiff1d(np.arange(dimension), given)
        matrix = rational(covariance[np.ix_(given, given)])
        crossed, deviation = rational(covariance[np.ix_(given, free)]), rational(point[given]) - rational(mean[given])
        exact_mean = rational(mean[free]) + crossed.transpose() * matrix.solve(deviation)
        exact = rational(covariance[np.ix_(free, free)]) - crossed.transpose() * matrix.solve(crossed)
        found = conditional(mean, covariance, given, point[given])
        distance = math.sqrt(nearest(deviation.transpose() * matrix.solve(deviation))[0, 0])
        differences = nearest(rational(found.mean) - exact_mean)[:, 0], nearest(rational(found.covariance) - exact)
        mean_error, error = in_deviations(*differences, nearest(exact))
        bound = (dimension * correlation_condition(covariance) + 4) * ROUNDING
        assert error <= bound
        # The mean is rounded as well, which the standard deviation may be smaller than.
        slack = ROUNDING * np.max(np.abs(nearest(exact_mean)[:, 0]) / np.sqrt(np.diag(nearest(exact))))
        assert mean_error <= bound * distance + slack


def test_a_conditional_is_symmetric_to_the_last_bit_and_ready_for_the_next() -> None:
    covariance = rotated(20, 1e12, np.random.default_rng(0))
    mean, spread = conditional(np.zeros(20), covariance, [3, 17], [1.0, 2.0])
    np.testing.assert_array_equal(spread, spread.T)
    again = conditional(mean, spread, np.arange(10), np.zeros(10)).covariance
    np.testing.assert_array_equal(again, again.T)


# ---- linear maps -------------------------------------------------------------------------------------------------


def test_linear_map_of_small_integers_is_exact() -> None:
    """A = [1 2], b = 3, Q = 7: mean 1 + 2·(−1) + 3, variance 4 + 2·2·2 + 4·9 + 7; L of [[4, 2], [2, 10]] is whole."""
    mean, variance = linear_map([1, -1], [[4, 2], [2, 10]], [[1, 2]], [3], [[7]])
    np.testing.assert_array_equal(mean, [2])
    np.testing.assert_array_equal(variance, [[4 + 8 + 40 + 7]])


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_square_map_divides_the_density_by_its_determinant(dimension: int) -> None:
    """log N(A x + b; A μ + b, A Σ Aᵀ) = log N(x; μ, Σ) − log |det A|."""
    x, mean, covariance = problem(dimension)
    rng = np.random.default_rng(dimension)
    # Singular values between 0.2 and 2, so that κ(A Σ Aᵀ) is no more than some 1e4.
    matrix = np.eye(dimension) + 0.4 / dimension**0.5 * rng.standard_normal((dimension, dimension))
    offset = rng.standard_normal(dimension)
    image = linear_map(mean, covariance, matrix, offset)
    expected = multivariate_normal(mean, covariance).logpdf(x) - np.linalg.slogdet(matrix)[1]
    np.testing.assert_allclose(log_density(x @ matrix.T + offset, *image), expected, rtol=1e-11)


@pytest.mark.parametrize(("dimension", "rows"), [(1, 1), (3, 2), (25, 7), (50, 50)])
def test_linear_map_has_the_covariance_of_the_formula(dimension: int, rows: int) -> None:
    _, mean, covariance = problem(dimension)
    matrix = np.random.default_rng(rows).standard_normal((rows, dimension))
    noise = problem(rows).covariance
    found = linear_map(mean, covariance, matrix, noise=noise)
    expected = matrix @ covariance @ matrix.T + noise
    np.testing.assert_allclose(found.mean, matrix @ mean, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.covariance, expected, rtol=0, atol=1e-13 * expected.max())


@pytest.mark.parametrize("condition", CONDITIONS)
def test_error_of_a_linear_map_stays_below_the_stated_bound(condition: float) -> None:
    """|ΔSₖₗ| ≤ 2 D u s_k s_l for the products with L and with its transpose, whatever κ."""
    rng = np.random.default_rng(1)
    covariance, matrix = rotated(6, condition, rng), rng.standard_normal((3, 6))
    exact = rational(matrix) * rational(covariance) * rational(matrix).transpose()
    found = linear_map(np.zeros(6), covariance, matrix).covariance
    size = np.abs(matrix) @ np.sqrt(np.diag(covariance))
    assert np.all(np.abs(nearest(rational(found) - exact)) <= 12 * ROUNDING * np.outer(size, size))


def test_mapped_samples_have_the_mapped_moments() -> None:
    """Within 5 standard errors, as for the samples themselves; once by chance in 1.7 million entries."""
    count, (_, mean, covariance) = 20_000, problem(3)
    matrix, offset = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]]), np.array([4.0, -1.0])
    noise = np.array([[0.5, 0.2], [0.2, 0.3]])
    rng = np.random.default_rng(3)
    y = sample(mean, covariance, count, rng) @ matrix.T + offset + sample(np.zeros(2), noise, count, rng)
    image = linear_map(mean, covariance, matrix, offset, noise)
    variances = np.diag(image.covariance)
    assert np.all(np.abs(y.mean(axis=0) - image.mean) <= 5 * np.sqrt(variances / count))
    errors = np.sqrt((np.outer(variances, variances) + image.covariance**2) / count)
    moments = (y - image.mean).T @ (y - image.mean) / count
    assert np.all(np.abs(moments - image.covariance) <= 5 * errors)


# ---- products ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_product_is_the_product_of_the_densities_everywhere(dimension: int) -> None:
    x, a, first = problem(dimension, count=5)
    _, b, second = problem(dimension, seed=1)
    mean, covariance, log_normaliser = product(Gaussian(a, first), Gaussian(b, second))
    expected = multivariate_normal(a, first).logpdf(x) + multivariate_normal(b, second).logpdf(x)
    np.testing.assert_allclose(log_normaliser + log_density(x, mean, covariance), expected, rtol=1e-12)
    np.testing.assert_array_equal(covariance, covariance.T)


def one_variable(x: float, mean: float, variance: float) -> float:
    """The normal density, typed anew."""
    return math.exp(-((x - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)


@pytest.mark.parametrize(
    ("a", "first", "b", "second"), [(0.0, 1.0, 1.0, 2.0), (-3.0, 0.1, 2.0, 5.0), (5.0, 4.0, 5.0, 1.0)]
)
def test_product_of_one_variable_has_the_moments_of_quadrature(a: float, first: float, b: float, second: float) -> None:
    def moment(power: int, centre: float = 0.0) -> float:
        """∫ (x − centre)ᵏ N(x; a, A) N(x; b, B) dx; outside 20 standard deviations of either there is nothing."""

        def integrand(x: float) -> float:
            return (x - centre) ** power * one_variable(x, a, first) * one_variable(x, b, second)

        return float(
            quad(integrand, a - 20 * first**0.5, a + 20 * first**0.5, points=[a, b], epsabs=0, epsrel=1e-12)[0]
        )

    mean, variance, log_normaliser = product(([a], [[first]]), ([b], [[second]]))
    mass = moment(0)
    assert math.exp(log_normaliser) == pytest.approx(mass, rel=1e-10)
    assert mean[0] == pytest.approx(moment(1) / mass, rel=1e-10)
    assert variance[0, 0] == pytest.approx(moment(2, mean[0]) / mass, rel=1e-9)


@pytest.mark.parametrize("dimension", [1, 2, 3, 20])
def test_product_is_the_posterior_of_a_linear_model(dimension: int) -> None:
    """x ~ N(a, A), y = x + ε, ε ~ N(0, B): x given y = b is the product, and its normaliser the density of y at b."""
    _, a, first = problem(dimension)
    _, b, second = problem(dimension, seed=1)
    unit, zero = np.eye(dimension), np.zeros((dimension, dimension))
    independent = np.block([[first, zero], [zero, second]])
    joint = linear_map(np.append(a, np.zeros(dimension)), independent, np.block([[unit, zero], [unit, unit]]))
    y = np.arange(dimension, 2 * dimension)
    expected, found = conditional(*joint, y, b), product((a, first), (b, second))
    np.testing.assert_allclose(found.mean, expected.mean, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.covariance, expected.covariance, rtol=0, atol=1e-12)
    assert found.log_normaliser == pytest.approx(float(log_density(b, *marginal(*joint, y))), rel=1e-12)


def exact_product(a: FloatArray, first: FloatArray, b: FloatArray, second: FloatArray) -> tuple[fmpq_mat, fmpq_mat]:
    """a + A (A + B)⁻¹ (b − a) and A (A + B)⁻¹ B in rational arithmetic."""
    total = rational(first) + rational(second)
    shift = rational(first) * total.solve(rational(b) - rational(a))
    return rational(a) + shift, rational(first) * total.solve(rational(second))


@pytest.mark.parametrize("dimension", [2, 5, 12])
@pytest.mark.parametrize(
    ("first", "second", "scale"),
    [(1, 1, 1), (1e6, 1e6, 1), (1e12, 1e12, 1), (1e12, 1, 1), (1e12, 1e12, 1e-8), (1e12, 1e12, 1e8), (1e10, 1, 1e-12)],
)
def test_error_of_a_product_stays_below_the_stated_bound(
    dimension: int, first: float, second: float, scale: float
) -> None:
    """D u [κ(R_A) + κ(R_B)] with constant 1, also where one is far narrower than the other; 4 u where both are 1."""
    rng = np.random.default_rng(dimension)
    p, q = rotated(dimension, first, rng), scale * rotated(dimension, second, rng)
    a, b = rng.standard_normal((2, dimension))
    (exact_mean, exact), found = exact_product(a, p, b, q), product((a, p), (b, q))
    gap = rational(b) - rational(a)
    apart = math.sqrt(nearest(gap.transpose() * (rational(p) + rational(q)).solve(gap))[0, 0])
    differences = nearest(rational(found.mean) - exact_mean)[:, 0], nearest(rational(found.covariance) - exact)
    mean_error, error = in_deviations(*differences, nearest(exact))
    bound = (dimension * (correlation_condition(p) + correlation_condition(q)) + 4) * ROUNDING
    assert error <= bound
    assert mean_error <= bound * (1 + apart)


# ---- bad input ---------------------------------------------------------------------------------------------------

ORIGIN, IDENTITY = np.zeros(3), np.eye(3)
BAD_INDICES = {
    "none": ([], r"found shape \(0,\); expected a list of different integers from 0 to 2, at least one"),
    "a number": (1, r"found shape \(\); expected a list"),
    "a matrix": ([[0, 1]], r"found shape \(1, 2\)"),
    "too large": ([0, 3], r"found 3; expected a list of different integers from 0 to 2"),
    "negative": ([-1], r"found -1; expected"),
    "repeated": ([2, 0, 2], r"found 2 more than once"),
    "fractions": ([0.0, 1.0], r"found entries of type float64"),
    "a mask": ([True, False, True], r"found entries of type bool"),
    "text": (["x"], r"found entries of type <U1"),
    "ragged": ([[0], [1, 2]], r"found rows of different lengths"),
}


@pytest.mark.parametrize(("indices", "message"), BAD_INDICES.values(), ids=BAD_INDICES)
def test_bad_indices_are_named(indices: npt.ArrayLike, message: str) -> None:
    with pytest.raises(ValueError, match=f"^indices: {message}"):
        marginal(ORIGIN, IDENTITY, indices)
    with pytest.raises(ValueError, match=f"^given_indices: {message}"):
        conditional(ORIGIN, IDENTITY, indices, [0.0])


BAD_PARAMETERS = {
    "mean: column": (np.zeros((3, 1)), IDENTITY, r"mean: found shape \(3, 1\); expected shape \(D,\)"),
    "mean: NaN": ([0, 0, np.nan], IDENTITY, r"mean: found nan at index \(2,\)"),
    "covariance: wrong D": (ORIGIN, np.eye(2), r"covariance: found shape \(2, 2\); expected shape \(3, 3\)"),
    "covariance: NaN": (ORIGIN, np.full((3, 3), np.nan), r"covariance: found nan at index \(0, 0\)"),
    "covariance: asymmetric": (
        ORIGIN,
        [[1, 0, 0], [0, 1, 0.5], [0, 0, 1]],
        r"covariance: found entry 0.5 at \(1, 2\) but 0 at \(2, 1\)",
    ),
    "covariance: singular": (ORIGIN, np.ones((3, 3)), r"beyond rounding; drop linearly dependent variables"),
    "covariance: indefinite": (ORIGIN, np.diag([1, 1, -1]), r"smallest eigenvalue -1 and largest 1"),
}


@pytest.mark.parametrize(("mean", "covariance", "message"), BAD_PARAMETERS.values(), ids=BAD_PARAMETERS)
def test_bad_parameters_are_named(mean: npt.ArrayLike, covariance: npt.ArrayLike, message: str) -> None:
    """The indices in the message are those of the argument, not of its rearranged copy."""
    with pytest.raises(ValueError, match=message):
        marginal(mean, covariance, [0])
    with pytest.raises(ValueError, match=message):
        conditional(mean, covariance, [2], [0.0])
    with pytest.raises(ValueError, match=message):
        linear_map(mean, covariance, np.eye(3))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([0.0], r"given_values: found shape \(1,\); expected shape \(N, 2\) with N >= 1, or \(2,\) for one point"),
        (np.zeros((4, 3)), r"given_values: found shape \(4, 3\)"),
        (np.zeros((0, 2)), r"given_values: found shape \(0, 2\)"),
        (0.0, r"given_values: found shape \(\)"),
        ([0.0, np.inf], r"given_values: found inf at index \(1,\)"),
    ],
)
def test_bad_values_are_named(values: npt.ArrayLike, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        conditional(ORIGIN, IDENTITY, [0, 2], values)


def test_something_must_be_left_to_be_conditioned() -> None:
    with pytest.raises(ValueError, match="given_indices: found all 3 variables; expected at most 2 of them"):
        conditional(ORIGIN, IDENTITY, [2, 1, 0], ORIGIN)


@pytest.mark.parametrize(
    ("matrix", "offset", "noise", "message"),
    [
        (np.eye(2), None, None, r"matrix: found shape \(2, 2\); expected shape \(K, 3\) with K >= 1"),
        (np.zeros((0, 3)), None, None, r"matrix: found shape \(0, 3\)"),
        (np.ones(3), None, None, r"matrix: found shape \(3,\)"),
        ([[1, 2, np.nan]], None, None, r"matrix: found nan at index \(0, 2\)"),
        ([[1, 2, 3]], [1, 2], None, r"offset: found shape \(2,\); expected shape \(1,\)"),
        ([[1, 2, 3]], [np.inf], None, r"offset: found inf at index \(0,\)"),
        ([[1, 2, 3]], [1], [[1, 0], [0, 1]], r"noise: found shape \(2, 2\); expected shape \(1, 1\)"),
        ([[1, 2, 3]], [1], [[0]], r"noise: found a matrix with smallest eigenvalue 0"),
        (
            [[1, 2, 3], [2, 4, 6]],
            None,
            None,
            r"matrix: found rows that are linearly dependent, .* covariance of some noise",
        ),
        ([[0, 0, 0]], None, None, r"matrix: found rows that are linearly dependent"),
        (np.ones((4, 3)), None, None, r"matrix: found rows that are linearly dependent"),
    ],
)
def test_bad_maps_are_named(
    matrix: npt.ArrayLike, offset: npt.ArrayLike | None, noise: npt.ArrayLike | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        linear_map(ORIGIN, IDENTITY, matrix, offset, noise)


def test_noise_makes_dependent_rows_a_covariance() -> None:
    mean, covariance = linear_map(ORIGIN, IDENTITY, [[1, 0, 0], [1, 0, 0]], noise=np.eye(2))
    np.testing.assert_array_equal(covariance, [[2, 1], [1, 2]])
    np.testing.assert_array_equal(mean, [0, 0])


@pytest.mark.parametrize(
    ("p", "q", "message"),
    [
        (ORIGIN, (ORIGIN, IDENTITY), r"p: found an object of type ndarray; expected a Gaussian, or a pair"),
        ((ORIGIN, IDENTITY), (ORIGIN, IDENTITY, 0), r"q: found an object of type tuple"),
        ((ORIGIN, np.ones((3, 3))), (ORIGIN, IDENTITY), r"p.covariance: found a matrix with smallest eigenvalue"),
        ((ORIGIN, IDENTITY), (np.zeros(2), np.eye(2)), r"q.mean: found shape \(2,\); expected shape \(3,\)"),
        ((ORIGIN, IDENTITY), (ORIGIN, np.eye(2)), r"q.covariance: found shape \(2, 2\); expected shape \(3, 3\)"),
        ((ORIGIN, IDENTITY), ([0, 0, np.nan], IDENTITY), r"q.mean: found nan"),
    ],
)
def test_bad_factors_are_named(
    p: tuple[npt.ArrayLike, npt.ArrayLike], q: tuple[npt.ArrayLike, npt.ArrayLike], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        product(p, q)
