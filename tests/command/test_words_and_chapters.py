"""``derivations words`` and ``derivations chapter new``."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivations.command.cli import main
from derivations.page.notebooks import execute, style_faults
from derivations.syntax import vocabulary


def test_one_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", "spd"]) == 0
    assert capsys.readouterr().out == "S: D x D spd\n    symmetric positive definite\n    S S^-1 = I\n"


def test_all_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert all(word.word in shown for words in vocabulary().values() for word in words)


def test_an_unknown_word_is_one_line_that_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", "trace2"]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert shown.err.startswith("derivations words: found 'trace2', expected one of =, <=") and "simplex" in shown.err


def test_a_new_chapter_executes_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "two-parts.myst.md"
    assert main(["chapter", "new", str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: written. Execute it with make notebooks ONLY={path}")
    assert "# Two parts\n" in path.read_text(encoding="utf-8")
    assert not style_faults(path)
    outputs = [cell.outputs for cell in execute(path).cells if cell.cell_type == "code"]
    assert len(outputs) == 6 and all(outputs[1:])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x.md", "expected a name that ends in .myst.md"),
        ("Two Parts.myst.md", "found the name 'Two Parts', expected lower-case letters, digits and hyphens"),
        ("none/x.myst.md", "expected the chapter in one that exists"),
        ("there.myst.md", "there.myst.md exists, expected a new file"),
    ],
)
def test_a_chapter_that_cannot_be_written(
    name: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.myst.md").write_text("old", encoding="utf-8")
    assert main(["chapter", "new", str(tmp_path / name)]) == 2
    assert message in capsys.readouterr().err
    assert (tmp_path / "there.myst.md").read_text(encoding="utf-8") == "old"
