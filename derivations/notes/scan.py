"""Whether a slip may be the scanner's: strokes that a scan loses or misreads make what is printed of what is right.

Lost are single marks: a sign, the ∂ of a quotient, an exponent, a transposition.  Misread is an index or the sign of a
product, each time it stands there, as one other of its kind.  Anything more, or anything that is printed and should not
be, the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from derivations.syntax import split_outside

SCANNED = ("mle", "gauss")
"""The notes that came as pictures and were read by a machine; the others are set in type."""

TOKEN = re.compile(r"[A-Za-z_]\w*|\d+|\S")
QUOTIENT = re.compile(r"\bgrad\(([^(),]*?(?:\[[^]]*\])?), ([^(),]*?(?:\[[^]]*\])?)(?:, tied)?\)")
MARKS = {"-": "a sign $-$", "∂": r"the signs $\partial$", "^": "an exponent", "'": "a transposition"}
PRODUCTS = {"had": r"\odot", "kron": r"\otimes"}
MOST_PAIRS = 2


def scanned_slip(reading: str, correction: str) -> str:
    """What a scan may have lost or misread of a false row, in words; empty if the slip is more than that."""
    for printed in split_outside(reading, ";"):
        if said := _strokes(_tokens(printed), _tokens(correction)):
            return said
    return ""


def _tokens(text: str) -> list[str]:
    """The signs of a line; a derivative of a letter by a letter as the quotient that is printed."""
    return TOKEN.findall(QUOTIENT.sub(r"∂ \1 / ∂ \2", text))


def _strokes(printed: list[str], meant: list[str]) -> str:
    """The one kind of change that leads from what is printed to what is meant, in words; empty if there are others."""
    edits = [
        (printed[first:last], meant[start:end])
        for kind, first, last, start, end in SequenceMatcher(None, printed, meant, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    lost = {said for old, new in edits if not old for said in [_lost(new)]}
    misread = {said for old, new in edits if old for said in _misread(old, new)}
    olds, news = {old for old, _ in misread}, {new for _, new in misread}
    if "" in lost | olds or olds & news or len(olds) < len(misread) or len(misread) > MOST_PAIRS or (lost and misread):
        return ""
    if lost:
        return f"{' and '.join(sorted(lost))} may be lost"
    return ", ".join(f"${_shown(old)}$ may be a misread ${_shown(new)}$" for old, new in sorted(misread))


def _lost(new: list[str]) -> str:
    """The mark that is missing, empty if it is no single mark."""
    return MARKS[new[0]] if new[0] in MARKS and len(new) == (2 if new[0] == "^" else 1) else ""


def _misread(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """The pairs of signs of one kind; a pair of empty words if they are not."""
    for one, other in zip(old, new, strict=False):
        index = re.fullmatch("[a-z]", one) and re.fullmatch("[a-z]", other)
        product = one in PRODUCTS and other in PRODUCTS
        yield (one, other) if (index or product) and len(old) == len(new) else ("", "")
    if not new:
        yield "", ""


def _shown(token: str) -> str:
    return PRODUCTS.get(token, token)
