"""Lines about letters in intervals, probabilities, bits and members of families, written to break the checker."""

from __future__ import annotations

import pytest

from derivations.checking import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

INTERVALS = "th, ph: scalar in (0, 1); s: scalar in (1, 2); r: scalar in [-1/2, oo); l: scalar in (-oo, 3]; u: scalar"
CLOSED = (
    "D >= 2; K >= 2; N >= 2; x: D in [0, 1]; u: scalar; th, ph: scalar in [0, 1]; e, g: scalar in [-1, 1]; "
    "r[n]: scalar in [0, 1] for n in 1..N; P: K x K stochastic; rho, eta: K simplex"
)
MEMBERS = (
    "a, c, t, m_1: scalar; b[k]: scalar for k in 1..K; m[k]: scalar for k in 1..K; k, l in 1..K; "
    "mu[i,j]: scalar for i in 1..D; j in 1..D; i, j, q in 1..D; f(t) := t + m[1]"
)
AT_ARGUMENTS = "t, a: scalar in (1, 201/100); g: K in (1, 2); k in 1..K; K = 2; Z(t) := sum(k, t g[k])"
AT_INDICES = (
    "f[k,i]: scalar in (1, 201/100) for k in 1..K; i in 1..D; Z[i] := sum(k, f[k,i]); i, j in 1..D; k in 1..K; "
    "K = 2; D = 2"
)
CAPTURED = (
    "f[k]: scalar positive for k in 1..K; h[k,l]: scalar in (1, 2) for k in 1..K; l in 1..K; k, l in 1..K; K = 4; "
    "p: K open simplex"
)
DIAGONAL = "r[n]: K simplex for n in 1..K; k in 1..K; q: K open simplex; K = 10; P: K x K stochastic"

COEFFICIENTS = {
    INTERVALS: (
        "th ph - 1/2",
        "th + ph - 3/2",
        "s - th - 1/2",
        "r^2 - 2 l",
        "(1/2 - th)^2 + (ph - 1/3)^2",
        "th^2 + ph^2 - 25/16",
        "th^20 ph - 9/10",
        "th - 1/2",
        "abs(th - 1/2)",
    ),
    CLOSED: (
        "sum(i, 1 - x[i])",
        "sum(i, (1 - x[i])^2)",
        "2 - th - ph",
        "1 - th ph",
        "(1 - th)^2 + ph^2",
        "e g + 1",
        "e + g - 2",
        "1 - prod(n, r[n])",
        "K - tr(P)",
        "rho[1]",
        "rho[2] - 1",
        "rho[1] eta[2] - 1",
        "rho[1] - 1/2",
    ),
}
"""Numbers that vanish somewhere, at an edge or within."""


@pytest.mark.parametrize(
    ("given", "number"), [(given, number) for given, numbers in COEFFICIENTS.items() for number in numbers]
)
def test_an_equivalence_fails_where_a_coefficient_vanishes(given: str, number: str) -> None:
    assert status(f"for u: ({number}) u = {number} <=> u = 1", given) in ("rejected", "inconclusive")


NEVER_ZERO = ["th - 1", "th + 1", "s", "th s"]


@pytest.mark.parametrize("number", NEVER_ZERO)
def test_an_equivalence_holds_where_a_coefficient_never_does(number: str) -> None:
    assert status(f"for u: ({number}) u = {number} <=> u = 1", INTERVALS) != "rejected"


FALSE = {
    MEMBERS: (
        "for m[k]: grad(m[k]^2/2 + m[3], m[k]) = 0 <=> m[k] = 0",
        "grad(m[k]^2/2 + m[3], m[k]) = 0 solved by m[k] = 0",
        "for m[k]: m[k] = a + where(k > 2, where(k < K, c)) <=> m[k] = a",
        "for m[k]: m[k] = a + where(k > 4, where(k < K, c)) <=> m[k] = a",
        "for m[k]: m[k] = b[k] <=> m[k] = b[k] + where(k > 2, where(k < K, a))",
        "for m[1]: grad(m[1]^2/2 + m[K], m[1]) = 0 <=> m[1] = 0",
        "for m[k]: grad(m[k]^2/2 + sum(l != k, sum(l, m[l])), m[k]) = 0 <=> m[k] = 0",
        "for mu[i,j]: grad(mu[i,j]^2/2 + sum(q != j, mu[q,j]), mu[i,j]) = 0 <=> mu[i,j] = 0",
        "for m[k]: sum(l, m[l]) = 0 <=> m[k] = 1 - sum(l != k, m[l])",
        "for m[k]: b[k] m[k] = b[k] <=> m[k] = 1",
        "for m[1]: m[1]^2 = m_1^2 <=> m[1] = m_1",
        "for m[1]: m[1] m_1 = m_1 <=> m[1] = 1",
    ),
    AT_ARGUMENTS: ("t g[k]/Z(a) <= 1", "0 <= 1 - t g[k]/Z(a)"),
    AT_INDICES: ("f[k,i]/Z[j] <= 1", "0 <= 1 - f[k,i]/Z[j]"),
    CAPTURED: ("sum(k, p[k] log(f[k] sum(k, h[k,l])/p[k])) <= log(sum(l, f[l] sum(k, h[k,l])))",),
    DIAGONAL: ("0 <= sum(k, r[k][k] log(r[k][k]/q[k]))", "0 <= sum(k, P[k,k] log(P[k,k]/q[k]))"),
    INTERVALS: ("th <= 1/2", "log(th) <= -1/10^9", "th^2 <= th/2", "0 <= th - ph", "tanh(th) <= 1/2", "r <= 10^9"),
}


@pytest.mark.parametrize(("given", "line"), [(given, line) for given, lines in FALSE.items() for line in lines])
def test_false_lines(given: str, line: str) -> None:
    assert status(line, given) in ("rejected", "inconclusive", "undefined")


TRUE = {
    MEMBERS: (
        "for m[k]: grad(m[k]^2/2 + m[K], m[k]) = 0 <=> m[k] = -delta(k, K)",
        "for m[k]: grad(m[k]^2/2 + m[1], m[k]) = 0 <=> m[k] = -delta(k, 1)",
        "for m[k]: grad(m[k]^2/2 + f(a), m[k]) = 0 <=> m[k] = -delta(k, 1)",
        "for m[k]: grad(m[k]^2/2 + sum(l != k, sum(l, m[l])), m[k]) = 0 <=> m[k] = 1 - K",
        "for m[k]: sum(l, m[l]) = 0 <=> m[k] = -sum(l != k, m[l])",
        "sum(l, m[l]) = 0 solved by m[k] = -sum(l != k, m[l])",
    ),
    f"{MEMBERS}; K = 2": (
        "for m[k]: sum(l, m[l]) = 0 <=> m[k] = -sum(l != k, m[l])",
        "for m[k]: m[k] + 1 = 0 <=> m[k] = -1",
    ),
    AT_INDICES: ("f[k,i]/Z[i] <= 1",),
    DIAGONAL: ("0 <= sum(k, P[1,k] log(P[1,k]/q[k]))", "0 <= sum(k, r[3][k] log(r[3][k]/q[k]))"),
    INTERVALS: ("0 <= r + 1/2", "th^2 <= th", "th ph <= 1", "log(th) <= 0", "0 <= 1 - tanh(s)^2", "th (1 - th) <= 1/4"),
    "K > D; q: K open simplex; u: scalar": ("for u: (1 - q[1]) u = 1 - q[1] <=> u = 1",),
    "D >= 3; K >= D; N >= K; u: scalar": ("for u: (N - 2) u = 0 <=> u = 0",),
}


@pytest.mark.parametrize(("given", "line"), [(given, line) for given, lines in TRUE.items() for line in lines])
def test_true_lines(given: str, line: str) -> None:
    assert status(line, given) in ("verified", "proved")


def test_what_a_size_is_at_least_follows_from_sizes_that_do_not_occur() -> None:
    assert status("1/K <= 1/2", "K > D") != "rejected"
    assert status("1/N <= 1/4", "D >= 3; K >= D; N >= K") == "rejected"


def test_floats_do_not_apply_a_function_where_it_is_not_declared() -> None:
    assert status("abs(f(a)) = f(a)", "a: scalar; t: scalar positive; f(t) := t") in ("verified", "proved")


def test_sympy_has_a_budget_for_fractions() -> None:
    line = (
        "abs(1 - f[k] sum(k, h[k,l])/sum(l, f[l] sum(k, h[k,l]))) = 1 - f[k] sum(k, h[k,l])/sum(l, f[l] sum(k, h[k,l]))"
    )
    assert status(line, CAPTURED) in ("inconclusive", "rejected")


def status(line: str, given: str) -> str:
    (claim,) = read_line(line, declare(given, Scope()))
    return check(claim).status
