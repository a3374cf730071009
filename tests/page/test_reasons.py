"""Reasons that name no result of the book are told before a notebook runs."""

from pathlib import Path

import pytest

from derivations.page.notebooks import main
from derivations.page.reasons import ids, unknown
from tests.notebooks.writing import write

CHAPTER = """
trace = Result("trace-of-a-product", "Trace", equation(tr(A @ B), tr(B @ A)), anchors={{"derivation": "by-entries"}})
trace.derivation(tr(A @ B), "By entries").equals(tr(B @ A), {because})
"""


@pytest.mark.parametrize(
    "because", ['by("trace-of-a-product", text="the factors change places")', 'by("by-entries")', '"words alone"']
)
def test_a_reason_may_name_what_the_book_has(because: str) -> None:
    cell = CHAPTER.format(because=because)
    assert unknown([cell], ids([cell])) == []


def test_an_unknown_reason_is_told_with_the_nearest_one() -> None:
    cell = CHAPTER.format(because='by("trace-of-products")')
    expected = "reason 'trace-of-products': found no result of this id, the nearest is 'trace-of-a-product'"
    assert unknown([cell], ids([cell])) == [expected]


def test_nothing_runs_where_a_reason_is_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write(tmp_path, CHAPTER.format(because='by("nothing-like-it")'))
    assert main([str(text)]) == 1
    assert "reason 'nothing-like-it': found no result of this id" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.ipynb"))
