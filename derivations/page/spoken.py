"""Statements that no machine checked: theorems of the literature, and what a page argues in words.

They look like statements, are marked as what they are, and are counted apart from what was checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from derivations.page.blocks import Block, Line, Mark


def cited(id: str, title: str, *formulas: str, source: str, text: Sequence[str] = ()) -> Block:
    """A theorem of the literature: formulas in LaTeX, hypotheses in words, and the exact place of a proof."""
    return _spoken(id, title, formulas, text, Mark("cited", [("proof", source)]))


def argued(id: str, title: str, *formulas: str, because: str, text: Sequence[str] = ()) -> Block:
    """What follows from lines that were checked, by an argument in words, which names them."""
    return _spoken(id, title, formulas, text, Mark("argued", [("argument", because)]))


def _spoken(id: str, title: str, formulas: Sequence[str], text: Sequence[str], mark: Mark) -> Block:
    if not formulas:
        raise ValueError(f"{id}: found no formula, expected at least one")
    lines = [Line(f"{id}-{number}", latex, mark=mark) for number, latex in enumerate(formulas, 1)]
    return Block("statement", id, title, lines=lines, text=list(text))
