"""The symbols of a book: each meaning once, in the order of names, with what is entered for it."""

from __future__ import annotations

import pytest

from derivations.site.doctree import Entry
from derivations.site.symbols import symbols


def statement(page: str, anchor: str, *objects: tuple[str, str], defines: str = "") -> list[tuple[str, Entry]]:
    """The entries of a statement about the letters, with a line that defines."""
    block = Entry(page, anchor, "statement", anchor, objects=objects)
    line = Entry(page, anchor, "statement", anchor, latex=defines, status="unchecked")
    return [(anchor, block), (f"{anchor}-1", line)]


SIGMA = (r"\Sigma", r"$\in \mathbb{R}^{D \times K}$")
BOOK = [
    *statement("one", "first", SIGMA, ("x_{n}", r"$\in \mathbb{R}$ for $n = 1, \dots, N$")),
    *statement("one", "second", SIGMA, defines=r"S \mathrel{:=} 1"),
    *statement("two", "third", SIGMA, ("s", r"$\in \mathbb{R}$"), defines=r"S \mathrel{:=} 2"),
]


def test_sizes_letters_and_definitions_by_name() -> None:
    found = [(symbol.latex, symbol.statement) for symbol in symbols(BOOK, [])]
    assert found == [
        *(("D", "first"), ("K", "first"), ("N", "first")),
        *(("S", "second"), ("S", "third"), ("s", "third"), ("x_{n}", "first"), (r"\Sigma", "first")),
    ]


def test_a_meaning_holds_on_the_page_of_its_statement() -> None:
    meanings = [{"symbol": r"\Sigma", "in": "second", "means": "spread", "notes": {"mle.001": "A"}}]
    found = [symbol for symbol in symbols(BOOK, meanings) if symbol.latex == r"\Sigma"]
    assert [(symbol.what[:6], symbol.statement, symbol.notes) for symbol in found] == [
        ("spread", "first", {"mle.001": "A"}),
        (r"$\in \m"[:6], "third", {}),
    ]


def test_a_meaning_without_place_holds_everywhere() -> None:
    (found,) = [
        symbol for symbol in symbols(BOOK, [{"symbol": r"\Sigma", "means": "spread"}]) if symbol.latex == r"\Sigma"
    ]
    assert found.what.startswith("spread, ")


@pytest.mark.parametrize("place", [{}, {"in": "first"}, {"in": "nowhere"}])
def test_a_meaning_for_a_symbol_that_is_not_there_is_refused(place: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="found the symbol 'q'"):
        symbols(BOOK, [{"symbol": "q", "means": "nothing", **place}])
