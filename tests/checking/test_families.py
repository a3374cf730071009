"""Letters with axes: families of any kind of letter, gradients by a member, definitions that depend on an index."""

from __future__ import annotations

import pytest

from derivations.checking.ladder import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from tests.checking.judging import truth

GIVEN = """
a[k]: scalar for k in 1..K
b[k]: scalar for k in 1..K
x[n]: D for n in 1..N
mu[k]: D for k in 1..K
S[k]: D x D spd for k in 1..K
Q[k]: D x D orthogonal for k in 1..K
s[n]: M spins for n in 1..N
r[n,k]: scalar positive for n in 1..N; k in 1..K
W: D x D symmetric
j in 1..K
m in 1..N
i, l in 1..D
p[k] := a[k]^2
z[n,k] := x[n] - mu[k]
"""
TRUE = """
grad(sum(k, a[k] b[k]), b[j]) = a[j]
grad(sum(k, a[k]^2), a[j]) = 2 a[j]
grad(sum(k, p[k]), p[j]) = 1
grad(sum(k, p[k]), a[j]) = 2 a[j]
grad(sum(k, a[k] p[k]), p[j]) = a[j]
sum(k, p[k]) = sum(k, a[k] a[k])
grad(a[k], a[j]) = delta(k, j)
grad(-1/2 sum(k, (x[n] - mu[k])' (x[n] - mu[k])), mu[j]) = x[n] - mu[j]
grad(sum(n, sum(k, r[n,k] z[n,k]' z[n,k])), mu[j]) = -2 sum(n, r[n,j] z[n,j])
grad(sum(k, log(det(S[k]))), S[j], independent) = S[j]^-1
grad(sum(k, log(det(S[k]))), S[j], tied) = 2 S[j]^-1 - had(I, S[j]^-1)
grad(x[n]' W x[n], x[n][i]) = 2 sum(l, W[i,l] x[n][l])
sum(k, tr(S[k])) = tr(sum(k, S[k]))
Q[k]' Q[k] = I
s[n]' s[n] = M
grad(sum(n, sum(k, r[n,k] log(r[n,k]))), r[m,j]) = log(r[m,j]) + 1
sum(n, sum(k, r[n,k])) = sum(k, sum(n, r[n,k]))
sum(k, log(r[n,k])) = log(prod(k, r[n,k]))
"""
FALSE = """
grad(sum(k, p[k]), p[j]) = K
grad(sum(k, a[k] b[k]), b[j]) = sum(k, a[k])
grad(sum(k, a[k]^2), a[j]) = 2 sum(k, a[k])
grad(sum(k, log(det(S[k]))), S[j], independent) = sum(k, S[k]^-1)
grad(sum(k, log(det(S[k]))), S[j], tied) = S[j]^-1
Q[k] Q[j] = I
s[n]' s[m] = M
sum(n, r[n,j]) = sum(k, r[1,k])
r[1,k] = r[n,k]
S[k] = S[k]'  S[k]
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("line", lines(TRUE))
def test_true_line_of_families(line: str) -> None:
    (claim,) = read_line(line, declare(GIVEN, Scope()))
    assert truth(claim) is not False, "the oracle"
    assert check(claim).passed, check(claim)


@pytest.mark.parametrize("line", lines(FALSE))
def test_false_line_of_families(line: str) -> None:
    (claim,) = read_line(line, declare(GIVEN, Scope()))
    assert truth(claim) is False, "the oracle"
    assert check(claim).status == "rejected", check(claim)


@pytest.mark.parametrize("definition", ["p := a[k]^2", "q(t) := t a[k]"])
def test_a_definition_cannot_depend_on_an_index_that_is_not_its_own(definition: str) -> None:
    """Else the sum over k would catch it, and the gradient of sum(k, p) by p would be K."""
    with pytest.raises(ReadError, match="found a value that depends on the index k, expected it as an index"):
        declare(f"a[k]: scalar for k in 1..K; t: scalar; {definition}", Scope())


def test_members_share_the_condition_of_their_definition() -> None:
    scope = declare("a[k]: scalar for k in 1..K; j in 1..K; p[k] := 1/a[k]", Scope())
    (claim,) = read_line("p[j] a[j] = 1", scope)
    verdict = check(claim)
    assert verdict.passed and [condition.text() for condition in verdict.conditions] == ["a[j] != 0"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("x[n]: D", "found the declaration"),
        ("r[n,k]: scalar for n in 1..N", "found 'k' as an index of r, expected it declared"),
        ("S[k]: D x K spd for k in 1..K", "S: found D x K, expected a square matrix"),
        ("S[k]: nonsense x for k in 1..K", "found the declaration 'S: nonsense x', expected one of positive"),
    ],
)
def test_a_family_that_cannot_be_declared(given: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        declare(given, Scope())


BOUND = """
a[k]: scalar for k in 1..K
b[k]: scalar for k in 1..K
j, l in 1..K
p[k] := sum(j, a[j] b[k])
q[k,l] := a[k] b[l]
s[k] := sum(j, q[j,k])
"""


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("sum(j, p[j]) = sum(j, a[j]) sum(k, b[k])", "verified"),
        ("sum(j, p[j]) = sum(j, a[j] b[j])", "rejected"),
        ("s[j] = sum(k, a[k]) b[j]", "verified"),
        ("s[j] = sum(k, a[k] b[k])", "rejected"),
        ("sum(j, q[j,j]) = sum(k, a[k] b[k])", "verified"),
        ("grad(sum(k, q[k,k]), q[j,l]) = delta(j, l)", "verified"),
        ("grad(sum(k, q[k,k]), q[j,l]) = 1", "rejected"),
        ("grad(sum(j, p[j]^2), p[k]) = 2 p[k]", "verified"),
        ("grad(sum(j, p[j]^2), p[k]) = 2 sum(j, p[j])", "rejected"),
    ],
)
def test_no_sum_catches_the_index_of_a_definition(line: str, status: str) -> None:
    (claim,) = read_line(line, declare(BOUND, Scope()))
    assert check(claim).status == status
