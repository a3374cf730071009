"""NumPy checks: data of the declared shape and structure, and two ways to the same number, which must not be 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy.stats import multivariate_normal

from derivations.chapter import (
    det,
    evaluate_on,
    exp,
    eye,
    family,
    half,
    index,
    matrix,
    pi,
    product,
    scalar,
    sizes,
    spd,
    sqrt,
    symmetric,
    total,
    vector,
)
from derivations.page.rendering import digits, numpy_block
from derivations.tree.letters import Letter
from derivations.tree.node import Expr
from derivations.voices.by_numpy import NumPyCheck, numpy_check
from derivations.voices.checked import RefutedLine

D, N = sizes("D N")
n, i = index("n", N), index("i", D)
x, z, mu = family("x", n, D), vector("z", D), vector("mu", D)
A, S, T, c = matrix("A", D), spd("Sigma", D), symmetric("T", D), scalar("c")
L = Letter("L", ("D", "D"), "lower")
DENSITY = exp(-(half * (z - mu).T @ S.I @ (z - mu))) / sqrt((2 * pi) ** D * det(S))
MEAN = total(n, x[n]) / N
DATA = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 4.0]])
COVARIANCE = np.array([[2.0, 0.3], [0.3, 1.0]])


def compare(expr: Expr, values: Mapping[Letter, ArrayLike], kernel: ArrayLike, tolerance: float = 1e-12) -> NumPyCheck:
    return numpy_check(
        "on-data", "On data", expr, values, data="three points", kernel=("kernel", kernel), tolerance=tolerance
    )


def test_density_is_that_of_scipy() -> None:
    place = np.array([0.5, -1.0])
    expected = multivariate_normal([1.0, 2.0], COVARIANCE).pdf(place)
    made = compare(DENSITY, {z: place, mu: [1.0, 2.0], S: COVARIANCE}, expected)
    assert made.value == pytest.approx([expected], rel=1e-12)


def test_family_is_one_array_with_a_row_each() -> None:
    assert compare(MEAN, {x: DATA}, DATA.mean(axis=0)).value == pytest.approx([1.5, 5 / 3], rel=1e-15)


def test_matrices_are_compared_entry_by_entry() -> None:
    expected = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert compare(A, {A: expected}, expected).value.tolist() == [[1, 2], [3, 4]]
    with pytest.raises(RefutedLine, match="the kernel kernel gives"):
        compare(A, {A: expected}, expected.T)


LINES = """
inverse = np.linalg.inv(A)
A @ inverse @ A
"""


def test_lines_of_numpy_are_compared_as_well_and_kept() -> None:
    value = np.array([[2.0, 1.0], [1.0, 3.0]])
    made = numpy_check("lines", "Lines", A, {A: value}, data="two rows", kernel=("itself", value), lines=LINES)
    assert made.code == "inverse = np.linalg.inv(A)\nA @ inverse @ A"
    assert [(letter.name, array.tolist()) for letter, array in made.inputs] == [("A", value.tolist())]


@pytest.mark.parametrize(
    ("lines", "error", "message"),
    [
        ("A @ A", RefutedLine, "the code gives"),
        ("A[0]", RefutedLine, "the formula has 4 entries, the code has 2"),
        ("B", ValueError, "name 'B' is not defined, expected np and A"),
        ("a = A", ValueError, "found 'a = A' at the end, expected the value"),
    ],
)
def test_lines_of_numpy_that_do_not_agree_raise(lines: str, error: type[Exception], message: str) -> None:
    value = np.array([[2.0, 1.0], [1.0, 3.0]])
    with pytest.raises(error, match=message):
        numpy_check("lines", "Lines", A, {A: value}, data="two rows", kernel=("itself", value), lines=lines)


@pytest.mark.parametrize("wrong", [2 * MEAN, -MEAN, total(n, x[n]), x[1]], ids=["factor", "sign", "N", "first"])
def test_wrong_formula_raises(wrong: Expr) -> None:
    with pytest.raises(RefutedLine, match=r"on-data: the formula gives .* gives"):
        compare(wrong, {x: DATA}, DATA.mean(axis=0))


def test_difference_above_the_tolerance_raises_and_below_does_not() -> None:
    mean = DATA.mean(axis=0)
    assert compare(MEAN, {x: DATA}, mean * (1 + 1e-13))
    with pytest.raises(RefutedLine):
        compare(MEAN, {x: DATA}, mean * (1 + 1e-11))
    assert compare(MEAN, {x: DATA}, mean * (1 + 1e-11), tolerance=1e-10)


@pytest.mark.parametrize("kernel", [[np.nan, 1.5], [np.inf, 1.5], [1.5], [1.5, 5 / 3, 0.0]])
def test_kernel_that_is_not_finite_or_of_another_length_raises(kernel: list[float]) -> None:
    with pytest.raises(RefutedLine, match="on-data: the formula"):
        compare(MEAN, {x: DATA}, kernel)


def test_zero_equal_to_zero_is_no_agreement() -> None:
    """A product of 1000 small densities underflows on both sides."""
    small = np.full((1000, 2), 3.0)
    likelihood = product(n, exp(-(x[n].T @ x[n])))
    with pytest.raises(RefutedLine, match="both 0, which underflow would give too"):
        compare(likelihood, {x: small}, np.prod(np.exp(-np.sum(small**2, axis=1))))


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "nan": (lambda: evaluate_on(MEAN, {x: [[np.nan, 1.0]]}), "x: found NaN or infinite entries"),
    "infinite": (lambda: evaluate_on(c * z, {c: np.inf, z: [1.0]}), "c: found NaN or infinite entries"),
    "axes": (
        lambda: evaluate_on(MEAN, {x: [1.0, 2.0, 3.0, 4.0]}),
        r"x: found an array of shape \(4,\), expected N x D",
    ),
    "wrong axis": (
        lambda: evaluate_on(total(n, x[n] - mu), {mu: [1.0, 2.0], x: DATA.T}),
        "x: found D = 3, expected 2",
    ),
    "row": (lambda: evaluate_on(z, {z: [[1.0, 2.0]]}), "z: found 1 = 2, expected 1"),
    "scalar": (lambda: evaluate_on(c * z, {c: [1.0, 2.0], z: [1.0]}), "c: found 1 = 2, expected 1"),
    "letter": (lambda: evaluate_on(A @ z, {z: [1.0, 2.0]}), "found none for the letter A"),
    "family": (lambda: evaluate_on(MEAN, {z: [1.0]}), "found none for the family x"),
    "size": (lambda: evaluate_on(N * z, {z: [1.0]}), "found no array that has the size N"),
    "index": (lambda: evaluate_on(z[i], {z: [1.0]}), "found the free index i"),
    "asymmetric": (lambda: evaluate_on(T @ z, {T: [[1.0, 2.0], [0.0, 1.0]], z: [1.0, 1.0]}), "T: found an asymmetric"),
    "indefinite": (
        lambda: evaluate_on(S @ z, {S: [[1.0, 2.0], [2.0, 1.0]], z: [1.0, 1.0]}),
        "Sigma: found an array that is not symmetric positive definite",
    ),
    "lower": (
        lambda: evaluate_on(L @ z, {L: [[1.0, 2.0], [0.0, 1.0]], z: [1.0, 1.0]}),
        "L: found an array that is not lower triangular",
    ),
    "negative": (lambda: evaluate_on(sqrt(c), {scalar("c", positive=True): -1.0, c: 1.0}), "not positive"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_data_is_named(name: str) -> None:
    build, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        build()


def test_rounding_in_the_halves_of_a_covariance_is_no_asymmetry() -> None:
    rounded = COVARIANCE + np.array([[0.0, 1e-16], [0.0, 0.0]])
    assert evaluate_on(S @ eye(D), {S: rounded}) == pytest.approx(COVARIANCE.ravel(), rel=1e-15)


# ---------------------------------------------------------------- what a page shows


def shown(value: list[float], tolerance: float = 1e-12) -> str:
    return numpy_block(compare(z, {z: value}, value, tolerance)).lines[0].latex


def test_rounding_noise_beside_the_largest_entry_prints_as_zero() -> None:
    assert shown([1.0, 3e-13, -4e-17]) == r"\left(1,\; 0,\; 0\right)"
    assert shown([2.5e-13]) == r"2.5 \cdot 10^{-13}", "alone it is no noise"


def test_only_digits_above_the_noise_are_printed() -> None:
    """Beside 10^6 a check to 1e-12 says nothing about digits below 10^-6."""
    assert shown([1e6, 1.2345678e-4]) == r"\left(1 \cdot 10^{6},\; 0.000123\right)"
    assert shown([1.0, 1.2345678]) == r"\left(1,\; 1.23457\right)"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1130.2639, "-1130.26"),
        (0.0, "0"),
        (1e-7, r"1 \cdot 10^{-7}"),
        (-2.5e12, r"-2.5 \cdot 10^{12}"),
        (1 / 3, "0.333333"),
    ],
)
def test_digits(value: float, text: str) -> None:
    assert digits(value) == text


@pytest.mark.parametrize(("tolerance", "bound"), [(1e-12, "10^{-12}"), (1e-9, "10^{-9}"), (5e-9, r"5 \cdot 10^{-9}")])
def test_the_tolerance_is_the_one_that_was_asked(tolerance: float, bound: str) -> None:
    block = numpy_block(compare(z, {z: [1.0]}, [1.0], tolerance))
    assert block.lines[0].mark is not None
    assert f"below ${bound}$" in dict(block.lines[0].mark.details)["agreement"]
