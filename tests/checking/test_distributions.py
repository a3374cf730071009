"""Claims about normal distributions: sums and multiples, joint and conditional ones, and false ones beside them."""

from __future__ import annotations

import pytest

from derivations.checking import check
from derivations.claims import plain
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

SCOPE = declare(
    "x, y, m, n: D; z, b: K; A: K x D; S, T: D x D spd; L: K x K spd; Q: D x D orthogonal; t, a, c, u: scalar; "
    "p, q: scalar positive; C: D x D",
    Scope(),
)
KALMAN = "m + S A' (A S A' + L)^-1 (z - A m - b)"
TRUE = f"""
x ~ N(m, S) => A x + b ~ N(A m + b, A S A')
x ~ N(m, S), y ~ N(n, T) => x + y ~ N(m + n, S + T)
x ~ N(m, S), y ~ N(n, T) => C x - y ~ N(C m - n, C S C' + T)
x ~ N(m, S) => Q x ~ N(Q m, Q S Q')
x ~ N(0, I) => m + S^(1/2) x ~ N(m, S)
t ~ N(0, 1) => a + sqrt(p) t ~ N(a, p)
u ~ N(a, p), t ~ N(u, q) => t ~ N(a, p + q)
x ~ N(m, S), z ~ N(A x + b, L) => z ~ N(A m + b, A S A' + L)
x ~ N(m, S), z ~ N(A x + b, L) => [x; z] ~ N([m; A m + b], [S, S A'; A S, A S A' + L])
x ~ N(m, S), y ~ N(m, S) => [x; y] ~ N([m; m], [S, 0; 0, S])
x ~ N(m, S), z ~ N(A x + b, L) => x | z ~ N({KALMAN}, S - S A' (A S A' + L)^-1 A S)
t ~ N(a, p), u ~ N(c t, q) => t | u ~ N((a/p + c u/q)/(1/p + c^2/q), 1/(1/p + c^2/q))
"""
FALSE = f"""
x ~ N(m, S) => A x + b ~ N(A m, A S A')
x ~ N(m, S) => A x + b ~ N(A m + b, 2 A S A')
x ~ N(m, S), y ~ N(n, T) => x - y ~ N(m - n, S - T)
x ~ N(m, S), y ~ N(m, S) => [x; y] ~ N([m; m], [S, S; S, S])
x ~ N(m, S) => [x; x] ~ N([m; m], [S, 0; 0, S])
t ~ N(0, 1) => a + p t ~ N(a, p)
u ~ N(a, p), t ~ N(u, q) => t ~ N(a, q)
x ~ N(m, S), z ~ N(A x + b, L) => x | z ~ N({KALMAN}, S)
x ~ N(m, S), z ~ N(A x, L) => x | z ~ N({KALMAN}, S - S A' (A S A' + L)^-1 A S)
t ~ N(a, p), u ~ N(c t, q) => t | u ~ N((a/p + u/q)/(1/p + c^2/q), 1/(1/p + c^2/q))
"""
OPEN = """
t ~ N(a, p) => t^2 ~ N(a^2 + p, 4 a^2 p + 2 p^2)
t ~ N(0, p) => abs(t) t/abs(t) ~ N(0, p)
"""
ILL_TYPED = {
    "u ~ N(a, p), t ~ N(0, u^2) => t ~ N(0, a^2 + p)": "found u in a covariance, expected it free of u",
    "t ~ N(u, q), u ~ N(a, p) => t ~ N(a, p + q)": "found u in a mean, expected it free of u",
    "x ~ N(m, S) => x ~ N(x, S)": "found x in a mean",
    "x ~ N(m, S), x ~ N(m, S) => x ~ N(m, S)": "expected it of a letter, each of another",
    "A x ~ N(b, L) => x ~ N(m, S)": "expected it of a letter",
    "x ~ N(m, S) => y | x ~ N(m, S)": "expected all whose laws are given",
    "x ~ N(z, S) => x ~ N(m, S)": "found K x 1 for D x 1, expected D x 1",
}


def lines(text: str) -> list[str]:
    return text.split("\n")[1:-1]


def status(line: str) -> str:
    (claim,) = read_line(line, SCOPE.child())
    return check(claim).status


@pytest.mark.parametrize("line", lines(TRUE))
def test_true(line: str) -> None:
    assert status(line) in ("verified", "proved")


@pytest.mark.parametrize("line", lines(FALSE))
def test_false(line: str) -> None:
    assert status(line) == "rejected"


@pytest.mark.parametrize("line", lines(OPEN))
def test_what_is_not_affine_may_be_normal_or_not(line: str) -> None:
    assert status(line) in ("inconclusive", "undefined")


@pytest.mark.parametrize("line", ILL_TYPED)
def test_ill_typed(line: str) -> None:
    (claim,) = read_line(line, SCOPE.child())
    verdict = check(claim)
    assert verdict.status == "undefined" and ILL_TYPED[line] in verdict.reason


@pytest.mark.parametrize("line", [*lines(TRUE), *lines(FALSE)])
def test_printed_and_read_again(line: str) -> None:
    (claim,) = read_line(line, SCOPE.child())
    assert read_line(plain(claim), SCOPE.child()) == [claim]
    assert r"\sim" in claim.latex() and r"\Longrightarrow" in claim.latex()
