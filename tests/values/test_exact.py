"""Exact values: identities are recognised, near misses are not, and balls agree with mpmath."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import flint
import mpmath  # type: ignore[import-untyped]
import pytest
from flint import fmpq, fmpq_mat

from derivations.syntax.claims import read_expression
from derivations.syntax.scope import Scope
from derivations.tree.errors import NotExpressible, UndefinedValue
from derivations.values.evaluation import Evaluator
from derivations.values.exact import Exact
from derivations.values.exact_systems import ExactReals
from derivations.values.sums import MAX_EXPONENT

DIGITS = 60
CLOSE = flint.arb("1e-50")
"""Agreement with mpmath: 60 digits less ten for the few dozen rounded operations of a random expression."""

PI = Exact.pi()


def log(number: int | Fraction) -> Exact:
    return Exact.of(number).log()


def exp(number: int | Fraction) -> Exact:
    return Exact.of(number).exp()


def root(number: int | Fraction, exponent: Fraction | str = "1/2") -> Exact:
    return Exact.of(number).power(Fraction(exponent))


def rational(rng: random.Random, positive: bool = False) -> Fraction:
    numerator = rng.choice([n for n in range(1 if positive else -60, 61) if n])
    return Fraction(numerator, rng.randint(1, 60))


def rational_matrix(rng: random.Random, rows: int, columns: int) -> fmpq_mat:
    return fmpq_mat(rows, columns, [fmpq(rng.randint(-9, 9), rng.randint(1, 9)) for _ in range(rows * columns)])


def balls(value: Exact) -> list[flint.arb]:
    ball = value.to_ball(256)
    return list(ball.entries()) if value.shape else [ball]


def excludes_zero(value: Exact) -> bool:
    return any(ball.is_finite() and not ball.contains(0) for ball in balls(value))


def equal(left: Exact, right: Exact) -> bool:
    """Equal by the normal form and, independently, by narrow balls around zero."""
    difference = left - right
    return difference.is_zero() and all(ball.contains(0) and ball.rad() < CLOSE for ball in balls(difference))


IDENTITIES: list[tuple[str, Exact, Exact | int | Fraction]] = [
    ("√4", root(4), 2),
    ("√(9/4)", root(Fraction(9, 4)), Fraction(3, 2)),
    ("8^(1/3)", root(8, "1/3"), 2),
    ("4^(-3/2)", root(4, "-3/2"), Fraction(1, 8)),
    ("4^(1/4)", root(4, "1/4"), root(2)),
    ("36^(1/4)", root(36, "1/4"), root(6)),
    ("√12", root(12), 2 * root(3)),
    ("√(1/2)", root(Fraction(1, 2)), root(2) * Fraction(1, 2)),
    ("√2 √3", root(2) * root(3), root(6)),
    ("√6 √10", root(6) * root(10), 2 * root(15)),
    ("√2 · 2^(1/3)", root(2) * root(2, "1/3"), root(32, "1/6")),
    ("12^(2/3)", root(12, "2/3"), 2 * root(18, "1/3")),
    ("(p²q)^(1/2), no small factor", root(101**2 * 103), 101 * root(103)),
    ("(1 + √2)²", (1 + root(2)).power(2), 3 + 2 * root(2)),
    ("(√2 + √3)(√3 − √2)", (root(2) + root(3)) * (root(3) - root(2)), 1),
    ("1/√2", root(2).inverse(), root(8) * Fraction(1, 4)),
    ("log 1", log(1), 0),
    ("log 8", log(8), 3 * log(2)),
    ("log 12", log(12), 2 * log(2) + log(3)),
    ("log(2/9)", log(Fraction(2, 9)), log(2) - 2 * log(3)),
    ("log √12", root(12).log(), log(2) + log(3) * Fraction(1, 2)),
    ("log of a sum of roots", (root(12) + root(3)).log(), log(27) * Fraction(1, 2)),
    ("log(√4 + 1)", (root(4) + 1).log(), log(3)),
    ("log(2 e^(1/2) π)", (2 * exp(Fraction(1, 2)) * PI).log(), log(2) + Fraction(1, 2) + PI.log()),
    ("log 6 · log 10", log(6) * log(10), (log(2) + log(3)) * (log(2) + log(5))),
    ("(log 12)³", log(12).power(3), (2 * log(2) + log(3)).power(3)),
    ("exp log", (log(12) * Fraction(-1, 2)).exp(), root(12, "-1/2")),
    ("exp of a sum of logs", (log(6) - log(2) + 2 + PI.log() * 3).exp(), 3 * exp(2) * PI.power(3)),
    ("e^(1/2) e^(1/2)", exp(Fraction(1, 2)) * exp(Fraction(1, 2)), exp(1)),
    ("(e^(2/3))^(3/2)", exp(Fraction(2, 3)).power(Fraction(3, 2)), exp(1)),
    ("e e⁻¹", exp(1) * exp(1).inverse(), 1),
    ("√(2π)² ", (2 * PI).power(Fraction(1, 2)) * (2 * PI).power(Fraction(1, 2)), 2 * PI),
    ("(2π)^(-3/2)", (2 * PI).power(Fraction(-3, 2)), (8 * PI.power(3)).power(Fraction(-1, 2))),
    ("√(x²) for x < 0", Exact.of(-3).power(2).power(Fraction(1, 2)), 3),
    ("x⁰", (root(2) - root(3)).power(0), 1),
    ("√0", root(0), 0),
    ("√(√4 − 2)", (root(4) - 2).power(Fraction(1, 2)), 0),
    ("e^√4", root(4).exp(), exp(2)),
]


def near_root_two(steps: int) -> Fraction:
    """A solution of p² − 2q² = ±1, so that |p/q − √2| < 1/q²."""
    p, q = 1, 1
    for _ in range(steps):
        p, q = p + 2 * q, p + q
    return Fraction(p, q)


NEAR_MISSES: list[tuple[str, Exact]] = [
    ("√2 and a rational within 1e-45", root(2) - near_root_two(60)),
    ("√2 + √3 and π", root(2) + root(3) - PI),
    ("π and 355/113", PI - Fraction(355, 113)),
    ("19 log 2 and 12 log 3", 19 * log(2) - 12 * log(3)),
    ("log 8 and 2 log 2", log(8) - 2 * log(2)),
    ("log 6 and log 2 · log 3", log(6) - log(2) * log(3)),
    ("√12 and 3√2", root(12) - 3 * root(2)),
    ("8^(1/3) and 8^(1/2)", root(8, "1/3") - root(8)),
    ("e and 19/7", exp(1) - Fraction(19, 7)),
    ("e^(1/2) and √3", exp(Fraction(1, 2)) - root(3)),
    ("log π and 8/7", PI.log() - Fraction(8, 7)),
    ("(2π)^(1/2) and 2π^(1/2)", (2 * PI).power(Fraction(1, 2)) - 2 * PI.power(Fraction(1, 2))),
    ("√10 and π", root(10) - PI),
    ("a difference below 1e-60", log(2) - log(2) + Fraction(1, 10**61)),
]


@pytest.mark.parametrize(("left", "right"), [row[1:] for row in IDENTITIES], ids=[row[0] for row in IDENTITIES])
def test_identity_is_zero_and_its_mutants_are_not(left: Exact, right: Exact | int | Fraction) -> None:
    right = Exact.of(right)
    assert equal(left, right)
    mutants = [right + Fraction(1, 10**30), -right + 1, right * 2 + exp(-40), right + root(2) * Fraction(1, 10**30)]
    for mutant in mutants:
        assert not (left - mutant).is_zero()
        assert excludes_zero(left - mutant)


@pytest.mark.parametrize("difference", [row[1] for row in NEAR_MISSES], ids=[row[0] for row in NEAR_MISSES])
def test_near_miss_is_not_zero(difference: Exact) -> None:
    assert not difference.is_zero()
    assert excludes_zero(difference)


@pytest.mark.parametrize("seed", range(4))
def test_logs_and_powers_are_homomorphisms(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(25):
        a, b = rational(rng, positive=True), rational(rng, positive=True)
        p, q = Fraction(rng.randint(-9, 9), rng.randint(1, 6)), Fraction(rng.randint(-9, 9), rng.randint(1, 6))
        assert equal(log(a * b), log(a) + log(b))
        assert equal(log(a**3 / b), 3 * log(a) - log(b))
        assert equal(root(a * b, q), root(a, q) * root(b, q))
        assert equal(root(a, p) * root(a, q), root(a, p + q))
        assert equal(root(a, p).power(q), root(a, p * q))
        assert equal(root(a, p).log(), p * log(a))
        assert equal((p * log(a) + q * log(b)).exp(), root(a, p) * root(b, q))


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_factor_is_noticed(seed: int) -> None:
    rng = random.Random(100 + seed)
    for _ in range(25):
        a, b = rational(rng, positive=True), rational(rng, positive=True)
        c = b + Fraction(1, rng.randint(10**3, 10**12))
        for difference in (log(a * b) - log(a) - log(c), root(a * b) - root(a) * root(c)):
            assert not difference.is_zero()
            assert excludes_zero(difference)


def random_monomial(rng: random.Random) -> tuple[Exact, Any]:
    """A positive monomial without logs, and the same by mpmath."""
    a, q, r, s = rational(rng, positive=True), rational(rng), rational(rng), rational(rng)
    value = Exact.of(a).power(q) * Exact.of(r).exp() * PI.power(s)
    return value, mp(a) ** mp(q) * mpmath.exp(mp(r)) * mpmath.pi ** mp(s)


def random_value(rng: random.Random) -> tuple[Exact, Any]:
    """A sum of up to three terms, each a rational times a monomial times a log, and the same by mpmath."""
    value, reference = Exact.of(0), mpmath.mpf(0)
    for _ in range(rng.randint(1, 3)):
        c, (monomial, m), (argument, a) = rational(rng), random_monomial(rng), random_monomial(rng)
        value, reference = value + c * monomial * argument.log(), reference + mp(c) * m * mpmath.log(a)
    return value, reference


def mp(number: Fraction) -> Any:
    return mpmath.mpf(number.numerator) / number.denominator


def agrees_with_mpmath(value: Exact, reference: Any) -> bool:
    with flint.ctx.workprec(256):
        error = value.to_ball(256) - flint.arb(mpmath.nstr(reference, DIGITS))
        return bool(abs(error) < CLOSE * (1 + abs(flint.arb(mpmath.nstr(reference, 5)))))


@pytest.mark.parametrize("seed", range(4))
def test_balls_agree_with_mpmath(seed: int) -> None:
    rng = random.Random(200 + seed)
    with mpmath.workdps(DIGITS + 10):
        for _ in range(25):
            (x, a), (y, b) = random_value(rng), random_value(rng)
            assert agrees_with_mpmath(x, a)
            assert agrees_with_mpmath(x.normal(), a)
            assert agrees_with_mpmath(x * y, a * b)
            assert agrees_with_mpmath((x - y).power(2), (a - b) ** 2)
            (x, a), q = random_monomial(rng), rational(rng)
            assert agrees_with_mpmath(x.power(Fraction(1, 3)).inverse(), 1 / mpmath.cbrt(a))
            assert agrees_with_mpmath((q * x.log() - x.log() * q + q).exp(), mpmath.exp(mp(q)))


def random_matrix(rng: random.Random, rows: int, columns: int) -> Exact:
    """A matrix of two terms with different transcendental factors, and a rational part."""
    factors = (log(6), root(2) * exp(Fraction(1, 2)), Exact.of(1))
    return sum((factor * rational_matrix(rng, rows, columns) for factor in factors), Exact.of(fmpq_mat(rows, columns)))


def rows_of(matrix: Exact) -> list[list[Exact]]:
    assert matrix.shape is not None
    return [[matrix.entry(i, j) for j in range(matrix.shape[1])] for i in range(matrix.shape[0])]


def total(values: Iterable[Exact]) -> Exact:
    return sum(values, Exact.of(0))


@pytest.mark.parametrize(("rows", "inner", "columns"), [(1, 1, 1), (1, 3, 1), (3, 1, 3), (2, 3, 4)])
def test_matrix_operations_are_the_entrywise_ones(rows: int, inner: int, columns: int) -> None:
    rng = random.Random(300)
    a, b, c = random_matrix(rng, rows, inner), random_matrix(rng, inner, columns), random_matrix(rng, rows, inner)
    u, v, w = rows_of(a), rows_of(b), rows_of(c)
    product = [[total(u[i][k] * v[k][j] for k in range(inner)) for j in range(columns)] for i in range(rows)]
    assert equal(a.matmul(b), Exact.matrix(product))
    assert equal(a.hadamard(c), Exact.matrix([[u[i][k] * w[i][k] for k in range(inner)] for i in range(rows)]))
    assert equal(a - c, Exact.matrix([[u[i][k] - w[i][k] for k in range(inner)] for i in range(rows)]))
    assert equal(a.transpose(), Exact.matrix([[u[i][k] for i in range(rows)] for k in range(inner)]))
    assert equal(log(2) * a, Exact.matrix([[x * log(2) for x in row] for row in u]))
    assert equal(a.matmul(c.transpose()).trace(), total(x for r in rows_of(a.hadamard(c)) for x in r))


def test_sums_of_entries_blocks_and_diagonals_are_linear() -> None:
    a = random_matrix(random.Random(301), 3, 3)
    diagonal = a.linear(lambda m: fmpq_mat([[m[i, i]] for i in range(3)]))
    assert diagonal.shape == (3, 1)
    assert equal(total(x for row in rows_of(diagonal) for x in row), a.trace())
    assert Exact.of(fmpq_mat(2, 3)).linear(lambda m: m.transpose()).shape == (3, 2)


def test_log_determinant_times_a_vector() -> None:
    rng = random.Random(302)
    factor = rational_matrix(rng, 3, 3)
    sigma, x = Exact.of(factor * factor.transpose() * 12), Exact.of(rational_matrix(rng, 3, 1))
    root_det = Exact.of(factor.det()).power(2).power(Fraction(1, 2))
    right = 2 * root_det.log() * x + 3 * log(2) * 2 * x + 3 * log(3) * x
    assert equal(sigma.det().log() * x, right)
    assert not (sigma.det().log() * x - right - log(2) * x * Fraction(1, 10**20)).is_zero()
    assert excludes_zero(sigma.det().log() * x - right - log(2) * x * Fraction(1, 10**20))


@pytest.mark.parametrize("scale", [Exact.of(1), root(2), PI * exp(Fraction(-1, 3))], ids=["1", "√2", "π e^(-1/3)"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_inverse_and_determinant_of_one_monomial(size: int, scale: Exact) -> None:
    matrix = rational_matrix(random.Random(303), size, size)
    a = scale * matrix
    identity = fmpq_mat([[int(i == j) for j in range(size)] for i in range(size)])
    assert equal(a.matmul(a.inverse()), Exact.of(identity))
    assert equal(a.det(), scale.power(size) * matrix.det())
    assert not a.det().is_zero()


def test_determinants_that_vanish_or_carry_logs() -> None:
    singular = Exact.of(fmpq_mat([[1, 2], [2, 4]]))
    assert singular.det().is_zero()
    assert Exact.of(fmpq_mat(2, 2)).det().is_zero()
    assert equal((log(2) * fmpq_mat([[1, 2], [3, 4]])).det(), -2 * log(2) * log(2))


def test_zero_matrix_keeps_its_shape() -> None:
    a = root(8) * fmpq_mat([[1, 2, 3]])
    zero = a - 2 * root(2) * fmpq_mat([[1, 2, 3]])
    assert zero.is_zero()
    assert zero.shape == (1, 3)
    assert zero.rational() == fmpq_mat(1, 3)
    assert zero.transpose().shape == (3, 1)


def test_normal_form_does_not_depend_on_the_order_of_terms() -> None:
    terms = [log(12), log(18) * root(20), root(45, "1/4"), log(50).power(2), exp(2) * root(6)]
    forward, backward = total(terms).normal(), total(reversed(terms)).normal()
    assert forward.terms == backward.terms
    assert forward.normal().terms == forward.terms


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Exact.of(Fraction(-3, 4)), fmpq(-3, 4)),
        (root(2) * root(8), fmpq(4)),
        (root(4), fmpq(2)),
        (log(4) - 2 * log(2), fmpq(0)),
        (log(2), None),
        (root(4) * fmpq_mat([[1, 2]]), fmpq_mat([[2, 4]])),
        (root(3) * fmpq_mat([[1, 2]]), None),
    ],
)
def test_rational(value: Exact, expected: fmpq | fmpq_mat | None) -> None:
    assert value.rational() == expected


def test_values_do_not_change_with_the_matrices_they_came_from() -> None:
    matrix = fmpq_mat([[1, 2], [3, 4]])
    value = Exact.of(matrix)
    matrix[0, 0] = 9
    handed_out = value.rational()
    assert isinstance(handed_out, fmpq_mat)
    handed_out[0, 1] = 9
    assert value.rational() == fmpq_mat([[1, 2], [3, 4]])


def test_balls_of_matrices_have_the_shape_and_narrow_with_the_precision() -> None:
    before, value = flint.ctx.prec, log(2) * fmpq_mat([[1, 2, 3], [4, 5, 6]])
    ball = value.to_ball(64)
    assert (ball.nrows(), ball.ncols()) == (2, 3)
    assert value.to_ball(256)[1, 2].rad() < ball[1, 2].rad() < flint.arb("1e-17")
    assert flint.ctx.prec == before


UNDEFINED: dict[str, Callable[[], Exact]] = {
    "log 0": lambda: log(0),
    "log of a zero that needs the normal form": lambda: (root(4) - 2).log(),
    "log of a negative rational": lambda: log(-2),
    "log of a negative monomial": lambda: (-root(2)).log(),
    "log of a negative monomial with a log": lambda: (-log(2)).log(),
    "log of a negative sum": lambda: (root(2) - exp(1)).log(),
    "square root of a negative rational": lambda: root(-2),
    "square root of a negative sum": lambda: (1 - PI).power(Fraction(1, 2)),
    "fourth root of a negative monomial": lambda: (-PI).power(Fraction(3, 4)),
    "negative power of zero": lambda: Exact.of(0).power(-1),
    "negative fractional power of zero": lambda: Exact.of(0).power(Fraction(-1, 2)),
    "inverse of zero": lambda: Exact.of(0).inverse(),
    "inverse of a zero that needs the normal form": lambda: (root(12) - 2 * root(3)).inverse(),
    "inverse of a singular matrix": lambda: (root(2) * fmpq_mat([[1, 2], [2, 4]])).inverse(),
    "inverse of a zero matrix": lambda: Exact.of(fmpq_mat(2, 2)).inverse(),
}

NOT_EXPRESSIBLE: dict[str, Callable[[], Exact]] = {
    "log of a sum": lambda: (1 + exp(1)).log(),
    "log of a log": lambda: log(2).log(),
    "log of log π": lambda: PI.log().log(),
    "inverse of a sum": lambda: (1 + root(2)).inverse(),
    "inverse of a log": lambda: log(2).inverse(),
    "inverse of a matrix of two terms": lambda: (Exact.of(fmpq_mat([[1]])) + root(2) * fmpq_mat([[1]])).inverse(),
    "determinant of a matrix of two terms": lambda: (root(2) * fmpq_mat([[1]]) + fmpq_mat([[1]])).det(),
    "root of a sum": lambda: (1 + root(2)).power(Fraction(1, 2)),
    "root of a log": lambda: log(2).power(Fraction(1, 2)),
    "odd root of a negative number": lambda: root(-8, "1/3"),
    "exp of a root": lambda: root(2).exp(),
    "exp of π": lambda: PI.exp(),
    "exp of a product of logs": lambda: (log(2) * log(3)).exp(),
    "exp of a squared log": lambda: log(2).power(2).exp(),
    "exp of √2 log 2": lambda: (root(2) * log(2)).exp(),
    "a power beyond the budget": lambda: Exact.of(2).power(MAX_EXPONENT + 1),
    "an exponential beyond the budget": lambda: (log(2) * (MAX_EXPONENT + 1)).exp(),
    "a product beyond the budget": lambda: total(exp(n) for n in range(300)).power(2),
}


@pytest.mark.parametrize("build", UNDEFINED.values(), ids=UNDEFINED.keys())
def test_what_has_no_value_is_undefined(build: Callable[[], Exact]) -> None:
    with pytest.raises(UndefinedValue):
        build()


@pytest.mark.parametrize("build", NOT_EXPRESSIBLE.values(), ids=NOT_EXPRESSIBLE.keys())
def test_what_the_form_cannot_hold_is_not_expressible(build: Callable[[], Exact]) -> None:
    with pytest.raises(NotExpressible):
        build()


def test_the_largest_power_in_the_budget_is_held() -> None:
    assert equal(Exact.of(2).power(MAX_EXPONENT).log(), MAX_EXPONENT * log(2))


ROW, SQUARE = Exact.of(fmpq_mat([[1, 2, 3]])), Exact.of(fmpq_mat([[1, 2], [3, 4]]))
HALF_FLOAT: Any = 0.5

BAD_INPUT: list[tuple[Callable[[], object], str]] = [
    (lambda: Exact.of(HALF_FLOAT), "value: found float, expected a rational number"),
    (lambda: root(2) + HALF_FLOAT, "value: found float, expected a rational number"),
    (lambda: root(2).power(HALF_FLOAT), "exponent: found float, expected a rational number"),
    (lambda: ROW + 1, "summand: found a scalar, expected a 1 × 3 matrix"),
    (lambda: ROW - SQUARE, "summand: found a 2 × 2 matrix, expected a 1 × 3 matrix"),
    (lambda: SQUARE * SQUARE, "factor: found two matrices, expected a scalar; use matmul or hadamard"),
    (lambda: ROW.matmul(ROW), "right factor: found a 1 × 3 matrix, expected 3 rows"),
    (lambda: ROW.matmul(PI), "right factor: found a scalar, expected a matrix"),
    (lambda: ROW.hadamard(SQUARE), "right factor: found a 2 × 2 matrix, expected a 1 × 3 matrix"),
    (lambda: PI.transpose(), "argument: found a scalar, expected a matrix"),
    (lambda: ROW.trace(), "argument of trace: found a 1 × 3 matrix, expected a square matrix"),
    (lambda: ROW.det(), "argument of det: found a 1 × 3 matrix, expected a square matrix"),
    (lambda: ROW.inverse(), "argument of inverse: found a 1 × 3 matrix, expected a square matrix"),
    (lambda: ROW.entry(1, 0), r"index: found (1, 0), expected (0, 0) to (0, 2)"),
    (lambda: ROW.entry(0, -1), r"index: found (0, -1), expected (0, 0) to (0, 2)"),
    (lambda: SQUARE.log(), "argument: found a 2 × 2 matrix, expected a scalar"),
    (lambda: SQUARE.exp(), "exponent: found a 2 × 2 matrix, expected a scalar"),
    (lambda: SQUARE.power(2), "base: found a 2 × 2 matrix, expected a scalar"),
    (lambda: Exact.matrix([[1, 2], [3]]), "rows: found lengths [2, 1], expected equal lengths"),
    (lambda: Exact.matrix([[ROW]]), "entry: found a 1 × 3 matrix, expected a scalar"),
]


@pytest.mark.parametrize(("build", "message"), BAD_INPUT, ids=[row[1] for row in BAD_INPUT])
def test_bad_input_names_argument_found_and_expected(build: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=r".") as error:
        build()
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        (Exact.of(0), "0"),
        (Exact.of(-7), "-7"),
        (Exact.of(Fraction(-3, 4)), r"-\tfrac{3}{4}"),
        (log(2) * Fraction(1, 2) - 3, r"\tfrac{1}{2}\log 2 - 3"),
        (3 - log(2), r"-\log 2 + 3"),
        (exp(Fraction(-1, 2)), "e^{-1/2}"),
        (5 * exp(1), "5 e"),
        (root(2) * root(3), r"\sqrt{6}"),
        (root(12), r"2\sqrt{3}"),
        (root(Fraction(1, 2)), r"\tfrac{1}{2}\sqrt{2}"),
        (3 * root(2, "1/3"), r"3 \cdot 2^{1/3}"),
        (root(2) * root(3, "2/3"), r"\sqrt{2} \cdot 3^{2/3}"),
        ((2 * PI).power(Fraction(1, 2)), r"\sqrt{2\pi}"),
        ((2 * PI).power(Fraction(-3, 2)), r"\tfrac{1}{4}\sqrt{2}\pi^{-3/2}"),
        (PI * exp(1), r"\pi e"),
        (PI.log() + log(6), r"\log \pi + \log 6"),
        (log(8), r"3\log 2"),
        (7 * log(2) * log(3), r"7\log 2 \cdot \log 3"),
        (exp(2) * log(3).power(2), r"e^{2} (\log 3)^{2}"),
    ],
)
def test_latex(value: Exact, latex: str) -> None:
    assert value.latex() == latex


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (log(2) * Fraction(1, 2) - 3, "1/2 log(2) - 3"),
        (exp(Fraction(-1, 2)), "exp(-1/2)"),
        (5 * exp(1), "5 exp(1)"),
        (root(12), "2 sqrt(3)"),
        (root(2) * root(3, "2/3"), "sqrt(2) 3^(2/3)"),
        ((2 * PI).power(Fraction(-3, 2)), "1/4 sqrt(2) pi^(-3/2)"),
        (PI.power(2), "pi^2"),
        (PI.log() + log(6), "log(pi) + log(6)"),
        (exp(2) * log(3).power(2), "exp(2) log(3)^2"),
    ],
)
def test_text_reads_back(value: Exact, text: str) -> None:
    assert value.text() == text
    assert Evaluator(ExactReals(), {}, {})(read_expression(text, Scope())).normal().terms == value.normal().terms
