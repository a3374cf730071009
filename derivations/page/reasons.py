"""The ids that reasons name: one that no text of the book gives to a result is told before anything runs."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable, Iterator

from derivations.voices import SUFFIXES

MAKERS = {"Result", "Derivation", "refuted", "Exercise", "cited", "argued"}
"""What is called with an id first."""
VOICE = re.compile(rf"-({'|'.join(SUFFIXES.values())})$")


def ids(sources: Iterable[str]) -> set[str]:
    """The ids that code cells give, those of the voices of a result apart unless they are given by name."""
    found = set()
    for call in _calls(sources):
        if _name(call) in MAKERS and call.args:
            found |= _texts(call.args[:1])
        for keyword in call.keywords:
            if keyword.arg == "anchors" and isinstance(keyword.value, ast.Dict):
                found |= _texts(keyword.value.values)
    return found


def unknown(sources: Iterable[str], known: set[str]) -> list[str]:
    """One message for each id that a code cell gives as a reason, and that is none of the known ones."""
    named = {text for call in _calls(sources) if _name(call) == "by" for text in _texts(call.args)}
    return [_message(name, known) for name in sorted(named) if name not in known and VOICE.sub("", name) not in known]


def _message(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f"reason {name!r}: found no result of this id" + (f", the nearest is {close[0]!r}" if close else "")


def _calls(sources: Iterable[str]) -> Iterator[ast.Call]:
    return (node for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts(nodes: Iterable[ast.expr]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
