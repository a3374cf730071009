"""Numbers without letters: balls around them say that they agree, exact arithmetic that they are equal."""

from __future__ import annotations

import pytest

from derivations.checking import check, ladder
from derivations.checking.rungs import reals
from derivations.claims import Claim
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

GIVEN = """
a, t: scalar; p: scalar positive; f: function; x: D; i in 1..D; z[n]: D for n in 1..N; n in 1..N
w[n] := exp(z[n]' z[n])
newton(t) := t/2 + 1/t
halley(t) := t (t^2 + 6)/(3 t^2 + 2)
root(t) := t/2 + (2 + sqrt(3))/(2 t)
logarithm(t) := t - 1 + 5 exp(-t)
"""


def claim_of(line: str) -> Claim:
    (claim,) = read_line(line, declare(GIVEN, Scope()))
    return claim


def iterated(name: str, count: int, start: str = "1") -> str:
    return f"{name}(" * count + start + ")" * count


ALMOST = [
    (iterated("newton", 8), "sqrt(2)"),
    (iterated("halley", 5), "sqrt(2)"),
    (iterated("root", 8, "2"), "sqrt(2 + sqrt(3))"),
    (iterated("logarithm", 9), "log(5)"),
    (f"exp({iterated('newton', 8)})", "exp(sqrt(2))"),
]
FRAMES = (
    "{0} = {1}",
    "{0} + log(1 + sqrt(2)) = {1} + log(1 + sqrt(2))",
    "a {0} = a {1}",
    "log({0} + log(3)) = log({1} + log(3))",
    "p + {0} - log(1 + sqrt(2)) = {1} + p - log(1 + sqrt(2))",
    "sum(i, x[i] ({0})) = ({1}) sum(i, x[i])",
    "f({0} a) = f({1} a)",
    "log(1 + {0} p) = log(1 + {1} p)",
    "tanh({0} a) = tanh({1} a)",
)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("numbers", ALMOST, ids=lambda pair: pair[1])
def test_numbers_that_differ_by_less_than_a_ball_are_not_equal(frame: str, numbers: tuple[str, str]) -> None:
    assert not check(claim_of(frame.format(*numbers))).passed


EQUAL = (
    "log(sum(n, exp(z[n]' z[n]))) + log(1 + sqrt(2)) = log(1 + sqrt(2)) + log(sum(n, w[n]))",
    "sqrt(2 + sqrt(3)) = (sqrt(6) + sqrt(2))/2",
    "(sqrt(2) + sqrt(3))^2 = 5 + 2 sqrt(6)",
    "sqrt(3 + 2 sqrt(2)) = 1 + sqrt(2)",
    "1/(sqrt(3) - sqrt(2)) = sqrt(3) + sqrt(2)",
    "a sqrt(2 + sqrt(3)) = (sqrt(6) + sqrt(2))/2 a",
    "a log(1 + sqrt(2)) = log(1 + sqrt(2)) a",
    "tanh(a) log(1 + sqrt(2)) = log(1 + sqrt(2)) sinh(a)/cosh(a)",
    "sum(i, x[i] log(1 + sqrt(2))) = log(1 + sqrt(2)) sum(i, x[i])",
    "log(1 + exp(a)) + log(2 + sqrt(5)) = log(2 + sqrt(5)) + log(exp(a) + 1)",
)


@pytest.mark.parametrize("line", EQUAL)
def test_numbers_that_are_equal_by_exact_arithmetic_are_so(line: str) -> None:
    assert check(claim_of(line)).passed


def test_without_the_rule_such_a_line_would_be_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    line = FRAMES[1].format(*ALMOST[0])
    ladder._decide.cache_clear()
    monkeypatch.setattr(reals, "not_by_chance", lambda case, sizes, outcome: outcome)
    assert check(claim_of(line)).status == "verified"
    ladder._decide.cache_clear()
