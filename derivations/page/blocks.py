"""A block: the one thing that every voice of a chapter becomes on its way to the reader.

A statement, a derivation, a SymPy derivation, a NumPy check, an exercise and a row of a ledger are all a title, some
facts, perhaps a starting expression, and lines with a reason and a verdict.  A block has three faces: plain text, LaTeX
(JupyterLab, GitHub) and the JSON bundle that the book's Sphinx extension turns into document nodes.
Text fields are inline MyST; formula fields are LaTeX printed from the object that was checked.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

MIME = "application/vnd.derivations.v1+json"

STATUS = {
    "proved": "proved",
    "verified": "verified",
    "agrees": "agrees numerically",
    "cited": "cited",
    "argued": "argued in words",
    "rejected": "rejected",
    "undefined": "undefined",
    "inconclusive": "inconclusive",
    "unchecked": "not checked",
}
"""Status of a line and the words for it: ``agrees`` is the NumPy voice, ``cited`` a theorem of the literature and
``argued`` a proof in words on the page, which no machine checked; the others are verdicts."""

GLYPH = {
    "proved": r"\blacksquare",
    "verified": r"\checkmark",
    "agrees": r"\approx",
    "cited": r"\dagger",
    "argued": r"\S",
    "rejected": r"\times",
    "undefined": r"\bot",
    "inconclusive": r"?",
    "unchecked": r"\circ",
}

WRONG = ("rejected", "undefined")
"""Statuses of a line that may stand on a page only beside the evidence against it."""

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ESCAPES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
"""Characters that a backslash in front does not make into text."""
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Mark:
    """The verdict of a line as the page shows it: a status of `STATUS`, and details: labels with inline MyST."""

    status: str
    details: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.status not in STATUS:
            raise ValueError(f"status {self.status!r} is not one of {', '.join(STATUS)}")


@dataclass(frozen=True)
class Line:
    """One line: relation and right side, the reason beside it, side conditions under it, the mark at its end.

    ``tag`` replaces the number of a line that is not part of the chain, e.g. "as printed".
    ``left`` is the left side of a line that shows its right side only, because the line before has the same.
    ``uses`` names ids of other blocks or lines, ``rows`` rows of the notes, e.g. "mle.008".
    """

    id: str
    latex: str
    relation: str = ""
    number: int | None = None
    tag: str = ""
    reason: str = ""
    where: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    mark: Mark | None = None
    left: str = ""


@dataclass(frozen=True)
class Fold:
    """What stands folded under a label: paragraphs of inline MyST, and lines with what they start from."""

    label: str
    text: list[str] = field(default_factory=list)
    start: str = ""
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """A titled group of lines; ``kind`` is statement, derivation, sympy, numpy, counterexample, exercise,
    row or words.

    ``text`` are paragraphs in front of the lines, ``inputs`` the values that ``code`` works on, ``objects`` the letters
    that a statement is about, each in LaTeX with what it is.  ``folded`` says why one would unfold the block.
    """

    kind: str
    id: str
    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    start: str = ""
    lines: list[Line] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    inputs: str = ""
    code: str = ""
    folds: list[Fold] = field(default_factory=list)
    objects: list[tuple[str, str]] = field(default_factory=list)
    folded: str = ""

    @property
    def all_lines(self) -> list[Line]:
        """The lines, those that are folded too."""
        return [*self.lines, *(line for fold in self.folds for line in fold.lines)]

    def __post_init__(self) -> None:
        anchors = [self.id, *(line.id for line in self.all_lines)]
        for anchor in anchors:
            if not SLUG.fullmatch(anchor):
                raise ValueError(f"anchor {anchor!r}: expected lower-case letters, digits and single hyphens")
            if anchors.count(anchor) > 1:
                raise ValueError(f"anchor {anchor!r}: found it twice, expected each once")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return mimebundle(self)


@dataclass(frozen=True)
class Blocks:
    """Several blocks as one cell output: a section of a ledger."""

    blocks: tuple[Block, ...]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return mimebundle(*self.blocks)


def bundle(*blocks: Block) -> dict[str, Any]:
    """The JSON face of the blocks: strings, integers, lists and dictionaries, nothing that varies from run to run."""
    return {"version": 1, "blocks": [_jsonable(asdict(block)) for block in blocks]}


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    return value


def plain(block: Block) -> str:
    """The block as plain text: titles, LaTeX source, reasons in braces, verdicts in brackets."""
    rows = [without_markup(block.title), *(f"  {label}: {without_markup(value)}" for label, value in block.facts)]
    rows += [f"  {without_markup(paragraph)}" for paragraph in block.text]
    rows += [f"      {block.inputs}"] if block.inputs else []
    rows += [f"    {line}" for line in block.code.splitlines()]
    rows += _plain_lines(block.start, block.lines)
    for fold in block.folds:
        rows += [f"  {fold.label}:", *(f"    {without_markup(paragraph)}" for paragraph in fold.text)]
        rows += _plain_lines(fold.start, fold.lines)
    return "\n".join(rows)


def _plain_lines(start: str, lines: list[Line]) -> list[str]:
    rows = [f"      {start}"] if start else []
    for line in lines:
        number = line.tag or (f"({line.number})" if line.number else "")
        verdict = f"  [{STATUS[line.mark.status]}]" if line.mark else ""
        rows.append(f"{number:>5} {line.relation} {line.latex}{verdict}".rstrip())
        rows += [f"        where {without_markup(', '.join(line.where))}"] if line.where else []
        rows += [f"        {{ {without_markup(line.reason)} }}"] if line.reason else []
    return rows


def tex(block: Block) -> str:
    """The block as one display: JupyterLab and GitHub show this face."""
    rows = [rf"&{inline(block.title, bold=True)}\\[4pt]"]
    rows += [rf"&\small {words(label + ': ')}{inline(value)}\\" for label, value in block.facts]
    rows += [rf"&\small {inline(paragraph)}\\" for paragraph in block.text]
    rows += [rf"&{block.inputs}\\"] if block.inputs else []
    rows += [rf"&\texttt{{{words(line)}}}\\" for line in block.code.splitlines()]
    rows += _tex_lines(block.start, block.lines)
    for fold in block.folds:
        rows += [rf"&{words(fold.label, bold=True)}\\", *(rf"&\small {inline(text)}\\" for text in fold.text)]
        rows += _tex_lines(fold.start, fold.lines)
    return "$$\\begin{aligned}\n" + CIRCLED.sub(circled, "\n".join(rows)) + "\n\\end{aligned}$$"


def _tex_lines(start: str, lines: list[Line]) -> list[str]:
    rows = [rf"&{start}\\"] if start else []
    for line in lines:
        number = line.tag or (f"({line.number})" if line.number else "")
        shown = rf"\color{{#b00020}}{{{line.latex}}}" if line.tag else line.latex
        glyph = rf"\quad {GLYPH[line.mark.status]}" if line.mark else ""
        rows.append(rf"{words(number)}\quad &{line.relation}\; {shown}{glyph}\\")
        rows += [rf"&\qquad\small \text{{where }}{inline(', '.join(line.where))}\\"] if line.where else []
        rows += [rf"&\qquad\small {inline(line.reason)}\\[3pt]"] if line.reason else []
    return rows


CIRCLED = re.compile(r"\\textcircled\s*\{(\d)\}")


def circled(match: re.Match[str]) -> str:
    """A circled digit as a character: MathJax, which JupyterLab shows this face with, knows no \\textcircled."""
    return rf"\text{{{chr(ord('①') + int(match[1]) - 1)}}}"


def literal(text: str) -> str:
    """Words as inline MyST: the product of two sizes is no emphasis."""
    return text.replace("*", r"\*")


def without_markup(text: str) -> str:
    """Inline MyST as plain text; a bare link shows its target."""
    text = LINK.sub(lambda match: match[1] or match[0][3:-1].lstrip("#"), text).replace(r"\*", "*")
    return text.replace("$", "").replace("`", "")


def inline(text: str, bold: bool = False) -> str:
    """Inline MyST as LaTeX: words in text boxes, formulas as they are."""
    text = LINK.sub(lambda match: match[1] or match[0][3:-1].lstrip("#"), text).replace("`", "").replace(r"\*", "*")
    return "".join(part if i % 2 else words(part, bold) for i, part in enumerate(text.split("$")))


def words(text: str, bold: bool = False) -> str:
    """Words inside a formula."""
    escaped = re.sub(r"[\\^~#%&_{}]", lambda match: ESCAPES.get(match[0], "\\" + match[0]), text.replace("$", ""))
    return rf"\{'textbf' if bold else 'text'}{{{escaped}}}" if text else ""


def mimebundle(*blocks: Block) -> dict[str, Any]:
    """The three faces of one cell output: plain text, LaTeX (JupyterLab, GitHub) and the JSON bundle of the book."""
    return {
        "text/plain": "\n\n".join(map(plain, blocks)),
        "text/latex": "\n\n".join(map(tex, blocks)),
        MIME: bundle(*blocks),
    }
