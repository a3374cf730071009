"""What the front page takes from the book: blocks with their marks, cards of chapters, counts; and rows by status."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from derivations.page import STATUS
from tests.site.books import Book, build, lay_out_demo
from tests.site.looking import opened

SEEN = "rows => rows.filter(row => row.offsetHeight > 0).map(row => row.className)"
COUNTED = ("proved", "verified", "agrees", "rejected", "undefined")


def front(book: Book) -> str:
    """The built front page."""
    return (book.html / "book/index.html").read_text("utf8")


def words(html: str) -> str:
    """A page without tags, its white space collapsed."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_block_of_another_page_is_shown_under_ids_of_its_own(demo: Book) -> None:
    shown = front(demo).split('<div class="shown">')[1].split("shown-from")[0]
    (block,) = [block for block in demo.blocks("book/gaussian/demo") if block["id"] == "demo-lemma"]
    assert [f'id="shown-{line["id"]}"' in shown for line in block["lines"]] == [True] * len(block["lines"])
    assert shown.count('class="dv-verdict"') == sum(line["mark"] is not None for line in block["lines"])
    assert 'id="demo-lemma"' not in shown


def test_a_shown_block_is_no_second_result(demo: Book) -> None:
    assert "shown-demo" not in (demo.html / "book/gaussian/demo.html").read_text("utf8")
    assert "shown-demo" not in (demo.html / "searchindex.js").read_text("utf8")


def test_a_card_has_the_name_and_the_formula_of_its_chapter(demo: Book) -> None:
    cards = front(demo).split('class="cards"')[1]
    assert 'href="gaussian/demo.html"' in cards and "katex-display" in cards


def test_counts_are_those_of_the_stored_outputs(demo: Book) -> None:
    blocks = [block for page in ("book/gaussian/demo", "book/notes/mle") for block in demo.blocks(page)]
    lines = [line for block in blocks for part in (block, *block["folds"]) for line in part["lines"]]
    marks = Counter(line["mark"]["status"] for line in lines if line["mark"])
    said = words(front(demo).split("front-counts")[1].split("</p>")[0])
    assert f"{sum(marks[status] for status in COUNTED)} lines:" in said
    assert all(f"{marks[status]} {STATUS[status]}" in said for status in COUNTED if marks[status])


def test_a_block_that_is_not_there_fails(tmp_path: Path) -> None:
    book = lay_out_demo(tmp_path)
    page = book.source / "book/index.md"
    page.write_text(page.read_text("utf8").replace("demo demo-lemma", "demo nothing"), "utf8")
    status, messages = build(book)
    assert status != 0 and "found no block 'nothing' in book/gaussian/demo.ipynb" in messages


@pytest.mark.parametrize(
    ("page", "rows"), [("book/notes/mle", ".dv-row"), ("book/concordance", "tbody tr"), ("book/errata", ".erratum")]
)
def test_rows_of_one_status_are_shown_alone(browser: Browser, real_address: str, page: str, rows: str) -> None:
    with opened(browser, f"{real_address}/{page}.html", "light", 1280) as opened_page:
        every = opened_page.locator(f"{rows}[class*=dv-row-]")
        assert len(every.evaluate_all(SEEN)) == every.count() > 2
        opened_page.get_by_role("radio", name="rejected").check()
        seen = every.evaluate_all(SEEN)
        assert 0 < len(seen) < every.count() and all("dv-row-rejected" in kind for kind in seen)
        opened_page.get_by_role("radio", name="all").check()
        assert len(every.evaluate_all(SEEN)) == every.count()
