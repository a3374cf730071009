"""Lines with sines, cosines and the Gamma function that agree at whole numbers, or at many sizes, and are false."""

from __future__ import annotations

import pytest

from derivations.checking import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.latex import Printer

GIVEN = "t, a, c: scalar; p, q: scalar positive; y, b: D; n in 1..N; R: D x D symmetric; Q: D x D orthogonal"
DENOMINATORS = 5342931457063200
"""The least common multiple of 1, ..., 40, the denominators of generic fractions where no sine occurs."""

REJECTED = (
    "sin(t) = t",
    "cos(t) = 1 - t^2/2",
    "sin(t) = cos(t)",
    "sin(1000 t) = 0",
    "sin(pi) = 10^-30",
    f"sin({DENOMINATORS} pi t) = 0",
    f"sin({DENOMINATORS} 2^60 pi t) = 0",
    f"cos({DENOMINATORS} pi p/q) = 1",
    f"sin({DENOMINATORS} pi y[1]) = 0",
    f"sin({DENOMINATORS} pi Q[1,1]) = 0",
    "sin(sin(t/10^170)/cos(t/10^170)) = sin(sin(t/10^170))/cos(sin(t/10^170))",
    "sin(pi a) (abs(a + 2000) - (a + 2000)) = 0",
    "for t: sin(a) t = 0 <=> t = 0",
    "for t: Gamma(t) = 1 <=> t = 1",
    "sin(t) <= 1/2",
    "0 <= sin(t)",
    "cos(t) <= 1 - t^2/2",
    "1 <= Gamma(p)",
    "Gamma(p + 1) = p Gamma(p) + sin(pi p)",
    "Gamma(p + 1) = p",
    "integral(sin(t), t, 0, pi) = 2 + 10^-40",
    "integral(t sin(t), t, 0, a) = sin(a)",
    "sin(1)^2 + cos(1)^2 = 1 + 10^-90",
    "cos(t) = sqrt(1 - sin(t)^2)",
    "sin(t + a) =_t sin(t)",
    "grad(cos(t), t) = sin(t)",
)


@pytest.mark.parametrize("line", REJECTED)
def test_false_lines_are_rejected(line: str) -> None:
    assert status(line) == "rejected"


NOT_VERIFIED = (
    "sin(pi N) = sin(2 pi N)",
    "sin(pi N/7) = 0",
    "cos(2 pi n/3) = cos(2 pi n/3 + pi n (n - 1) (n - 2) (n - 3)/60)",
    "sin(pi 3628800/Gamma(N)) = 0",
    "sin(pi tr(R R^-1)/7) = 0",
    f"sum(i, sin({DENOMINATORS} pi eig(R)[i])) = 0",
    "sin(pi norm(y)^2/(y' y)) = sin(pi N/7)",
    "E(t ~ N(a, p), sin(pi tr(Q Q')/6)) = 0",
    "Gamma(N + 1) = 2 N^2 - 5 N + 4",
    "for t: sin(t) = 0 <=> t = 0",
    "for t: cos(a) t = 0 <=> t = 0",
    "for t: cos(t) = 1 <=> t = 0",
    "for t: sin(t) = sin(a) <=> t = a",
    "for t: 10 sin(pi t) + t = 0 <=> t = 0",
    "for t: (2 + sin(a) - 3 cos(c)) t = 0 <=> t = 0",
    "sin(cos(1)) = 0.5143952585235492",
    "log(Gamma(p)) <= p",
)


@pytest.mark.parametrize("line", NOT_VERIFIED)
def test_what_no_number_of_places_tells_is_not_verified(line: str) -> None:
    assert status(line) in ("rejected", "inconclusive", "undefined")


TRUE = (
    "sin(pi) = 0",
    "cos(pi/3) = 1/2",
    "cos(7 pi/4) = sqrt(2)/2",
    "sin(-pi/6) = -1/2",
    "Gamma(1/2) = sqrt(pi)",
    "Gamma(7/2) = 15/8 sqrt(pi)",
    "0 <= Gamma(p)",
    "0 <= 1 - cos(t) attained at t = 2 pi",
    "grad(grad(grad(sin(a t), t), t), t) = -a^3 cos(a t)",
    "integral(sin(t)^2, t, 0, 2 pi) = pi",
    "integral(sin(t), t, 0, pi) = 2",
    "integral(cos(a) exp(-t^2), t) = cos(a) sqrt(pi)",
    "sin(t + dt) doteq_dt sin(t) + cos(t) dt",
    "sum(n, sin(a)) = N sin(a)",
)


@pytest.mark.parametrize("line", TRUE)
def test_true_lines(line: str) -> None:
    assert status(line) in ("verified", "proved")


def test_the_gamma_function_asks_for_a_positive_argument() -> None:
    (claim,) = read_line("Gamma(a + 1) = a Gamma(a)", declare(GIVEN, Scope()))
    found = check(claim)
    assert found.passed and [condition.text() for condition in found.conditions] == ["a + 1 > 0", "a > 0"]


def test_they_print_as_a_reader_writes_them() -> None:
    (claim,) = read_line("sin(2 t) = 2 sin(t) cos(t) + Gamma(p)^2", declare(GIVEN, Scope()))
    left, right = map(Printer(), claim.expressions)
    assert left == r"\sin \left(2 t\right)"
    assert right == r"\left(2 \sin t\right) \cos t + \Gamma\left(p\right)^{2}"


def status(line: str) -> str:
    (claim,) = read_line(line, declare(f"{GIVEN}; dt: differential of t", Scope()))
    return check(claim).status
