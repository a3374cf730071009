"""The symbols of the book: gathered from its statements, with the meanings and the notes' letters entered for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from derivations.site.doctree import Entry

Meaning = dict[str, Any]
"""What is entered of a symbol: ``symbol``, ``means``, the statement ``in`` which it does so, and ``notes``.

Without ``in`` it means so wherever it is declared.  A letter means one thing on a page, a definition one in the book.
``notes`` has the letter that a note writes for it by a row in which it does.
"""

SIZE = re.compile(r"(?<=\^\{)[^}]*|(?<=\\dots, )[A-Z]")
"""Where sizes stand in what a letter is: in the exponent of its space, and at the end of its range."""
WHOLE = r"a size, $1, 2, 3, \dots$"
DRESS = re.compile(r"\\(?:mathrm|mathcal|hat|left|right)\b|[{}]")
"""What is no part of a symbol's name."""


class Use(NamedTuple):
    """A symbol in a statement: what it is, a definition's value, and the page, which is none for a definition."""

    latex: str
    what: str
    value: str
    page: str
    statement: str


class Symbol(NamedTuple):
    """A symbol, what it is, the statement that is about it first, and the notes' letters by row."""

    latex: str
    what: str
    statement: str
    notes: dict[str, str]


def symbols(entries: Iterable[tuple[str, Entry]], meanings: Iterable[Meaning]) -> list[Symbol]:
    """The symbols by their names, each meaning once; ValueError for one that is entered for a place where it is not."""
    entered = {(item["symbol"], item.get("in", "")): item for item in meanings}
    groups: dict[tuple[str, ...], list[Use]] = {}
    for use in (use for anchor, entry in entries for use in _uses(anchor, entry)):
        groups.setdefault(use[:4], []).append(use)
    found: dict[tuple[str, ...], Symbol] = {}
    unused = set(entered)
    for (latex, what, value, page), uses in groups.items():
        places = [*((latex, use.statement) for use in uses), *([(latex, "")] if page else [])]
        unused.difference_update(places)
        item: Meaning = next((entered[place] for place in places if place in entered), {})
        said = ", ".join(filter(None, (item.get("means"), what)))
        found.setdefault((latex, said, value), Symbol(latex, said, uses[0].statement, item.get("notes", {})))
    if unused:
        symbol, statement = min(unused)
        raise ValueError(f"found the symbol {symbol!r} in {statement or 'no statement'!r}, which is not about it")
    return sorted(found.values(), key=lambda symbol: _name(symbol.latex))


def _uses(anchor: str, entry: Entry) -> Iterator[Use]:
    """The symbols of a statement, or the one that a line of it defines."""
    if anchor == entry.block:
        for letter, what in entry.objects:
            for size in (size for part in SIZE.findall(what) for size in re.findall("[A-Z]", part)):
                yield Use(size, WHOLE, "", entry.docname, anchor)
            yield Use(letter, what, "", entry.docname, anchor)
    elif entry.kind == "statement" and entry.status == "unchecked":
        symbol, sign, value = entry.latex.partition(r" \mathrel{:=} ")
        if sign:
            yield Use(symbol, "defined there", value, "", entry.block)


def _name(latex: str) -> tuple[bool, str, str]:
    """Latin letters before Greek ones, small and large together."""
    bare = DRESS.sub("", latex).strip()
    return bare.startswith("\\"), bare.lstrip("\\").casefold(), bare
