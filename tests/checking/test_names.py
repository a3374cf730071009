"""What a claim is called, how it prints and what is drawn changes no status."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from derivations.checking import ladder
from derivations.checking.case import Case
from derivations.checking.ladder import EXACT, check
from derivations.claims.canonical import canonical_text
from derivations.claims.claim import Claim
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from tests.checking.corpus import EQUATIONS, FURTHER_EQUATIONS, LETTERS, RELATIONS, corpus
from tests.checking.renaming import renamed

LINES = list(filter(None, (EQUATIONS + FURTHER_EQUATIONS + RELATIONS).splitlines()))


def claim_under(given: str, line: str) -> Claim:
    """The claim with the declarations."""
    (claim,) = read_line(line, declare(given, Scope()))
    return claim


def test_other_names_change_no_status() -> None:
    given, lines = renamed(LETTERS, LINES, "any")
    claims = [claim_under(given, line) for line in lines]
    assert [line for line, claim in zip(lines, claims, strict=True) if not check(claim).passed] == []


@pytest.mark.parametrize("field", "bcdefghu")
def test_the_name_of_a_field_decides_nothing(field: str) -> None:
    given = f"{field}: D; y: D spins; W: D x D symmetric; s: D spins; E(s) := -{field}' s - 1/2 s' W s; "
    given += "Z := spins(s, exp(-E(s))); p(s) := exp(-E(s))/Z"
    claim = claim_under(given, f"grad(log(p(y)), {field}) = y - spins(s, p(s) s)")
    assert check(claim).status == "verified"


def test_canonical_text_knows_no_names() -> None:
    one = claim_under("A: D x K; f: function; c: scalar; i in 1..D", "tr(A A') + f(c) = sum(i, (A A')[i,i]) + f(c)")
    other = claim_under("C: N x M; g: function; t: scalar; n in 1..N", "tr(C C') + g(t) = sum(n, (C C')[n,n]) + g(t)")
    assert canonical_text(one) == canonical_text(other)
    assert canonical_text(one) != canonical_text(claim_under("A: D x D", "tr(A) = tr(A')"))


@pytest.fixture
def seeded_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Draws as if the canonical text were printed otherwise."""

    def seed(salt: str) -> None:
        monkeypatch.setattr(Case, "text", property(lambda case: canonical_text(case.claim) + salt))
        ladder._decide.cache_clear()

    return seed


@pytest.mark.parametrize("salt", [" ", "  "])
def test_how_a_claim_prints_changes_no_status(salt: str, seeded_by: Callable[[str], None]) -> None:
    seeded_by(salt)
    assert [line for line, claim in corpus() if not check(claim, ladder=EXACT).passed] == []


LUCKY = [
    ("t: scalar; p: scalar positive", "integral(2/t, t, 1, p) = log(p)", "rejected"),
    ("t: scalar; p: scalar positive", "integral(t, t, 1, p) = log(p)", "rejected"),
    ("a: scalar positive; t: scalar", "integral(exp(-a t^2/2), t) = integral(exp(-t^2/2), t)", "rejected"),
    ("p: scalar positive", "log(p) = 2 log(p)", "rejected"),
    ("p: scalar positive; i in 1..D; b: D", "sum(i, log(p) b[i]) = sum(i, log(p) b[i]^2)", "rejected"),
    ("a, t: scalar", "integral(tanh(t), t, -a, a) = 0", "verified"),
    ("S: D x D symmetric", "S^(1/2) S^(1/2) = S", "verified"),
    ("S: D x D symmetric", "grad(tr(log(S)), S, independent) = S^-1", "verified"),
    ("S: D x D symmetric; I: D x D identity; Sigma: D x D spd", "S Sigma = I solved by Sigma = S^-1", "verified"),
    ("S: D x D symmetric; y: D", "integral(exp(-1/2 y' S^-1 y), y) = sqrt((2 pi)^D det(S))", "verified"),
]
"""At 1 log p and p - 1 are 0; a symmetric matrix of any size is hardly ever positive definite by chance;
and halfway between -a and a, which no ball need be able to tell from 0, odd functions are 0."""


@pytest.mark.parametrize(("given", "line", "status"), LUCKY)
def test_no_lucky_draw_decides(given: str, line: str, status: str, seeded_by: Callable[[str], None]) -> None:
    claim = claim_under(given, line)
    for number in range(20):
        seeded_by(f" {number}")
        assert check(claim, ladder=EXACT).status == status


SIGNED = [
    ("a, b, c: scalar", "sqrt(a b) sqrt(b c) = b sqrt(a c)"),
    (
        "a, b, c, t, u, v, w: scalar",
        "sqrt(a b) sqrt(b c) sqrt(c t) sqrt(t u) sqrt(u v) sqrt(v w) = b c t u v sqrt(a w)",
    ),
    ("S, T: D x D symmetric", "tr(log(S + T)) + sqrt(det(S)^2) = tr(log(S + T)) + det(S)"),
    ("a, b, c, t, u: scalar", "log(a + b + c + t + u) + abs(a) = log(a + b + c + t + u) + a"),
    ("S: D x D symmetric; a: scalar", "log(a S) + abs(a) S = log(a S) + a S"),
]
"""True of positive numbers, and defined elsewhere too."""


@pytest.mark.parametrize(("given", "line"), SIGNED)
def test_numbers_of_one_sign_verify_nothing(given: str, line: str, seeded_by: Callable[[str], None]) -> None:
    claim = claim_under(given, line)
    for number in range(20):
        seeded_by(f" {number}")
        assert check(claim, ladder=EXACT).status != "verified"
