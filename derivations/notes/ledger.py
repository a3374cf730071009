"""The ledgers of the notes: every row read in the text syntax, checked, and given a status.

`derivations.notes.rows` says what is entered of a row.  Definitions made by rows hold for the rows after them.
Statuses are computed here and nowhere typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from derivations.claims import Claim, Definition, Equation, check_names
from derivations.notes.readings import Scopes
from derivations.notes.rows import LedgerError, anchor, find_book, read_entries, row_number
from derivations.notes.scan import SCANNED, scanned_slip
from derivations.page import Block, Blocks, Line, claim_line
from derivations.syntax import ReadError, Scope, declare, read_line
from derivations.tree import Expr, ShapeError
from derivations.voices import Checked, Role, with_obligations


@dataclass(frozen=True)
class Row:
    """A row with its computed status and everything that was checked for it."""

    entry: Mapping[str, Any]
    status: str
    checked: tuple[Checked, ...]
    notation: Mapping[str, str]
    scan: str = ""
    """What the scanner may have lost or misread, in words."""

    def of(self, role: Role) -> list[Checked]:
        """What was checked in one role."""
        return [item for item in self.checked if item.role == role]


class Ledger:
    """The rows of one note from ``first`` to ``last``, checked in order; the rows before them are read only."""

    def __init__(self, slug: str, first: int = 1, last: int | None = None, folder: Path | None = None) -> None:
        folder = folder or find_book() / "notes"
        self.slug = slug
        entries = read_entries(folder / f"{slug}.jsonl")
        self.entries = [entry for entry in entries if last is None or row_number(entry) <= last]
        self.scopes = Scopes((folder / f"{slug}.given").read_text("utf8"))
        self.rows = {row.entry["id"]: row for row in self._checked(first)}

    def _checked(self, first: int) -> Iterator[Row]:
        """The rows with their verdicts; what a row defines holds for the rows below unless their section shadows it."""
        for entry in self.entries:
            try:
                if row_number(entry) < first:
                    self.scopes.read(entry)
                    continue
                scope = self.scopes.of(entry)
                before = scope.meanings()
                yield check_row(entry, scope)
            except (ReadError, ShapeError) as error:
                raise LedgerError(f"{entry['id']}: {error}") from None
            self.scopes.keep(scope, before)

    def section(self, first: int, last: int) -> Blocks:
        """The blocks of a range of rows, for a cell of the ledger notebook."""
        chosen = [row for row in self.rows.values() if first <= row_number(row.entry) <= last]
        if not chosen:
            raise LedgerError(f"{self.slug}: found no rows from {first} to {last}")
        before = (None, *chosen)
        return Blocks(tuple(row_block(row, earlier) for earlier, row in zip(before, chosen, strict=False)))


def check_row(entry: Mapping[str, Any], scope: Scope) -> Row:
    """Read and check a row; its definitions, as corrected where the row is false, are added to the scope."""
    if "reading" not in entry:
        return Row(entry, "explained" if "explained" in entry else "unreadable", (), scope.notation)
    before = scope.child()
    checked = _judged(entry, "reading", scope) + _judged(entry, "obligation", scope)
    if "correction" in entry:
        again = scope.meanings() - before.meanings()
        corrected = read_line(entry["correction"], scope, again)
        if any(isinstance(claim, Definition) for claim in corrected):
            corrected += read_line(entry.get("obligation", ""), scope)
        checked += _checked(corrected, "correction", scope)
    if "hypothesis" in entry:
        checked += _under_hypothesis(entry, before)
    status = _status(entry, checked)
    scanned = status == "rejected" and entry["id"].split(".")[0] in SCANNED
    scan = scanned_slip(entry["reading"], entry["correction"]) if scanned else ""
    return Row(entry, status, tuple(checked), dict(scope.notation), scan)


def _judged(entry: Mapping[str, Any], role: Role, scope: Scope) -> list[Checked]:
    return _checked(read_line(entry.get(role, ""), scope), role, scope)


def _checked(claims: list[Claim], role: Role, scope: Scope) -> list[Checked]:
    """The claims with their verdicts, and what the definitions among them owe."""
    for claim in claims:
        # A letter declared anew since a definition in the claim was made is our slip, not the note's.
        check_names(claim)
    owing: Role = "obligation" if role == "reading" else role
    records = [with_obligations(claim, role=role, owing=owing) for claim in claims]
    return [first for first, *_ in records] + [owed for _, *obligations in records for owed in obligations]


def _under_hypothesis(entry: Mapping[str, Any], before: Scope) -> list[Checked]:
    """The reading and what it owes once more, with the declarations of the hypothesis."""
    under = declare(entry["hypothesis"], before)
    again = _judged(entry, "reading", under) + _judged(entry, "obligation", under)
    return [replace(item, role="hypothesis") for item in again]


def _status(entry: Mapping[str, Any], checked: list[Checked]) -> str:
    name = entry["id"]
    if undecided := next((item for item in checked if item.verdict.status == "inconclusive"), None):
        raise LedgerError(f"{name}: {undecided.claim.latex()} is inconclusive: {undecided.verdict.reason}")
    corrections = [item for item in checked if item.role == "correction"]
    if not all(map(_stands, corrections)):
        raise LedgerError(f"{name}: the correction is not verified\n{_evidence(corrections)}")
    false = any(item.role in ("reading", "obligation") and item.fails for item in checked)
    if false and "hypothesis" in entry:
        return _amended(name, [item for item in checked if item.role == "hypothesis"])
    if false and not corrections:
        raise LedgerError(f"{name}: found a false row without a correction\n{_evidence(checked)}")
    if false:
        return "rejected"
    if spare := {"correction", "hypothesis"} & set(entry):
        raise LedgerError(f"{name}: found a {min(spare)} of a row that is true as printed")
    equations = [item for item in checked if item.role == "reading" and not item.defines]
    if not equations:
        return "defined"
    return "proved" if all(item.verdict.status == "proved" for item in equations) else "verified"


def _stands(item: Checked) -> bool:
    """Whether a claim is verified, or a well-typed definition."""
    return item.verdict.passed or (item.defines and not item.fails)


def _evidence(checked: list[Checked]) -> str:
    return "\n".join(item.evidence for item in checked if item.fails)


def _amended(name: str, under: list[Checked]) -> str:
    if not all(map(_stands, under)):
        raise LedgerError(f"{name}: fails under its hypothesis too\n{_evidence(under)}")
    return "amended"


# ---------------------------------------------------------------- the page


ROLES: tuple[tuple[Role, str], ...] = (
    ("reading", "as printed"),
    ("obligation", "owed"),
    ("hypothesis", "under the hypothesis"),
    ("correction", "corrected"),
)
"""What is checked for a row, and how a line of it is called."""


def row_block(row: Row, earlier: Row | None = None) -> Block:
    """A row as a block: what was read and checked, what is right instead; what is printed where the two differ.

    A left side is shown once: the rows of a chain go on from the ``earlier`` one.
    """
    entry = row.entry
    name = anchor(entry["id"])
    facts = [("status", row.status)]
    facts += [("scan", row.scan)] if row.scan else []
    if entry["formula"] and ("differs" in entry or "reading" not in entry):
        facts.append(("as printed", ", ".join(rf"$\displaystyle {part}$" for part in entry["formula"])))
    facts.append(("meant", entry["statement"]))
    said = ("hypothesis", "explained", "unreadable", "remark", "differs")
    facts += [(field, entry[field]) for field in said if field in entry]
    lines: list[Line] = []
    left = _left_side(earlier.of("reading")) if earlier else None
    for role, tag in ROLES:
        for item in row.of(role):
            wrong = tag if role != "reading" or item.fails else ""
            anchor_ = f"{name}-{len(lines) + 1}"
            lines.append(claim_line(anchor_, item, row.notation, tag=wrong, after=left))
            left = _left_side([item])
    label = f" {entry['label']}" if entry["label"] else ""
    return Block("row", name, entry["id"] + label, facts, lines=lines)


def _left_side(checked: list[Checked]) -> Expr | None:
    """The left side of the last claim, if it is an equation."""
    claim = checked[-1].claim if checked else None
    return claim.left if isinstance(claim, Equation) else None
