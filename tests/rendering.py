"""KaTeX as the book runs it, without any macro of the book: what does it say of a formula?"""

from __future__ import annotations

import atexit
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from derivations.page.blocks import Block, tex
from derivations.site.katex import Katex

ROOT = Path(__file__).parents[1]


@cache
def katex() -> Katex:
    """One child process for all tests of a run."""
    running = Katex(ROOT / "book" / "assets" / "katex" / "katex.min.js")
    atexit.register(running.close)
    return running


def error(latex: str) -> str:
    """Why KaTeX cannot read a displayed formula; empty if it can."""
    return katex().render(latex, display=True).get("error", "")


def face_error(block: Block) -> str:
    """Why KaTeX cannot read the LaTeX face of a block; empty if it can."""
    face = tex(block)
    assert face.startswith("$$") and face.endswith("$$")
    return error(face[2:-2])


def inline_formulas(text: str) -> list[str]:
    """The formulas of inline MyST."""
    parts = text.split("$")
    assert len(parts) % 2, f"a dollar is left open in {text!r}"
    return parts[1::2]


def formulas_of(block: dict[str, Any]) -> Iterator[str]:
    """Every formula in the JSON face of a block."""
    parts = (block, *block["folds"])
    yield from filter(None, [block["inputs"], *(part["start"] for part in parts)])
    texts = [*(value for _, value in block["facts"]), *(text for part in parts for text in part["text"])]
    for line in (line for part in parts for line in part["lines"]):
        yield line["latex"]
        texts += [line["reason"], *line["where"]]
        texts += [value for _, value in (line["mark"] or {"details": []})["details"]]
    for text in texts:
        yield from inline_formulas(text)


def leaves(value: Any) -> Iterator[Any]:
    """The values in nested lists and dictionaries, as they are after a round trip through JSON."""
    value = json.loads(json.dumps(value))
    stack = [value]
    while stack:
        found = stack.pop()
        if isinstance(found, dict | list):
            stack += found.values() if isinstance(found, dict) else found
        else:
            yield found
