"""The readings of a ledger beside the formulas that they read: where the two differ, and proposals for new readings.

A row whose reading is not what its formula prints says why in its field ``differs``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from derivations.claims.claim import Claim, Equation
from derivations.claims.comparison import Sides, differences, sides_of
from derivations.claims.declarations import declare, read_line
from derivations.claims.notes_latex import OMITTED, read_latex, read_latex_expression
from derivations.claims.scope import Scope
from derivations.claims.tokens import ReadError
from derivations.page.entries import find_book, read_entries, read_given, row_number

CONNECTIVE = re.compile(r"\s*\\(?:Longleftrightarrow|Leftrightarrow|iff)\s*")


class RowReading(NamedTuple):
    """A row, its claims, what names mean in it, and all sides of the rows before it."""

    entry: Mapping[str, Any]
    claims: list[Claim]
    scope: Scope
    earlier: Sides


class Scopes:
    """What names mean row by row: the declarations of a note, and what its rows have defined so far."""

    def __init__(self, given: str) -> None:
        self.base, self.sections = read_given(given)
        self.made = Scope()

    def of(self, entry: Mapping[str, Any]) -> Scope:
        """What names mean at the beginning of a row."""
        number = row_number(entry)
        texts = [text for first, last, text in self.sections if first <= number <= last]
        scope = declare("\n".join([self.base, *texts]), Scope())
        for name in self.made.names() - scope.names():
            scope.adopt(name, self.made)
        return scope

    def read(self, entry: Mapping[str, Any]) -> tuple[list[Claim], Scope]:
        """The claims of a row and what names mean after it; what it defines, or its correction, holds from here on."""
        scope = self.of(entry)
        before = scope.names()
        claims = read_line(entry.get("reading", ""), scope)
        after = scope.child()
        if "correction" in entry:
            read_line(entry["correction"], after, after.names() - before)
        for name in after.names() - before:
            self.made.adopt(name, after)
        return claims, scope


def read_rows(slug: str, folder: Path | None = None) -> Iterator[RowReading]:
    """The rows of a ledger with their readings, in order."""
    folder = folder or find_book() / "notes"
    scopes = Scopes((folder / f"{slug}.given").read_text("utf8"))
    earlier: Sides = frozenset()
    for entry in read_entries(folder / f"{slug}.jsonl"):
        claims, scope = scopes.read(entry)
        yield RowReading(entry, claims, scope, earlier)
        earlier |= sides_of(claims)


def row_differences(row: RowReading) -> list[str]:
    """Where the reading of a row is not what is printed, a part that cannot be read included; empty if they agree."""
    printed: list[Claim] = []
    unreadable = []
    for part in joined(row.entry["formula"]):
        try:
            printed += read_part(part, row.scope)
        except ReadError as error:
            unreadable.append(f"printed, not readable: {part} ({error})")
    return unreadable + differences(row.claims, printed, row.earlier)


def joined(parts: list[str]) -> list[str]:
    """The formulas of a row, those joined by a sign of equivalence as one."""
    found: list[str] = []
    for part in parts:
        if found and (CONNECTIVE.fullmatch(part) or CONNECTIVE.search(found[-1][-20:] + "\n")):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def read_part(part: str, scope: Scope) -> list[Claim]:
    """The claims of a printed formula; one without a relation is a right side whose left side is omitted."""
    try:
        return read_latex(part, scope)
    except ReadError:
        try:
            return [Equation(OMITTED, read_latex_expression(part, scope))]
        except ReadError:
            pass
        raise
