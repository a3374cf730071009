"""Equivalences: solved, never sampled, and tried where something vanishes."""

from __future__ import annotations

import pytest

from derivations.checking.case import Case
from derivations.checking.compare import UNSUPPORTED
from derivations.checking.equivalences.comparison import compare_equivalence
from derivations.checking.evidence import Truth
from derivations.checking.instances import Instance
from derivations.checking.ladder import check
from derivations.claims.claim import Equation, Equivalence
from derivations.values.exact_systems import PrimeField
from derivations.voices.letters import scalar
from tests.checking.corpus import EQUIVALENCES, claim_of, read_all

REJECTED = [
    ("for mu: sum(n, x[n] - mu) = 0 <=> mu = sum(n, x[n])", "factor"),
    ("for mu: sum(n, x[n] - mu) = 0 <=> mu = -1/N sum(n, x[n])", "sign"),
    ("for mu: sum(n, x[n] - mu) = 0 <=> mu = 1/D sum(n, x[n])", "size"),
    ("for mu: sum(n, x[n] - mu) = 0 <=> mu = x[1]", "true at N = 1"),
    ("for y: C y = b <=> y = C b", "inverse"),
    ("for y: C y = b <=> y = (C^-1)' b", "transpose"),
    ("for y: y = b <=> y[1] = b[1]", "one of D equations"),
    ("for y: z' y = 1 <=> y = z / (z' z)", "one of many solutions, and the only one at D = 1"),
    ("for y: y - b = z - b <=> y - y = 0", "the right side always holds"),
    ("for y: C y = 0 <=> y = 0", "C may be singular"),
    ("for t: a t = 0 <=> t = 0", "a may be zero"),
    ("for t: (a - c) t = 0 <=> t = 0", "a and c may agree"),
    ("for y: det(C) y = 0 <=> y = 0", "C may be singular"),
    ("for t: sqrt(a^2) t = c <=> a t = c", "a may be negative"),
    ("for y: (1 + y' z - y' z) C y = C b <=> y = b", "C may be singular"),
    ("for t: t = a <=> t - t = 0 = 1", "the right side never holds"),
    ("for y: y = b = z <=> y = b", "a conjunction holds less often than a part of it"),
]


@pytest.mark.parametrize(("line", "why"), REJECTED)
def test_false_equivalence_is_rejected_with_a_solution_of_one_side(line: str, why: str) -> None:
    verdict = check(claim_of(line))
    assert verdict.status == "rejected", f"{why}\n{verdict}"
    assert verdict.counterexample is not None
    found = verdict.counterexample
    assert {found.left, found.right} == {Truth(True), Truth(False)}
    assert found.text().endswith(f": left {found.left.text()}, right {found.right.text()}")


@pytest.mark.parametrize(
    ("line", "left", "right"),
    [
        ("for y: y = b <=> y[1] = b[1]", "does not hold", "holds"),
        ("for y: y[1] = b[1] <=> y = b", "holds", "does not hold"),
        ("for y: y - b = z - b <=> y - y = 0", "does not hold", "holds"),
    ],
)
def test_counterexample_says_which_side_holds(line: str, left: str, right: str) -> None:
    """Fewer equations hold at more points, whichever side they stand on."""
    found = check(claim_of(line)).counterexample
    assert found is not None
    assert (found.left.text(), found.right.text()) == (left, right)
    assert (found.left.latex(), found.right.latex()) == (rf"\text{{{left}}}", rf"\text{{{right}}}")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("for t: p t = 0 <=> t = 0", "verified"),
        ("for t: grad(f(a), a) - t = 0 <=> t = grad(f(a), a)", "verified"),
        ("for t: grad(f(a), a) t = 0 <=> t = 0", "rejected"),
        ("for t: (p + 5) t = 0 <=> t = 0", "verified"),
        ("for y: (S + 3 I) y = 0 <=> y = 0", "verified"),
        ("for y: (W + I) y = 0 <=> y = 0", "verified"),
        ("for y: S y = 0 <=> y = 0", "verified"),
        ("for y: 0 y = 0 <=> y - y = 0", "verified"),
        ("for y: y = b = z <=> y = z = b", "undefined"),
        ("for t: t = t + 1 <=> t = t + 2", "undefined"),
        ("for t: t (t - 1) (t - 2) = 0 <=> t - t = 0", "rejected"),
        ("for t: t^2 = 1 <=> t = 1", "rejected"),
        ("for y: y' y = 0 <=> y = 0", "verified"),
        ("for y: 0 = p (y - b)' S (y - b) <=> y = b", "verified"),
        ("for y: norm(y - b) = 0 <=> y = b", "verified"),
        ("for y: (y - b)' (y - b) + (z - b)' (z - b) = 0 <=> y = z = b", "undefined"),
        ("for t: 2 (t - a)^2 + y' y = 0 <=> t = a", "rejected"),
        ("for t: (t - a)^2 = 0 <=> t = -a", "rejected"),
        ("for y: y' C y = 0 <=> y = 0", "rejected"),
        ("for y: y' y - 1 = 0 <=> y = 0", "rejected"),
        ("for p: p + 1 = 0 <=> p + 2 = 0", "inconclusive"),
        ("for p: p a = c^2 <=> p = c^2 / a", "verified"),
    ],
)
def test_equivalence_beyond_its_reach_is_never_verified(line: str, status: str) -> None:
    assert check(claim_of(line)).status == status


COUNTS = "w, c: K positive; h: K; m: scalar; l: scalar positive; i, j in 1..K"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("for w: c[j]/w[j] = l <=> w = c/l", "verified"),
        ("for w: h[j]/w[j] = m <=> h = m w", "verified"),
        ("for w: 1/w[j]^2 = c[j]/w[j] <=> 1/w[j] = c[j]", "verified"),
        ("for w: c[j]/w[j] = l <=> w = c l", "rejected"),
        ("for w: (m - 3) (c[j]/w[j] - l) = 0 <=> l w = c", "rejected"),
        ("for w: (h[1] - 3) (c[j]/w[j] - l) = 0 <=> l w = c", "rejected"),
        ("for w: c[j]/w[j] = l <=> l sum(j, w[j]) = sum(j, c[j])", "rejected"),
        ("for w: c[j]/w[j] = c[i] <=> w[j] = c[j]/c[i]", "inconclusive"),
        ("for h: c[j]/h[j] = l <=> l h = c", "inconclusive"),
    ],
)
def test_equations_entry_by_entry_are_cleared_of_what_is_never_zero(line: str, status: str) -> None:
    """A multiplier leads to c[k]/w[k] - l = 0; multiplied by w[k], which no structure lets be zero, it is affine."""
    assert check(claim_of(line, COUNTS)).status == status


@pytest.mark.parametrize("line", [line for line, _ in read_all(EQUIVALENCES)])
def test_generic_elimination_verifies_and_proves_nothing(line: str) -> None:
    assert check(claim_of(line)).status == "verified"


def test_the_counterexample_names_the_point_and_hides_the_drawn_unknown() -> None:
    verdict = check(claim_of("for t: a t = 0 <=> t = 0"))
    assert verdict.counterexample is not None
    assert verdict.counterexample.texts() == {"a": "0", "t": "1"}
    assert verdict.counterexample.text().startswith("a = 0, t = 1:")


def test_polynomials_that_vanish_at_small_integers_are_not_taken_for_linear() -> None:
    t = scalar("t")
    cubic = Equation(t * (t - 1) * (t - 2) * (t - 3), scalar("a") - scalar("a"))
    other = Equation(t * (t - 1) * (t - 2) * (t - 4), scalar("a") - scalar("a"))
    case = Case(Equivalence(t, (cubic,), (other,)))
    outcome = compare_equivalence(case, Instance({}, {scalar("a"): [[1]]}), PrimeField())
    assert outcome.found == UNSUPPORTED and "no invertible operation" in outcome.reason


@pytest.mark.parametrize(
    ("right", "status"),
    [("S = 1/N R0", "verified"), ("grad(f0, S, independent) = 0", "verified"), ("S = 2/N R0", "rejected")],
)
def test_a_tied_gradient_vanishes_where_the_independent_one_does(right: str, status: str) -> None:
    scope = "R0: D x D spd; f0 := -N/2 logdet(S) - 1/2 tr(S^-1 R0)"
    assert check(claim_of(f"for S: grad(f0, S, tied) = 0 <=> {right}", scope)).status == status
