"""Expressions and claims show themselves as text, and in a notebook as they are printed."""

from __future__ import annotations

from derivations.syntax.claims import read, read_expression
from derivations.syntax.declarations import declare
from derivations.syntax.scope import Scope

SCOPE = declare("x: D; C: D x D; a, c: scalar; x2: D", Scope())


def test_an_expression_is_its_text() -> None:
    assert str(read_expression("grad(x' C x, x)", SCOPE)) == "grad(x' C x, x)"


def test_an_expression_in_a_notebook() -> None:
    assert read_expression("x' C x", SCOPE)._repr_latex_() == r"$\displaystyle x^{\top} C x$"


def test_claims() -> None:
    for line in ("a = c", "a <= c with (a - c)^2", "for x: C x = 0 <=> x = 0", "a =_c a", "C x = 0 solved by x = 0"):
        (claim,) = read(line, SCOPE)
        assert str(claim) == line
        assert claim._repr_latex_() == rf"$\displaystyle {claim.latex()}$"  # type: ignore[attr-defined]
