"""Entropies, divergences and the Fisher information against quadrature, SciPy, exact numbers and standard errors."""

from __future__ import annotations

import math
from collections.abc import Callable

import mpmath  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pytest
from flint import fmpq
from scipy.integrate import quad
from scipy.stats import multivariate_normal

from derivations.numerics.conditioning import linear_map
from derivations.numerics.gaussian import Gaussian, covariance_gradient, log_density, mean_gradient, sample
from derivations.numerics.information import cross_entropy, entropy, fisher_information, kl_divergence, vech
from derivations.numerics.validation import FloatArray
from tests.numerics.gaussians import DIMENSIONS, ROUNDING, correlation_condition, nearest, problem, rational, rotated

CONDITIONS = [1e0, 1e4, 1e8, 1e12]


def two(dimension: int) -> tuple[Gaussian, Gaussian]:
    first, second = problem(dimension), problem(dimension, seed=1)
    return Gaussian(first.mean, first.covariance), Gaussian(second.mean, second.covariance)


def expectation(function: Callable[[float], float], mean: float, variance: float) -> float:
    """E f(x) for x ~ N(mean, variance) by quadrature over 15 standard deviations either side."""
    deviation = math.sqrt(variance)

    def integrand(x: float) -> float:
        return function(x) * math.exp(log_normal(x, mean, variance))

    bounds = mean - 15 * deviation, mean + 15 * deviation
    return float(quad(integrand, *bounds, points=[mean], epsabs=0, epsrel=1e-12)[0])


def log_normal(x: float, mean: float, variance: float) -> float:
    return -((x - mean) ** 2) / (2 * variance) - 0.5 * math.log(2 * math.pi * variance)


# ---- entropy and divergence --------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_entropy_is_that_of_scipy(dimension: int) -> None:
    covariance = problem(dimension).covariance
    assert entropy(covariance) == pytest.approx(float(multivariate_normal(cov=covariance).entropy()), rel=1e-13)


ONE_VARIABLE = [(0.0, 1.0, 0.0, 1.0), (0.3, 0.5, -1.0, 4.0), (-2.0, 9.0, 1.0, 0.7)]


@pytest.mark.parametrize(("a", "first", "b", "second"), ONE_VARIABLE)
def test_one_variable_agrees_with_quadrature(a: float, first: float, b: float, second: float) -> None:
    p, q = ([a], [[first]]), ([b], [[second]])
    own = -expectation(lambda x: log_normal(x, a, first), a, first)
    cross = -expectation(lambda x: log_normal(x, b, second), a, first)
    gap = expectation(lambda x: log_normal(x, a, first) - log_normal(x, b, second), a, first) if p != q else 0.0
    assert entropy(p[1]) == pytest.approx(own, rel=1e-11)
    assert cross_entropy(p, q) == pytest.approx(cross, rel=1e-11)
    assert kl_divergence(p, q) == pytest.approx(gap, rel=1e-11, abs=0)


@pytest.mark.parametrize("dimension", [1, 2, 5, 40])
def test_entropies_are_expected_log_densities(dimension: int) -> None:
    """Within 5 standard errors of the mean of 20000 draws; once by chance in 1.7 million."""
    count, (p, q) = 20_000, two(dimension)
    x = sample(*p, count, np.random.default_rng(2))
    for expected, terms in ((entropy(p.covariance), -log_density(x, *p)), (cross_entropy(p, q), -log_density(x, *q))):
        assert abs(np.mean(terms) - expected) <= 5 * np.std(terms) / math.sqrt(count)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_divergence_is_cross_entropy_less_entropy(dimension: int) -> None:
    p, q = two(dimension)
    cross = cross_entropy(p, q)
    assert kl_divergence(p, q) == pytest.approx(cross - entropy(p.covariance), abs=1e-13 * abs(cross))
    assert cross_entropy(p, p) == pytest.approx(entropy(p.covariance), rel=1e-13)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_divergence_is_the_textbook_formula(dimension: int) -> None:
    p, q = two(dimension)
    precision, apart = np.linalg.inv(q.covariance), p.mean - q.mean
    volumes = np.linalg.slogdet(q.covariance)[1] - np.linalg.slogdet(p.covariance)[1]
    expected = 0.5 * (np.sum(precision * p.covariance) - dimension + apart @ precision @ apart + volumes)
    assert kl_divergence(p, q) == pytest.approx(float(expected), rel=1e-11)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_divergence_is_positive_and_zero_for_equals_only(dimension: int) -> None:
    p, q = two(dimension)
    assert kl_divergence(p, p) == 0
    shifted = Gaussian(p.mean + np.eye(dimension)[0] * 1e-6, p.covariance)
    wider = Gaussian(p.mean, p.covariance * (1 + 1e-6))
    for other in (q, shifted, wider):
        assert kl_divergence(p, other) > 0
        assert kl_divergence(other, p) > 0
    assert kl_divergence(p, q) != pytest.approx(kl_divergence(q, p), rel=1e-3)  # it is no distance


@pytest.mark.parametrize("condition", CONDITIONS)
def test_equals_have_no_divergence_however_ill_conditioned(condition: float) -> None:
    p = Gaussian(np.ones(20), rotated(20, condition, np.random.default_rng(0)))
    assert kl_divergence(p, p) == 0


@pytest.mark.parametrize("dimension", [1, 2, 3, 20])
def test_divergence_is_the_same_in_other_coordinates(dimension: int) -> None:
    p, q = two(dimension)
    rng = np.random.default_rng(dimension)
    matrix = np.eye(dimension) + 0.4 / dimension**0.5 * rng.standard_normal((dimension, dimension))
    offset = rng.standard_normal(dimension)
    mapped = linear_map(*p, matrix, offset), linear_map(*q, matrix, offset)
    assert kl_divergence(*mapped) == pytest.approx(kl_divergence(p, q), rel=1e-11)
    shift = math.log(abs(np.linalg.det(matrix)))
    assert entropy(mapped[0].covariance) == pytest.approx(entropy(p.covariance) + shift, abs=1e-12 * dimension)


@pytest.mark.parametrize("dimension", [2, 5, 20])
def test_divergence_of_parts_adds_up_to_that_of_independent_wholes(dimension: int) -> None:
    """p and q with independent parts: log p/q is a sum."""
    (p, q), (r, s) = two(dimension), two(3)

    def both(one: Gaussian, other: Gaussian) -> Gaussian:
        zero = np.zeros((len(one.mean), len(other.mean)))
        blocks = np.block([[one.covariance, zero], [zero.T, other.covariance]])
        return Gaussian(np.concatenate([one.mean, other.mean]), blocks)

    expected = kl_divergence(p, q) + kl_divergence(r, s)
    assert kl_divergence(both(p, r), both(q, s)) == pytest.approx(expected, rel=1e-12)


# ---- accuracy ----------------------------------------------------------------------------------------------------


def logarithm(value: fmpq) -> mpmath.mpf:
    return mpmath.log(mpmath.mpf(int(value.p)) / int(value.q))


def exact_terms(p: Gaussian, q: Gaussian) -> tuple[mpmath.mpf, mpmath.mpf, mpmath.mpf]:
    """tr Σ_q⁻¹ Σ_p + (μ_p − μ_q)ᵀ Σ_q⁻¹ (μ_p − μ_q), log |Σ_p| and log |Σ_q|, to 60 digits."""
    first, second, apart = rational(p.covariance), rational(q.covariance), rational(p.mean) - rational(q.mean)
    ratio = second.solve(first)
    trace = sum((ratio[i, i] for i in range(len(p.mean))), fmpq(0))
    squares = trace + (apart.transpose() * second.solve(apart))[0, 0]
    with mpmath.workdps(60):
        return mpmath.mpf(int(squares.p)) / int(squares.q), logarithm(first.det()), logarithm(second.det())


@pytest.mark.parametrize("dimension", [2, 5, 12])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_errors_stay_below_the_stated_bounds(dimension: int, condition: float) -> None:
    """D u κ(R) with constant 1, and 16 u for the logarithms where κ = 1; in units that differ by 1e12 as well."""
    rng = np.random.default_rng(dimension)
    for scale in (np.ones(dimension), np.geomspace(1e-6, 1e6, dimension)):
        units = np.outer(scale, scale)
        p = Gaussian(scale * rng.standard_normal(dimension), rotated(dimension, condition, rng) * units)
        q = Gaussian(scale * rng.standard_normal(dimension), rotated(dimension, condition, rng) * units)
        with mpmath.workdps(60):
            squares, log_p, log_q = exact_terms(p, q)
            constant = dimension * mpmath.log(2 * mpmath.pi)
            errors = [
                abs(entropy(p.covariance) - (constant + dimension + log_p) / 2),
                abs(cross_entropy(p, q) - (constant + log_q + squares) / 2),
                abs(kl_divergence(p, q) - (squares - dimension + log_q - log_p) / 2),
            ]
        of_p, of_q = (dimension * correlation_condition(one.covariance) + 16 for one in (p, q))
        # Logarithms of numbers of the order of 1e12 have a rounding error of some ten u of their own.
        slack = 16 * dimension * ROUNDING
        assert errors[0] <= dimension * of_p * ROUNDING + slack
        assert errors[1] <= (dimension + squares) * of_q * ROUNDING + slack
        assert errors[2] <= (dimension + squares) * (of_p + of_q) * ROUNDING


@pytest.mark.parametrize("size", [1e-2, 1e-5, 1e-8, 1e-11])
def test_small_divergences_have_digits(size: float) -> None:
    """The terms of the formula are of order 1 and the divergence of order size²: below 1e-16, they would leave none.

    What is lost is the rounding of the difference of the parameters, u / size.
    """
    p = Gaussian(*problem(4)[1:])
    tilt = size * problem(4, seed=3).covariance
    q = Gaussian(p.mean + size, p.covariance + tilt)
    with mpmath.workdps(60):
        squares, log_p, log_q = exact_terms(p, q)
        expected = (squares - 4 + log_q - log_p) / 2
        assert abs(kl_divergence(p, q) / expected - 1) <= 100 * ROUNDING / size + 100 * ROUNDING


@pytest.mark.parametrize("ratio", [1e-300, 1e-20, 1e-3, 0.6, 1.5, 1e3, 1e20, 1e300])
def test_very_different_widths_have_digits(ratio: float) -> None:
    """½ (r − 1 − log r), r the ratio of the variances."""
    found = kl_divergence(([0.0], [[ratio]]), ([0.0], [[1.0]]))
    with mpmath.workdps(60):
        expected = (mpmath.mpf(ratio) - 1 - mpmath.log(ratio)) / 2
    assert found == pytest.approx(float(expected), rel=1e-14)


# ---- Fisher information ------------------------------------------------------------------------------------------


def duplication(dimension: int) -> FloatArray:
    """G with vec S = G vech S, from the definitions of vec and vech: both stack columns."""
    pairs = [(i, j) for j in range(dimension) for i in range(j, dimension)]
    matrix = np.zeros((dimension**2, len(pairs)))
    for place, (i, j) in enumerate(pairs):
        matrix[j * dimension + i, place] = matrix[i * dimension + j, place] = 1
    return matrix


def test_vech_stacks_the_columns_of_the_lower_triangle() -> None:
    np.testing.assert_array_equal(vech([[1, 2, 3], [2, 4, 5], [3, 5, 6]]), [1, 2, 3, 4, 5, 6])


@pytest.mark.parametrize("dimension", [1, 2, 3, 7])
def test_information_is_the_formula_with_the_duplication_matrix(dimension: int) -> None:
    covariance = problem(dimension).covariance
    precision, double = np.linalg.inv(covariance), duplication(dimension)
    np.testing.assert_array_equal(double @ vech(covariance), covariance.reshape(-1, order="F"))
    expected = 0.5 * double.T @ np.kron(precision, precision) @ double
    found = fisher_information(covariance)
    np.testing.assert_allclose(found.mean, precision, rtol=0, atol=1e-13 * precision.max())
    np.testing.assert_allclose(found.covariance, expected, rtol=0, atol=1e-12 * expected.max())
    np.testing.assert_array_equal(found.covariance, found.covariance.T)


def test_information_of_one_variable_is_the_textbook_one() -> None:
    """1/σ² about the mean, 1/2σ⁴ about the variance."""
    found = fisher_information([[4.0]])
    np.testing.assert_array_equal(found.mean, [[1 / 4]])
    np.testing.assert_array_equal(found.covariance, [[1 / 32]])


@pytest.mark.parametrize("dimension", [1, 2, 3, 7])
def test_inverse_information_is_the_covariance_of_products(dimension: int) -> None:
    """cov(zᵢzⱼ, zₖzₗ) = σᵢₖ σⱼₗ + σᵢₗ σⱼₖ for z = x − μ: vech z zᵀ is unbiased and reaches the bound."""
    covariance = problem(dimension).covariance
    pairs = [(i, j) for j in range(dimension) for i in range(j, dimension)]
    s = covariance
    reached = np.array([[s[i, k] * s[j, m] + s[i, m] * s[j, k] for k, m in pairs] for i, j in pairs])
    product = fisher_information(covariance).covariance @ reached
    np.testing.assert_allclose(product, np.eye(len(pairs)), rtol=0, atol=1e-11)


def test_information_is_the_covariance_of_the_scores() -> None:
    """Within 5 standard errors of the mean of N products of scores, whose variance the products themselves tell."""
    _, mean, covariance = problem(2)
    x = sample(mean, covariance, 4000, np.random.default_rng(4))
    scores = np.array(
        [
            np.concatenate(
                [mean_gradient(row, mean, covariance), vech(covariance_gradient(row, mean, covariance, "tied"))]
            )
            for row in x
        ]
    )
    products = np.einsum("ni,nj->nij", scores, scores)
    expected = np.zeros((5, 5))
    expected[:2, :2], expected[2:, 2:] = fisher_information(covariance)
    assert np.all(np.abs(products.mean(axis=0) - expected) <= 5 * products.std(axis=0) / math.sqrt(len(scores)))


@pytest.mark.parametrize("dimension", [1, 2, 3, 7])
def test_information_is_the_curvature_of_the_divergence(dimension: int) -> None:
    """D(θ‖θ + δ) + D(θ‖θ − δ) = δᵀ I δ + O(δ⁴), here with δ of the order of 1e-5."""
    _, mean, covariance = problem(dimension)
    rng = np.random.default_rng(dimension)
    step, root = 1e-5 * rng.standard_normal(dimension), 1e-5 * rng.standard_normal((dimension, dimension))
    tilt = root + root.T
    p = Gaussian(mean, covariance)
    found = sum(kl_divergence(p, (mean + sign * step, covariance + sign * tilt)) for sign in (1, -1))
    information = fisher_information(covariance)
    expected = step @ information.mean @ step + vech(tilt) @ information.covariance @ vech(tilt)
    assert found == pytest.approx(float(expected), rel=1e-6)


@pytest.mark.parametrize("dimension", [2, 5, 12])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_error_of_the_information_stays_below_the_bound(dimension: int, condition: float) -> None:
    """D u κ(R) of √(Pᵢᵢ Pⱼⱼ) for P = Σ⁻¹; the other block consists of products of two entries."""
    covariance = rotated(dimension, condition, np.random.default_rng(dimension))
    found = fisher_information(covariance)
    exact = nearest(rational(covariance).inv())
    scale = np.sqrt(np.diag(exact))
    bound = (dimension * correlation_condition(covariance) + 8) * ROUNDING
    assert np.max(np.abs(found.mean - exact) / np.outer(scale, scale)) <= bound
    double = duplication(dimension)
    expected = 0.5 * double.T @ np.kron(exact, exact) @ double
    sizes = double.T @ np.kron(scale, scale)
    assert np.max(np.abs(found.covariance - expected) / np.outer(sizes, sizes)) <= 4 * bound


# ---- bad input ---------------------------------------------------------------------------------------------------

BAD_COVARIANCES = {
    "rectangular": (np.zeros((2, 3)), r"found shape \(2, 3\); expected shape "),
    "empty": (np.zeros((0, 0)), r"found shape \(0, 0\); expected shape "),
    "variances": ([1, 1], r"found shape \(2,\)"),
    "a number": (2.0, r"found shape \(\)"),
    "a stack": (np.zeros((2, 2, 2)), r"found shape \(2, 2, 2\)"),
    "NaN": ([[1, 0], [0, np.nan]], r"found nan at index \(1, 1\)"),
    "asymmetric": ([[1, 0.5], [0, 1]], r"found entry 0.5 at \(0, 1\) but 0 at \(1, 0\)"),
    "singular": (np.ones((2, 2)), r"found a matrix with smallest eigenvalue .* drop linearly dependent"),
    "indefinite": ([[1, 2], [2, 1]], r"found a matrix with smallest eigenvalue -1 and largest 3"),
}


@pytest.mark.parametrize(("covariance", "message"), BAD_COVARIANCES.values(), ids=BAD_COVARIANCES)
def test_bad_covariances_are_named(covariance: npt.ArrayLike, message: str) -> None:
    good = np.zeros(2), np.eye(2)
    for kernel in (entropy, fisher_information):
        with pytest.raises(ValueError, match=f"^covariance: {message}"):
            kernel(covariance)
    for divergence in (cross_entropy, kl_divergence):
        with pytest.raises(ValueError, match=rf"^p\.covariance: {message}"):
            divergence((np.zeros(2), covariance), good)
        with pytest.raises(ValueError, match=rf"^q\.covariance: {message}"):
            divergence(good, (np.zeros(2), covariance))


@pytest.mark.parametrize("divergence", [cross_entropy, kl_divergence])
def test_bad_pairs_are_named(divergence: Callable[[object, object], float]) -> None:
    good = np.zeros(2), np.eye(2)
    for bad, message in [
        (np.eye(2), "found an object of type ndarray; expected a Gaussian, or a pair"),
        ((np.zeros(2),), "found an object of type tuple"),
    ]:
        with pytest.raises(ValueError, match=f"^p: {message}"):
            divergence(bad, good)
        with pytest.raises(ValueError, match=f"^q: {message}"):
            divergence(good, bad)
    with pytest.raises(ValueError, match=r"^q\.mean: found shape \(3,\); expected shape \(2,\)"):
        divergence(good, (np.zeros(3), np.eye(3)))
    with pytest.raises(ValueError, match=r"^p\.mean: found nan at index \(0,\)"):
        divergence(([np.nan, 0], np.eye(2)), good)


def test_vech_needs_a_symmetric_matrix() -> None:
    with pytest.raises(ValueError, match=r"matrix: found entry 2 at \(0, 1\) but 3 at \(1, 0\)"):
        vech([[1, 2], [3, 4]])
