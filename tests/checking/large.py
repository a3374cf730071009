"""Lines that are small to write and large to work out: iterated functions, literal sizes, high powers.

Each with its declarations and the statuses that are right: what may be beyond a budget may be inconclusive.
"""

from __future__ import annotations

from typing import NamedTuple

TRUE = frozenset({"proved", "verified", "inconclusive"})
FALSE = frozenset({"rejected", "inconclusive"})
DECIDED = frozenset({"proved", "verified"})
REFUTED = frozenset({"rejected"})


class Large(NamedTuple):
    """A line, what its letters are, and the statuses that it may have."""

    line: str
    given: str
    statuses: frozenset[str]


def iterated(function: str, times: int, at: str) -> str:
    """f(f(...f(at)))."""
    return f"{function}(" * times + at + ")" * times


def derived(times: int, of: str, by: str) -> str:
    """The gradient of the gradient of ..."""
    return "grad(" * times + of + f", {by})" * times


SCALARS = "t, a, b: scalar; p, q: scalar positive"
NEWTON = f"{SCALARS}; n(t) := (t + p/t)/2"
FRACTION = f"{SCALARS}; c(t) := 1 + 1/(2 + t)"
LOGISTIC = f"{SCALARS}; l(t) := 4 t (1 - t)"
THREEFOLD = f"{SCALARS}; w(t) := t + t^2 + 1/t"
TWO_ARGUMENTS = f"{SCALARS}; u, v: scalar; g(u, v) := u v (u + v)"
DEFINITIONS = "; ".join([f"{SCALARS}; d1 := a + 1", *(f"d{k} := d{k - 1} d{k - 1}" for k in range(2, 9))])
TOWER = "; ".join([f"{SCALARS}; f0(t) := t + 1", *(f"f{k}(t) := f{k - 1}(f{k - 1}(t))" for k in range(1, 7))])
MATRICES = "T, C, X: D x D; F(T) := T T; N(T) := (T + X T^-1)/2"

ITERATED = (
    Large(f"{iterated('n', 8, 'p')} = sqrt(p)", NEWTON, FALSE),
    Large(f"{iterated('n', 9, 'p')} = {iterated('n', 8, '(p + 1)/2')}", NEWTON, TRUE),
    Large(f"{iterated('n', 30, 'p')} = p", NEWTON, FALSE),
    Large(f"{iterated('c', 25, 'p')} = {iterated('c', 24, '1 + 1/(2 + p)')}", FRACTION, DECIDED),
    Large(f"{iterated('c', 25, 'p')} = {iterated('c', 24, '1 + 1/(1 + p)')}", FRACTION, REFUTED),
    Large(f"{iterated('l', 10, 'a')} = {iterated('l', 10, '1 - a')}", LOGISTIC, DECIDED),
    Large(f"{iterated('l', 6, 'a')} = a", LOGISTIC, REFUTED),
    Large(f"{iterated('l', 40, 'a')} = a", LOGISTIC, FALSE),
    Large(f"{derived(1, iterated('l', 6, 'a'), 'a')} = 1", LOGISTIC, REFUTED),
    Large(f"{iterated('w', 8, 'p')} = p", THREEFOLD, FALSE),
    Large("g(g(g(g(a, b), b), b), g(a, g(a, b))) = 0", TWO_ARGUMENTS, REFUTED),
    Large("d8 = (a + 1)^128", DEFINITIONS, DECIDED),
    Large("f6(a) = a + 64", TOWER, DECIDED),
    Large("f6(a) = a + 63", TOWER, REFUTED),
    Large(f"{iterated('F', 6, 'C')} = C^64", MATRICES, DECIDED),
    Large(f"{iterated('F', 30, 'C')} = C", MATRICES, FALSE),
    Large(f"{iterated('N', 6, 'C')} = C", MATRICES, FALSE),
)

SIZES = (
    Large("det(I + 2 x y') = 1 + 2 x' y", "x, y: 9; I: 9 x 9 identity", DECIDED),
    Large("det(I + x y') = 1 - x' y", "x, y: 14; I: 14 x 14 identity", REFUTED),
    Large("det(a I + x x') = a^7 (a + x' x)", "a: scalar; x: 8; I: 8 x 8 identity", DECIDED),
    Large("det(I + A A') = det(J + A' A)", "A: 11 x 3; I: 11 x 11 identity; J: 3 x 3 identity", DECIDED),
    Large("(I + x x')^-1 = I - x x'/(1 + x' x)", "x: 18; I: 18 x 18 identity", DECIDED),
    Large("det(x y') = 0", "x, y: 30", DECIDED),
    Large("det(kron(x x', y y')) = 0", "x: 4; y: 5", DECIDED),
    Large("det(kron(A, B)) = det(A)^4 det(B)^3", "A: 3 x 3; B: 4 x 4", DECIDED),
    Large("det(p I) = p^24", "p: scalar positive; I: 24 x 24 identity", DECIDED),
    Large("det(C C') = det(C)^2", "C: 32 x 32", DECIDED),
    Large("(C X)^-1 = C^-1 X^-1", "C, X: 12 x 12", REFUTED),
    Large("tr((x y')^30) = (x' y)^30", "x, y: 9", DECIDED),
    Large("tr(C^25) = tr(C'^25)", "C: 4 x 4", DECIDED),
    Large("grad(log(det(C)), C) = (C^-1)'", "C: 10 x 10", DECIDED),
    Large("grad(grad(log(1 + x' C x), x), x) = 0", "x: 8; C: 8 x 8", REFUTED),
    Large("for x: C x = b <=> x = C^-1 b", "C: 10 x 10; x, b: 10", TRUE),
    Large("for X: A X B = C <=> X = A^-1 C B^-1", "A, B, C, X: 6 x 6", TRUE),
    Large("det(A A' + I) = det(A' A - J)", "A: 30 x 20; I: 30 x 30 identity; J: 20 x 20 identity", REFUTED),
    Large("tr(log(S)) = log(det(S))", "S: 8 x 8 spd", TRUE),
    Large("sum(i, sum(j, sum(k, x[i] x[j] x[k]))) = sum(i, x[i])^3", "x: 20; i, j, k in 1..20", DECIDED),
    Large("spins(s, exp(h' s)) = prod(i, 2 cosh(h[i]))", "s: 12 spins; h: 12; i in 1..12", TRUE),
)

POWERS = (
    Large("(a - b)^400 = (b - a)^400", SCALARS, DECIDED),
    Large("(a + b)^400 = a^400", SCALARS, REFUTED),
    Large("1/(a + b)^300 = (1/(b + a))^300", SCALARS, DECIDED),
    Large("tr(C^200) = tr((C')^200)", "C: D x D", DECIDED),
    Large("C^200 = C", "C: D x D", REFUTED),
    Large("(C^40)^-1 = (C^-1)^40", "C: 4 x 4", DECIDED),
    Large("log(2 cosh(1000 a)) = 1000 abs(a)", SCALARS, FALSE),
    Large("log(1 + exp(10^5 a)) = 10^5 a + log(1 + exp(-10^5 a))", SCALARS, TRUE),
    Large("tanh(2000 a) = (1 - exp(-4000 a))/(1 + exp(-4000 a))", SCALARS, TRUE),
    Large("log(p^3000 q) = 3000 log(p) + log(q)", SCALARS, DECIDED),
    Large("(exp(a) + exp(b))^40 = exp(40 a) (1 + exp(b - a))^40", SCALARS, DECIDED),
    Large("cosh(10^12 a)^2 - sinh(10^12 a)^2 = 1", SCALARS, TRUE),
    Large("(a + b)^300 (a - b)^300 = (a^2 - b^2)^300", SCALARS, TRUE),
    Large("sum(i, exp(i a)) = exp(a) (exp(40 a) - 1)/(exp(a) - 1)", f"{SCALARS}; i in 1..40", TRUE),
    Large(f"{derived(8, 'exp(a^2)', 'a')} = 0", SCALARS, FALSE),
)

LINES = ITERATED + SIZES + POWERS
