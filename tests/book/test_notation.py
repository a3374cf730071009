"""The letters of the notes on the page of notation: printed in the rows that are named, and declared there."""

from __future__ import annotations

import json

import pytest

from derivations.notes.reader_claims import read_latex_expression
from derivations.notes.readings import read_rows
from derivations.notes.tokens import latex_tokens
from derivations.syntax import ReadError, Scope
from tests.book.reading import BOOK, entries_of

ENTERED = [json.loads(line) for line in (BOOK / "notation.jsonl").read_text("utf8").splitlines()]
LETTERS = [(row, letter) for item in ENTERED for row, letter in item.get("notes", {}).items()]
SLUGS = sorted({row.partition(".")[0] for row, _ in LETTERS})


def texts(latex: str) -> list[str]:
    """The tokens of a formula."""
    return [token.text for token in latex_tokens(latex) if token.kind != "end"]


@pytest.fixture(scope="module")
def scopes() -> dict[str, Scope]:
    """What names mean in each row of the notes."""
    return {row.entry["id"]: row.scope for slug in SLUGS for row in read_rows(slug)}


def test_a_symbol_is_entered_once_for_a_statement() -> None:
    places = [(item["symbol"], item.get("in")) for item in ENTERED]
    assert len(set(places)) == len(places) and {"symbol", "in", "means", "notes"} >= {key for item in ENTERED for key in item}


@pytest.mark.parametrize(("row", "letter"), LETTERS)
def test_a_letter_of_a_note_is_printed_in_the_row(row: str, letter: str) -> None:
    printed = {entry["id"]: " ".join(entry["formula"]) for slug in SLUGS for entry in entries_of(slug)}
    found, whole = texts(letter), texts(printed[row])
    assert any(whole[place : place + len(found)] == found for place in range(len(whole)))


@pytest.mark.parametrize(("row", "letter"), LETTERS)
def test_a_letter_of_a_note_is_declared_there(scopes: dict[str, Scope], row: str, letter: str) -> None:
    assert letter in scopes[row].names() or read_latex_expression(letter, scopes[row])


def test_a_letter_that_no_note_declares_is_refused(scopes: dict[str, Scope]) -> None:
    with pytest.raises(ReadError, match="Omega"):
        read_latex_expression(r"\Omega", scopes["mle.001"])
