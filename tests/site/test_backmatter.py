"""The back matter as it is built."""

from __future__ import annotations

from pathlib import Path

from tests.site.books import build, lay_out_demo


def test_an_unknown_key_fails(tmp_path: Path) -> None:
    book = lay_out_demo(tmp_path)
    index = book.source / "book/index.md"
    index.write_text(index.read_text("utf8") + "\n{cite:t}`nobody2000`\n", "utf8")
    status, messages = build(book)
    assert status != 0 and 'could not find bibtex key "nobody2000"' in messages
