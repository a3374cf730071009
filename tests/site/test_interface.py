"""The page of the programming interface: whole, each function with its signature and its docstring, as written."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest

from derivations import chapter
from derivations.site.interface import escape_docstring
from derivations.tree import CHAPTER_WORDS
from tests.site.books import ROOT, Book

INTERNAL = {"moments", "spread", "validation"}
"""Kernels that only kernels call."""
SHARED = {"derivations.numerics.gaussian.factorised"}
VALUES = {"BLUE", "GREEN", "PURPLE", "VERMILLION", "half", "pi"}


def kernels() -> Iterator[tuple[str, list[str]]]:
    """The public functions of the kernels with their parameters."""
    for path in sorted((ROOT / "derivations/numerics").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(path.read_text("utf8")).body if path.stem not in INTERNAL else ():
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{module}.{node.name}", [argument.arg for argument in node.args.args]


@pytest.fixture(scope="module")
def entries(real: Book) -> dict[str, str]:
    """What the page says of each name: its signature and what stands below it, as text."""
    page = (real.html / "book/api.html").read_text("utf8")
    parts = re.split(r'<dt class="sig[^>]*id="([^"]*)">', page)
    texts = (" ".join(html.unescape(re.sub(r"<[^>]*>", "", part)).split()) for part in parts[2::2])
    return dict(zip(parts[1::2], texts, strict=True))


@pytest.mark.parametrize(("name", "parameters"), [item for item in kernels() if item[0] not in SHARED])
def test_every_kernel_stands_there_with_its_parameters(
    entries: dict[str, str], name: str, parameters: list[str]
) -> None:
    shown, *words = re.findall(r"\w+", entries[name].split(")#")[0])
    assert shown == name.rpartition(".")[2]
    assert [word for word in words if word in parameters] == parameters


def test_every_word_of_a_chapter_stands_there(entries: dict[str, str]) -> None:
    words = set(chapter.__all__) - set(CHAPTER_WORDS) - VALUES
    shown = {match[1] for name in entries if (match := re.fullmatch(r"derivations\.chapter\.(\w+)", name))}
    assert shown == words


def test_every_entry_says_something(entries: dict[str, str]) -> None:
    assert [name for name, text in entries.items() if not re.search(r"# \S", text)] == []


def test_a_docstring_is_shown_as_written() -> None:
    lines = ["|Σ| of `a` and ``b``: x_ * y", "    indented * _code_"]
    shown: Any = escape_docstring
    shown(None, "function", "f", None, None, lines)
    assert lines == [r"\|Σ\| of ``a`` and ``b``: x\_ \* y", "    indented * _code_"]
