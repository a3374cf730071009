"""SymPy derivations with function letters, powers of a displacement, bounds: every answer has a second opinion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from derivations.chapter import (
    at,
    det,
    exp,
    grad,
    half,
    pi,
    scalar,
    smooth,
    written,
)
from derivations.tree.node import Expr
from derivations.voices.by_sympy import SymPyDerivation
from derivations.voices.checked import RefutedLine
from tests.lies import assert_refuted

t, h, r, phi, a = scalar("t"), scalar("h"), scalar("r"), scalar("phi"), scalar("a", positive=True)
f, g, c, s = (smooth(name) for name in "fgcs")
SLOPE, CURVATURE = grad(f(t), t), grad(grad(f(t), t), t)
CIRCLE = written([c(phi), r * grad(c(phi), phi)], [s(phi), r * grad(s(phi), phi)])
RING = 2 * pi * r * exp(-(half * r**2))


def derive(start: Expr) -> SymPyDerivation:
    return SymPyDerivation("derived", start, {}, "Derived")


def test_chain_rule_for_function_letters() -> None:
    inner = at(grad(f(h), h), h, g(t))
    assert derive(f(g(t))).diff(t).arrives_at(inner * grad(g(t), t)).arrived
    with pytest.raises(RefutedLine, match="SymPy's answer differs"):
        derive(f(g(t))).diff(t).arrives_at(inner)


def test_series_of_a_function_letter_is_the_taylor_polynomial() -> None:
    assert derive(f(t + h)).series(h, 1).arrives_at(f(t) + SLOPE * h).arrived
    made = derive(f(t + h)).series(h, 2).arrives_at(f(t) + SLOPE * h + CURVATURE / 2 * h**2)
    assert made.lines[-1].name == r"f\left(t + h\right) + O\left(h^{3}\right)"
    with pytest.raises(RefutedLine, match="SymPy's answer differs"):
        derive(f(t + h)).series(h, 2).arrives_at(f(t) + SLOPE * h + CURVATURE * h**2)


def test_jacobian_of_polar_coordinates_is_the_radius() -> None:
    made = derive(det(CIRCLE)).choose(c="cos", s="sin").apply("simplify").arrives_at(r)
    assert [line.call for line in made.lines] == ["", "replace", "simplify"]
    with pytest.raises(RefutedLine, match="SymPy's answer differs"):
        derive(det(CIRCLE)).choose(c="sin", s="cos").apply("simplify").arrives_at(r)


def test_integral_between_bounds() -> None:
    assert derive(RING).integrate_from(r, 0).arrives_at(2 * pi).arrived
    made = derive(a * RING).integrate_from(r, 0, a).arrives_at(2 * pi * a * (1 - exp(-(half * a**2))))
    assert made.lines[-1].name.startswith(r"\int_{0}^{a}")
    with pytest.raises(RefutedLine, match="SymPy's answer differs"):
        derive(RING).integrate_from(r, 0).arrives_at(pi)


@pytest.mark.parametrize(
    ("function", "lie", "build"),
    [
        ("series", lambda value, *_: value.subs(*_[:2]) + sympy.O(_[0]), lambda: derive(f(t + h)).series(h, 1)),
        ("integrate", lambda value, over: value, lambda: derive(RING).integrate_from(r, 0)),
        ("cos", sympy.sin, lambda: derive(det(CIRCLE)).choose(c="cos", s="sin").apply("simplify").arrives_at(r)),
    ],
    ids=["the slope is lost", "the integrand itself", "another function"],
)
def test_wrong_answer_of_sympy_raises(
    function: str, lie: Callable[..., Any], build: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_refuted(function, lie, build, monkeypatch)


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "series of a series": (lambda: derive(f(t + h)).series(h, 1).series(h, 1), "found a solution or an integral"),
    "no displacement": (lambda: derive(f(t)).series(h, 1), "found the letter h, expected one of the start"),
    "no function": (lambda: derive(det(CIRCLE)).choose(c="tan"), "c: found 'tan', expected cos or sin"),
    "chosen twice": (lambda: derive(c(t)).choose(c="cos").choose(c="sin"), "found a solution or an integral"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named(name: str) -> None:
    build, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        build()
