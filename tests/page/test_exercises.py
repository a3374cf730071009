"""Exercises: an answer is judged, whatever it is."""

from __future__ import annotations

import random

import pytest

from derivations.page.blocks import Block, Mark
from derivations.page.exercises import Exercise
from derivations.syntax.tokens import ReadError
from derivations.voices.checked import RefutedLine
from tests.rendering import error, face_error

HINTS = {"x - a": "the factor 2 is lost", "2 x": "the point is lost"}
DISTANCE = Exercise("distance", "A gradient", "x, a: D; A: D x D", "grad((x - a)' (x - a), x)", HINTS)
SYMBOLS = ["x", "a", "A", "2", "0", "(", ")", "'", "^", "-1", "^-1", "+", "-", "*", "/", "[", "]", "1", "=", ":="]
SYMBOLS += ["tr", "det", "log", "exp", "sqrt", "grad", "sum", "cases", "pi", ",", "..", "...", "$", "é", "\\frac", "D"]


def judged(text: str) -> tuple[Mark, str]:
    """Mark and reason of an answer."""
    line = DISTANCE.answer(text).lines[0]
    assert line.mark is not None
    return line.mark, line.reason


@pytest.mark.parametrize("text", ["2 (x - a)", "2x - 2a", "2 (x' - a')'", "-2 (a - x)", "(x - a) + (x - a)"])
def test_right_answer_in_any_form(text: str) -> None:
    mark, reason = judged(text)
    assert mark.status == "verified" and reason == ""


@pytest.mark.parametrize(
    ("text", "hint"), [("x - a", HINTS["x - a"]), ("-(a - x)", HINTS["x - a"]), ("x + x", HINTS["2 x"])]
)
def test_common_wrong_answer_gets_its_hint_in_any_form(text: str, hint: str) -> None:
    mark, reason = judged(text)
    assert mark.status == "rejected" and reason == hint
    assert dict(mark.details)["counterexample"].startswith("$D = 1$")


@pytest.mark.parametrize("text", ["2 (a - x)", "3 (x - a)", "x", "0"])
def test_other_wrong_answer_gets_the_counterexample_alone(text: str) -> None:
    mark, reason = judged(text)
    assert mark.status == "rejected" and reason == ""
    assert {"counterexample", "left side", "right side"} <= set(dict(mark.details))


@pytest.mark.parametrize(
    "text", ["x'", "A", "2", "x x", "(x - a)' (x - a)", "x + 1", "A^-1 A", "log(x)", "x^2", "x[x]"]
)
def test_ill_typed_answer_is_undefined_and_says_why(text: str) -> None:
    mark, _ = judged(text)
    assert mark.status == "undefined"
    assert "ill-typed" in dict(mark.details)["reason"] and "expected" in dict(mark.details)["reason"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2 (x - b)", "position 8: found the unknown name 'b', expected one of A, D, a"),
        ("2 (x - a", "position 9: found the end of the line, expected ')'"),
        ("2 (x - a))", "position 10: found ')', expected an operator"),
        ("x = a", "position 3: found '=', expected an operator"),
        ("", "position 1: found the end of the line, expected a number, a name or '('"),
        (r"\frac{1}{2} x", r"position 1: found '\\', expected a number, a name or an operator"),
        ("2 × x", "position 3: found '×'"),
        ("(" * 61, "more than 60 nested brackets"),
        ("log(" * 900, "more than 60 nested brackets"),
        ("x" + "'" * 3000, "nested"),
        ("1" + "+1" * 1900, "nested"),
        ("x" * 5000, "found a line of 5000 characters"),
    ],
)
def test_unreadable_answer_is_undefined_and_says_where(text: str, message: str) -> None:
    mark, _ = judged(text)
    assert mark.status == "undefined"
    assert message in dict(mark.details)["reason"]


@pytest.mark.parametrize("text", ["2 (x - a)", "x - a", "A", "", "a_b^c#%&~", r"\frac{", "{", "最", "x$y", "x" * 300])
def test_every_answer_renders(text: str) -> None:
    block = DISTANCE.answer(text)
    assert error(block.lines[0].latex) == ""
    assert face_error(Block(block.kind, block.id, block.title, lines=[block.lines[0]])) == ""


@pytest.mark.parametrize("seed", range(4))
def test_no_answer_raises(seed: int) -> None:
    rng = random.Random(seed)
    answers = [" ".join(rng.choices(SYMBOLS, k=rng.randint(1, 7))) for _ in range(60)]
    statuses = [judged(answer)[0].status for answer in answers]
    assert "undefined" in statuses


def test_exercise_as_it_is_set_with_hint_and_answer_folded() -> None:
    asked = Exercise("distance", "A gradient", DISTANCE.given, DISTANCE.left, question="Where to?", hint="Chain rule.")
    block = asked.solved("2 (x - a)", "The square has the slope $2 y$.", "The inner slope is 1.")
    assert block.kind == "exercise" and block.lines == [] and block.text == ["Where to?"]
    assert block.facts == [("letters", r"$x \in \mathbb{R}^{D}$; $a \in \mathbb{R}^{D}$")]
    assert block.start.endswith(r"= \; ?") and r"\frac{\partial}{\partial x}" in block.start
    assert [(fold.label, fold.text) for fold in block.folds] == [
        ("Hint", ["Chain rule."]),
        ("Answer", ["The square has the slope $2 y$.", "The inner slope is 1."]),
    ]
    (line,) = block.folds[1].lines
    assert line.id == "distance-answer-1" and line.latex.endswith(r"= 2 \left(x - a\right)")
    assert face_error(block) == ""


def test_a_question_without_a_line_to_complete_is_answered_by_lines_that_hold() -> None:
    asked = Exercise("by-hand", "By hand", "S: 2 x 2 spd", question="Invert $(2, 1; 1, 2)$.")
    block = asked.solved("[2, 1; 1, 2]^-1 = [2/3, -1/3; -1/3, 2/3]; det([2, 1; 1, 2]) = 3", "Swap, change signs.")
    assert [line.mark and line.mark.status for line in block.folds[0].lines] == ["proved", "proved"]
    assert block.start == "" and block.facts == []
    with pytest.raises(RefutedLine, match="answer of by-hand"):
        asked.solved("det([2, 1; 1, 2]) = 5")


@pytest.mark.parametrize("text", ["x - a", "A", "0"])
def test_wrong_answer_in_place_of_the_right_one_raises(text: str) -> None:
    with pytest.raises(RefutedLine, match="answer of distance"):
        DISTANCE.solved(text)


@pytest.mark.parametrize(
    ("given", "left", "hints"),
    [("x: D", "grad(y, x)", {}), ("x: D", "x", {"y": "unknown"}), ("x in D", "x", {}), ("x: D", "x", {"(": "open"})],
)
def test_exercise_that_cannot_be_read_is_refused_when_it_is_made(given: str, left: str, hints: dict[str, str]) -> None:
    with pytest.raises(ReadError, match="expected"):
        Exercise("e", "E", given, left, hints)


@pytest.mark.parametrize(
    ("given", "left", "done"),
    [("x: D", "grad(x' x, x)", "2 x"), ("X: D x D; dX: differential of X", "d(tr(X X))", "2 tr(X dX)")],
    ids=["gradient", "differential"],
)
def test_an_answer_that_repeats_the_question_is_unfinished(given: str, left: str, done: str) -> None:
    exercise = Exercise("square", "Square", given, left)
    line = exercise.answer(left).lines[0]
    assert line.mark is not None
    assert line.mark.status == "unchecked"
    assert "still to do" in line.reason
    with pytest.raises(RefutedLine, match="leaves a derivative"):
        exercise.solved(left)
    assert exercise.solved(done).folds[0].lines[0].mark.status == "verified"  # type: ignore[union-attr]
