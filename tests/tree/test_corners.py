"""Where another branch of a value begins, by what a node says of itself."""

from __future__ import annotations

import pytest

from derivations.syntax.claims import read_expression
from derivations.syntax.declarations import declare
from derivations.syntax.scope import Scope

SCOPE = declare("a, b: scalar; p, q: scalar positive; x, y: D; S: D x D spd; C: D x D", Scope())


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("abs(a)", ["a"]),
        ("abs(a^3 b^2 p)", ["a"]),
        ("abs(-2 a/b)", ["a", "b"]),
        ("norm(a - b)", ["a - b"]),
        ("max(a, b)", ["a - b"]),
        ("min(a, b, p)", ["a - b", "a - p", "b - p"]),
        ("sqrt(a^2)", ["a"]),
        ("((a - b)^2 p)^(1/2)", ["a - b"]),
        ("sqrt(p q)", []),
        ("sqrt(det(S))", []),
        ("abs(x' x)", []),
        ("max(p, -q)", []),
        ("max(p, a)", ["p - a"]),
    ],
)
def test_numbers_that_are_met_on_both_sides(text: str, numbers: list[str]) -> None:
    """Those of unknown sign, to an odd power; under a root, what stands there squared."""
    corners = read_expression(text, SCOPE).corners()
    assert [corner.of for corner in corners if corner.both] == [read_expression(number, SCOPE) for number in numbers]


@pytest.mark.parametrize(("text", "number"), [("sqrt(a)", "a"), ("sqrt(p - q)", "p - q"), ("norm(x)", "norm(x)")])
def test_a_root_has_a_value_on_one_side_only(text: str, number: str) -> None:
    (corner,) = read_expression(text, SCOPE).corners()
    assert corner.of == read_expression(number, SCOPE) and not corner.both
