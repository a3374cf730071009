"""Counterexamples are values, and printed as such: on a page, on a terminal, as data."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from derivations.checking.evidence import Counterexample
from derivations.checking.ladder import check
from derivations.syntax.declarations import declare, read_line
from derivations.syntax.scope import Scope
from derivations.tree.latex import Printer


def counterexample(given: str, line: str) -> Counterexample:
    """To a false claim."""
    (claim,) = read_line(line, declare(given, Scope()))
    found = check(claim).counterexample
    assert found is not None
    return found


SHOWN = [
    ("C: D x D", "det(2 C) = 2 det(C)", "D = 2, C = [[1, 0], [0, 1]]: left 4, right 2"),
    ("p: scalar positive", "log(2 p) = log(p)", "p = 1: left log(2), right 0"),
    ("x[n]: D for n in 1..N", "sum(n, x[n]) = 0", "D = 1, N = 1, x[1] = 1: left 1, right 0"),
]


@pytest.mark.parametrize(("given", "line", "text"), SHOWN)
def test_text_on_one_line(given: str, line: str, text: str) -> None:
    assert counterexample(given, line).text() == text


ARRAYS = [
    ("C: D x D", "det(2 C) = 2 det(C)"),
    ("S: D x D spd; dS: differential of S", "S^-1 dS = dS S^-1"),
    ("x[n]: D for n in 1..N; W: D x D antisymmetric; n in 1..N", "W x[n] = x[n]"),
    ("y: D; C: D x D", "for y: det(C) y = 0 <=> y = 0"),
    ("p: scalar positive", "sqrt(p) = p/3"),
]


@pytest.mark.parametrize(("given", "line"), ARRAYS)
def test_text_reads_back_to_the_values(given: str, line: str) -> None:
    """A reader who takes the printed numbers has the instance that was checked."""
    found = counterexample(given, line)
    printed = [read_back(value) for name, value in found.texts().items() if name != "n"]
    exact = [rows for key, value in found.values.items() for rows in (value if key.axes else [value])]
    assert exact and printed == exact


def read_back(text: str) -> list[list[Fraction]]:
    """Rows of ``[[1, 1/2], [0, 1]]``, of the column ``[1, 1/2]`` or of a number."""
    data = json.loads(re.sub(r"-?\d+(/\d+)?", lambda number: f'"{number[0]}"', text))
    rows = data if isinstance(data, list) else [data]
    return [[Fraction(entry) for entry in (row if isinstance(row, list) else [row])] for row in rows]


def test_a_function_is_shown_at_t_and_an_index_by_its_value() -> None:
    function = counterexample("f: function; t: scalar", "f(t) = f(2 t)")
    assert {"t", "f(t)"} == set(function.texts())
    entry = counterexample("A: D x D; i, j in 1..D", "A[i,j] = A[j,i]")
    assert [(index.name, value) for index, value in entry.indices.items()] == [("i", 1), ("j", 2)]
    assert entry.latex(Printer())[-2:] == ["i = 1", "j = 2"]


def test_latex_is_in_the_notation_of_the_reader() -> None:
    found = counterexample("x[n]: D for n in 1..N; D: size", "sum(n, x[n]) = 0")
    assert found.latex(Printer({"x[]": "x^{(#)}", "N": "M"})) == ["D = 1", "M = 1", "x^{(1)} = 1"]


def test_the_value_of_an_unknown_solves_one_side() -> None:
    found = counterexample("y: D; C: D x D", "for y: det(C) y = 0 <=> y = 0")
    assert (found.left.text(), found.right.text()) == ("holds", "does not hold")
    assert set(found.texts()) == {"C", "y"}
