"""Blocks: three faces of one content, nothing that varies, and LaTeX that needs no macro of the book."""

from __future__ import annotations

import json
import re

import pytest

from derivations.page.blocks import (
    MIME,
    STATUS,
    Block,
    Blocks,
    Fold,
    Line,
    Mark,
    bundle,
    inline,
    mimebundle,
    plain,
    tex,
    words,
)
from tests.rendering import ROOT, error, face_error, leaves

MARK = Mark("rejected", [("counterexample", "$D = 2$"), ("left side", "$1$"), ("right side", "$0$")])
LINES = [
    Line("sum-1", r"\frac{1}{2}", relation="=", number=1, reason="by [](#rule) and $a > 0$", mark=Mark("verified")),
    Line("sum-1-printed", "2", relation="=", tag="as printed", rows=["mle.001"], where=["$b > 0$"], mark=MARK),
]
BLOCK = Block("derivation", "sum", "A sum of 50 % & more_or_less #1", [("sizes", "$D = 1$")], "a + b", LINES)


def test_bundle_says_everything_and_survives_json() -> None:
    data = bundle(BLOCK)
    assert data == json.loads(json.dumps(data))
    (block,) = data["blocks"]
    assert (block["kind"], block["id"], block["facts"]) == ("derivation", "sum", [["sizes", "$D = 1$"]])
    assert [line["id"] for line in block["lines"]] == ["sum-1", "sum-1-printed"]
    assert block["lines"][1]["mark"]["details"][0] == ["counterexample", "$D = 2$"]


def test_there_is_no_float_in_a_bundle() -> None:
    """nbval compares the bundle as it is; a digit that depends on the processor would be a difference."""
    assert {type(leaf) for leaf in leaves(bundle(BLOCK))} == {str, int, type(None)}


def test_plain_face_has_verdicts_reasons_and_the_evidence_against_a_line() -> None:
    assert plain(BLOCK).splitlines() == [
        "A sum of 50 % & more_or_less #1",
        "  sizes: D = 1",
        "      a + b",
        r"  (1) = \frac{1}{2}  [verified]",
        "        { by rule and a > 0 }",
        "as printed = 2  [rejected]",
        "        where b > 0",
    ]


def test_faces_hold_text_code_and_what_is_folded() -> None:
    fold = Fold("Hint", ["look at $x$"], "x", [Line("a-1", "x")])
    block = Block("exercise", "a", "Title", text=["Words."], inputs="A = 1", code="A + 1", folds=[fold])
    assert plain(block).splitlines() == [
        "Title",
        "  Words.",
        "      A = 1",
        "    A + 1",
        "  Hint:",
        "    look at x",
        "      x",
        "       x",
    ]
    assert face_error(block) == ""


def test_latex_face_renders_without_macros() -> None:
    assert face_error(BLOCK) == ""
    assert r"\checkmark" in tex(BLOCK) and r"\color{#b00020}{2}" in tex(BLOCK)


@pytest.mark.parametrize("status", STATUS)
def test_every_status_has_a_glyph_that_renders(status: str) -> None:
    assert face_error(Block("statement", "s", "S", lines=[Line("s-1", "x", mark=Mark(status))])) == ""


@pytest.mark.parametrize(
    "text", ["a_b^c", "50 % of {x}", "#1 & more", "back\\slash", "tilde~", "最尤推定", "$a$ is left", "<b>"]
)
def test_words_render_whatever_they_are(text: str) -> None:
    assert error(words(text)) == ""


def test_oracle_of_rendering_sees_an_error() -> None:
    assert "Undefined control sequence" in error(r"\ourmacro")
    assert error(r"x^{2}^{\top}") != ""


def test_inline_markup_keeps_formulas_and_drops_links() -> None:
    assert inline("by [the rule](#r) for $x_1$") == r"\text{by the rule for }x_1"
    assert inline("by [](#gradient)") == r"\text{by gradient}"


def test_mimebundle_joins_blocks() -> None:
    faces = mimebundle(BLOCK, BLOCK)
    assert set(faces) == {"text/plain", "text/latex", MIME}
    assert faces["text/plain"] == plain(BLOCK) + "\n\n" + plain(BLOCK)
    assert len(faces[MIME]["blocks"]) == 2
    assert Blocks((BLOCK, BLOCK))._repr_mimebundle_() == faces
    assert BLOCK._repr_mimebundle_() == mimebundle(BLOCK)


@pytest.mark.parametrize("anchor", ["Sum", "a--b", "a_b", "", "a-", "a\n", "mle.001", "é"])
def test_anchor_must_be_a_slug(anchor: str) -> None:
    with pytest.raises(ValueError, match="expected lower-case letters, digits and single hyphens"):
        Block("row", anchor, "T")
    with pytest.raises(ValueError, match="expected lower-case letters"):
        Block("row", "a", "T", lines=[Line(anchor, "x")])


def test_anchor_stands_once() -> None:
    with pytest.raises(ValueError, match="anchor 'a-1': found it twice"):
        Block("row", "a", "T", lines=[Line("a-1", "x"), Line("a-1", "y")])


def test_status_is_one_of_the_known() -> None:
    with pytest.raises(ValueError, match="status 'true' is not one of proved, verified"):
        Mark("true")


def test_every_status_has_its_style() -> None:
    css = (ROOT / "derivations" / "site" / "static" / "derivations.css").read_text("utf8")
    missing = [status for status in STATUS if status not in css]
    assert not missing


def test_latex_face_holds_nothing_that_mathjax_refuses() -> None:
    """JupyterLab's MathJax knows no \\textcircled and \\coloneqq, and no box of text inside a box of text."""
    mark = Mark("rejected", [("counterexample", "$x = 1$"), ("left side", "$1$"), ("right side", "$2$")])
    line = Line("a-1", r"\textcircled{1} = x", reason="by $x$ of [this](#that)", mark=mark)
    shown = tex(Block("statement", "a", "Title with $x$ in it", [("objects", "$x$, a number")], "x", [line]))
    assert not re.search(r"\\text(bf)?\{[^{}]*\\text|\\textcircled|\\coloneqq", shown)
    assert r"\textbf{Title with }x\textbf{ in it}" in shown
    assert r"\text{①} = x" in shown
