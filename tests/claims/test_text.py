"""The text syntax of a tree gives the tree back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from derivations.claims.text import plain_line
from derivations.notes.readings import RowReading, Scopes, read_rows
from derivations.syntax.claims import read
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.node import Expr
from derivations.tree.text import PlainPrinter
from tests.checking import corpus
from tests.nodes import nodes
from tests.rendering import ROOT

NOTES = ROOT / "book" / "notes"
BRACKETS = """
(a + c)^2 = a^2 + 2 a c + c^2
a - (b' y - c) = a - b' y + c
-a c = -(a c)
(-a) c = a (-c)
a/(p q) = a/p/q
a (c/p) = a c/p
2 * 3 = 6
-(-a) = a
(A')' = A
(C')^-1 = C^-T
p^(-1) = 1/p
p^(-1/2) = 1/sqrt(p)
p^-(D/2) = 1/p^(D/2)
(C y)[1] = sum(j, C[1,j] y[j])
x[2][1] = y[D]
(x[1] + x[2])' y = a
grad(-a, a)^2 = 1
2 ((x[1] + x[2] + ... + x[N])' y) = a
b - (x[1] + x[2] + ... + x[N]) - y = z
a (exp(b' x[1]) * exp(b' x[2]) * ... * exp(b' x[N])) c = 1
a/(exp(b' x[1]) * exp(b' x[2]) * ... * exp(b' x[N])) = 1
normal(y; mu, S) (a + c) = 0
normal * (a + c) = 1/normal * (a + c)
log(p q)^2 = a
a/c^2 a = 1
for t: p t = a <=> t = a/p <=> p t - a = 0
a c = 0 <=> t = 0 <=> p t + c = 0
w' w = a = c
q2(a, t) := a t = t a
y * [a, c] = 0
[a, c; p, t] * [a, c; p, t] = 0
I C = C
tr(C) = sum(k, C[k,k])
a = c; c = p; p = a; a := c
"""
"""Lines that read as they should only if brackets stand where they must."""
RELATIONS = """
2 a c <= a^2 + c^2 with (a - c)^2
a^2 >= 0
a^2 >= 0 with a^2 attained at a = 0
log(p + dp) doteq_dp log(p) + dp/p
log(p + dp) doteq2_dp log(p) + dp/p - dp^2/(2 p^2)
exp(-(t - a)^2) propto_t exp(2 a t - t^2)
log(p t^2) =_t log(t^2)
grad(log(det(S)), S, tied) = 2 S^-1 - had(S^-1, I)
p t = a solved by t = a/p
d(log(p)) = dp/p
spins(s, exp(b' s)) = prod(i, 2 cosh(b[i]))
E(y ~ N(mu, S), (y - z)' (y - z)) = tr(S) + norm(mu - z)^2
sum(i, log(eig(S)[i])) = tr(log(S))
diag(diag(C)) = had(C, I)
"""
MORE = "dp: differential of p; s: D spins"


@pytest.mark.parametrize(
    "line", [line for line in (corpus.EQUATIONS + corpus.EQUIVALENCES + BRACKETS).splitlines() if line]
)
def test_text_gives_the_claims_back(line: str) -> None:
    claims = read_line(line, corpus.SCOPE.child())
    assert read_line(plain_line(claims, PlainPrinter(corpus.SCOPE.families)), corpus.SCOPE.child()) == claims


@pytest.mark.parametrize("line", [line for line in RELATIONS.splitlines() if line])
def test_text_gives_every_relation_back(line: str) -> None:
    scope = declare(MORE, corpus.SCOPE)
    claims = read(line, scope)
    assert read(plain_line(claims, PlainPrinter(scope.families)), scope) == claims


@pytest.mark.parametrize(
    "line", ["x[1] = 0", "(x)[1] = 0", "(x)[i] = 0", "(x)[n] = 0", "x[n] = 0", "x[1][1] = 0", "A[i,j] = 0"]
)
def test_entries_of_a_letter_stay_apart_from_members_of_its_family(line: str) -> None:
    scope = declare("x[n]: D for n in 1..D; x: D; A: D x D; i, j in 1..D", Scope())
    claims = read(line, scope)
    assert read(plain_line(claims, PlainPrinter(scope.families)), scope) == claims


def rows() -> Iterator[tuple[str, RowReading, Scope]]:
    """Every row that has a reading, with what names mean before it."""
    for path in sorted(NOTES.glob("*.jsonl")):
        scopes = Scopes(Path(path.with_suffix(".given")).read_text("utf8"))
        for row in read_rows(path.stem, NOTES):
            before = scopes.of(row.entry)
            scopes.read(row.entry)
            if row.claims:
                yield row.entry["id"], row, before


def test_every_reading_of_the_ledgers_comes_back() -> None:
    different = {}
    count = 0
    for name, row, before in rows():
        text = plain_line(row.claims, PlainPrinter(row.scope.families))
        count += 1
        if read_line(text, before.child()) != row.claims:
            different[name] = text
    assert count and not different


def test_every_node_has_a_text() -> None:
    assert not [node for node in nodes() if not node.word and node.text is Expr.text and node.written is Expr.written]


def test_a_chain_is_written_as_one() -> None:
    claims = read_line("a = c; c = p; c <= q; p = q; t := p; p = q", corpus.SCOPE.child())
    assert plain_line(claims, PlainPrinter()) == "a = c = p; c <= q; p = q; t := p; p = q"
