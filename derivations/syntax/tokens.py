"""The tokens of a line of the text syntax, and a cursor that steps over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from derivations.tree import GREEK

TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_≐∝][A-Za-z_0-9]*)|(<=>|=>|<=|>=|<|>|:=|!=|=_|\.\.\.|\.T|[-+*/^'()\[\],;:=~|≤≥⇔]))"
)
SIGNS = {"≤": "<=", "≥": ">=", "⇔": "<=>", "≐": "doteq", "∝": "propto"}
"""Signs that a keyboard may have, as a token or at the beginning of one, and what they are in plain text."""
GREEK_LETTERS = {
    **dict(zip("αβγδεζηθκλμνξπρστυφχψω", GREEK, strict=False)),
    **dict(zip("ΓΔΘΛΞΠΣΦΨΩ", GREEK[-10:], strict=True)),
    "ϵ": "epsilon",
    "ϕ": "phi",
}
"""The names of Greek letters."""
MAX_LENGTH = 4_000
"""Longest line that is read, in characters."""
MAX_BRACKETS = 60
"""Deepest nesting of brackets that is read."""


class ReadError(ValueError):
    """A line that cannot be read: what was found where, and what was expected."""


class Token(NamedTuple):
    """A number, a name, a symbol or the end, with its position in the line (from 1)."""

    kind: str
    text: str
    position: int


def require_length(line: str) -> None:
    """`ReadError` for a line that is longer than any that is read."""
    if len(line) > MAX_LENGTH:
        raise ReadError(f"found a line of {len(line)} characters, expected at most {MAX_LENGTH}")


def spelled(text: str) -> str:
    """The text with the names of Greek letters, apart from letters behind them: ``σp`` is ``sigma p``."""

    def name(match: re.Match[str]) -> str:
        return GREEK_LETTERS[match[1]] + (" " if match[2] else "")

    return re.sub(rf"([{''.join(GREEK_LETTERS)}])(?=([A-Za-z{''.join(GREEK_LETTERS)}])?)", name, text)


def tokens(line: str) -> Iterator[Token]:
    """The tokens of a line; `ReadError` at the first character that starts none."""
    require_length(line)
    line = spelled(line)
    position, used = 0, len(line.rstrip())
    while position < used:
        match = TOKEN.match(line, position)
        if not match:
            place = used - len(line[position:].strip())
            raise ReadError(f"position {place + 1}: found {line[place]!r}, expected a number, a name or an operator")
        kind = ("number", "name", "symbol")[match.lastindex - 1]  # type: ignore[operator]
        text: str = match[match.lastindex]  # type: ignore[index]
        yield Token(kind, SIGNS.get(text[0], text[0]) + text[1:], match.start(match.lastindex) + 1)  # type: ignore[arg-type]
        position = match.end()
    yield Token("end", "the end of the line", used + 1)


class Cursor:
    """The place in a line up to which it has been read."""

    def __init__(self, line: str) -> None:
        self.tokens = list(tokens(line))
        self.place = 0
        self.brackets = 0

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.place]

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of the symbols or names."""
        return self.token.kind in ("symbol", "name") and self.token.text in texts

    def take(self, text: str) -> None:
        """Step over the symbol; `ReadError` if it is not there."""
        if not self.at(text):
            raise self.error(f"{text!r}")
        self.brackets += (text in ("(", "[")) - (text in (")", "]"))
        if self.brackets > MAX_BRACKETS:
            raise ReadError(f"position {self.token.position}: found more than {MAX_BRACKETS} nested brackets")
        self.place += 1

    def taken(self, *texts: str) -> bool:
        """Step over the next token if it is one of the symbols or names; whether it was."""
        if not self.at(*texts):
            return False
        self.take(self.token.text)
        return True

    def error(self, expected: str) -> ReadError:
        """What was found at the present token, and what was expected."""
        found = self.token.text if self.token.kind == "end" else repr(self.token.text)
        return ReadError(f"position {self.token.position}: found {found}, expected {expected}")

    def end(self) -> None:
        """`ReadError` unless the line is used up."""
        if self.token.kind != "end":
            raise self.error("an operator or the end of the line")
