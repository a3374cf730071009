"""Which sizes a claim is tried at, products of sizes, and gradients by an inverse that has a name."""

from __future__ import annotations

import pytest

from derivations.checking.check import check
from derivations.checking.sizes import MAX_OPERATIONS, cost, number_of, size_assignments
from derivations.claims.claim import Claim
from derivations.claims.declarations import declare, read_line
from derivations.claims.scope import Scope

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


def test_sizes_beyond_the_budget_are_left_out_while_one_two_and_three_remain() -> None:
    claim = claim_of(COSTLY)
    assert [sizes["n"] for sizes in size_assignments(claim)] == [1, 2, 3]
    assert cost(claim, {"n": 3}) <= MAX_OPERATIONS < cost(claim, {"n": 4})
    assert check(claim).status == "verified"


def test_a_claim_too_costly_for_three_keeps_its_sizes_and_is_inconclusive() -> None:
    right = COSTLY.partition(" = ")[2]
    claim = claim_of(f"{right} = {right.replace('grad(X, X[i,j])[s,t]', 'grad(X[s,t], X[i,j])')}")
    assert [sizes["n"] for sizes in size_assignments(claim)] == [1, 2, 3, 4]
    assert check(claim).status == "inconclusive"


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
