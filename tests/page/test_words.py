"""The vocabulary: every word has a line, the line needs it and is true."""

from __future__ import annotations

import pytest

from derivations.page.words import section
from derivations.syntax import vocabulary
from derivations.tree import CONSTANTS, FUNCTION_KINDS, STRUCTURES, WORDS

EVERY = [(title, word) for title, words in vocabulary().items() for word in words]


def test_every_word_and_every_structure_has_a_line() -> None:
    assert {word.word for title, word in EVERY if title == "Expressions"} == {*WORDS, *CONSTANTS}
    assert {word.structure for title, word in EVERY if title == "Declarations"} == {*STRUCTURES, "in (0, 1)"}


def test_every_kind_of_function_has_a_line() -> None:
    functions = {word.structure: word for title, word in EVERY if title == "Functions"}
    assert set(functions) == {*FUNCTION_KINDS} - {""}
    assert "p is the Lipschitz constant of f', not of f" in functions["smooth"].says


def test_a_line_of_an_expression_contains_its_word() -> None:
    assert all(
        f"{word.word}(" in word.lines or word.word in CONSTANTS for title, word in EVERY if title == "Expressions"
    )
    assert all(word.word in word.lines for title, word in EVERY if title == "Relations")


@pytest.mark.parametrize("title", vocabulary())
def test_every_line_is_true(title: str) -> None:
    lines = section(title).lines
    assert len(lines) >= len(vocabulary()[title])
    wrong = [line.reason for line in lines if line.mark is None or line.mark.status not in ("verified", "proved")]
    assert not wrong


def test_a_word_as_a_terminal_shows_it() -> None:
    (total,) = (word for _, word in EVERY if word.word == "sum")
    assert total.text().splitlines() == [
        "sum",
        "    sum of the body over index = 1..size",
        "    in Python total",
        "    sum(i, x[i] y[i]) = x' y",
    ]
