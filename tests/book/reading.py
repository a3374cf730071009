"""What is stored in the notebooks of the book."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jupytext

from derivations.notes.concordance import stored_blocks
from derivations.page.notebooks import texts, twin
from derivations.voices.result import SUFFIXES, Voice
from tests.rendering import ROOT

BOOK = ROOT / "book"
NOTEBOOKS = [twin(text) for text in texts(BOOK)]
LEDGERS = [notebook for notebook in NOTEBOOKS if notebook.parent.name == "notes"]
APPENDICES = [notebook for notebook in NOTEBOOKS if notebook.parent.name == "appendix"]
"""Ways and conventions of a note alone: checked like chapters, but told without exercises."""
CHAPTERS = [notebook for notebook in NOTEBOOKS if notebook not in LEDGERS + APPENDICES and notebook.parent != BOOK]
"""Those that stand in a part of the book: its back matter is none."""


class Told(NamedTuple):
    """A result as the source of a chapter tells it: its id, ids published under other names, calls of its voices."""

    id: str
    anchors: dict[Voice, str]
    calls: Counter[str]

    def anchor(self, voice: Voice) -> str:
        """The id of a voice."""
        return self.anchors.get(voice, f"{self.id}-{SUFFIXES[voice]}")


def results_of(text: Path) -> list[Told]:
    """The results of a chapter, read off its code cells: ``name = Result(...)``, and later ``name.sympy(...)``."""
    told: list[Told] = []
    named: dict[str, Told] = {}
    for cell in jupytext.read(text).cells:
        for statement in ast.parse(cell.source).body if cell.cell_type == "code" else ():
            calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
            for call in calls:
                if isinstance(call.func, ast.Name) and call.func.id == "Result":
                    assert isinstance(statement, ast.Assign), "a result has a name"
                    anchors = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg == "anchors"}
                    told.append(Told(ast.literal_eval(call.args[0]), anchors.get("anchors", {}), Counter()))
                    named[ast.unparse(statement.targets[0])] = told[-1]
                elif isinstance(call.func, ast.Attribute) and (owner := named.get(ast.unparse(call.func.value))):
                    owner.calls[call.func.attr] += 1
    return told


def page_of(notebook: Path) -> str:
    """The page as the concordance and the table of contents name it."""
    return notebook.relative_to(ROOT).with_suffix("").as_posix()


def blocks_of(notebook: Path) -> list[dict[str, Any]]:
    """The blocks in the stored outputs."""
    return list(stored_blocks(notebook))


def lines_of(notebook: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every line with the block that it belongs to, those of folded parts too."""
    for block in blocks_of(notebook):
        for part in (block, *block["folds"]):
            yield from ((block, line) for line in part["lines"])


def anchors_of(notebook: Path) -> list[str]:
    """The anchors of blocks and lines, in their order."""
    return [*(block["id"] for block in blocks_of(notebook)), *(line["id"] for _, line in lines_of(notebook))]


def stored_concordance() -> list[dict[str, str]]:
    """The tracked concordance."""
    rows: list[dict[str, str]] = json.loads((BOOK / "concordance.json").read_text("utf8"))
    return rows


def entries_of(slug: str) -> list[dict[str, Any]]:
    """The rows entered of a note."""
    return [json.loads(line) for line in (BOOK / "notes" / f"{slug}.jsonl").read_text("utf8").splitlines()]
