"""What is entered of the rows of a note, and the declarations of its letters.

``book/notes/<slug>.jsonl`` holds the rows, one JSON object a line: id, label, formula (bare LaTeX as printed),
statement, and what we enter of it:

    reading      the row in the text syntax and the note's own letters; claims separated by ``;``
    obligation   claims that a definition owes (normalised, agrees with its use)
    correction   the corrected claim of a rejected row, in the same syntax
    differs      why the reading is not what the formula prints, where the two differ
    hypothesis   declarations under which a row that fails as printed holds: the row is amended
    explained    our words for a row with nothing to check;  unreadable: why the scan cannot be read
    remark       our words beside a row

``book/notes/<slug>.given`` declares the letters, a section ``[001-017]`` for the rows it names; a section is added to
what stands before the first one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BOOK = Path("book")
PACKAGED = Path(__file__).with_name("book")
"""Where the wheel has the ledgers: a notebook that was downloaded has no book around it."""
SECTION = re.compile(r"\[(\d{3})(?:-(\d{3}))?\]")
REQUIRED = {"id", "label", "formula", "statement"}
KINDS = {"reading", "explained", "unreadable"}
BESIDE_READING = {"obligation", "correction", "hypothesis", "differs"}
FIELDS = REQUIRED | KINDS | BESIDE_READING | {"remark"}


class LedgerError(ValueError):
    """A row that cannot be entered as it stands: names the row, what was found and what was expected."""


def find_book() -> Path:
    """The folder ``book`` from a notebook's own folder or the top of the project, else what the wheel has of it."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "_toc.yml").exists():
            return folder / BOOK
    if PACKAGED.exists():
        return PACKAGED
    raise LedgerError(f"found no _toc.yml above {Path.cwd().name}, expected to run inside the book")


def read_entries(path: Path) -> list[dict[str, Any]]:
    """The rows of a ledger; `LedgerError` for a wrong or missing field, or a row that is entered twice."""
    entries = []
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        try:
            entries.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise LedgerError(f"{path.name}, line {number}: found no JSON object ({error})") from None
        check_fields(entries[-1], path.stem)
    ids = [entry["id"] for entry in entries]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise LedgerError(f"{path.name}: found the row {min(twice)} twice, expected each once")
    return entries


def check_fields(entry: Mapping[str, Any], slug: str) -> None:
    """`LedgerError` unless the row has the fields that belong together, and an id such as ``mle.008``."""
    name = str(entry.get("id"))
    if unknown := set(entry) - FIELDS:
        raise LedgerError(f"{name}: found the field {min(unknown)!r}, expected {', '.join(sorted(FIELDS))}")
    if missing := REQUIRED - set(entry):
        raise LedgerError(f"{name}: found no field {min(missing)!r}, expected {', '.join(sorted(REQUIRED))}")
    if not re.fullmatch(rf"{slug}\.\d{{3}}", name):
        raise LedgerError(f"{name}: found this id, expected one such as {slug}.008")
    if len(set(entry) & KINDS) != 1:
        raise LedgerError(f"{name}: expected exactly one of {', '.join(sorted(KINDS))}")
    if "reading" not in entry and (alone := set(entry) & BESIDE_READING):
        raise LedgerError(f"{name}: found the field {min(alone)!r} without a reading")


def row_number(entry: Mapping[str, Any]) -> int:
    """8 for ``mle.008``."""
    return int(entry["id"].split(".")[1])


def read_given(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The declarations before the first section, and (first row, last row, declarations) of each section."""
    parts = re.split(rf"^{SECTION.pattern}\s*$", text, flags=re.MULTILINE)
    sections = [
        (int(first), int(last or first), body)
        for first, last, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    ]
    return parts[0], sections


def anchor(name: str) -> str:
    """``mle.008`` -> ``mle-008``."""
    return name.replace(".", "-")
