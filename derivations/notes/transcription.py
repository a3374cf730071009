"""From a note's inventory to the rows of its ledger: the bare formulas, cut out of the printed row, words dropped.

``python -m derivations.notes.transcription INVENTORY SLUG FIRST LAST`` adds rows to ``book/notes/SLUG.jsonl``; what is
entered there already is kept.  Nothing is repaired: every formula is an ordered sub-sequence of the printed row.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from derivations.notes.rows import LedgerError, find_book, row_number

WORDS = re.compile(r"\\(?:text|mbox)\s*\{([^{}]*)\}")
SWITCHED = re.compile(r"\{\\text\s[^{}]*\}")
JAPANESE = re.compile(r"[\u3001-\u30ff\u3400-\u9fff\uff01-\uffee]+")
MATHEMATICS = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
MARGIN = r"(?:\s|(?<!\\)\\[\s,]|,|\.)+"
"""Spaces, commas and full stops around a formula."""
OPERATORS = {"Tr", "tr", "det", "diag", "rank"}
BREAK = "\x00"


def formulas(printed: str) -> list[str]:
    """The formulas of a printed row in order: words, labels and wide spaces between them are dropped.

    Where dollars mark the mathematics of a sentence, the rest of it is words.
    """
    text = WORDS.sub(lambda match: match[0] if match[1].strip() in OPERATORS else BREAK, SWITCHED.sub(BREAK, printed))
    if "$" in text:
        text = BREAK.join(match[1] or match[2] for match in MATHEMATICS.finditer(text))
    text = re.sub(r"\\q?quad(?![a-zA-Z])", BREAK, JAPANESE.sub(BREAK, text))
    parts = [re.sub(f"^{MARGIN}|{MARGIN}$", "", part) for part in split_outside(text)]
    return [part for part in parts if is_formula(part)]


def split_outside(text: str) -> list[str]:
    """Parts between breaks that stand outside braces, environments and \\left...\\right; inner breaks vanish."""
    parts, depth = [""], 0
    for token in re.findall(r"\\(?:left|right)(?![a-zA-Z])|\\(?:begin|end)\b|\\.|[{}]|[^\\{}]", text, re.DOTALL):
        depth += token in ("{", r"\left", r"\begin")
        depth -= token in ("}", r"\right", r"\end")
        if token == BREAK:
            parts += [""] if depth == 0 else []
        else:
            parts[-1] += token
    return parts


def is_formula(part: str) -> bool:
    """Whether anything but a heading, a label in brackets or circled, dots, arrows and signs is left."""
    rest = re.sub(r"\\textcircled\s*\{[^{}]*\}|\\(dots|ldots|cdots|Rightarrow|therefore|square|star)", "", part)
    return (
        bool(re.search(r"[a-zA-Z0-9]", rest))
        and not part.startswith("#")
        and not re.fullmatch(r"\s*\([A-Za-z]*\.?\d*\)\s*", part)
    )


def is_subsequence(parts: list[str], printed: str) -> bool:
    """Whether the characters of the formulas stand in the printed row in this order."""
    characters = iter(printed)
    return all(character in characters for part in parts for character in part)


def transcribed(item: dict[str, Any]) -> dict[str, Any]:
    """The row of a ledger before anything is entered; `LedgerError` if a formula is not printed."""
    parts = formulas(item["as_printed"])
    if not is_subsequence(parts, item["as_printed"]):
        raise LedgerError(f"{item['id']}: found formulas that do not stand in the printed row in this order")
    return {"id": item["id"], "label": item["label"], "formula": parts, "statement": item["statement"]}


def main(arguments: list[str]) -> int:
    """Add rows FIRST to LAST of an inventory to the ledger of a note."""
    if len(arguments) != 4:
        print("usage: python -m derivations.notes.transcription INVENTORY SLUG FIRST LAST", file=sys.stderr)
        return 2
    inventory, slug, first, last = arguments
    try:
        path = find_book() / "notes" / f"{slug}.jsonl"
        print(f"{path.name}: {add_rows(path, Path(inventory), int(first), int(last))} rows")
    except (OSError, ValueError) as error:
        print(f"transcription: {error}", file=sys.stderr)
        return 1
    return 0


def add_rows(path: Path, inventory: Path, first: int, last: int) -> int:
    """Add rows to a ledger, keeping what is entered there but cutting its formulas anew; how many rows it has then."""
    rows = {row["id"]: row for row in _read(path)} if path.exists() else {}
    for item in _read(inventory):
        if first <= row_number(item) <= last:
            found = transcribed(item)
            rows[item["id"]] = found | rows.get(item["id"], {}) | {"formula": found["formula"]}
    path.write_text("".join(json.dumps(rows[name], ensure_ascii=False) + "\n" for name in sorted(rows)), "utf8")
    return len(rows)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf8").splitlines()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
