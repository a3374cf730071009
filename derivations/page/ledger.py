"""The ledgers of the notes: every row read in the text syntax, checked, and given a status.

``book/notes/<slug>.jsonl`` holds the rows, one JSON object a line: id, label, formula (bare LaTeX as printed),
statement, and what we enter of it:

    reading      the row in the text syntax and the note's own letters; claims separated by ``;``
    obligation   claims that a definition owes (normalised, agrees with its use)
    correction   the corrected claim of a rejected row, in the same syntax
    hypothesis   declarations under which a row that fails as printed holds: the row is amended
    explained    our words for a row with nothing to check;  unreadable: why the scan cannot be read
    remark       our words beside a row

``book/notes/<slug>.given`` declares the letters, a section ``[001-017]`` for the rows it names; a section is added to
what stands before the first one.  Definitions made by rows hold for the rows after them.
Statuses are computed here and nowhere typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derivations.checking.check import check
from derivations.checking.verdict import Verdict
from derivations.claims.claim import Claim, Definition, Equation
from derivations.claims.declarations import declare, read_line
from derivations.claims.expr import Apply, Defined, ShapeError
from derivations.claims.scope import Scope
from derivations.claims.tokens import ReadError
from derivations.page.blocks import Block, Blocks, Line
from derivations.page.voices import claim_line

BOOK = Path("book")
SECTION = re.compile(r"\[(\d{3})(?:-(\d{3}))?\]")
FIELDS = {"id", "label", "formula", "statement", "reading", "obligation", "correction", "hypothesis", "explained",
          "unreadable", "remark"}  # fmt: skip


class LedgerError(ValueError):
    """A row that cannot be entered as it stands: names the row, what was found and what was expected."""


@dataclass(frozen=True)
class Checked:
    """A claim of a row with its verdict and its role: printed, obligation or correction."""

    claim: Claim
    verdict: Verdict
    role: str


@dataclass(frozen=True)
class Row:
    """A row with its computed status and everything that was checked for it."""

    entry: Mapping[str, Any]
    status: str
    checked: tuple[Checked, ...]
    notation: Mapping[str, str]

    def of(self, role: str) -> list[Checked]:
        """What was checked in one role."""
        return [item for item in self.checked if item.role == role]

    @property
    def failing(self) -> Checked | None:
        """The first printed claim or obligation that is false."""
        return next((item for item in self.checked if item.role != "correction" and fails(item.verdict)), None)


def fails(verdict: Verdict) -> bool:
    """Whether the verdict says that the claim is not true."""
    return verdict.status == "rejected" or (verdict.status == "undefined")


class Ledger:
    """The rows of one note, checked in order on first use."""

    def __init__(self, slug: str, folder: Path | None = None) -> None:
        folder = folder or find_book() / "notes"
        self.slug = slug
        self.entries = read_entries(folder / f"{slug}.jsonl")
        self.base, self.sections = read_given((folder / f"{slug}.given").read_text("utf8"))
        self.rows = {row.entry["id"]: row for row in self._checked()}

    def _checked(self) -> Iterator[Row]:
        made = Scope()
        for entry in self.entries:
            number = int(entry["id"].split(".")[1])
            texts = [text for first, last, text in self.sections if first <= number <= last]
            try:
                scope = declare("\n".join([self.base, *texts]), Scope())
                scope.functions |= made.functions
                scope.letters = {**made.letters, **scope.letters}
                before = set(scope.functions) | set(scope.letters)
                yield check_row(entry, scope)
            except (ReadError, ShapeError) as error:
                raise LedgerError(f"{entry['id']}: {error}") from None
            made.functions |= {name: made_ for name, made_ in scope.functions.items() if name not in before}
            made.letters |= {name: letter for name, letter in scope.letters.items() if name not in before}

    def section(self, first: int, last: int) -> Blocks:
        """The blocks of a range of rows, for a cell of the ledger notebook."""
        chosen = [row for name, row in self.rows.items() if first <= int(name.split(".")[1]) <= last]
        if not chosen:
            raise LedgerError(f"{self.slug}: found no rows from {first} to {last}")
        return Blocks(tuple(row_block(row) for row in chosen))


def find_book() -> Path:
    """The folder ``book`` from a notebook's own folder or the top of the project."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "_toc.yml").exists():
            return folder / BOOK
    raise LedgerError(f"found no _toc.yml above {Path.cwd().name}, expected to run inside the book")


def read_entries(path: Path) -> list[dict[str, Any]]:
    """The rows of a ledger; `LedgerError` for an unknown field or a row that is entered twice."""
    entries = [json.loads(line) for line in path.read_text("utf8").splitlines() if line.strip()]
    for entry in entries:
        if unknown := set(entry) - FIELDS:
            raise LedgerError(
                f"{entry.get('id')}: found the field {min(unknown)!r}, expected {', '.join(sorted(FIELDS))}"
            )
        if len(set(entry) & {"reading", "explained", "unreadable"}) != 1:
            raise LedgerError(f"{entry['id']}: expected exactly one of reading, explained, unreadable")
    ids = [entry["id"] for entry in entries]
    if len(set(ids)) != len(ids):
        raise LedgerError(f"{path.name}: found a row twice, expected each once")
    return entries


def read_given(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The declarations before the first section, and (first row, last row, declarations) of each section."""
    parts = re.split(rf"^{SECTION.pattern}\s*$", text, flags=re.MULTILINE)
    sections = [
        (int(first), int(last or first), body)
        for first, last, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    ]
    return parts[0], sections


def check_row(entry: Mapping[str, Any], scope: Scope) -> Row:
    """Read and check a row; its definitions are added to the scope."""
    if "reading" not in entry:
        return Row(entry, "explained" if "explained" in entry else "unreadable", (), scope.notation)
    checked = [
        Checked(claim, check(claim, scope.notation), role)
        for role in ("reading", "obligation", "correction")
        for claim in read_line(entry.get(role, ""), scope)
    ]
    checked += [
        Checked(owed, check(owed, scope.notation), "obligation")
        for item in checked
        if isinstance(item.claim, Definition) and (owed := agreement(item.claim)) is not None
    ]
    return Row(entry, _status(entry, checked, scope), tuple(checked), dict(scope.notation))


def agreement(definition: Definition) -> Equation | None:
    """A definition of something that already has a value owes that both agree."""
    if isinstance(definition.symbol, Defined | Apply):
        return None
    return Equation(definition.symbol, definition.value)


def _status(entry: Mapping[str, Any], checked: list[Checked], scope: Scope) -> str:
    name = entry["id"]
    if undecided := next((item for item in checked if item.verdict.status == "inconclusive"), None):
        raise LedgerError(f"{name}: {undecided.claim.latex()} is inconclusive: {undecided.verdict.reason}")
    corrections = [item for item in checked if item.role == "correction"]
    if any(not item.verdict.passed for item in corrections):
        raise LedgerError(f"{name}: the correction is not verified")
    if any(fails(item.verdict) for item in checked):
        if "hypothesis" in entry:
            return _amended(entry, scope)
        if not corrections:
            raise LedgerError(f"{name}: found a false row without a correction\n{_evidence(checked)}")
        return "rejected"
    if corrections:
        raise LedgerError(f"{name}: found a correction of a row that is true as printed")
    equations = [item for item in checked if item.role == "reading" and not isinstance(item.claim, Definition)]
    if not equations:
        return "defined"
    return "proved" if all(item.verdict.status == "proved" for item in equations) else "verified"


def _evidence(checked: list[Checked]) -> str:
    return "\n".join(f"{item.claim.latex()}\n{item.verdict}" for item in checked if fails(item.verdict))


def _amended(entry: Mapping[str, Any], scope: Scope) -> str:
    under = declare(entry["hypothesis"], scope)
    verdicts = [check(claim) for claim in read_line(entry["reading"], under)]
    if not all(verdict.passed for verdict in verdicts):
        raise LedgerError(f"{entry['id']}: fails under its hypothesis too")
    return "amended"


# ---------------------------------------------------------------- the page


def anchor(name: str) -> str:
    """``mle.008`` -> ``mle-008``."""
    return name.replace(".", "-")


def row_block(row: Row) -> Block:
    """A row as a block: what is printed, what was read and checked, what is right instead."""
    entry = row.entry
    name = anchor(entry["id"])
    facts = [("status", row.status)]
    facts += [("as printed", ", ".join(f"${part}$" for part in entry["formula"]))] if entry["formula"] else []
    facts.append(("meant", entry["statement"]))
    facts += [(field, entry[field]) for field in ("hypothesis", "explained", "unreadable", "remark") if field in entry]
    lines: list[Line] = []
    for role, tag in (("reading", "as printed"), ("obligation", "owed"), ("correction", "corrected")):
        for item in row.of(role):
            wrong = tag if role != "reading" or fails(item.verdict) else ""
            anchor_ = f"{name}-{len(lines) + 1}"
            lines.append(claim_line(anchor_, item.claim, item.verdict, row.notation, tag=wrong))
    label = f" {entry['label']}" if entry["label"] else ""
    return Block("row", name, entry["id"] + label, facts, lines=lines)
