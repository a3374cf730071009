"""A false claim about function letters is refuted by polynomials that a reader can put in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sympy

from derivations.checking.ladder import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

T = sympy.Symbol("t")
LETTERS = declare("t, a: scalar; f, g: function", Scope())
FALSE: dict[str, Callable[..., tuple[sympy.Expr, sympy.Expr]]] = {
    "grad(f(t) g(t), t) = grad(f(t), t) grad(g(t), t)": lambda f, g, t, a: (
        sympy.diff(f(T) * g(T), T).subs(T, t),
        sympy.diff(f(T), T).subs(T, t) * sympy.diff(g(T), T).subs(T, t),
    ),
    "grad(grad(t f(t), t), t) = grad(f(t), t)": lambda f, g, t, a: (
        sympy.diff(T * f(T), T, 2).subs(T, t),
        sympy.diff(f(T), T).subs(T, t),
    ),
    "f(a + t) = f(a) + f(t)": lambda f, g, t, a: (f(a + t), f(a) + f(t)),
    "f(t) <= f(a)": lambda f, g, t, a: (f(t), f(a)),
}


@pytest.mark.parametrize("line", FALSE)
def test_the_witness_refutes_the_claim_when_sympy_puts_it_in(line: str) -> None:
    found = check(read_line(line, LETTERS)[0]).counterexample
    assert found is not None
    shown = dict(re.findall(r"(\w+)(?:\(t\))? = ([^,:]+)[,:]", found.text()))
    place = {name: sympy.Rational(shown.get(name, 0)) for name in ("t", "a")}
    functions = [
        sympy.Lambda(T, sympy.sympify(shown.get(name, "0").replace("^", "**").replace(" t", "*t"))) for name in "fg"
    ]
    left, right = FALSE[line](*functions, place["t"], place["a"])
    assert left > right if "<=" in line else left != right


def test_a_true_claim_about_every_function_has_no_witness() -> None:
    verdict = check(read_line("grad(f(t) g(t), t) = grad(f(t), t) g(t) + f(t) grad(g(t), t)", LETTERS)[0])
    assert verdict.status == "proved" and verdict.counterexample is None
