"""The words in two languages: each is said in the book, is written in the scripts it should be, and leads somewhere."""

from __future__ import annotations

import json
import re

import pytest

from tests.book.reading import BOOK, NOTEBOOKS, anchors_of
from tests.site.books import pages_of

TERMS: list[dict[str, str]] = [json.loads(line) for line in (BOOK / "terms.jsonl").read_text("utf8").splitlines()]
KANJI, KANA = "\u4e00-\u9fff", "\u3041-\u3096\u30a1-\u30fa・ー"
BRACKETED = re.compile(rf"[(（]([{KANJI}{KANA}]+)[)）]")
NAMES = {"松本侑真"}
"""Japanese in brackets that is no term."""


def prose() -> str:
    """The texts of the book in one line."""
    texts = [path.read_text("utf8") for path in BOOK.rglob("*.md") if path.name != "terms.md"]
    return re.sub(r"\s+", " ", " ".join(texts)).replace("*", "")


SAID = prose()
ANCHORS = {anchor for notebook in NOTEBOOKS for anchor in anchors_of(notebook)}
PAGES = pages_of(BOOK.parent / "_toc.yml")


def test_each_term_stands_once() -> None:
    english = [term["english"].casefold() for term in TERMS]
    assert len(set(english)) == len(english)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["english"])
def test_a_term_is_said_in_the_book_and_leads_somewhere(term: dict[str, str]) -> None:
    assert re.search(rf"\b{re.escape(term['english'])}", SAID, re.IGNORECASE)
    assert term["at"] in ANCHORS or term["at"] in PAGES


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["english"])
def test_a_reading_is_kana_and_keeps_the_kana_of_its_term(term: dict[str, str]) -> None:
    assert re.fullmatch(rf"[{KANJI}{KANA}]+", term["japanese"]) and re.fullmatch(rf"[{KANA}]+", term["reading"])
    kana = re.split(rf"[{KANJI}]+", term["japanese"])
    assert re.fullmatch(".+".join(map(re.escape, kana)), term["reading"])


def test_the_japanese_in_brackets_is_that_of_the_terms() -> None:
    assert set(BRACKETED.findall(SAID)) - NAMES <= {term["japanese"] for term in TERMS}
