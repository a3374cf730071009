"""Inequalities whose certificate is found, and false ones that look like them."""

from __future__ import annotations

import pytest

from derivations.checking import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope

SCOPE = declare(
    "a, b, c, t: scalar; p, q: scalar positive; x, y: D; C, X: D x D; R: D x D symmetric; S, T: D x D spd; "
    "u[n]: scalar for n in 1..N; f: function; z[n]: D for n in 1..N; M := 1/N sum(n, z[n] z[n]'); N >= D",
    Scope(),
)

FALSE = """
2 a b + 1/10^9 <= a^2 + b^2
a^2 + b^2 + c^2 >= a b + b c + c a + 1/10^6
(a + b)^2 <= 2 a^2 + 2 b^2 - 1/10^12
5 a b <= (a + b)^2
2 p a b <= p a^2 + q b^2
3 p a b <= p a^2 + p b^2
a b^2 <= a c^2 + a b^2
a^4 + b^4 <= 2 a^2 b^2
a^2 b^2 + b^2 c^2 + c^2 a^2 >= 4 a b c (a + b + c)
exp(t) >= t + 1001/1000
log(p) >= 2 - 2/p
log(p) <= (p - 1)/2
p + 1/p >= 2001/1000
p/q + q/p >= 2 + 1/10^9
exp(a) <= exp(a + b)
sqrt(p) <= sqrt(p q)
tanh(a) <= tanh(a b)
abs(a) >= a + 1/10^9
norm(x + y) >= norm(x) + norm(y)
norm(x - y) >= norm(x) - norm(y)/2
(x' y)^2 <= (x' x) (y' y)/2
tr(C' X)^2 <= tr(C' C) tr(X' X)/2
tr(C)^2 <= D tr(C C)
tr(R)^2 <= (D - 1) tr(R R)
tr(S C) >= 0
tr(S R) >= 0
tr(T^-1 S) - D - logdet(S) + logdet(T) >= 1/10^9
tr(T S) - D - logdet(S) + logdet(T) >= 0
tr(R) - D - logdet(R) >= 0
tr(T^-1 R) - D - logdet(R) + logdet(T) >= 0
tr(C) - D - logdet(C) >= 0
tr(C' C) - D - logdet(C' C) >= 1/10^9
0 <= sum(n, u[n])
0 <= sum(n, u[n]^2 - u[n])
x' y <= x' y + 1/2 y' R y
cosh(t) >= 1 + t^2
3 x' y <= x' x + y' y
p log(p/q) >= q - p
p log(p/q) >= 2 (p - q)
f(a)^2 <= f(a)
f(a) f(b) <= f(a)^2/4 + f(b)^2/2
4 <= pi
22/7 <= pi
2 <= 2 - 1/10^40
exp(pi) >= pi + 20
sqrt(2) + sqrt(3) <= pi
"""


@pytest.mark.parametrize("line", FALSE.split("\n")[1:-1])
def test_no_certificate_is_found_for_what_is_false(line: str) -> None:
    (claim,) = read_line(line, SCOPE)
    assert check(claim).status in ("rejected", "inconclusive")


NOWHERE = ["0 <= E(t ~ N(a, p), (t - c)^-2)", "0 <= integral((t - a)^-2, t)", "0 <= integral(exp(t^2), t)"]


@pytest.mark.parametrize("line", NOWHERE)
def test_what_has_no_value_anywhere_is_not_verified_by_its_form(line: str) -> None:
    (claim,) = read_line(line, SCOPE)
    assert check(claim).status in ("undefined", "inconclusive")


TRUE = """
a b <= a^2/2 + b^2/2
(a - b)^2 <= 2 a^2 + 2 b^2
a^4 + b^4 >= 2 a^2 b^2
a^2 b^2 + b^2 c^2 + c^2 a^2 >= a b c (a + b + c)
p/q + q/p >= 2
f(a) f(b) <= f(a)^2/2 + f(b)^2/2
f(a) <= f(a) + p
exp(t) - 1 >= t
exp(t) + exp(-t) >= 2
log(p/q) <= p/q - 1
log(p) - log(q) <= p/q - 1
p log(p/q) >= p - q
cosh(t) >= 1/2
-abs(a) <= a
x' y <= (x' x + y' y)/2
-2 x' y <= x' x + y' y
x' S x + y' y >= 0
tr(X X' + C C') - D - logdet(X X' + C C') >= 0
tr(T^-1 (X X' + C C')) - D - logdet(X X' + C C') + logdet(T) >= 0
tr(M^-1 M) - D - logdet(M) + logdet(M) >= 0
tr(T^-1 M) - D - logdet(M) + logdet(T) >= 0
norm(x) <= norm(x - y) + norm(y)
log(p) <= log(p + q)
sigmoid(a) <= sigmoid(a + p)
pi <= 22/7
sqrt(2) + sqrt(3) >= pi
exp(pi) <= pi + 20
-1 <= 0
1 <= 1
"""


@pytest.mark.parametrize("line", TRUE.split("\n")[1:-1])
def test_a_certificate_is_found(line: str) -> None:
    (claim,) = read_line(line, SCOPE)
    verdict = check(claim)
    assert verdict.passed, verdict
