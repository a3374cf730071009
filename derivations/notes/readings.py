"""The readings of a ledger beside the formulas that they read, and where the two differ.

A row whose reading is not what its formula prints says why in its field ``differs``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from derivations.claims import Claim, Equation
from derivations.notes.comparison import Chains, chains_of, differences
from derivations.notes.reader_claims import read_latex, read_latex_expression
from derivations.notes.rows import LedgerError, find_book, read_entries, read_given, row_number
from derivations.syntax import ReadError, Scope, declare, read_line
from derivations.tree import OMITTED

LABEL = re.compile(r"\s*(?:\\dots\s*)?\(*\((?:[ivx]+|\d+)\)\s*")
"""A number of a formula, with the dots that lead to it or the bracket of a remark that begins with it."""
RELATION = re.compile(
    r"[{}=<>]|\\(?:leq?|geq?|neq|in|ni|propto|doteq|fallingdotseq|approx|sim|equiv|iff|(?:Long)?[lL]eftrightarrow)"
    r"(?![a-zA-Z])"
)
"""Signs of relation, and the braces of scripts and arguments."""
BELONGS = re.compile(r"\\in\s*(?:M_|\\mathbb)")
"""A letter that belongs to a set of numbers or matrices is declared by it, not claimed about."""
CONNECTIVE = re.compile(r"\s*\\(?:Longleftrightarrow|Leftrightarrow|iff)\s*")


class RowReading(NamedTuple):
    """A row, its claims, what names mean in it, and the chains of equations in the rows before it."""

    entry: Mapping[str, Any]
    claims: list[Claim]
    scope: Scope
    earlier: Chains


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
        for name in self.made.meanings() - scope.meanings():
            scope.adopt(name, self.made)
        return scope

    def read(self, entry: Mapping[str, Any]) -> tuple[list[Claim], Scope]:
        """The claims of a row and what names mean after it; what it defines, or its correction, holds from here on."""
        scope = self.of(entry)
        before = scope.meanings()
        try:
            claims = read_line(entry.get("reading", ""), scope)
            after = scope.child()
            read_line(entry.get("obligation", ""), after)
            read_line(entry.get("correction", ""), after, after.meanings() - before)
        except ReadError as error:
            raise LedgerError(f"{entry['id']}: {error}") from None
        self.keep(after, before)
        return claims, scope

    def keep(self, scope: Scope, before: set[str]) -> None:
        """What a row has defined holds for the rows after it."""
        for name in scope.meanings() - before:
            self.made.adopt(name, scope)


def read_rows(slug: str, folder: Path | None = None) -> Iterator[RowReading]:
    """The rows of a ledger with their readings, in order."""
    folder = folder or find_book() / "notes"
    scopes = Scopes((folder / f"{slug}.given").read_text("utf8"))
    earlier: Chains = frozenset()
    for entry in read_entries(folder / f"{slug}.jsonl"):
        claims, scope = scopes.read(entry)
        yield RowReading(entry, claims, scope, earlier)
        earlier = chains_of(claims, earlier)


def row_differences(row: RowReading) -> list[str]:
    """Where the reading of a row is not what is printed, a part that cannot be read included; empty if they agree."""
    printed, unreadable = printed_claims(row)
    return unreadable + differences(row.claims, printed, row.earlier)


def printed_claims(row: RowReading) -> tuple[list[Claim], list[str]]:
    """The claims of a row's formulas, and what is said of those that cannot be read."""
    claims: list[Claim] = []
    unreadable = []
    for part in statements(row.entry["formula"]):
        try:
            claims += read_part(part, row.scope)
        except ReadError as error:
            unreadable.append(f"printed, not readable: {part} ({error})")
    return claims, unreadable


def statements(parts: list[str]) -> list[str]:
    """The formulas of a row that state a relation, or all if none does; its words only mention the others."""
    found = joined(parts)
    stating = [part for part in found if states_relation(part) and not BELONGS.search(part)]
    return stating or found


def states_relation(part: str) -> bool:
    """Whether a sign of relation stands outside all braces, or a brace below a factor says what it equals."""
    depth = 0
    for token in RELATION.findall(part):
        depth += (token == "{") - (token == "}")
        if depth == 0 and token != "}":
            return True
    return re.search(r"_\s*\{\s*=", part) is not None


def joined(parts: list[str]) -> list[str]:
    """The formulas of a row, those joined by a sign of equivalence as one, numbers of formulas left out."""
    found: list[str] = []
    joins = False
    for part in parts:
        connective = CONNECTIVE.fullmatch(part) is not None
        if found and (connective or joins):
            found[-1] += f" {part}"
        elif not LABEL.fullmatch(part):
            found.append(part)
        joins = connective
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
