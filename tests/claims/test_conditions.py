"""Side conditions where expressions stand in the place of letters: bound letters stay, derivatives come first."""

from __future__ import annotations

import pytest

from derivations.checking.ladder import check
from derivations.claims.claim import Claim
from derivations.claims.conditions import side_conditions
from derivations.claims.substitution import put_in
from derivations.claims.text import plain
from derivations.syntax.claims import read_expression
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

LETTERS = """
a, c, t, u: scalar; p: scalar positive
D: size
A: D x D
x, y: D
i, j in 1..D
dp: differential of p
f(t) := grad(log(t), t)
h(t) := sqrt(t) integral(exp(-(t - a)^2), a)
k(t; u) := log(t - 2 u)
r(t) := sqrt(t)
"""


def scope() -> Scope:
    return declare(LETTERS, Scope())


def claim_of(line: str) -> Claim:
    (claim,) = read_line(line, scope())
    return claim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t^2 + integral(exp(-t^2), t)", "a^2 + integral(exp(-t^2), t)"),
        ("integral(exp(-(t - c)^2), c)", "integral(exp(-(a - c)^2), c)"),
        ("t E(t ~ N(t, p), t^2)", "a E(t ~ N(a, p), t^2)"),
        ("sum(i, t x[i])", "sum(i, a x[i])"),
        ("u", "u"),
    ],
)
def test_nothing_is_put_in_for_a_bound_letter(text: str, expected: str) -> None:
    letters = scope()
    put = put_in(read_expression(text, letters), {letters.letters["t"]: letters.letters["a"]})
    assert put == read_expression(expected, letters)


def test_a_bound_letter_that_occurs_in_the_value_is_primed() -> None:
    letters = scope()
    put = put_in(read_expression("integral(exp(-(t - c)^2), c)", letters), {letters.letters["t"]: letters.letters["c"]})
    assert plain(put, letters.families) == "integral(exp(-(c - c')^2), c')"


def test_letters_change_places_at_once() -> None:
    letters = scope()
    t, u = letters.letters["t"], letters.letters["u"]
    assert put_in(read_expression("t - 2 u", letters), {t: u, u: t}) == read_expression("u - 2 t", letters)


@pytest.mark.parametrize(
    ("line", "status", "conditions"),
    [
        ("sqrt(integral(exp(-p t^2), t)) = 1 solved by t = a c", "rejected", {r"\int_{\mathbb{R}} "}),
        ("integral(exp(-p t^2), t) = sqrt(pi/p) solved by t = a c", "proved", set()),
        ("grad(log(t), t) = 1/(a c) solved by t = a c", "proved", {"t > 0"}),
        ("f(a c) = 1/(a c)", "proved", {"a c > 0"}),
        ("h(3 p) = sqrt(3 p pi)", "proved", set()),
        ("h(3 a) = sqrt(3 a pi)", "proved", {r"a \geq 0"}),
        ("k(u; t) = log(u - 2 t)", "proved", {r"u - 2 t > 0"}),
        ("grad(r(a), a) = 1/(2 sqrt(a))", "proved", {"a > 0"}),
        ("d(r(p + p)) = 1/sqrt(2 p) dp", "proved", set()),
    ],
)
def test_conditions_where_a_letter_has_a_value(line: str, status: str, conditions: set[str]) -> None:
    verdict = check(claim_of(line))
    assert verdict.status == status, verdict
    shown = " and ".join(condition.latex() for condition in verdict.conditions)
    assert all(condition in shown for condition in conditions), shown
    assert bool(verdict.conditions) >= bool(conditions)


@pytest.mark.parametrize(
    ("integral", "conditions"),
    [
        ("integral(exp(-a t^2), t)", ["a > 0"]),
        ("integral(exp(-p t^2), t)", []),
        ("integral(exp(-t^2), t)", []),
        ("integral(exp(a t^2), t)", ["a < 0"]),
        ("integral(exp(-a t t), t)", ["a > 0"]),
        ("integral(t^2 exp(-a c t^2 + u t), t)", ["a c > 0"]),
        ("integral(exp(-(t - u)^2/(2 p)), t)", []),
        ("integral(1/exp(a (u + t)^2), t)", ["a > 0"]),
        ("integral(exp(-a t^2 + c t^2), t)", []),
        ("integral(exp(-a t^2), t, 0, 1)", []),
        ("integral(exp(-a t^2 + u t), t, 0, inf)", ["a > 0"]),
        ("integral(exp(-a t), t, 0, inf)", ["a > 0"]),
        ("integral(exp(-p t), t, 0, inf)", []),
        ("integral(exp(-a t), t, 0, 1)", []),
        ("integral(t^2 exp(-a (t - u)), t, u, inf)", ["a > 0"]),
        ("integral(exp(a (u - t)), t, u, inf)", ["a > 0"]),
        ("integral(1/exp(a t/p), t, 0, inf)", ["a > 0"]),
        ("integral(exp(a t), t, 0, inf)", ["a < 0"]),
        ("integral(exp(a t + u), t, -inf, u)", ["a > 0"]),
        ("integral(exp(-a c t), t, -inf, 0)", ["a c < 0"]),
        ("integral(exp(a t) exp(c t), t, -inf, 0)", []),
        ("integral(exp(-1/2 (x - y)' A (x - y)), x)", [r"A + A^{\top} \text{ symmetric positive definite}"]),
        ("integral(exp(-1/2 x' R x + y' x), x)", [r"R \text{ symmetric positive definite}"]),
        ("integral(exp(-1/2 x' P^-1 x), x)", []),
        ("integral(exp(-a x' P x), x)", ["a > 0"]),
        ("integral(exp(-x' x), x)", []),
        ("integral(bell(x; y, P), x)", []),
        ("integral(slope(2 t), t)", []),
        ("integral(bell(x; y, A), x)", [r"A \text{ symmetric positive definite}"]),
    ],
)
def test_what_an_integral_needs_to_converge(integral: str, conditions: list[str]) -> None:
    """A form is positive definite by its letters, or a condition says so; of two forms nothing is said."""
    given = "P: D x D spd; R: D x D symmetric; bell(x; y, P) := exp(-1/2 (x - y)' P^-1 (x - y))"
    given += "; slope(t) := grad(exp(-t^2), t)"
    found = read_expression(integral, declare(given, scope()))
    assert [condition.latex() for condition in side_conditions((found,))] == conditions


def test_the_condition_of_an_integral_is_printed_with_the_verdict() -> None:
    verdict = check(claim_of("integral(exp(-a t^2), t) = sqrt(pi/a)"))
    assert verdict.passed and verdict.conditions[0].latex() == "a > 0"


@pytest.mark.parametrize(
    ("line", "conditions"),
    [
        ("log(a)/a", ["a > 0"]),
        ("sqrt(a) + 1/a", [r"a \geq 0", r"a \neq 0"]),
        ("sqrt(a) log(a)", ["a > 0"]),
        ("1/a + c/(-a c)^3", [r"a \neq 0", r"c \neq 0"]),
        ("log(a^2)/sqrt(c^4 a)", [r"a \neq 0", "c^{4} a > 0"]),
        ("tr(A^-1) / det(A)", [r"A \text{ invertible}"]),
        ("tr(A^-1) log(det(A))", [r"\left|A\right| > 0"]),
        ("log(2/det(A)) + tr(A^-1)", [r"\left|A\right| > 0"]),
        ("sqrt(2 pi/a)", ["a > 0"]),
        ("sqrt(a^2 p) + sqrt(p/c^2)", [r"c \neq 0"]),
        ("sqrt(a c/p)", [r"a c \geq 0"]),
        ("log(2 a^3) + log(1/c^2)", ["a > 0", r"c \neq 0"]),
        ("log(sqrt(a)) + 1/sqrt(c)", ["a > 0", "c > 0"]),
        ("grad(sqrt(2 a^2), a)", [r"a \neq 0"]),
        ("tr(A^-1) log(det(A)) tr(log(A))", [r"A \text{ symmetric positive definite}"]),
    ],
)
def test_what_another_condition_implies_is_left_out(line: str, conditions: list[str]) -> None:
    found = side_conditions((read_expression(line, scope()),))
    assert sorted(condition.latex() for condition in found) == sorted(conditions)


def test_certificate_may_ask_less_than_the_inequality() -> None:
    assert check(claim_of("0 <= log(a)^2 with (1/a)^2 (a log(a))^2")).status == "proved"
    undefined_at_zero = check(claim_of("0 <= a^2 with (a^2)^2/a^2"))
    assert undefined_at_zero.status == "inconclusive"
    assert undefined_at_zero.reason == "the certificate is not defined wherever the inequality is"


BLOCKS = "P, Q: size; A: P x P symmetric; B: P x Q; C: Q x Q symmetric; G: Q x P; S: P x P spd; T: Q x Q spd"
HALF = "[A, B; B', C]^(1/2)"
DEFINITE = "[A, B; B', C] symmetric positive definite"


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        (f"tr({HALF}) + logdet(A - B C^-1 B') + logdet(C - B' A^-1 B)", [DEFINITE]),
        (f"tr({HALF}) + tr((A - B C^-1 B')^(1/2)) + tr(A^(1/2)) + tr(C^-1)", [DEFINITE]),
        (f"tr({HALF}) + tr([A, 0; 0, C]^(1/2))", [DEFINITE]),
        (f"tr({HALF}) + tr([A - B C^-1 B', 0; 0, C]^(1/2))", [DEFINITE]),
        ("tr([S, 0; 0, T]^(1/2))", []),
        ("tr([S, 0; 0, C]^(1/2))", ["[S, 0; 0, C] symmetric positive definite"]),
        ("tr((A - B C^-1 B')^(1/2)) + tr(C^-1)", ["A - B C^-1 B' symmetric positive definite", "C invertible"]),
        (
            "tr([A, B; G, C]^(1/2)) + tr((A - B C^-1 G)^(1/2))",
            [
                "[A, B; G, C] symmetric positive definite",
                "A - B C^-1 G symmetric positive definite",
                "C invertible",
            ],
        ),
        (
            f"tr({HALF}) + tr((A + B C^-1 B')^(1/2)) + tr((A - B B')^(1/2))",
            [
                DEFINITE,
                "A + B C^-1 B' symmetric positive definite",
                "A - B B' symmetric positive definite",
            ],
        ),
    ],
)
def test_a_definite_matrix_in_blocks_has_definite_blocks_and_schur_complements(
    text: str, conditions: list[str]
) -> None:
    found = side_conditions([read_expression(text, declare(BLOCKS, Scope()))])
    assert sorted(condition.text() for condition in found) == sorted(conditions)


def test_what_follows_of_a_defined_letter_is_not_said_of_it() -> None:
    letters = declare("P: size; A: P x P symmetric; B: P x P symmetric; T := A + B", Scope())
    found = side_conditions([read_expression("tr(T^(1/2)) + log(det(T)) + tr(T^-1)", letters)])
    assert [condition.text() for condition in found] == ["T symmetric positive definite"]
