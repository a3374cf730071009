"""What is stored in the notebooks of the book."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from derivations.notes.concordance import stored_blocks
from derivations.page.notebooks import texts, twin
from tests.rendering import ROOT

BOOK = ROOT / "book"
NOTEBOOKS = [twin(text) for text in texts(BOOK)]
LEDGERS = [notebook for notebook in NOTEBOOKS if notebook.parent.name == "notes"]
CHAPTERS = [notebook for notebook in NOTEBOOKS if notebook not in LEDGERS]


def page_of(notebook: Path) -> str:
    """The page as the concordance and the table of contents name it."""
    return notebook.relative_to(ROOT).with_suffix("").as_posix()


def blocks_of(notebook: Path) -> list[dict[str, Any]]:
    """The blocks in the stored outputs."""
    return list(stored_blocks(notebook))


def lines_of(notebook: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every line with the block that it belongs to."""
    for block in blocks_of(notebook):
        for line in block["lines"]:
            yield block, line


def anchors_of(notebook: Path) -> list[str]:
    """The anchors of blocks and lines, in their order."""
    blocks = blocks_of(notebook)
    return [anchor for block in blocks for anchor in (block["id"], *(line["id"] for line in block["lines"]))]


def stored_concordance() -> list[dict[str, str]]:
    """The tracked concordance."""
    rows: list[dict[str, str]] = json.loads((BOOK / "concordance.json").read_text("utf8"))
    return rows


def entries_of(slug: str) -> list[dict[str, Any]]:
    """The rows entered of a note."""
    return [json.loads(line) for line in (BOOK / "notes" / f"{slug}.jsonl").read_text("utf8").splitlines()]
