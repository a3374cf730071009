"""The concordance of a tiny book, computed from stored outputs alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from derivations.notes.concordance import concordance, main, stored_blocks, write_concordance
from derivations.notes.ledger import Ledger
from derivations.page.blocks import Block, Line, Mark, bundle, mimebundle

TRUE = Mark("verified")
FALSE = Mark("rejected", [("counterexample", "$D = 2$"), ("left side", "$1$"), ("right side", "$0$")])


def row(number: int, status: str, *lines: Line) -> Block:
    """A row of the ledger of the note *tiny*."""
    name = f"tiny-{number:03}"
    return Block("row", name, f"tiny.{number:03} ①", [("status", status), ("meant", "words")], lines=list(lines))


LEDGER = [
    row(1, "verified", Line("tiny-001-1", "a = b", mark=TRUE), Line("tiny-001-2", "b = c", mark=TRUE)),
    row(
        2,
        "rejected",
        Line("tiny-002-1", "a = b", mark=TRUE),
        Line("tiny-002-2", "b = d", tag="as printed", mark=FALSE),
        Line("tiny-002-3", "b = c", tag="corrected", mark=TRUE),
    ),
    row(3, "explained"),
    row(
        4,
        "rejected",
        Line("tiny-004-1", "e = f", tag="as printed", mark=Mark("undefined", [("reason", "ill-typed: sum")])),
        Line("tiny-004-2", "g", tag="owed", mark=FALSE),
        Line("tiny-004-3", "e = e", tag="corrected", mark=TRUE),
    ),
]
CHAPTER = [
    Block("derivation", "chain", "A chain", lines=[Line("chain-1", "a", rows=["tiny.002"], mark=TRUE)]),
    Block("statement", "result", "A result", lines=[Line("result-1", "b", rows=["tiny.002", "tiny.003"], mark=TRUE)]),
]


def store(path: Path, *blocks: Block) -> None:
    """A notebook with the blocks as one stored output, and with an output that is no block."""
    path.parent.mkdir(parents=True, exist_ok=True)
    outputs = [
        nbformat.v4.new_output("stream", text="printed"),
        nbformat.v4.new_output("display_data", data=mimebundle(*blocks)),
    ]
    cells = [
        nbformat.v4.new_markdown_cell("# Title"),
        nbformat.v4.new_code_cell("made", outputs=outputs),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    store(tmp_path / "book" / "notes" / "tiny.ipynb", *LEDGER)
    store(tmp_path / "book" / "topic" / "chapter.ipynb", *CHAPTER)
    store(tmp_path / "book" / "notes" / ".ipynb_checkpoints" / "tiny-checkpoint.ipynb", row(9, "verified"))
    (tmp_path / "_toc.yml").touch()
    return tmp_path / "book"


def rows(book: Path) -> dict[str, dict[str, str]]:
    return {item["row"]: item for item in concordance(book)}


def test_stored_blocks_are_the_bundles(book: Path) -> None:
    assert list(stored_blocks(book / "notes" / "tiny.ipynb")) == bundle(*LEDGER)["blocks"]


def test_every_row_once_and_checkpoints_never(book: Path) -> None:
    assert list(rows(book)) == ["tiny.001", "tiny.002", "tiny.003", "tiny.004"]


def test_status_comes_from_the_block(book: Path) -> None:
    assert [item["status"] for item in concordance(book)] == ["verified", "rejected", "explained", "rejected"]


def test_row_points_to_the_first_line_that_treats_it_else_to_itself(book: Path) -> None:
    found = {name: (item["page"], item["anchor"]) for name, item in rows(book).items()}
    assert found == {
        "tiny.001": ("book/notes/tiny", "tiny-001"),
        "tiny.002": ("book/topic/chapter", "chain-1"),
        "tiny.003": ("book/topic/chapter", "result-1"),
        "tiny.004": ("book/notes/tiny", "tiny-004"),
    }


def test_evidence_against_a_false_row(book: Path) -> None:
    found = rows(book)
    assert found["tiny.002"] | {"page": "", "anchor": ""} == {
        "row": "tiny.002",
        "status": "rejected",
        "scan": "",
        "page": "",
        "anchor": "",
        "verdict": "rejected",
        "reading": r"a = b,\; b = d",
        "correction": "b = c",
        "counterexample": "$D = 2$: left side $1$, right side $0$",
    }
    assert found["tiny.004"]["verdict"] == "undefined"
    assert found["tiny.004"]["counterexample"] == "ill-typed: sum"
    assert found["tiny.004"]["reading"] == "e = f", "what a definition owes is no part of the row"


def test_true_row_has_no_counterexample(book: Path) -> None:
    true = rows(book)["tiny.001"]
    assert (true["verdict"], true["reading"], true["correction"], true["counterexample"]) == (
        "verified",
        r"a = b,\; b = c",
        "",
        "",
    )


def test_file_is_the_same_for_the_same_outputs(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book)
    assert main() == 0
    first = (book / "concordance.json").read_bytes()
    assert write_concordance(book).read_bytes() == first
    assert json.loads(first) == concordance(book)


def test_outside_a_book_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main() == 1
    assert capsys.readouterr().err.startswith("concordance: found no _toc.yml above")


def test_a_ledger_on_its_way_to_the_concordance(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    entry: dict[str, Any] = {"id": "tiny.001", "label": "", "formula": ["AB=BA"], "statement": "Products commute."}
    entry |= {"reading": "A B = B A", "correction": "(A B)' = B' A'"}
    (notes / "tiny.jsonl").write_text(json.dumps(entry))
    (notes / "tiny.given").write_text("A, B: D x D")
    store(notes / "tiny.ipynb", *Ledger("tiny", folder=notes).section(1, 1).blocks)
    (found,) = concordance(tmp_path)
    assert (found["row"], found["status"], found["reading"]) == ("tiny.001", "rejected", "A B = B A")
    assert found["correction"] == r"\left(A B\right)^{\top} = B^{\top} A^{\top}"
    assert found["counterexample"].startswith("$D = 2$")
