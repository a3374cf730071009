"""Lines that hold on one side of a corner only, far from the values that are drawn at first."""

from __future__ import annotations

import random

import pytest

from derivations.checking import check
from derivations.checking.case import Case
from derivations.checking.corners import Search
from derivations.claims import Claim
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

GIVEN = """
a, b, c, t, u, v: scalar; p, q: scalar positive; x, y: D; R: D x D symmetric; S: D x D spd
i in 1..D
z[n]: scalar for n in 1..N
larger(u; v) := (u + v + abs(u - v))/2
"""
FAR = ("7", "33", "1000", "10^6", "10^9")
ARGUMENTS = (
    "a + {}",
    "{} - a",
    "a/{} + 1",
    "x' x - {}",
    "x' y + {}",
    "p q - {}",
    "tr(R) + {}",
    "{} - tr(S)",
    "sum(n, z[n]) - {}",
    "exp(a) - {}",
    "b + a^3 - {}",
)
FALSE = (
    "abs({0}) = {0}",
    "abs({0}) = -({0})",
    "sqrt(({0})^2) = {0}",
    "(({0})^2)^(1/2) = -({0})",
    "max({0}, 0) = {0}",
    "min({0}, 0) = 0",
    "larger({0}; 0) = {0}",
    "({0}) + abs({0}) = 0",
    "abs({0}) c = ({0}) c",
    "{0} <= 0 with sqrt(({0})^2)",
    "0 <= {0} with abs({0})",
)
TRUE = (
    "abs({0})^2 = ({0})^2",
    "abs({0}) = max({0}, -({0}))",
    "max({0}, 0) + min({0}, 0) = {0}",
    "sqrt(({0})^2) = abs(-({0}))",
    "0 <= abs({0})",
)


def claim_of(line: str) -> Claim:
    (claim,) = read_line(line, declare(GIVEN, Scope()))
    return claim


def filled(forms: tuple[str, ...], count: int) -> list[str]:
    """Some of all lines of the forms with the arguments at every distance."""
    rng = random.Random("corners")
    lines = [form.format(argument.format(far)) for form in forms for argument in ARGUMENTS for far in FAR]
    return rng.sample(lines, count)


@pytest.mark.parametrize("line", filled(FALSE, 60))
def test_what_holds_on_one_side_only_is_rejected(line: str) -> None:
    assert check(claim_of(line)).status == "rejected"


@pytest.mark.parametrize("line", filled(TRUE, 20))
def test_what_holds_on_both_sides_is_verified(line: str) -> None:
    assert check(claim_of(line)).passed


NARROW = (
    "abs((a - 100) (a - 101)) = (a - 100) (a - 101)",
    "sqrt(a^4 - 42 a^3 + 661 a^2 - 4620 a + 12100) = a^2 - 21 a + 110",
    "abs(a^2 - 201 a + 10100) = a^2 - 201 a + 10100",
    "abs((a - 100)^2 + (b - 200)^2 - 1) = (a - 100)^2 + (b - 200)^2 - 1",
    "(abs(a - 10^6) + a - 10^6) (abs(b + 10^6) - b - 10^6) = 0",
    "abs(log(p)^2 - 21 log(p) + 110) = log(p)^2 - 21 log(p) + 110",
    "max(a, b, c) + min(a, b, c) = a + b + c - larger(a - 50; b)",
    "grad(abs(a + 1000), a) = 1",
    "abs(t - 10^5) =_t -t",
    "abs(t + 10^4) propto_t t + 10^4",
    "integral(abs(t - 1000), t, 0, p) = 1000 p - p^2/2",
    "for u: abs(u - 5000) = 5000 - u <=> 0 u = 0",
    "for u: abs(u + 5000) = 5000 + u <=> 0 u = 0",
    "for u: u = abs(a + 10^4) - 10^4 <=> u = a",
    "abs(abs(a) - 100) = 100 - abs(a)",
    "abs(log(p) + 300) = log(p) + 300",
    "1 - a <= abs(1 - a) - 10^-9 sqrt((a - 10^3)^2)",
    "x' x <= 10^8 with norm(10^8 - x' x)",
    "max(z[1] - 10^5, 0) = 0",
    "abs(i - 12) = 12 - i",
    "(abs(D - 9) + D - 9) a = 0",
)


@pytest.mark.parametrize("line", NARROW)
def test_a_corner_in_a_narrow_place_or_of_several_letters_is_not_passed_over(line: str) -> None:
    assert check(claim_of(line)).status in ("rejected", "inconclusive")


@pytest.mark.parametrize(
    "line", ["abs(log(p) + 10^8) = log(p) + 10^8", "exp(exp(a)) <= 10^(10^3) with sqrt((10^(10^3) - exp(exp(a)))^2)"]
)
def test_a_number_that_was_met_with_one_sign_only_is_said(line: str) -> None:
    assert not check(claim_of(line)).passed


def test_cells_are_the_orders_of_three_numbers() -> None:
    """max(a, b, c): six orders, each met."""
    search = Search(Case(claim_of("max(a, b, c) = a")), {})
    search.run()
    assert len(search.cells) == 6
