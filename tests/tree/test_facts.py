"""What an expression is by its structure alone."""

from __future__ import annotations

import pytest

from derivations.checking.ladder import check
from derivations.syntax.claims import read_expression
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree import facts as signs
from derivations.tree.facts import positive, positive_definite
from derivations.tree.node import Expr

GIVEN = (
    "M, R: D x D spd; S: D x D symmetric; Q: D x D orthogonal; A: D x D; Y: D x K; y: D; c: scalar\n"
    "p: scalar positive; v: D positive; w: D nonnegative"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R^-1 M R^-1", True),
        ("(A^-1)' M A^-1", True),
        ("A^-1 M (A^-1)'", True),
        ("Q' M Q", True),
        ("R M R", True),
        ("R R", True),
        ("(A^-1)' A^-1", True),
        ("A' A", False),
        ("y' y", False),
        ("M + y y'", True),
        ("M + p y y' + A' A + R", True),
        ("y y' + M", True),
        ("y y' + A' A", False),
        ("M + c y y'", False),
        ("M - y y'", False),
        ("A' M A", False),
        ("Y' M Y", False),
        ("A^-1 M A^-1", False),
        ("R^-1 S R^-1", False),
        ("R^-1 M", False),
        ("Q M Q", False),
        ("diag(v)", True),
        ("diag(w)", False),
        ("diag(y)", False),
        ("diag(M)", False),
    ],
)
def test_what_is_positive_definite(text: str, expected: bool) -> None:
    """A may be singular, Y wide, y and an entry of w zero: then there is an eigenvalue 0; c may be negative."""
    assert positive_definite(read_expression(text, declare(GIVEN, Scope()))) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1 + p y' y", True), ("y' y + p", True), ("y' y + c^2", False), ("1 + c", False), ("p - y' y", False)],
)
def test_what_is_positive(text: str, expected: bool) -> None:
    assert positive(read_expression(text, declare(GIVEN, Scope()))) is expected


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("y' z <= norm(y) norm(z)", "verified"),
        ("norm(y - z) <= norm(y) + norm(z)", "verified"),
        ("y' C z <= norm(y) norm(z)", "rejected"),
        ("norm(y) + norm(z) <= norm(y + z)", "rejected"),
    ],
)
def test_inequalities_of_cauchy_and_schwarz_and_of_the_triangle(line: str, status: str) -> None:
    (claim,) = read_line(line, declare("y, z: D; C: D x D", Scope()))
    assert check(claim).status == status


def test_the_sign_of_a_nested_fraction_is_asked_once_a_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without memory the questions double with every level: 2^30 of them."""
    nested = read_expression("1/(1 + " * 30 + "c" + ")" * 30, declare(GIVEN, Scope()))
    asked = 0
    meaning = signs.meaning

    def counted(expr: Expr) -> Expr:
        nonlocal asked
        asked += 1
        assert asked < 1_000
        return meaning(expr)

    monkeypatch.setattr(signs, "meaning", counted)
    assert not positive(nested)
