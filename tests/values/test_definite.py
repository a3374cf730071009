"""Integrals between bounds: closed forms in every system, enclosed quadrature, and what is neither."""

from __future__ import annotations

import flint
import pytest

from derivations.checking.compare import PRECISIONS
from derivations.checking.finding import detail
from derivations.checking.ladder import check
from derivations.checking.verdict import Verdict
from derivations.claims.conditions import side_conditions
from derivations.claims.text import plain
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from derivations.tree.shapes import ShapeError
from derivations.values.balls import Balls
from derivations.values.evaluation import Evaluator
from derivations.values.quadrature import MAX_BITS

LETTERS = "t, a, b: scalar\np: scalar positive\nx: D\nC: D x D\nf: function\nh(t) := t f(t)"


def verdict(line: str) -> Verdict:
    """The verdict on a line of one claim."""
    scope = declare(LETTERS, Scope())
    (claim,) = read_line(line, scope)
    return check(claim)


CLOSED = """
integral(t^2, t, 0, a) = a^3/3
integral(t^2, t, a, b) = integral(t^2, t, 0, b) - integral(t^2, t, 0, a)
integral(x t, t, a, b) = (b^2 - a^2)/2 x
integral(x, t, a, b) = (b - a) x
integral(C t, t, 0, 1) = 1/2 C
integral(exp(t) x, t, a, b) = (exp(b) - exp(a)) x
integral(t exp(-p t), t, 0, a) = 1/p^2 - (a/p + 1/p^2) exp(-p a)
integral(t^2 exp(-p t), t, a, inf) = exp(-p a) (a^2/p + 2 a/p^2 + 2/p^3)
integral(exp(p t), t, -inf, a) = exp(p a)/p
integral(t exp(-t^2/2), t, 0, inf) = 1
integral(t exp(-t^2/2), t, -inf, 0) = -1
integral(t^3 exp(-p t^2/2), t, 0, inf) = 2/p^2
integral(t^2 exp(-p t^2/2), t, 0, inf) = 1/(2 p) sqrt(2 pi/p)
integral(t exp(-(t - a)^2/2), t, a, inf) = 1 + a sqrt(pi/2)
integral(t exp(-t^2), t, -inf, inf) = 0
grad(integral(t^2, t, 0, a), a) = a^2
grad(integral(exp(p t), t, 0, a), p) = integral(t exp(p t), t, 0, a)
integral(sinh(t)^3, t, -a, a) = 0
"""
QUADRATURE = """
integral(1/(1 + t^2), t, 0, 1) = pi/4
integral(1/t, t, 1, p) = log(p)
integral(log(t), t, p, 2 p) = 2 p log(2 p) - p log(p) - p
integral(sqrt(t), t, p, 4 p) = 14/3 p sqrt(p)
integral(t^(-1/2), t, 4 p, p) = -2 sqrt(p)
integral(tanh(t), t, -a, a) = 0
integral(sigmoid(t), t, -a, a) = a
integral(exp(-t^2), t, 0, a) + integral(exp(-t^2), t, a, b) = integral(exp(-t^2), t, 0, b)
integral(exp(t^2) x, t, a, b) = -integral(exp(t^2) x, t, b, a)
integral(grad(f(t), t), t, a, b) = f(b) - f(a)
integral(t grad(f(t), t), t, a, b) = h(b) - h(a) - integral(f(t), t, a, b)
integral(f(t) - f(-t), t, -a, a) = 0
integral(f(t), t, a, b) = 2 integral(f(2 t), t, a/2, b/2)
"""
NUMBERS = """
integral(log(t), t, 1, 2) = 2 log(2) - 1
integral(sqrt(t), t, 1, 4) = 14/3
integral(t^(-1/2), t, 4, 1) = -2
"""
FALSE = """
integral(t^2, t, 0, a) = a^3/2
integral(t^2, t, a, b) = integral(t^2, t, b, a)
integral(exp(-p t), t, 0, inf) = p
integral(exp(-t^2/2), t, 0, inf) = sqrt(2 pi)
integral(t^3 exp(-t^2/2), t, -inf, 0) = 2
integral(1/(1 + t^2), t, 0, 1) = 22/28
integral(exp(-t^2), t, 0, a) = a - a^3/3
integral(f(t), t, -a, a) = 0
integral(grad(f(t), t), t, a, b) = f(a) - f(b)
integral(f(t), t, a, b) = integral(f(2 t), t, a/2, b/2)
"""
DIVERGENT = """
integral(t, t, 0, inf) = 1
integral(exp(p t), t, 0, inf) = -1/p
integral(exp(p t^2), t, 0, inf) = 1
integral(1/t, t, -1, 1) = 0
integral(log(t), t, -1, 1) = 0
"""
BEYOND = """
integral(sqrt(t), t, 0, 1) = 2/3
integral(exp(-t^4), t, 0, inf) = 1
integral(exp(-t^2), t, 1, inf) = integral(exp(-t^2), t, -inf, -1)
"""


def lines(text: str) -> list[str]:
    """The lines that are not empty."""
    return text.strip().splitlines()


@pytest.mark.parametrize("line", lines(CLOSED) + lines(QUADRATURE))
def test_a_true_integral_is_verified(line: str) -> None:
    assert verdict(line).status in ("verified", "proved")


@pytest.mark.parametrize("line", lines(QUADRATURE))
def test_a_quadrature_says_that_it_encloses_and_how_well(line: str) -> None:
    findings = {found.name: found for found in verdict(line).findings}
    assert findings["balls"].digits > 50
    assert detail(findings["balls"]).endswith(f"differences below 1e-{findings['balls'].digits}")


@pytest.mark.parametrize("line", lines(NUMBERS))
def test_a_quadrature_of_numbers_is_no_equality(line: str) -> None:
    """Balls show that they agree, nothing that they are equal."""
    found = verdict(line)
    assert found.status == "inconclusive" and "agree to 10^-" in found.reason


@pytest.mark.parametrize("line", lines(FALSE))
def test_a_false_integral_is_rejected(line: str) -> None:
    found = verdict(line)
    assert found.status == "rejected" and found.counterexample is not None


@pytest.mark.parametrize("line", lines(DIVERGENT))
def test_an_integral_that_diverges_is_undefined(line: str) -> None:
    assert verdict(line).status == "undefined"


@pytest.mark.parametrize("line", lines(BEYOND))
def test_what_nothing_encloses_is_inconclusive(line: str) -> None:
    found = verdict(line)
    assert found.status == "inconclusive" and found.reason


@pytest.mark.parametrize("line", lines(CLOSED))
def test_closed_forms_agree_with_sympy_or_the_prime_field(line: str) -> None:
    outcomes = {"GF" if rung.modulus else rung.name: rung.outcome for rung in verdict(line).findings}
    assert "equal" in (outcomes.get("SymPy"), outcomes.get("GF"))


def test_more_bits_than_the_budget_are_refused() -> None:
    assert PRECISIONS[1] <= MAX_BITS < PRECISIONS[2]


@pytest.mark.parametrize("line", ["integral(t, t, 0, x) = a", "integral(x' x, x, 0, 1) = a"])
def test_bounds_are_scalars_of_a_scalar(line: str) -> None:
    (claim,) = read_line(line, declare(LETTERS, Scope()))
    with pytest.raises(ShapeError, match=r"^integral: found"):
        claim.check_shapes()


@pytest.mark.parametrize("line", ["integral(t, t, 0) = a", "integral(t, t, inf, 0) = a", "integral(t, t, 0, -inf) = a"])
def test_half_a_range_or_a_wrong_infinity_is_not_read(line: str) -> None:
    with pytest.raises(ReadError, match=r"^position"):
        read_line(line, declare(LETTERS, Scope()))


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("integral(t, t, 0, inf)", r"\int_{0}^{\infty} t \, \mathrm{d}t"),
        ("integral(t, t, -inf, a + 1)", r"\int_{-\infty}^{a + 1} t \, \mathrm{d}t"),
        ("integral(t, t, a, b)", r"\int_{a}^{b} t \, \mathrm{d}t"),
    ],
)
def test_bounds_are_printed_and_read_back(text: str, latex: str) -> None:
    scope = declare(LETTERS, Scope())
    (claim,) = read_line(f"{text} = 1", scope)
    assert claim.latex() == f"{latex} = 1"
    assert plain(claim, scope.families) == f"{text} = 1"


def test_a_ball_of_a_quadrature_contains_the_integral() -> None:
    """erf(1) sqrt(pi)/2 by arb's own error function."""
    scope = declare(LETTERS, Scope())
    (claim,) = read_line("integral(exp(-t^2), t, 0, 1) = 1", scope)
    with flint.ctx.workprec(256):
        ball = Evaluator(Balls(), {}, {})(claim.expressions[0])
        assert ball.contains(flint.arb(1).erf() * flint.arb.pi().sqrt() / 2) and ball.rad() < flint.arb(2) ** -240


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("integral(1/t, t, 1, p) = log(p)", r"t \neq 0 \text{ for } t \text{ between } 1 \text{ and } p"),
        ("integral(log(t), t, 1, inf) = a", r"t > 0 \text{ for } t \geq 1"),
        ("integral(log(a) t, t, 0, 1) = log(a)/2", "a > 0"),
        ("integral(sqrt(t), t) = a", r"t \geq 0 \text{ for all } t"),
    ],
)
def test_a_condition_on_the_variable_says_where_it_varies(line: str, condition: str) -> None:
    assert condition in [found.latex() for found in verdict(line).conditions]


def test_conditions_of_integrals_in_integrals_are_asked_once_a_level() -> None:
    """Twice a level would be two thousand million times here."""
    nested = "integral(" * 30 + "log(t)" + ", t, 1, 2)" * 30 + " = 1"
    (claim,) = read_line(nested, declare(LETTERS, Scope()))
    (condition,) = side_conditions(claim.expressions)
    assert condition.latex() == r"t > 0 \text{ for } t \text{ between } 1 \text{ and } 2"
