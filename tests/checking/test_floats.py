"""Floats abstain where rounding may have caused a difference, and see one that is genuine."""

from __future__ import annotations

import numpy as np
import pytest

from derivations.checking.ladder import check
from derivations.claims.claim import Claim
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.values.floats.system import Floats
from tests.checking import corpus

SCOPE = declare(
    """W3: 3 x 3 antisymmetric; W5: 5 x 5 antisymmetric; W7: 7 x 7 antisymmetric; W9: 9 x 9 antisymmetric
    C: D x D; x, y: D; z: 6; w: 5; I: D x D identity; I5: 5 x 5 identity; a, b: scalar; p, q: scalar positive
    i, j in 1..D""",
    Scope(),
)


def claim_of(line: str) -> Claim:
    (claim,) = read_line(line, SCOPE)
    return claim


SINGULAR = [
    "det(W3) = 0",
    "det(W5) = 0",
    "det(W7) = 0",
    "det(W9) = 0",
    "det(2 W7) = det(W7)",
    "det(z z') = 0",
    "det(w w') = det(w w')^2",
    "det(I5 - w w'/(w' w)) = 0",
    "1/(det(W5) + 1/10^18) = 10^18",
    "1/(det(W7) + 1/10^30) = 10^30",
    "sqrt(det(W7)^2 + 1/10^30) = 1/10^15",
    "log(det(W7)^2 + 1/10^40) = log(1/10^40)",
]
CANCELLING = [
    "1/((a + b)^2 - a^2 - 2 a b - b^2 + 1/10^20) = 10^20",
    "1/((a + b)^2 - a^2 - 2 a b - b^2 + 1/10^20) - 10^20 = 0",
    "1/((a + b) (a - b) - a^2 + b^2 + 1/10^25) = 10^25",
    "1/(p - (sqrt(p))^2 + 1/10^22) = 10^22",
    "1/((p + q)^3 - p^3 - 3 p^2 q - 3 p q^2 - q^3 + 1/10^18) = 10^18",
    "1/((10^16 p + 1) - 10^16 p) = 1",
    "1/((1/3 + 1/7) - 10/21 + 1/10^20) = 10^20",
    "exp(10^16 ((a + b)^2 - a^2 - 2 a b - b^2)) = 1",
    "1/((x + y)' (x + y) - x' x - 2 x' y - y' y + 1/10^20) = 10^20",
    "(10^20 ((a + b)^2 - a^2 - 2 a b - b^2) + 1)^3 = 1",
]
ILL_CONDITIONED = [
    "(C^10)^-1 = (C^-1)^10",
    "(C^15)^-1 = (C^-1)^15",
    "(C^20)^-1 = (C^-1)^20",
    "(C^12)^-1 C^12 = I",
    "tr((C^-1)^14 C^14) = D",
    "(x x' + 1/10^14 I)^-1 x = x/(x' x + 1/10^14)",
]


@pytest.mark.parametrize("line", SINGULAR + CANCELLING + ILL_CONDITIONED)
def test_rounding_makes_no_disagreement(line: str) -> None:
    verdict = check(claim_of(line))
    assert verdict.passed
    assert {finding.outcome for finding in verdict.findings} == {"equal"}


@pytest.mark.parametrize(
    "line",
    ["tr(C) = 2 tr(C)", "det(C) = det(C)^2", "(C^5)^-1 = C^-4", "exp(a) = 1 + a", "C x = x", "det(W5) = a", "p = 1/3"],
)
def test_floats_see_what_rounding_cannot_make(line: str) -> None:
    verdict = check(claim_of(line))
    assert verdict.status == "rejected"
    if "W5" not in line:
        assert [finding.outcome for finding in verdict.findings if finding.name == "NumPy"] == ["unequal"]


def test_errors_of_rounding_are_drawn_beside_what_a_result_is_made_of() -> None:
    """x'y with x orthogonal to y is of the size of the errors; 1e-12 of them, within ten deviations."""
    rounded = Floats(np.random.default_rng(0))
    row, column = np.array([[1e6, 1e6]]), np.array([[1.0], [-1.0]])
    found = rounded.matmul(row, column)[0, 0]
    assert 0 < abs(found) < 1e-5
    assert Floats().matmul(row, column)[0, 0] == 0
    assert 0 < abs(rounded.det(np.ones((2, 2)))) < 1e-11
    assert rounded.times(0.0, 5.0) == 0


BOUND_ALONE = ("spins(s, 1) >= spins(s, 1)", "sum(i, prod(k < i, 2)) >= sum(i, prod(k < i, 2)) + 0")
NEGATIVE_ZERO = (
    "sum(n, vec(sum(n, Q))' vec(dC^-1)) = sqrt(sinh(prod(k < i, 0)))"
    " <=> sqrt(sinh(prod(k < i, 0))) = sum(n, vec(sum(n, Q))' vec(dC^-1))"
)


@pytest.mark.parametrize("line", [*BOUND_ALONE, NEGATIVE_ZERO])
def test_no_size_and_no_rounding_is_forgotten(line: str) -> None:
    """A size of what is bound alone makes a line one about sizes; rounding may make a zero under a root negative."""
    (claim,) = read_line(line, corpus.SCOPE.child())
    assert check(claim).status != "rejected"
