r"""LaTeX as the printer writes it, in plain text for a terminal: ``\left|C^{-1}\right|`` -> ``det(C^-1)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

PIECE = re.compile(r"\\(?:left|right)\\?[^\sA-Za-z]|\\[A-Za-z]+|\\.|[A-Za-z]+|\d+|\s+|.", re.DOTALL)
SIGNS = {
    r"\left|": "det(",
    r"\right|": ")",
    r"\left.": "",
    r"\right.": "",
    r"\geq": ">=",
    r"\leq": "<=",
    r"\neq": "!=",
    r"\iff": "<=>",
    r"\cdot": "*",
    r"\dots": "...",
    r"\top": "'",
    r"\partial": "d",
    **dict.fromkeys((r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad", r"\qquad"), " "),
}
"""What stands for a command; any other is a name, ``\\mu`` -> ``mu``."""
LOOKS = {r"\text", r"\mathrm", r"\operatorname", r"\mathcal", r"\mathbb", r"\mathbf", r"\mathrel"}
"""Commands that change only how their argument looks."""
ENVIRONMENT = re.compile(r"\\begin\{(\w+)\}((?:(?!\\begin).)*?)\\end\{\1\}", re.DOTALL)
SINGLE = re.compile(r"-?\w+|\w*\([^()]*\)")
FUNCTION = re.compile(r"\b(log|exp) \(")


def plain_text(latex: str) -> str:
    """The formula in letters, digits and signs of a keyboard; a brace that is not closed ends with the formula."""
    while ENVIRONMENT.search(latex):
        latex = ENVIRONMENT.sub(_environment, latex)
    text = _group(iter(PIECE.findall(latex)))
    return FUNCTION.sub(r"\1(", re.sub(r"\s+", " ", text)).strip()


def _environment(match: re.Match[str]) -> str:
    r"""A matrix ``[[1, 2], [3, 4]]``, a column ``[1, 2]``, ``cases(a if i = j, b if i \neq j)``."""
    rows = [[cell.strip() for cell in row.split("&")] for row in re.split(r"\\\\", match[2])]
    if match[1] == "cases":
        return rf"\text{{cases}}({', '.join(f'{cells[0]} if {cells[-1][1:-1]}' for cells in rows)})"
    shown = [cells[0] if len(cells) == 1 else f"[{', '.join(cells)}]" for cells in rows]
    return f"[{', '.join(shown)}]"


def _group(pieces: Iterator[str]) -> str:
    """Everything up to the closing brace, or to the end."""
    text = ""
    for piece in pieces:
        if piece == "}":
            break
        if piece in ("^", "_"):
            above = _argument(pieces).strip()
            text += above if above == "'" else piece + _bracketed(above)
            continue
        more = _value(piece, pieces)
        # A command does not run into the name before it: 3\log 2 is 3 log 2.
        apart = piece.startswith("\\") and more[:1].isalpha() and re.search(r"[\w)']$", text)
        text += f" {more}" if apart else more
    return text


def _argument(pieces: Iterator[str]) -> str:
    """The group, or the one piece, that follows."""
    following = next((piece for piece in pieces if not piece.isspace()), "}")
    return "" if following == "}" else _value(following, pieces)


def _value(piece: str, pieces: Iterator[str]) -> str:
    """One piece with its arguments."""
    if piece == "{":
        return _group(pieces)
    if piece in (r"\frac", r"\tfrac"):
        return f"{_bracketed(_argument(pieces))}/{_bracketed(_argument(pieces))}"
    if piece == r"\sqrt":
        return f"sqrt({_argument(pieces)})"
    if piece in LOOKS:
        return _argument(pieces)
    return SIGNS.get(piece, re.sub(r"^\\(left|right)?\\?", "", piece))


def _bracketed(text: str) -> str:
    """The text, in brackets unless it is one name, number or call; a derivative's ``d y`` is one name."""
    text = re.sub(r"^d (?=\S+$)", "d", text.strip())
    return text if SINGLE.fullmatch(text) else f"({text})"
