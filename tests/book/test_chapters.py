"""Every chapter in three voices, and no line on any page that has not passed."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from docutils.nodes import make_id

from derivations.page.notebooks import texts, twin
from derivations.voices.result import SUFFIXES
from tests.book.reading import APPENDICES, BOOK, CHAPTERS, LEDGERS, NOTEBOOKS, anchors_of, blocks_of, lines_of, results_of
from tests.rendering import error, formulas_of, inline_formulas

KINDS = ("statement", "derivation", "sympy", "numpy")
PASSED = {"proved", "verified", "agrees"}
SPOKEN = {"cited", "argued"}
WRONG = {"rejected", "undefined"}
RELATION = re.compile(
    r"=|<|>|\\(?:leq?|geq?|neq|approx|equiv|iff|propto|coloneqq|sim|Leftrightarrow|Rightarrow)(?![a-zA-Z])"
)
DISPLAY = re.compile(
    r"\$\$(.*?)\$\$|\\\[(.*?)\\\]|^[`:]{3,}\{math\}(.*?)^[`:]{3,}|\\begin\{(?:align|equation|gather)\*?\}(.*?)\\end",
    re.DOTALL | re.MULTILINE,
)


def name(path: Path) -> str:
    return path.relative_to(BOOK).as_posix()


def is_spoken(block: dict[str, Any]) -> bool:
    """A statement that no machine checked, and that says so; it is counted apart."""
    return block["kind"] == "statement" and {line["mark"]["status"] for line in block["lines"]} <= SPOKEN


def test_there_are_chapters_and_ledgers() -> None:
    assert CHAPTERS and LEDGERS


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name)
def test_the_three_voices_are_equal_in_number(chapter: Path) -> None:
    kinds = Counter(block["kind"] for block in blocks_of(chapter) if not is_spoken(block))
    assert kinds["statement"] == kinds["sympy"] == kinds["numpy"] >= 1, kinds
    assert kinds["derivation"] >= 1 and kinds["exercise"] >= 1


PUBLISHED = {"taylor-to-second-order", "mean-estimate", "gaussian-density", "gaussian-mass"}
"""Results with a voice whose anchor was published under another name; a new result is not one of them."""


@pytest.mark.parametrize("chapter", CHAPTERS + APPENDICES, ids=name)
def test_every_result_speaks_in_its_voices(chapter: Path) -> None:
    """Each once, under the id of its result; and no statement, SymPy derivation or NumPy check outside of a result."""
    results = results_of(chapter.with_suffix(".myst.md"))
    assert [result.id for result in results if not result.calls["sympy"] == result.calls["numpy"] == 1] == []
    assert [result.id for result in results if result.calls["derivation"] > 1] == []
    checked = [block for block in blocks_of(chapter) if not is_spoken(block)]
    stored = {kind: [block["id"] for block in checked if block["kind"] == kind] for kind in KINDS}
    assert stored["statement"] == [result.id for result in results]
    assert sorted(stored["sympy"]) == sorted(result.anchor("sympy") for result in results)
    assert sorted(stored["numpy"]) == sorted(result.anchor("numpy") for result in results)
    derived = {result.anchor("derivation") for result in results if result.calls["derivation"]}
    assert derived <= set(stored["derivation"])


def test_no_new_result_has_a_voice_under_another_name() -> None:
    results = [result for chapter in CHAPTERS + APPENDICES for result in results_of(chapter.with_suffix(".myst.md"))]
    assert {result.id for result in results if result.anchors} == PUBLISHED
    assert all(result.anchors.keys() <= SUFFIXES.keys() for result in results)


@pytest.mark.parametrize("chapter", CHAPTERS + APPENDICES, ids=name)
def test_every_line_of_a_chapter_has_passed_or_is_shown_as_wrong(chapter: Path) -> None:
    bad = []
    for block, line in lines_of(chapter):
        status = line["mark"]["status"]
        definition = block["kind"] == "statement" and status == "unchecked" and r"\mathrel{:=}" in line["latex"]
        shown_wrong = block["kind"] == "counterexample" or line["tag"] in ("as printed", "your answer")
        spoken = status in SPOKEN and is_spoken(block)
        if not (status in PASSED or definition or spoken or (status in WRONG and shown_wrong)):
            bad.append((line["id"], status))
    assert not bad


@pytest.mark.parametrize("ledger", LEDGERS, ids=name)
def test_every_line_of_a_ledger_is_decided(ledger: Path) -> None:
    bad = []
    for block, line in lines_of(ledger):
        status = line["mark"]["status"]
        row_status = dict(block["facts"])["status"]
        definition = status == "unchecked" and r"\mathrel{:=}" in line["latex"]
        false = status in WRONG and line["tag"] in ("as printed", "owed") and row_status in ("rejected", "amended")
        if not (status in PASSED or definition or false):
            bad.append((line["id"], status))
    assert not bad


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name)
def test_a_letter_means_one_thing_in_a_chapter(chapter: Path) -> None:
    """What the statements declare it as, and what they define it as, each once."""
    meanings: dict[tuple[str, str], set[str]] = {}
    for block in (block for block in blocks_of(chapter) if block["kind"] == "statement"):
        for letter, what in block["objects"]:
            meanings.setdefault((letter, "is"), set()).add(what)
        for letter, defined, value in (line["latex"].partition(r" \mathrel{:=} ") for line in block["lines"]):
            if defined:
                meanings.setdefault((letter, ":="), set()).add(value)
    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_every_wrong_line_has_its_evidence(notebook: Path) -> None:
    wrong = [line for _, line in lines_of(notebook) if line["mark"]["status"] in WRONG]
    without = [line["id"] for line in wrong if not {"counterexample", "reason"} & set(dict(line["mark"]["details"]))]
    assert not without


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_every_formula_renders(notebook: Path) -> None:
    bad = {formula: said for block in blocks_of(notebook) for formula in formulas_of(block) if (said := error(formula))}
    assert not bad


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_every_latex_face_renders_without_macros_of_the_book(notebook: Path) -> None:
    faces = [
        face
        for cell in json.loads(notebook.read_text("utf8"))["cells"]
        for output in cell.get("outputs", [])
        if "text/latex" in output.get("data", {})
        for face in "".join(output["data"]["text/latex"]).split("\n\n")
    ]
    assert faces
    assert [said for face in faces if (said := error(face.removeprefix("$$").removesuffix("$$")))] == []


def test_anchors_are_unique_in_the_book() -> None:
    counted = Counter(anchor for notebook in NOTEBOOKS for anchor in anchors_of(notebook))
    assert [anchor for anchor, count in counted.items() if count > 1] == []


def test_what_a_line_uses_stands_in_the_book() -> None:
    anchors = {anchor for notebook in NOTEBOOKS for anchor in anchors_of(notebook)}
    used = {used for notebook in NOTEBOOKS for _, line in lines_of(notebook) for used in line["uses"]}
    assert used and used <= anchors


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name)
def test_what_a_line_uses_does_not_use_it_in_turn(chapter: Path) -> None:
    """A derivation named x-derived proves the statement x; nothing it uses may be derived from x again."""
    uses: dict[str, set[str]] = {}
    for block, line in lines_of(chapter):
        uses.setdefault(block["id"].removesuffix("-derived"), set()).update(line["uses"])

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = set(uses.get(start, ()))
        while waiting:
            found |= waiting
            waiting = {more for item in waiting for more in uses.get(item, ())} - found
        return found

    assert [block for block in uses if block in reached(block)] == []


# ---------------------------------------------------------------- the texts


def displays(text: str) -> list[str]:
    """Displayed mathematics typed by hand, outside of code cells."""
    prose = re.sub(r"^(`{3,})\{code-cell\}.*?^\1", "", text, flags=re.DOTALL | re.MULTILINE)
    return [next(part for part in match.groups() if part is not None) for match in DISPLAY.finditer(prose)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\n$$x = 1$$\nb", [True]),
        ("\\[ x \\leq 1 \\]", [True]),
        ("```{math}\n:label: a\nx \\iff y\n```", [True]),
        (":::{math}\nx > y\n:::", [True]),
        ("\\begin{align*}x &= 1\\end{align*}", [True]),
        ("$$x + 1$$", [False]),
        ("inline $x = 1$ is a definition", []),
        ("```{code-cell} ipython3\nprint('$$x = 1$$')\n```\n", []),
    ],
)
def test_oracle_of_displayed_mathematics(text: str, found: list[bool]) -> None:
    assert [bool(RELATION.search(display)) for display in displays(text)] == found


@pytest.mark.parametrize("text", texts(BOOK), ids=name)
def test_no_displayed_relation_is_typed_by_hand(text: Path) -> None:
    typed = [display for display in displays(text.read_text("utf8")) if RELATION.search(display)]
    assert not typed, "print it from a claim that is checked"


HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
CELL = re.compile(r"^(`{3,}).*?^\1", re.DOTALL | re.MULTILINE)


def slugs(text: str) -> set[str]:
    """The identifiers that Sphinx gives the headings of a page."""
    return {make_id(re.sub(r"[*`$]", "", heading)) for heading in HEADING.findall(CELL.sub("", text))}


def test_oracle_of_slugs() -> None:
    assert slugs("# Where it *breaks*\n```{code-cell} ipython3\n# a comment\n```\n### $D$, once") == {
        "where-it-breaks",
        "d-once",
    }


@pytest.mark.parametrize("text", texts(BOOK), ids=name)
def test_no_heading_has_the_name_of_a_block(text: Path) -> None:
    assert slugs(text.read_text("utf8")).isdisjoint(anchors_of(twin(text))), "Sphinx has to rename one of the two"


@pytest.mark.parametrize("text", texts(BOOK), ids=name)
def test_inline_mathematics_renders(text: Path) -> None:
    prose = CELL.sub("", text.read_text("utf8"))
    prose = re.sub(r"`[^`]*`|\$\$.*?\$\$", "", prose, flags=re.DOTALL)
    bad = [said for formula in inline_formulas(prose) if (said := error(formula))]
    assert not bad
