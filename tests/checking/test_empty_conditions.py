"""A side condition that cannot hold where a line needs it makes the line undefined; sizes are said once."""

from __future__ import annotations

import pytest

from derivations.checking.ladder import check
from derivations.claims.claim import Claim
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

SCOPE = declare(
    """a, c, t, u: scalar; p: scalar positive; x, mu: D; S: D x D spd; W: 3 x 3 antisymmetric
    z[n]: scalar for n in 1..N""",
    Scope(),
)


def claim_of(line: str) -> Claim:
    (claim,) = read_line(line, SCOPE)
    return claim


EMPTY = [
    "E(t ~ N(0, p), sqrt(t)^2) = 0",
    "E(t ~ N(a, p), sqrt(t)^2) = a",
    "E(t ~ N(0, p), exp(log(t))) = 0",
    "E(t ~ N(a, p), log(t) - log(t)) = 0",
    "E(t ~ N(0, p), t sqrt(t)^2) = p",
    "E(t ~ N(0, p), sqrt(t - 1) sqrt(t - 1)) = -1",
    "E(t ~ N(0, p), sqrt(t^2 - 1)^2) = p - 1",
    "E(t ~ N(0, p), sqrt(p - t)^2) = p",
    "E(t ~ N(0, p), sqrt(10^6 p - t)^2) = 10^6 p",
    "E(t ~ N(0, p), t/(t - t)) = 0",
    "E(x ~ N(mu, S), sqrt(x[1])^2) = mu[1]",
    "E(x ~ N(mu, S), exp(log(mu' x))) = mu' mu",
    "E(t ~ N(0, p), integral(sqrt(u)^2, u, 0, t)) = p/2",
    "integral(sqrt(t)^2 exp(-t^2), t) = 0",
    "integral(sqrt(t)^2, t, -1, 1) = 0",
    "integral(sqrt(t - 1)^2, t, 0, 1) = -1/2",
    "integral(exp(log(t)), t, -1, 1) = 0",
    "integral(sqrt(t)^2 exp(t), t, -inf, 0) = -1",
    "integral(sqrt(-t)^2 exp(-t), t, 0, inf) = -1",
    "integral(sqrt(-t - a^2)^2, t, 0, 1) = -1/2 - a^2",
    "integral(sqrt(t - 1), t, 0, 1) = 0",
    "sqrt(-1 - a^2)^2 = -1 - a^2",
    "exp(log(-p)) = -p",
    "0/(a - a) = 0",
    "W^-1 W = W^-1 W",
    "for u: E(t ~ N(0, p), sqrt(t)^2) u = 0 <=> 0 u = 0",
    "E(t ~ N(0, p), sqrt(t)^2) propto_a 1",
]


@pytest.mark.parametrize("line", EMPTY)
def test_a_condition_that_cannot_hold_leaves_nothing(line: str) -> None:
    assert check(claim_of(line)).status == "undefined"


MET = [
    ("integral(sqrt(t)^2, t, 0, 1) = 1/2", ["t >= 0 for t between 0 and 1"]),
    ("integral(exp(log(t)), t, 0, 1) = 1/2", ["t > 0 for t between 0 and 1"]),
    ("integral(sqrt(t)^2 exp(-t), t, 0, inf) = 1", ["t >= 0 for t >= 0"]),
    ("integral(sqrt(t)^2, t, a, c) = (c^2 - a^2)/2", ["t >= 0 for t between a and c"]),
    ("integral(sqrt(a - t)^2, t, 0, 1) = a - 1/2", ["a - t >= 0 for t between 0 and 1"]),
    ("integral(sqrt(p - t)^2, t, 0, 100) = 100 p - 5000", ["p - t >= 0 for t between 0 and 100"]),
    ("integral(sqrt(a)^2 t, t, 0, 1) = a/2", ["a >= 0"]),
    ("integral(t/t, t, -1, 1) = 2", ["t != 0 for t between -1 and 1"]),
    ("E(t ~ N(0, p), t^2/t) = 0", ["t != 0 for all t"]),
    ("E(t ~ N(0, p), sqrt((t - 1)^2)^2) = p + 1", []),
    ("E(t ~ N(0, p), sqrt(t^2 - 2 t + 1)^2) = p + 1", ["t^2 - 2 t + 1 >= 0 for all t"]),
    ("E(x ~ N(mu, S), exp(log(x' x))) = mu' mu + tr(S)", ["x' x > 0 for all x"]),
]


@pytest.mark.parametrize(("line", "conditions"), MET)
def test_a_condition_that_can_hold_is_said(line: str, conditions: list[str]) -> None:
    verdict = check(claim_of(line))
    assert verdict.passed
    assert [condition.text() for condition in verdict.conditions] == conditions


@pytest.mark.parametrize(
    ("line", "conditions"),
    [
        ("z[4] + z[3] + z[2] = z[2] + z[3] + z[4]", ["N >= 4"]),
        ("z[2] z[3] = z[3] z[2]", ["N >= 3"]),
        ("x[2] z[3] + x[3] z[2] = z[3] x[2] + z[2] x[3]", ["D >= 3", "N >= 3"]),
    ],
)
def test_the_least_size_is_said_once(line: str, conditions: list[str]) -> None:
    verdict = check(claim_of(line))
    assert verdict.passed
    assert sorted(condition.text() for condition in verdict.conditions) == conditions
