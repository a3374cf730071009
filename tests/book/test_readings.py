"""Every reading says what its formula prints, or the row says why not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from derivations.claims.claim import Claim, Definition, Equation, Equivalence
from derivations.notes.comparison import differences
from derivations.syntax.declarations import declare, read_line
from derivations.notes.notation import normalised
from derivations.claims.relations import FirstOrder, Inequality, Proportional, UpTo
from derivations.syntax.scope import Scope
from derivations.syntax.tokens import ReadError
from derivations.notes.proposals import draft, proposal
from derivations.notes.rows import LedgerError, check_fields
from derivations.notes.readings import RowReading, Scopes, joined, printed_claims, read_rows, row_differences, statements
from tests.book.reading import BOOK, entries_of
from tests.checking.mutants import changed

NOTES = BOOK / "notes"
SLUGS = sorted(path.stem for path in NOTES.glob("*.jsonl"))


@cache
def rows(slug: str) -> list[RowReading]:
    """The rows of a ledger that have a reading."""
    return [row for row in read_rows(slug, NOTES) if "reading" in row.entry]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_reading_that_differs_from_its_formula_says_why(slug: str) -> None:
    found = {row.entry["id"]: row_differences(row) for row in rows(slug)}
    explained = {row.entry["id"] for row in rows(slug) if "differs" in row.entry}
    unexplained = {name: said for name, said in found.items() if said and name not in explained}
    assert not unexplained
    assert not {name for name in explained if not found[name]}, "expected no field differs where the two agree"


def slips(claims: list[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    """The claims with one slip in one of them, each with its kind."""
    for place, claim in enumerate(claims):
        for kind, other in changed_claim(claim):
            yield kind, [*claims[:place], other, *claims[place + 1 :]]


def changed_claim(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """A claim with one slip in one of its sides."""
    if isinstance(claim, Equivalence):
        for name in ("left", "right"):
            for kind, equations in slips(list(getattr(claim, name))):
                sides: dict[str, Any] = {name: tuple(equations)}
                yield kind, replace(claim, **sides)
    elif isinstance(claim, Definition):
        for kind, value in changed(claim.value):
            yield kind, replace(claim, value=value)
    elif isinstance(claim, Equation | Inequality | FirstOrder | Proportional | UpTo):
        for name in ("left", "right"):
            for kind, side in changed(getattr(claim, name)):
                changes: dict[str, Any] = {name: side}
                yield kind, replace(claim, **changes)


def equations_in(claims: list[Claim]) -> set[Claim]:
    """The equations among the claims and on both sides of their equivalences."""
    sides = [{*claim.left, *claim.right} for claim in claims if isinstance(claim, Equivalence)]
    return {claim for claim in claims if isinstance(claim, Equation)}.union(*sides)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_slip_in_a_reading_is_noticed(slug: str) -> None:
    kinds: Counter[str] = Counter()
    unnoticed = []
    said: set[Claim] = set()
    for row in rows(slug):
        printed, unreadable = printed_claims(row)
        for kind, claims in slips(row.claims) if "differs" not in row.entry else ():
            # No formula shows in which convention a gradient is taken.
            if claims == row.claims or kind == "convention":
                continue
            kinds[kind] += 1
            # An equation, or the side of one, that the formula omits may be any one of an earlier row.
            first = claims[0]
            again = isinstance(first, Equivalence) and first != row.claims[0] and {*first.left} <= said
            if isinstance(first, Equation):
                again = replace(first, left=row.claims[0].expressions[0]) == row.claims[0] and any(
                    normalised(first.left) in chain for chain in row.earlier
                )
            if not unreadable and not differences(claims, printed, row.earlier) and not again:
                unnoticed.append((row.entry["id"], kind, claims))
        said |= equations_in(row.claims)
    assert not unnoticed
    assert kinds.keys() >= {"sign", "factor", "transpose", "index", "order", "dropped term"}


def test_a_row_that_differs_has_a_reading() -> None:
    entry = {"id": "mle.001", "label": "", "formula": [], "statement": "", "explained": "Words."}
    check_fields(entry, "mle")
    with pytest.raises(LedgerError, match="found the field 'differs' without a reading"):
        check_fields(entry | {"differs": "A word."}, "mle")


def test_formulas_without_a_relation_are_mentions_unless_they_are_all_there_is() -> None:
    assert statements(["A", "B", "A B = B A", r"\sum_{i=1}^D z_i"]) == ["A B = B A"]
    assert statements([r"\sum_{i=1}^D z_i", "A"]) == [r"\sum_{i=1}^D z_i", "A"]
    assert statements([r"X \in M_n(\mathbb{R})", "A = B"]) == ["A = B"]
    assert statements([r"|A|(", ")_{ij} = a", "(A = B)"]) == [")_{ij} = a", "(A = B)"]
    assert statements(["A", r"\underbrace{A B}_{= C}", r"A \leq B"]) == [r"\underbrace{A B}_{= C}", r"A \leq B"]


def test_parts_of_a_row_are_joined_by_their_connective() -> None:
    parts = ["a = 0", r"\Longleftrightarrow", "b = 0", r"\dots (ii)", "((i)", "c = 0"]
    assert joined(parts) == [r"a = 0 \Longleftrightarrow b = 0", "c = 0"]


# ---------------------------------------------------------------- proposals


@pytest.mark.parametrize("slug", SLUGS)
def test_every_row_gets_a_proposal_or_a_reason(slug: str) -> None:
    lines = list(draft(slug, NOTES))
    assert [line.split("  ")[0] for line in lines] == [entry["id"] for entry in entries_of(slug)]
    assert all(line.split("  ", 1)[1].strip() for line in lines)


def test_proposals_agree_with_what_was_entered() -> None:
    scopes = Scopes((NOTES / "mle.given").read_text("utf8"))
    earlier: list[Claim] = []
    agree = 0
    for row in read_rows("mle", NOTES):
        before = scopes.of(row.entry)
        scopes.read(row.entry)
        try:
            text = proposal(row.entry["formula"], before, earlier, row.earlier)
        except ReadError:
            continue
        finally:
            earlier = row.claims or earlier
        agree += not differences(row.claims, read_line(text, before.child()))
    # Most rows are read at once; a person fills in the others.
    assert agree >= len(rows("mle")) // 2


LETTERS = """
x, mu: D
S: D x D spd
t: scalar
dt: differential of t
normal as \\mathcal{N}
"""


@pytest.mark.parametrize(
    ("formulas", "text"),
    [
        ([r"= 2 \mu"], "x = 2 mu"),
        ([r"\Leftrightarrow x = 0"], "for x: x = mu <=> x = 0"),
        ([r"q(x; \mu) = x^T \mu"], "q(x; mu) := x' mu"),
        ([r"L := x^T x = 1"], "L := x' x; L = 1"),
        ([r"= \underbrace{S \mu}_{=C} + x"], "C := S mu; x = S mu + x"),
        ([r"\mathcal{N}(x) = 1"], "normal(x) := 1"),
        ([r"\frac{\partial}{\partial S} \log |S| = 0"], "grad(log(det(S)), S, independent) = 0"),
        ([r"\log(t + dt) \doteq \log t"], "log(t + dt) doteq_dt log(t)"),
    ],
)
def test_what_is_not_printed_is_filled_in(formulas: list[str], text: str) -> None:
    scope = declare(LETTERS, Scope())
    assert proposal(formulas, scope, read_line("x = mu", scope.child())) == text


@pytest.mark.parametrize("formulas", [[r"= 2 \mu"], [r"x \propto \mu"], [r"x = \omega"], [], ["x = "]])
def test_what_cannot_be_filled_in_is_said(formulas: list[str]) -> None:
    with pytest.raises(ReadError, match="found"):
        proposal(formulas, declare(LETTERS, Scope()), [])


def test_rows_that_are_not_entered_are_read_from_an_inventory(tmp_path: Path) -> None:
    (tmp_path / "toy.given").write_text("A, B: D x D\n", "utf8")
    rows = [r"\text{tr}(AB) = \text{tr}(BA) \quad (1)", r"= \text{tr}(A^T B^T)", r"C = A B", r"A \oplus C = 0"]
    inventory = tmp_path / "inventory.jsonl"
    items = [
        {"id": f"toy.00{number}", "label": "", "as_printed": row, "statement": ""} for number, row in enumerate(rows)
    ]
    inventory.write_text("\n".join(map(json.dumps, items)), "utf8")
    assert list(draft("toy", tmp_path, inventory)) == [
        "toy.000  tr(A B) = tr(B A)",
        "toy.001  tr(A B) = tr(A' B')",
        "toy.002  C := A B",
        "toy.003  # position 3: found '\\\\oplus', expected a relation",
    ]
    assert not (tmp_path / "toy.jsonl").exists()


def test_a_missing_ledger_is_one_clear_error() -> None:
    with pytest.raises(LedgerError, match=r"found no none\.given in notes, expected the ledger of a note"):
        list(draft("none", NOTES))
