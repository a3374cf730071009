"""Sizes that the text of a claim singles out: false lines that hold at all smaller ones."""

from __future__ import annotations

import pytest

from derivations.checking import check
from derivations.checking.landmarks import landmarks, least_count
from derivations.claims import Claim
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

GIVEN = """
x, y, z: D; w: K; C: D x D; V: D x 9; I: D x D identity; a, u, b: scalar
i, j, k, l, m in 1..D
t[n]: scalar for n in 1..N
s: M spins; h: M; v: L spins; U: M x L; o in 1..M
q := sum(o, s[o])
cube(a) := a^3
"""
SCOPE = declare(GIVEN, Scope())


def claim_of(line: str) -> Claim:
    (claim,) = read_line(line, SCOPE)
    return claim


FALSE = [
    ("delta(i, 7) = 0", "an index of delta"),
    ("sum(i > 6, x[i]) = 0", "a comparison"),
    ("prod(i <= 8, x[i]) = prod(i, x[i])", "of a product"),
    ("where(i < 20, x[i]) = x[i]", "of one term"),
    ("x[i] = cases(a if i = 9, x[i] if i != 9) + 0 x[9]", "a case"),
    ("x' x = x[1]^2 + x[2]^2 + x[3]^2 + x[4]^2 + x[5]^2", "a written sum of five"),
    ("sum(n, t[n]) = t[1] + t[2] + t[3] + t[4]", "of members"),
    ("tr(C) = C[1,1] + C[2,2] + C[3,3] + C[4,4]", "of a diagonal"),
    ("det(V' V) = 0", "a shape of nine columns"),
    ("det(V' V + 0 w[1] V' V) = 0", "beside another size"),
    ("sum(i, sum(j > i, sum(k > j, sum(l > k, sum(m > l, x[i] x[j] x[k] x[l] x[m]))))) = 0", "five that differ"),
    ("(D - 1) (D - 2) (D - 3) (D - 4) (D - 5) (D - 6) a = 0", "a degree"),
    ("(tr(I) - 1) (tr(I) - 2) (tr(I) - 3) (tr(I) - 4) (tr(I) - 5) a = 0", "of a trace"),
    (
        "6435/(tr(I) + 8) - 24024/(tr(I) + 7) + 36036/(tr(I) + 6) - 27720/(tr(I) + 5) + 11550/(tr(I) + 4) "
        "- 2520/(tr(I) + 3) + 252/(tr(I) + 2) - 8/(tr(I) + 1) = 0",
        "fractions whose numerator vanishes at seven sizes",
    ),
    ("spins(s, 1) = 1/12 M^4 - 1/2 M^3 + 23/12 M^2 - 3/2 M + 2", "as many states as a polynomial says up to five"),
    ("spins(s, q^2 (q^2 - 1) (q^2 - 4) (q^2 - 9) (q^2 - 16)) = 0", "the sum of four spins"),
    ("q^2 (q^2 - 1) (q^2 - 4) (q^2 - 9) (q^2 - 16) = 0", "four spins that are not summed over"),
    ("spins(s, exp(h' s)) = 16 cosh(h[1]) cosh(h[2]) cosh(h[3]) cosh(h[4])", "four spins"),
    ("spins(v, exp(h' U v)) = 8 cosh((U' h)[1]) cosh((U' h)[2]) cosh((U' h)[3])", "three hidden units"),
    ("E(x ~ N(0 x, I), (x' x)^2) = D (D + 2) + a (D - 1) (D - 2) (D - 3) (D - 4)", "a moment"),
    ("1/((D - 1) (D - 2) (D - 3)) a = a/6", "poles at the small ones"),
    ("for u: sum(i > 5, x[i]) u = 0 <=> 0 u = 0", "an equivalence"),
]


@pytest.mark.parametrize(("line", "why"), FALSE)
def test_what_holds_at_small_sizes_only_is_not_verified(line: str, why: str) -> None:
    assert check(claim_of(line)).status in ("rejected", "inconclusive"), why


TRUE = [
    "sum(i > 6, x[i]) + sum(i <= 6, x[i]) = sum(i, x[i])",
    "x' x - x[1]^2 - x[5]^2 = sum(i != 1, where(i != 5, x[i]^2))",
    "tr(I) (tr(I) - 1) (tr(I) - 2) = D^3 - 3 D^2 + 2 D",
    "det(V' V) = det((V' V)')",
    "spins(s, 1) = 2^M",
    "spins(s, q^2) = M 2^M",
    "spins(s, exp(h' s)) = prod(o, 2 cosh(h[o]))",
    "E(x ~ N(0 x, I), (x' x)^2) = D (D + 2)",
]


@pytest.mark.parametrize("line", TRUE)
def test_what_holds_at_every_size_is_verified(line: str) -> None:
    assert check(claim_of(line)).passed


def test_landmarks_are_at_and_beyond_what_is_written() -> None:
    assert landmarks(claim_of("sum(i > 6, x[i]) = x[9]"), "D") == {6, 7, 9, 10}
    assert landmarks(claim_of("det(V' V) = 0"), "D") == {9, 10}
    assert landmarks(claim_of("x' y = y' x"), "D") == set()


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("x' y = y' x", 4),
        ("(D - 1) (D - 2) (D - 3) a = 0", 5),
        ("tr(I)^4 a = a", 6),
        ("(-1)^(i + j) C[i,j] = 0", 4),
        ("1/(D + 1) + 1/(D + 2) + 1/(D + 3) + 1/(D + 4) = a", 6),
        ("cube(cube(D)) = a", 11),
        ("(D + 1)^-3 + D^-2 = a", 7),
    ],
)
def test_so_many_sizes_as_the_degree_asks_for(line: str, count: int) -> None:
    assert least_count(claim_of(line), "D") == count
