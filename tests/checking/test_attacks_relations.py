"""Attacks on the relations beside the equation, on conventions, matrix functions, spins, means and names."""

from __future__ import annotations

import pytest

from derivations.checking.ladder import check
from derivations.checking.verdict import Verdict
from derivations.syntax.declarations import declare, read_line
from tests.checking.corpus import OPEN_SCOPE, SCOPE
from tests.checking.judging import evidence


def verdict_on(line: str) -> Verdict:
    """The verdict on a line; what stands behind a bar is declared for it."""
    line, _, given = line.partition(" | ")
    (claim,) = read_line(line, declare(given, OPEN_SCOPE if "open" in given else SCOPE))
    return check(claim)


REJECTED = [
    ("t^2 <= 100000", "true for all small numbers"),
    ("0 <= t + 1000 with t + 1000", "a certificate that is negative somewhere"),
    ("2 a c >= a^2 + c^2 with (a - c)^2", "turned round"),
    ("a + 1/a >= 2 with (sqrt(a) - 1/sqrt(a))^2", "false for a < 0, where the certificate is not defined"),
    ("f(t) >= 0", "a function letter has both signs"),
    ("eig(R)[1] <= eig(R)[2]", "eigenvalues have no order"),
    ("det(R) <= tr(R)", "no inequality of symmetric matrices"),
    ("t^2 <= 0 attained at t = 0", "a minimum is no maximum"),
    ("a^2 - c^2 <= 0 attained at a = 0", "nor is a saddle"),
    ("t^3 <= 0 attained at t = 0", "nor a point of inflection"),
    ("t^2 >= 0 attained at t = 1", "not there"),
    ("0 <= (y - mu)' S (y - mu) attained at y = 2 mu", "nor there"),
    ("1 + t doteq_t 1 + 2 t", "equal values, other tangents"),
    ("2 + t doteq_t 1 + t", "equal tangents, other values"),
    ("t^2 doteq2_t 0", "equal values and tangents, other curvatures"),
    ("(C + dC)^-1 doteq_dC C^-1 - C^-2 dC", "matrices that do not commute"),
    ("log(S + dS) doteq_dS log(S) + S^-1 dS", "nor do S and dS"),
    ("w' w doteq_y mu' mu", "the displacement hides in a defined letter"),
    ("h(1) doteq_t 0 | h(c) := c t", "or in the body of a function"),
    ("w' w =_y mu' mu", "and so does the letter of a comparison"),
    ("h(1) =_t 0 | h(c) := c t", "in the body of a function"),
    ("h =_t 0 | h(t) := t^2", "a function at its own letter"),
    ("h propto_t 1 | h(t) := t^2", "the same of a proportion"),
    ("t^2 propto_t t", "the quotient varies"),
    ("normal(y; mu, S) propto_y exp(-1/2 y' S^-1 y)", "a linear term is missing"),
    ("log(p q) =_p 2 log(p)", "a factor"),
    ("t^2 = a^2 solved by t = 2 a", "no solution"),
    ("grad(t^2 - 2 a t, t) = 0 solved by t = -a", "a sign"),
    ("for y: C y = b <=> C C y = C b", "multiplied by what may be singular"),
    ("a u = a v <=> u = v | u, v: scalar", "divided by what may be zero"),
    ("for t: (a - 7) t = 0 <=> t = 0", "the value 7"),
    ("for t: 0 t = a - 7 <=> 0 t = 1", "a system without solutions but at 7"),
    ("for y: (C - 3 I) y = 0 <=> y = 0", "an eigenvalue 3"),
    ("for y: (S - 3 I) y = 0 <=> y = 0", "which a positive definite matrix may have"),
    ("for C: X C + 4 C = 0 <=> C = 0", "an eigenvalue -4"),
    ("for t: t^2 = a^2 <=> t = a", "a square forgets the sign"),
    ("for t: t^2 = a <=> t^3 = a t", "multiplied by the unknown, which may be zero"),
    ("for t: t^2 - 4 t = 0 <=> t - 4 = 0", "divided by it"),
    ("for C: C C = S <=> C C C = S C", "multiplied by an unknown that may be singular"),
    ("for p: p/a = c <=> a = c p", "true where c = 1 or -1"),
    ("for p: a/p = c <=> a = c", "true nowhere else than at p = 1"),
    ("tr(A B) = tr(B A) <=> tr(C) = tr(X)", "one side is true, the other is not"),
]


@pytest.mark.parametrize(("line", "why"), REJECTED)
def test_false_relation_is_rejected_with_evidence(line: str, why: str) -> None:
    verdict = verdict_on(line)
    assert verdict.status == "rejected", f"{why}\n{verdict}"
    assert verdict.counterexample is not None and verdict.counterexample.left != verdict.counterexample.right


REJECTED_EQUATIONS = [
    ("det(Q) = 1", "both components of O(n)"),
    ("det(Q) = (-1)^D", "which no parity tells apart"),
    ("Q Q = I", "reflections only"),
    ("W R = R W", "no structure makes matrices commute"),
    ("det(W) = 0", "at odd sizes only"),
    ("W W W W = tr(W W)/2 W W", "at sizes up to 3"),
    ("(C X - X C) (C X - X C) R = R (C X - X C) (C X - X C)", "Hall's identity of 2 x 2 matrices"),
    ("grad(log(det(S)), S, tied) = S^-1", "another convention"),
    ("grad(log(det(S)), S, independent) = 2 S^-1 - had(I, S^-1)", "the other way round"),
    ("grad(tr(G C), G, tied) = C'", "entries off the diagonal of a diagonal matrix"),
    ("grad(y' W z, W, tied) = y z'", "an antisymmetric one"),
    ("log(S)^2 = log(S^2)", "no logarithm of a square"),
    ("exp(R + S) = exp(R) exp(S)", "matrices that do not commute"),
    ("d(C C) = 2 C dC", "nor do these"),
    ("eig(2 R) = 2 eig(R)", "which is the same only for some order"),
    ("eig(R + S) = eig(R) + eig(S)", "and this for none"),
    ("norm(y + z) = norm(y) + norm(z)", "the triangle"),
    ("s s' = diag(had(s, s))", "only its diagonal"),
    ("E(t ~ N(0, p), t^6) = 11 p^3", "a lattice of degree 5"),
    ("E(t ~ N(a, p), t^3) = 1/a^3 + 3 a p", "true at a = 1"),
    ("1 - tanh(1000) = 0", "a difference of 1e-869"),
    ("(1 - tanh(1000))^6 = 0", "and of its sixth power"),
    ("h(log(p)) = -(8/7)^2 f(log(p)) | h(t) := grad(grad(f(t), t), t)", "no function letter is a single wave"),
]


@pytest.mark.parametrize(("line", "why"), REJECTED_EQUATIONS)
def test_false_equation_is_rejected_with_evidence(line: str, why: str) -> None:
    line, _, given = line.partition(" | ")
    (claim,) = read_line(line, declare(given, SCOPE))
    verdict = check(claim)
    assert verdict.status == "rejected", f"{why}\n{verdict}"
    # The difference of 1e-869 is beyond floats, and the oracle's function letters are its own.
    # The oracle's eigenvalues rise.
    if not any(word in line for word in ("tanh", "f(", "eig(")):
        assert not evidence(claim, verdict)


UNDEFINED = [
    ("a =_t c", "the letter occurs on neither side"),
    ("exp(a) propto_t exp(c)", "the letter occurs on neither side"),
    ("0 t propto_t t", "a side is zero"),
    ("(t - t) propto_t (t - t)", "both are"),
    ("norm(y) doteq_y 0", "no tangent at 0"),
    ("sqrt(p) doteq_p 0", "0 is no positive number"),
    ("S = Sigma solved by S = -Sigma", "a value outside the structure"),
    ("S = S solved by S = y y'", "a value on its boundary"),
    ("y = b solved by y = y", "a value with the unknown in it"),
    ("grad(log(det(S)), S) = S^-1", "no convention"),
    ("grad(tr(Q C), Q, tied) = C'", "no linear structure"),
    ("W^-1 W = I", "odd sizes"),
    ("E(y ~ N(mu, C), y' y) = mu' mu + tr(C)", "no covariance"),
    ("D D^-1 = 1 | D: 3 x 3", "a declared name shadows the size"),
    ("tr(I) = 1 | open: scalar", "no size fits"),
]


@pytest.mark.parametrize(("line", "why"), UNDEFINED)
def test_relation_that_is_nowhere_defined_is_undefined(line: str, why: str) -> None:
    assert verdict_on(line).status == "undefined", why


INCONCLUSIVE = [
    ("t^2 <= 10^700", "true for all numbers that are tried"),
    ("D <= D^2", "true, but no finite number of sizes says so"),
    ("N <= 20", "true at all sizes tried"),
    ("0 <= t + 10^400", "true for all numbers tried"),
    ("0 <= t + 10^400 with t + 10^400", "a certificate that is negative somewhere"),
    ("0 <= t + 1000 with sqrt(t + 1000)^2", "or is not defined there"),
    ("a c <= (a^2 + c^2)/2 with (a - c)^2", "or is another number"),
    ("log(S Sigma) = log(S) + log(Sigma)", "a product that is not symmetric"),
    ("exp(C) exp(-C) = I", "true, but not of symmetric matrices"),
    ("for y: y' y y' y = 0 <=> y = 0", "true over the reals only"),
    ("det(C) = 1 <=> tr(C) = 1", "two false statements"),
]


@pytest.mark.parametrize(("line", "why"), INCONCLUSIVE)
def test_relation_that_nothing_decides_does_not_pass(line: str, why: str) -> None:
    assert verdict_on(line).status == "inconclusive", why


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("p^2 = a^2 solved by p = a", "a > 0"),
        ("E(t ~ N(a, c), t^2) = a^2 + c", "c > 0"),
        ("0 <= E(t ~ N(a, c), t^2)", "c > 0"),
        ("grad(norm(y), y) = y / norm(y)", r"y \neq 0"),
        ("grad(tr(S C), S, independent) = C'", r"\text{the entries of } S \text{ vary independently}"),
        ("d(C^-1) = -C^-1 dC C^-1", r"C \text{ invertible}"),
        ("log(det(Q)) = 0", r"\left|Q\right| > 0"),
    ],
)
def test_hypothesis_of_a_true_relation_is_printed(line: str, condition: str) -> None:
    verdict = verdict_on(line)
    assert verdict.passed and condition in [found.latex() for found in verdict.conditions], verdict


@pytest.mark.parametrize(
    "line",
    [
        "E + C = C + E | E: D x D",
        "N N' N = N (N' N) | N: D x D",
        "I C = I C | I: D x D",
        "d d = d^2 | d: scalar",
        "pi pi = pi^2 | pi: scalar",
        "E(y ~ N(y, S), y) = y",
        "grad(E(y ~ N(mu, S), y' y), y) = 0",
        "spins(s, s[1]) + s[1] = s[1]",
        "integral(exp(-t^2), t) t = t sqrt(pi)",
    ],
)
def test_declared_and_bound_names_shadow_the_others(line: str) -> None:
    assert verdict_on(line).passed


def test_shadowing_is_no_accident() -> None:
    """I, E and pi with a declaration are letters like any other."""
    for line in ("I C = C | I: D x D", "E C = C E | E: D x D", "pi = 3 | pi: scalar", "d = 1 | d: scalar"):
        assert verdict_on(line).status == "rejected", line


def standard(letters: list[str]) -> str:
    """The sum over all orders of the letters, each product with the sign of its order."""
    terms = [f"{sign} {' '.join(order)}" for order, sign in permutations(tuple(letters))]
    return " ".join(terms).removeprefix("+ ")


def smallest_size(line: str, given: str = "") -> int:
    """The size D of the counterexample to a false claim."""
    (claim,) = read_line(line, declare(given, SCOPE))
    verdict = check(claim)
    assert verdict.status == "rejected" and verdict.counterexample is not None, verdict
    return dict(verdict.counterexample.sizes)["D"]


def test_standard_identity_fails_beyond_its_size() -> None:
    """Amitsur and Levitzki: of degree 4 it holds for 2 x 2 matrices."""
    assert smallest_size(f"{standard(['C', 'X', 'R', 'S'])} = 0") == 3


def test_a_claim_of_larger_matrices_is_found_out_at_a_realistic_size() -> None:
    """[X^k, Y] for k = 1..4 depend on one another up to size 4, the largest at which exact instances are drawn."""
    words = "; ".join(f"w{k} := {' '.join('C' * k)} X - X {' '.join('C' * k)}" for k in range(1, 5))
    assert smallest_size(f"{standard(['w1', 'w2', 'w3', 'w4'])} = 0", words) > 4


def permutations(items: tuple[str, ...]) -> list[tuple[tuple[str, ...], str]]:
    """All orders with the sign of each."""
    if not items:
        return [((), "+")]
    found = []
    for place, item in enumerate(items):
        for rest, sign in permutations((*items[:place], *items[place + 1 :])):
            found.append(((item, *rest), sign if place % 2 == 0 else "-+"[sign == "-"]))
    return found
