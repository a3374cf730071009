"""What became of the rows of the notes: complete, and where it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivations.notes.concordance import concordance
from tests.book.reading import (
    APPENDICES,
    BOOK,
    CHAPTERS,
    LEDGERS,
    NOTEBOOKS,
    anchors_of,
    blocks_of,
    entries_of,
    lines_of,
    page_of,
    stored_concordance,
)
from tests.rendering import error

SLUGS = sorted(path.stem for path in (BOOK / "notes").glob("*.jsonl"))
STATUSES = {"proved", "verified", "rejected", "amended", "defined", "explained", "unreadable"}


def test_every_note_has_its_ledger() -> None:
    """A long note has further pages, named after it."""
    assert SLUGS and {notebook.stem.split("-")[0] for notebook in LEDGERS} == set(SLUGS)


def test_concordance_is_what_the_stored_outputs_say() -> None:
    assert stored_concordance() == concordance(BOOK), "run python -m derivations.notes.concordance"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_row_entered_is_in_the_concordance_once(slug: str) -> None:
    rows = [row["row"] for row in stored_concordance() if row["row"].startswith(f"{slug}.")]
    assert rows == [entry["id"] for entry in entries_of(slug)]


@pytest.mark.parametrize("slug", SLUGS)
def test_rows_are_entered_in_the_order_of_the_note(slug: str) -> None:
    rows = [entry["id"] for entry in entries_of(slug)]
    assert rows == sorted(rows)


def test_every_row_has_one_of_the_statuses() -> None:
    """That they are those computed now is seen where nbval runs the notebooks of the ledgers."""
    assert {row["status"] for row in stored_concordance()} <= STATUSES


def test_evidence_stands_beside_every_false_row_and_no_other() -> None:
    for row in stored_concordance():
        false = row["status"] in ("rejected", "amended")
        assert bool(row["counterexample"]) == false, row["row"]
        assert bool(row["correction"]) == (row["status"] == "rejected"), row["row"]
        assert bool(row["reading"]) == (row["status"] not in ("explained", "unreadable")), row["row"]


@pytest.mark.parametrize("slug", SLUGS)
def test_printed_formulas_render(slug: str) -> None:
    bad = {entry["id"]: said for entry in entries_of(slug) for part in entry["formula"] if (said := error(part))}
    assert not bad


def test_every_row_leads_to_a_place_that_exists() -> None:
    anchors = {page_of(notebook): set(anchors_of(notebook)) for notebook in NOTEBOOKS}
    lost = [row["row"] for row in stored_concordance() if row["anchor"] not in anchors.get(row["page"], set())]
    assert not lost


@pytest.mark.parametrize("chapter", CHAPTERS, ids=page_of)
def test_every_row_that_a_chapter_names_is_entered(chapter: Path) -> None:
    named = {row for _, line in lines_of(chapter) for row in line["rows"]}
    assert named and named <= {row["row"] for row in stored_concordance()}


def test_ledger_pages_show_every_row_once() -> None:
    shown = [block["title"].split()[0] for notebook in LEDGERS for block in blocks_of(notebook)]
    assert sorted(shown) == [row["row"] for row in stored_concordance()]


def test_a_slip_that_may_be_the_scanners_is_a_false_row() -> None:
    scanned = [row for row in stored_concordance() if row["scan"]]
    assert scanned and {row["status"] for row in scanned} == {"rejected"}
    assert len(scanned) < sum(row["status"] == "rejected" for row in stored_concordance())


def test_a_slip_that_a_chapter_shows_is_false_in_the_ledger_too() -> None:
    status = {row["row"]: row["status"] for row in stored_concordance()}
    told = [pair for page in CHAPTERS + APPENDICES for pair in lines_of(page)]
    printed = [line for block, line in told if line["tag"] == "as printed" or block["kind"] == "counterexample"]
    assert any(line["rows"] for line in printed)
    assert {status[row] for line in printed for row in line["rows"]} <= {"rejected", "amended"}
