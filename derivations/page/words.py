"""The page of all words: each with a line that is checked where it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.page.blocks import Block, Line
from derivations.page.rendering import mark
from derivations.syntax import GIVEN, Scope, Word, declare, read_line, split_outside, vocabulary
from derivations.tree import Printer
from derivations.voices import judged

__all__ = ["GIVEN", "section"]


def section(title: str) -> Block:
    """The words of a section of the vocabulary, each with its lines and the verdicts on them."""
    lines = [
        line for number, word in enumerate(vocabulary()[title], 1) for line in _lines(f"{title.lower()}-{number}", word)
    ]
    return Block("words", f"words-{title.lower()}", title, lines=lines)


def _lines(anchor: str, word: Word) -> Iterator[Line]:
    scope = declare(word.given, Scope())
    for number, written in enumerate(split_outside(word.lines, ";"), 1):
        (claim,) = read_line(written, scope)
        python = f"; in Python `{word.python}`" if word.python and word.python != word.word else ""
        reason = f"`{word.word}`: {_in_text(word.says)}{python}. Written `{written}`"
        yield Line(f"{anchor}-{number}", claim.latex(), reason=reason, mark=mark(judged(claim), Printer()))


def _in_text(says: str) -> str:
    """Without what inline MyST would take for mathematics or markup."""
    return re.sub(r"[$*_\\]", "", says)
