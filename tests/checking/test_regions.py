"""Claims that have a value where one size is at least as large as another, and at no others."""

from __future__ import annotations

import pytest

from derivations.checking import Verdict, check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

SCOPE = declare(
    "X: N x D; y: N; w: D; x, z: D; C: D x D; I: D x D identity; a: scalar; p: scalar positive; Y: N x K", Scope()
)


def checked(line: str) -> Verdict:
    (claim,) = read_line(line, SCOPE)
    return check(claim)


TRUE = {
    "(X' X)^-1 X' X = I": ["N >= D"],
    "X (X' X)^-1 X' X = X": ["N >= D"],
    "X' (X X')^-1 X X' = X'": ["D >= N"],
    "grad(norm(y - X w)^2, w) = 0 solved by w = (X' X)^-1 X' y": ["N >= D"],
    "for w: grad(norm(y - X w)^2, w) = 0 <=> w = (X' X)^-1 X' y": ["N >= D"],
    "for w: grad(norm(y - X w)^2 + p norm(w)^2, w) = 0 <=> w = (X' X + p I)^-1 X' y": [],
    "X' X = X' X": [],
}


@pytest.mark.parametrize("line", TRUE)
def test_the_verdict_names_the_region(line: str) -> None:
    verdict = checked(line)
    assert verdict.passed
    assert [condition.text() for condition in verdict.conditions if condition.what == "order"] == TRUE[line]


@pytest.mark.parametrize(
    "line", ["X (X' X)^-1 X' y = y", "(X' X)^-1 X' X = 2 I", "tr((X' X)^-1 X' X) = N", "det((X' X)^-1) = det(X' X)"]
)
def test_what_fails_within_the_region_is_rejected(line: str) -> None:
    verdict = checked(line)
    assert verdict.status == "rejected"
    assert verdict.counterexample and verdict.counterexample.sizes["N"] >= verdict.counterexample.sizes["D"]


@pytest.mark.parametrize(
    "line", ["(x x')^-1 x x' = I", "(C - C)^-1 = (C - C)^-1", "(X' X)^-1 + (Y Y')^-1 Y w' C = (X' X)^-1"]
)
def test_a_few_sizes_are_no_region(line: str) -> None:
    assert checked(line).status == "undefined"
