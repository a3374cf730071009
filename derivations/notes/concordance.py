"""The concordance: what became of every row of the notes, computed from the stored outputs of the notebooks.

``python -m derivations.notes.concordance`` writes ``book/concordance.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from derivations.notes.rows import LedgerError, anchor, find_book
from derivations.page import MIME, WRONG


def stored_blocks(notebook: Path) -> Iterator[dict[str, Any]]:
    """The blocks in the stored outputs of a notebook."""
    for cell in json.loads(notebook.read_text("utf8"))["cells"]:
        for output in cell.get("outputs", []):
            yield from output.get("data", {}).get(MIME, {}).get("blocks", [])


def concordance(book: Path) -> list[dict[str, str]]:
    """What became of every row entered so far, computed from the stored outputs of all notebooks of the book."""
    found: dict[str, dict[str, str]] = {}
    treated: dict[str, tuple[str, str]] = {}
    for notebook in sorted(path for path in book.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts):
        page = notebook.relative_to(book.parent).with_suffix("").as_posix()
        for block in stored_blocks(notebook):
            if block["kind"] == "row":
                found[block["id"]] = _concordance_row(block, page)
            for line in block["lines"]:
                treated |= {anchor(name): (page, line["id"]) for name in line["rows"] if anchor(name) not in treated}
    for name, (page, place) in treated.items():
        if name in found:
            found[name] |= {"page": page, "anchor": place}
    return [found[name] for name in sorted(found)]


def _concordance_row(block: dict[str, Any], page: str) -> dict[str, str]:
    status = dict(block["facts"])["status"]
    lines = block["lines"]
    marks = [line["mark"] for line in lines if line["tag"] != "corrected"]
    bad = next((mark for mark in marks if mark["status"] in WRONG), None)
    details: dict[str, str] = dict(bad["details"]) if bad else {}
    evidence = details.get("counterexample", details.get("reason", ""))
    if "left side" in details:
        evidence += f": left side {details['left side']}, right side {details['right side']}"
    return {
        "row": ".".join(block["id"].rsplit("-", 1)),
        "status": status,
        "scan": dict(block["facts"]).get("scan", ""),
        "page": page,
        "anchor": block["id"],
        "verdict": bad["status"] if bad else status,
        "reading": r",\; ".join(_whole(line) for line in lines if line["tag"] in ("", "as printed")),
        "correction": r",\; ".join(_whole(line) for line in lines if line["tag"] == "corrected"),
        "counterexample": evidence,
    }


def _whole(line: dict[str, Any]) -> str:
    """A line with the left side that the page shows above it."""
    return " ".join(filter(None, (line["left"], line["relation"], line["latex"])))


def write_concordance(book: Path) -> Path:
    """Write ``concordance.json``; the file is the same for the same stored outputs."""
    path = book / "concordance.json"
    rows = [json.dumps(row, ensure_ascii=False) for row in concordance(book)]
    path.write_text("[\n" + ",\n".join(rows) + "\n]\n", "utf8")
    return path


def main() -> int:
    """``python -m derivations.notes.concordance``: bring the concordance up to date."""
    try:
        print(f"wrote {write_concordance(find_book()).name}")
    except (LedgerError, OSError, KeyError, json.JSONDecodeError) as error:
        print(f"concordance: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
