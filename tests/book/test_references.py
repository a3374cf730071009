"""The bibliography: what it lists is cited, and says who, what and when."""

from __future__ import annotations

import re

import pytest
from pybtex.database import Entry, parse_file

from tests.rendering import ROOT

BOOK = ROOT / "book"
WORKS = parse_file(BOOK / "references.bib").entries
CITE = re.compile(r"\{cite:[a-z]+\}`([^`]+)`")
WITHOUT_YEAR = {"kuttler", "mitsunari", "wikipedia-covariance"}
"""They change, and nothing says when."""
PLACE = {"book": {"publisher"}, "article": {"journal", "volume", "pages"}, "misc": {"url", "note", "howpublished"}}


def cited() -> set[str]:
    """The keys in the pages and in the texts of the notebooks."""
    texts = [path.read_text("utf8") for path in BOOK.rglob("*.md")]
    return {key for text in texts for keys in CITE.findall(text) for key in keys.split(",")}


def test_what_is_listed_is_cited_and_the_other_way_round() -> None:
    assert cited() == set(WORKS)


@pytest.mark.parametrize("key", WORKS)
def test_a_work_says_who_what_when_and_where(key: str) -> None:
    work: Entry = WORKS[key]
    assert work.persons["author"] and work.fields["title"]
    assert ("year" in work.fields) == (key not in WITHOUT_YEAR)
    assert PLACE[work.type] & set(work.fields) and (work.type == "misc" or PLACE[work.type] <= set(work.fields))


@pytest.mark.parametrize("key", WORKS)
def test_an_address_has_the_form_of_one(key: str) -> None:
    fields = WORKS[key].fields
    assert re.fullmatch(r"10\.\d{4,5}/\S+", fields.get("doi", "10.1000/x"))
    assert re.fullmatch(r"https?://\S+", fields.get("url", "https://x"))
