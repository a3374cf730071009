"""Hypotheses on letters: true lines under them, and lines that are false where they hold, or that may be."""

from __future__ import annotations

import random

import pytest

from derivations.checking import Verdict, check
from derivations.checking.case import Case
from derivations.checking.instances import Instance, draw, draw_generic
from derivations.claims import Claim, Equation
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from tests.checking.oracle import gap
from tests.checking.worlds import with_indices, world_of

WEIGHTS = "r[n,k]: scalar positive for n in 1..N; k in 1..K; given sum(k, r[n,k]) = 1"
SUM = "a, c, t, x: scalar; given a + c = 1"
POSITIVE = "p, q: scalar positive; given p + q = 1"
CHAIN = "a, c, t: scalar; given a = c; given c = t"
TRACE = "M, C: D x D; given tr(M) = 0"
SYSTEM = "A: N x D; x: D; b: N; given A x = b"
TURNED = "M: D x D; W: D x D antisymmetric; y: D; given M = I + W"
CENTRED = "x[n]: D for n in 1..N; mu: D; given sum(n, x[n] - mu) = 0"
EIGEN = "C: D x D; y: D; lambda: scalar; given C y = lambda y"

TRUE = {
    WEIGHTS: ("sum(n, sum(k, r[n,k])) = N", "sum(k, r[n,k] (1 - r[n,k])) = 1 - sum(k, r[n,k]^2)", "0 <= r[n,k]"),
    SUM: ("a^2 - c^2 = a - c", "exp(a) exp(c) = exp(1)", "4 a c <= 1 with (a - c)^2", "sin(a) = sin(1 - c)"),
    POSITIVE: ("log(p) + log(q) = log(p - p^2)", "p q = p - p^2"),
    CHAIN: ("a = t", "a^2 + t^2 = 2 c^2"),
    TRACE: ("tr(M + C) = tr(C)",),
    SYSTEM: ("A' A x = A' b",),
    TURNED: ("tr(M) = D", "y' M y = y' y"),
    CENTRED: ("sum(n, x[n]) = N mu",),
    "S: D x D spd; given tr(S) = 1": ("tr(2 S) = 2",),
    "S: D x D spd; y, b: D; given y = S b": ("b' S b = b' y",),
    "a, c, t: scalar; given a + c = t; given a + c = 1": ("t = 1",),
    "a, c: scalar; given a = 1/3": ("sin(6 pi a) = 0", "cos(pi a) = 1/2"),
}


@pytest.mark.parametrize(("given", "line"), [(given, line) for given, lines in TRUE.items() for line in lines])
def test_true_lines(given: str, line: str) -> None:
    found = verdict(line, given)
    assert found.passed, found
    assert [condition.text() for condition in found.conditions if condition.what == "equal"] == [
        part.removeprefix("given ") for part in given.split("; ") if part.startswith("given ")
    ]


REJECTED = {
    WEIGHTS: (
        "sum(n, sum(k, r[n,k])) = K",
        "r[n,k] = 1/K",
        "sum(n, r[n,k]) = N/K",
        "sum(k, r[n,k]^2) = 1",
        "sum(k, r[n,k]^2) <= 1/2",
        "r[1,1] + r[1,2] = 1",
    ),
    SUM: ("a = 1", "a c = 0", "a = 1/2", "x = t", "a c <= -1"),
    POSITIVE: ("p = q", "1/8 <= p q"),
    CHAIN: ("a = 0", "a c t = 1"),
    TRACE: ("M = 0", "det(M) = 0"),
    SYSTEM: ("x = 0", "b = 0"),
    TURNED: ("(tr(M) - 1) (tr(M) - 2) (tr(M) - 3) = 0", "M = I", "det(M) = 1"),
    CENTRED: ("x[1] = mu", "sum(n, x[n]' x[n]) = N mu' mu"),
    EIGEN: ("y = 0", "det(C - lambda I) = 0", "C = lambda I"),
    "a, c: scalar; given a = 1000": ("a c = 999 c",),
    "a, c: scalar; given a = 5342931457063200 c": ("sin(pi a) = 0",),
    "R: D x D symmetric; given tr(R) = 0": ("R[1,1] = -R[2,2]",),
    "a, c: scalar; given a c = 0": ("a = 0", "c = 0"),
}


@pytest.mark.parametrize(("given", "line"), [(given, line) for given, lines in REJECTED.items() for line in lines])
def test_false_lines_are_rejected_where_the_hypotheses_hold(given: str, line: str) -> None:
    (claim,) = claims(line, given)
    found = check(claim)
    assert found.status == "rejected", found
    shown = found.counterexample
    assert shown is not None
    held = [(h.left, h.right) for h in claim.given.hypotheses]
    for left, right in held:
        points = with_indices(Equation(left, right), world_of(Instance(shown.sizes, shown.values)))
        assert all((gap(left, right, point) or 0) < 1e-9 for point in points)


NOT_VERIFIED = {
    "r[n,k]: scalar positive for n in 1..N; k in 1..K; given sum(k, r[n,k]) = -1": ("sum(k, r[n,k]) = -1", "1 = 2"),
    "p, q: scalar positive; given p + q = 0": ("p = q", "1 = 2", "p <= q"),
    "a, c: scalar; given a = a + 1": ("1 = 2", "a <= a"),
    "a, c: scalar; given 1 = 2": ("a = c",),
    "a, c: scalar; given a + c = 1; given a + c = 2": ("a = c", "1 = 2"),
    EIGEN: ("y' C y = 2 lambda y' y", "tr(C) = D lambda"),
    "C: D x D; x, b: D; given C' C x = C' b": ("C x = b",),
    "a, c: scalar; given a^2 c = c": ("c = 0",),
    "a, c: scalar; given (a^2 - 10^6) c = 0": ("c = 0",),
    "a: scalar; n in 1..N; given (N - 7) a = 0": ("a = 0",),
    "a: scalar; n in 1..N; given a = (N - 1) (N - 2) (N - 3) (N - 4)": ("a = 0",),
    "r[k]: scalar for k in 1..K; i in 1..K; given r[i] = sum(k, r[k])/7": ("r[i] = 0",),
    "r[k]: scalar for k in 1..K; i in 1..K; given 11 r[i] = sum(k, r[k])": ("r[i] = 0",),
    "a: scalar; x[k]: scalar for k in 1..K; given (sum(k, 1 + x[k]) - sum(k, x[k]) - 9) a = 0": ("a = 0",),
    "C: D x D; a: scalar; given (det(2 C C^-1) - 2^9) a = 0": ("a = 0",),
    "M: D x D; given M + M' = 2 I": ("(tr(M) - 1) (tr(M) - 2) (tr(M) - 3) (tr(M) - 4) (tr(M) - 5) (tr(M) - 6) = 0",),
    "M: D x D; given M = 2 I": ("(det(M) - 2) (det(M) - 4) (det(M) - 8) (det(M) - 16) (det(M) - 64) = 0",),
    "p: K simplex; P: K x K stochastic; i, j in 1..K; given p[i] P[i,j] = p[j] P[j,i]": ("P = P'", "p[1] = 1/K"),
    "f: function; a: scalar; given f(0) = 0": ("f(a) = 0",),
    "s: N spins; given sum(n, s[n]) = 0": ("s[1] = 0", "1 = 2"),
    "Q: D x D orthogonal; a: scalar; given (det(Q) - 1) a = 0": ("a = 0",),
    "a, c: scalar; given a = c": ("abs(a) = c", "for a: a = c <=> a = 1", "a = c solved by a = 1"),
    "a, c: scalar; given a = c^2": ("sqrt(a) = c",),
    "a, c: scalar in [0, 1]; given a + c = 2": ("a = 0",),
}


@pytest.mark.parametrize(("given", "line"), [(given, line) for given, lines in NOT_VERIFIED.items() for line in lines])
def test_lines_that_may_be_false_are_not_verified(given: str, line: str) -> None:
    assert verdict(line, given).status in ("rejected", "inconclusive", "undefined")


@pytest.mark.parametrize("given", TRUE)
def test_instances_obey_the_hypotheses(given: str) -> None:
    """By the oracle, in float64: values of order one."""
    (claim,) = claims("1 = 1", given)
    case = Case(claim)
    rng, held = random.Random(1), 0
    for number in range(40):
        sizes = case.assignments[min(number % 3, len(case.assignments) - 1)]
        instance = draw(case, sizes, rng, 3) if number % 2 else draw_generic(case, sizes, rng, number)
        gaps = [
            gap(one.left, one.right, point)
            for one in claim.given.hypotheses
            for point in with_indices(one, world_of(instance))
        ]
        held += all((found or 0) < 1e-9 for found in gaps)
    assert held >= 5


def test_a_hypothesis_is_an_equation() -> None:
    with pytest.raises(ReadError, match="expected an equation"):
        declare("a, c: scalar; given a <= c", Scope())


def test_a_letter_of_a_hypothesis_has_one_meaning() -> None:
    found = verdict("a = 1", "a: scalar; given a = 1; a: scalar positive")
    assert found.status == "undefined" and "two meanings" in found.reason


def claims(line: str, given: str) -> list[Claim]:
    return read_line(line, declare(given, Scope()))


def verdict(line: str, given: str) -> Verdict:
    (claim,) = claims(line, given)
    return check(claim)
