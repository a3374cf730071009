"""False, undefined or half-true claims that a naive checker lets through, and true ones that it rejects."""

from __future__ import annotations

import pytest

from derivations.chapter import grad, total
from derivations.checking.budgets import MAX_DEPTH, MAX_NODES
from derivations.checking.ladder import check
from derivations.checking.sizes import size_assignments, size_rows
from derivations.claims.claim import Equation
from derivations.claims.given import Given
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.arithmetic import Add
from derivations.tree.functions import logdet
from derivations.tree.letters import Defined, Index
from derivations.tree.node import Expr, lift
from derivations.tree.sums import Sum
from derivations.voices.letters import family, index, matrix, scalar, sizes, vector
from tests.checking.corpus import claim_of

D, N, K, M = sizes("D N K M")

FALSE = [
    ("sqrt(det(C)^2) = det(C)", "a determinant has both signs"),
    ("sqrt(c^2) = c", "a scalar has both signs"),
    ("sqrt(a^2 c^2) = a c", "so has a product"),
    ("(C X)^-1 = C^-1 X^-1", "order"),
    ("det(-C) = det(C)", "only for even D"),
    ("det(C + X) = det(C) + det(X)", "only at D = 1 would it be tempting"),
    ("y' C y = y' C' y + tr(C) - sum(i, C[i,i]) + D - N", "sizes that are different letters differ"),
    ("D = N", "and this is no identity of sizes"),
    ("grad(y' C y, y) = 2 C y", "true at D = 1 only"),
    ("grad(C y, y) = C", "the other layout"),
    ("grad(f(t) g(t), t) = grad(f(t), t) grad(g(t), t)", "no product rule"),
    ("f(a + c) = f(a) + f(c)", "a function letter is no linear function"),
    ("f(t) = g(t)", "two function letters differ"),
    ("f(0) = -2", "nor has it a value of its own"),
    ("f(a) = f(-a)", "a function letter is not even"),
    ("log(1 - a^2) = -a^2", "both sides are defined only for small a, and equal at a = 0"),
    ("log(1 + exp(a)) = log(1 + exp(a)) + exp(-1000)", "a difference of 1e-435"),
    ("log(p) + 1/10^200 = log(p)", "a difference far below every ball of 256 bits"),
    ("log(p) = 0", "true at p = 1"),
    ("log(p + q) = log(p) + log(q)", "true where 1/p + 1/q = 1"),
    ("sum(j, delta(i, j) y[j]) = y[j]", "two free indices"),
    ("integral(normal(x; mu, S), x) = 2", "normalised to 1"),
    ("integral(exp(-1/2 y' S^-1 y), y) = sqrt((2 pi)^N det(S))", "the wrong dimension"),
    ("integral(exp(-p t^2), t) = pi / p", "the square of the integral"),
    ("(2^61 - 1) a = 0", "true in a prime field"),
    ("(D - 1) (D - 2) (D - 3) (D - 4) (D - 5) a = 0", "true at every size that is tried but the largest"),
]


@pytest.mark.parametrize(("line", "why"), FALSE)
def test_false_claim_is_rejected_with_a_counterexample(line: str, why: str) -> None:
    verdict = check(claim_of(line))
    assert verdict.status == "rejected", f"{why}\n{verdict}"
    assert verdict.counterexample is not None and verdict.counterexample.left != verdict.counterexample.right


@pytest.mark.parametrize(
    "line",
    [
        "log(det(-S)) = log(det(S))",
        "log(det(-C)) = log(det(C))",
        "(y y')^-1 y y' = I",
        "log(-1 - y' y) = log(-1 - y' y)",
        "grad(log(-y' y), y) = y",
        "sqrt(-p)^2 = -p",
        "1/(a - a) = 1/(a - a)",
        "C 0^-1 = C",
        "normal(x; mu, -S) = normal(x; mu, -S)",
        "1/(N - N) = 1/(N - N)",
        "integral(exp(p t^2), t) = sqrt(pi / p)",
    ],
)
def test_claim_that_is_nowhere_defined_is_undefined(line: str) -> None:
    assert check(claim_of(line)).status == "undefined"


@pytest.mark.parametrize(
    ("line", "conditions"),
    [
        ("C C^-1 = I", [r"C \text{ invertible}"]),
        ("S S^-1 = I", []),
        ("log(a c) = log(a) + log(c)", [r"a c > 0", "a > 0", "c > 0"]),
        ("log(p q) = log(p) + log(q)", []),
        ("a / c = a c^-1", [r"c \neq 0"]),
        ("sqrt(a)^2 = a", [r"a \geq 0"]),
        ("(a^2)^(1/2) sqrt(a) = sqrt(a) sqrt(a^2)", [r"a \neq 0", r"a \geq 0"]),
        ("grad(sqrt(a), a) = 1/(2 sqrt(a))", ["a > 0"]),
        ("1/(N - 1) (N - 1) = 1", [r"N - 1 \neq 0"]),
        ("x[2] + x[1] = x[1] + x[2]", [r"N \geq 2"]),
        ("normal(x; mu, C) = normal(x; mu, C)", [r"C \text{ symmetric positive definite}"]),
        ("normal(x; mu, S^-1) = normal(x; mu, S^-1)", []),
    ],
)
def test_true_claim_prints_the_side_conditions_that_are_not_declared(line: str, conditions: list[str]) -> None:
    verdict = check(claim_of(line))
    if "mu, C" not in line:
        assert verdict.passed, verdict
    assert sorted(condition.latex() for condition in verdict.conditions) == sorted(conditions)
    assert bool(verdict.conditions) == bool(conditions)


def test_conditions_of_a_function_are_those_of_its_body_at_the_arguments() -> None:
    verdict = check(claim_of("h(c) c = 1", "h(a) := 1/a"))
    assert verdict.passed and r"c \neq 0" in [condition.latex() for condition in verdict.conditions]


def test_floats_that_cannot_see_a_difference_do_not_hide_it() -> None:
    verdict = check(claim_of("p + exp(-100) = p"))
    assert verdict.status == "rejected"
    assert "NumPy" not in {rung.name for rung in verdict.findings}


@pytest.mark.parametrize(
    "line",
    [
        "(a + c)^2 - a^2 - 2 a c - c^2 = 0",
        "a - a = 0",
        "C X - C X = 0",
        "sqrt(4) - 2 = 0",
        "integral(exp(-(t - 30)^2), t) = sqrt(pi)",
    ],
)
def test_true_claim_that_cancels_is_not_rejected_by_rounding(line: str) -> None:
    assert check(claim_of(line)).passed


# ---------------------------------------------------------------- sizes and names


def test_every_two_size_letters_are_equal_smaller_and_greater_somewhere() -> None:
    for count in range(2, 7):
        rows = size_rows(count)
        for i in range(count):
            for j in range(i):
                assert {(row[i] > row[j]) - (row[i] < row[j]) for row in rows} == {-1, 0, 1}
        assert all(len({row[i] for row in rows}) >= 3 for i in range(count))


def test_four_sizes_are_told_apart() -> None:
    a, b = matrix("A", D, K), matrix("B", N, M)
    claim = Equation(lift(1) * D * K + (a.T @ a)[1, 1], lift(1) * D * M + (a.T @ a)[1, 1] + (b.T @ b)[1, 1] * 0)
    assert check(claim).status == "rejected"


def test_sizes_that_are_only_summed_over_are_known() -> None:
    c = scalar("c")
    assert check(Equation(total(index("n", N), c), c)).status == "rejected"
    assert check(Equation(total(index("n", N), c), N * c)).passed


def test_a_claim_for_a_fixed_size_is_made_for_it_alone() -> None:
    assert check(claim_of("sum(n, x[n]) = x[1]", "N = 1")).passed
    assert check(claim_of("sum(n, x[n]) = x[1]")).status == "rejected"
    assert all(sizes["N"] == 1 for sizes in size_assignments(claim_of("sum(n, x[n]) = x[1]", "N = 1")))
    assert check(Equation(scalar("c"), scalar("c"), Given((("N", 0),)))).status == "undefined"


def test_a_family_of_scalars() -> None:
    n = index("n", N)
    a = family("a", n, 1)
    assert check(Equation(total(n, a[n] + a[n]), 2 * total(n, a[n]))).passed
    assert check(Equation(total(n, a[n] * a[n]), total(n, a[n]) * total(n, a[n]))).status == "rejected"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("K = 0", "proved"),
        ("q^2 = 1", "proved"),
        ("q = 1", "rejected"),
        ("s^2 = 1", "verified"),
        ("s = 1", "rejected"),
        ("sqrt(S^2) = S", "proved"),
        ("S = sqrt(2) S", "rejected"),
    ],
)
def test_a_structure_holds_of_a_letter_that_is_declared_as_a_number(line: str, status: str) -> None:
    """A matrix of size 1 x 1 is a scalar, but of its structure still: no rung takes it for any number."""
    scope = declare("K: 1 x 1 antisymmetric; q: 1 x 1 orthogonal; s: 1 spins; S: 1 x 1 spd", Scope())
    (claim,) = read_line(line, scope)
    assert check(claim).status == status


def test_one_name_with_two_meanings_is_ill_typed() -> None:
    claims = [
        Equation(scalar("c"), scalar("c", positive=True)),
        Equation(Defined("z", scalar("a")), Defined("z", scalar("c"))),
        Equation(Index("i", "D") * lift(1), Index("i", "N") * lift(1)),
    ]
    for claim in claims:
        assert "two meanings" in check(claim).reason


def test_a_bound_index_shadows_a_free_one_of_another_range() -> None:
    y = vector("y", D)
    inner, outer = Index("i", "D"), Index("i", "D")
    assert check(Equation(Sum(inner, y[inner]) + y[outer], y[outer] + Sum(inner, y[inner]))).passed


def test_zero_takes_every_shape() -> None:
    for line in (
        "C 0 = 0",
        "0 y + y = y",
        "cases(y if i = i, 0 if i != i) = y",
        "cases(0 if i = j, y if i != j) = y - delta(i, j) y",
        "normal(0; mu, S) = normal(mu; 0, S)",
        "tr(0) = 0",
        "grad(0, y) = 0 y",
        "tr(I1 + y' y) = 1 + y' y",
    ):
        assert check(claim_of(line, "I1: 1 x 1 identity")).passed, line


def test_a_constant_is_no_letter_to_derive_by() -> None:
    assert check(claim_of("grad(tr(I C), I) = 0")).status == "undefined"


def test_determinants_of_singular_matrices_have_derivatives() -> None:
    assert check(claim_of("grad(det(y z'), y) = grad(det(z y'), y)")).passed


# ---------------------------------------------------------------- budgets


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a^999999 = a", "4096"),
        ("(2 pi)^(10^9) = 1", "exponent"),
        ("(2 pi)^1000000000 = 1", "4096"),
        ("2^2^2^2^2^2 = 1", "in an exponent"),
        ("a^3^3^3 = a", "4096"),
    ],
)
def test_exponents_beyond_the_budget_decide_nothing(line: str, reason: str) -> None:
    verdict = check(claim_of(line))
    assert verdict.status in ("inconclusive", "undefined") and reason in verdict.reason


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("2^3^2 = 512", "proved"),
        ("2^3^2 = 64", "rejected"),
        ("(2^3)^2 = 64", "proved"),
        ("a^2^3 = (a^2)^4", "proved"),
        ("a^2^3 = a^6", "rejected"),
        ("2^-3^2 = 1/512", "proved"),
        ("-2^2^2 = -16", "proved"),
        ("2^2^D = 2^(D + 1)", "rejected"),
        ("2^2^(D + 1) = (2^2^D)^2", "verified"),
        ("(-1)^i^2 = (-1)^i", "verified"),
        ("p^2^-1 = sqrt(p)", "proved"),
        ("p^2^-2 = sqrt(sqrt(p))", "proved"),
        ("C^2^2 = C C C C", "verified"),
        ("C^-1^T = C'^-1", "verified"),
    ],
)
def test_a_tower_of_powers_begins_at_its_top(line: str, status: str) -> None:
    assert check(claim_of(line)).status == status


def deep(count: int) -> Expr:
    """a + a + ... + a, nested to the left."""
    result: Expr = scalar("a")
    for _ in range(count):
        result = Add(result, scalar("a"))
    return result


def test_deep_long_and_costly_claims_decide_nothing() -> None:
    a, n = scalar("a"), index("n", 10**9)
    balanced: Expr = a
    for _ in range(11):
        balanced = Add(balanced, balanced)
    for claim, reason in (
        (Equation(deep(5 * MAX_DEPTH), a), "deep"),
        (Equation(balanced, a), f"{MAX_NODES} nodes"),
        (Equation(total(n, a), a), "operations"),
        (Equation(vector("y", 10**8), vector("y", 10**8)), "operations"),
    ):
        verdict = check(claim)
        assert verdict.status == "inconclusive" and reason in verdict.reason


def test_polynomials_too_large_for_sympy_are_left_to_the_other_rungs() -> None:
    verdict = check(claim_of("(a + c + p + q + t)^60 = (t + q + p + c + a)^60"))
    assert verdict.status == "verified" and "SymPy" not in {rung.name for rung in verdict.findings}


def test_nested_inverses_are_left_to_the_other_rungs() -> None:
    inner: Expr = matrix("C", D)
    x = matrix("X", D)
    for _ in range(4):
        inner = (inner + x).I
    verdict = check(Equation(inner, inner.T.T))
    assert verdict.status == "verified" and "SymPy" not in {rung.name for rung in verdict.findings}


def test_nested_gradients_beyond_the_budget_decide_nothing() -> None:
    y = vector("y", D)
    nested = (y.T @ matrix("C", D) @ y) ** 2
    for _ in range(4):
        nested = grad(nested, y).T @ y
    verdict = check(Equation(nested, nested))
    assert verdict.status == "inconclusive" and "operations" in verdict.reason


def test_logdet_of_the_negative_is_told_at_every_size() -> None:
    letter = matrix("C", D)
    assert check(Equation(logdet(-letter), logdet(letter))).status == "undefined"
    assert check(Equation(logdet(-letter), logdet(letter), Given((("D", 2),)))).passed
