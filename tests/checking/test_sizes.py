"""Which sizes a claim is tried at, products of sizes, and gradients by an inverse that has a name."""

from __future__ import annotations

import random
from typing import Any

import pytest

from derivations.checking.case import Case
from derivations.checking.compare import sides
from derivations.checking.costs import MAX_OPERATIONS, cost, shared_cost
from derivations.checking.instances import draw_modular
from derivations.checking.ladder import check
from derivations.checking.sizes import SIZE_TABLE, coverage, larger_sizes, size_assignments
from derivations.claims.claim import Claim, Equation
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.node import Expr
from derivations.tree.powers import LARGEST_SIZE
from derivations.tree.shapes import number_of
from derivations.values.evaluation import Evaluator
from derivations.values.exact_systems import PrimeField

LETTERS = """
A: n x K
X: n x n
S: n x n symmetric
P: n x n
g: function
xi := X^-1
sigma := S^-1
i, j, k, l, s, t in 1..n
"""


def claim_of(line: str) -> Claim:
    (claim,) = read_line(line, declare(LETTERS, Scope()))
    return claim


COSTLY = "grad(xi[k,l], X[i,j]) = -sum(s, sum(t, xi[k,s] grad(X, X[i,j])[s,t] xi[t,l]))"


def test_parts_that_recur_are_counted_once() -> None:
    claim = claim_of(COSTLY)
    assert [sizes["n"] for sizes in size_assignments(claim)] == [1, 2, 3, 4]
    assert shared_cost(claim, {"n": 4}) <= MAX_OPERATIONS < cost(claim, {"n": 4})
    assert check(claim).status == "verified"


@pytest.mark.parametrize(
    "line",
    [
        COSTLY,
        "sum(i, sum(j, (A A')[i,j] (X P)[j,k])) = sum(i, (A A' X P)[i,k])",
        "grad(tr(P X), X[i,j]) = P[j,i]",
        "g(tr(X P)) A[i,u] = A[i,u] g(tr(P X))",
    ],
)
def test_no_evaluation_takes_more_steps_than_are_counted(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every node that is evaluated is an operation at least."""
    (claim,) = read_line(line, declare(f"{LETTERS}u in 1..K", Scope()))
    assert isinstance(claim, Equation)
    steps = 0
    evaluate = Evaluator.__call__

    def counted(self: Evaluator, expr: Expr) -> Any:
        nonlocal steps
        steps += 1
        return evaluate(self, expr)

    monkeypatch.setattr(Evaluator, "__call__", counted)
    sizes = {"n": 3, "K": 2}
    values = draw_modular(Case(claim), sizes, random.Random(0)).within(PrimeField())
    assert list(sides(claim, sizes, PrimeField(), values))
    assert 0 < steps <= 2 * shared_cost(claim, sizes)


DERIVED = "grad(" * 7 + "exp(sum(k, tr(X) c))" + ", c)" * 7
TOO_COSTLY = f"{DERIVED} + {DERIVED} + {DERIVED} + {DERIVED} = 4 {DERIVED}"


def test_a_claim_too_costly_at_a_size_that_it_needs_is_inconclusive() -> None:
    """Seven derivatives of one another, of a sum, five times: at n = 4 beyond the budget, at 3 within it."""
    (claim,) = read_line(TOO_COSTLY, declare(LETTERS + "c: scalar", Scope()))
    assert shared_cost(claim, {"n": 3}) <= MAX_OPERATIONS < shared_cost(claim, {"n": 4})
    assert [sizes["n"] for sizes in size_assignments(claim)] == [1, 2, 3, 4]
    assert check(claim).status == "inconclusive"


def test_what_fails_at_a_cheap_size_is_rejected_however_costly_others_are() -> None:
    (claim,) = read_line(TOO_COSTLY.replace("= 4", "= 5"), declare(LETTERS + "c: scalar", Scope()))
    verdict = check(claim)
    assert verdict.status == "rejected" and verdict.counterexample and verdict.counterexample.sizes["n"] == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("n c = c n", [{"n": 7}, {"n": 11}]),
        ("tr(A A') (n - 7) = 0", [{"n": 7, "K": 2}, {"n": 11, "K": 2}, {"n": 7, "K": 2}, {"n": 8, "K": 2}]),
        ("c K/(n - 11) = 0", [{"K": 11, "n": 13}, {"K": 2, "n": 12}]),
        ("tr(X P) = tr(P X)", [{"n": 6}]),
        ("A A' = A A'", [{"n": 6, "K": 7}]),
        ("2^n det(S) = E(c ~ N(0, n), c)", []),
        (COSTLY.replace(" = ", " n = n "), []),
    ],
)
def test_larger_sizes_of_an_equation_in_which_they_are_numbers(line: str, expected: list[dict[str, int]]) -> None:
    """7 and 11, numbers beside a size and one more, 2 for a size that is none; one choice where none is a number."""
    (claim,) = read_line(line, declare(LETTERS + "c: scalar", Scope()))
    assert isinstance(claim, Equation)
    assert larger_sizes(claim) == expected


def sizes_of(*rows: tuple[int, int]) -> list[dict[str, int]]:
    return [{"D": one, "N": other} for one, other in rows]


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        (sizes_of((1, 1), (2, 3), (3, 2), (4, 1), (1, 4)), set()),
        (sizes_of((1, 1), (2, 3), (3, 2), (1, 4)), {("D", "even")}),
        (sizes_of((1, 1), (2, 3), (4, 1), (1, 4)), {("D", "odd"), ("N", "2")}),
        (sizes_of((1, 2), (2, 3), (3, 4), (4, 1)), {("D", "N", "0")}),
    ],
)
def test_what_sizes_test(rows: list[dict[str, int]], missing: set[tuple[str, ...]]) -> None:
    wanted = coverage(["D", "N"], sizes_of((1, 1), (2, 3), (3, 2), (4, 1), (1, 4)))
    assert wanted - coverage(["D", "N"], rows) == missing


@pytest.mark.parametrize(("size", "number"), [(3, 3), ("D", 2), ("D*K", 10), ("2*K", 10), ("D*D", 4)])
def test_a_size_may_be_a_product(size: int | str, number: int) -> None:
    assert number_of(size, {"D": 2, "K": 5}) == number


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("kron(X, A)' = kron(X', A')", "verified"),
        ("kron(X, A) = kron(A, X)", "rejected"),
        ("kron(X, A) - kron(X, A) = 0", "verified"),
        ("X - kron(X, P) = 0", "undefined"),
        ("kron(-0, X) = kron(X, 0)", "verified"),
        ("kron(X, 0) = X", "rejected"),
    ],
)
def test_products_of_kronecker(line: str, status: str) -> None:
    assert check(claim_of(line)).status == status


def test_a_product_of_kronecker_that_does_not_fit_names_both_sizes() -> None:
    assert "found n x n and n*n x n*n, expected equal shapes" in check(claim_of("X - kron(X, P) = 0")).reason


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("grad(g(tr(P X)), xi) = grad(g(tr(P X)), X^-1)", "verified"),
        ("grad(tr(P X), xi[i,j]) = -(X P X)[j,i]", "verified"),
        ("grad(tr(P X), xi[i,j]) = -(X P X)[i,j]", "rejected"),
        ("grad(tr(P S), sigma, tied) = grad(tr(P S), S^-1, tied)", "verified"),
    ],
)
def test_gradients_by_an_inverse_that_has_a_name(line: str, status: str) -> None:
    assert check(claim_of(line)).status == status


def test_degrees_are_those_at_the_largest_size_that_is_tried() -> None:
    assert max(map(max, SIZE_TABLE)) == LARGEST_SIZE
