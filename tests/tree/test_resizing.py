"""A function is one of every size; what it says of letters that are not its own stays of their size."""

from __future__ import annotations

import pytest

from derivations.checking import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree import ShapeError, with_sizes
from derivations.voices import function, vector

GIVEN = """
x, m: P; y, k: Q; A: P x P spd; C: Q x Q spd; B: P x Q; z, mu, b: D; t, a: scalar; p: scalar positive; S: D x D spd
normal(z, mu, S) := 1/sqrt((2 pi)^D det(S)) exp(-1/2 (z - mu)' S^-1 (z - mu))
length(z) := D z' z
apart(z) := (z - b)' (z - b)
joint := normal([x; y], [m; k], [A, B; B', C])
"""


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("normal(t, a, p) = 1/sqrt(2 pi p) exp(-(t - a)^2/(2 p))", "proved"),
        ("normal(t, a, p) = 1/sqrt(2 pi p) exp(-(t - a)^2/p)", "rejected"),
        (
            "normal([x; y], [m; k], [A, B; B', C]) = normal(x, m + B C^-1 (y - k), A - B C^-1 B') normal(y, k, C)",
            "verified",
        ),
        (
            "normal([x; y], [m; k], [A, B; B', C]) = normal(x, m + B C^-1 (y - k), A + B C^-1 B') normal(y, k, C)",
            "rejected",
        ),
        ("joint = normal(x, m, A) normal(y, k, C)", "rejected"),
        ("integral(joint, x) = normal(y, k, C)", "verified"),
        ("length(x) = P x' x", "verified"),
        ("length([x; y]) = (P + Q) (x' x + y' y)", "verified"),
        ("length(x) = D x' x", "rejected"),
        ("length(t) = t^2", "proved"),
        ("apart(x) = x' x", "undefined"),
        ("normal(x, y, A) = 0", "undefined"),
    ],
)
def test_a_function_is_one_of_every_size(line: str, status: str) -> None:
    (claim,) = read_line(line, declare(GIVEN.replace("\n", ";"), Scope()))
    assert check(claim).status == status


def test_sizes_change_places_at_once() -> None:
    pair = with_sizes((vector("x", "P"), vector("y", "Q")), {"P": "Q", "Q": "P"})
    assert pair == (vector("x", "Q"), vector("y", "P"))


def test_a_function_of_a_chapter_is_one_of_every_size_too() -> None:
    z, b = vector("z", "D"), vector("b", "D")
    assert function("f", z, body=z.T @ z)(vector("x", "P")).shape == (1, 1)
    with pytest.raises(ShapeError, match="argument z of g: found P x 1, expected D x 1"):
        function("g", z, body=z.T @ b)(vector("x", "P"))
