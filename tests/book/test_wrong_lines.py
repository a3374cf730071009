"""A deliberately wrong line in a copy of a chapter: it cannot be executed, and nbval turns red; a status, too.

The copy holds the chapter's own letters and two of its results, so that four variants run in seconds.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from derivations.page.blocks import MIME
from derivations.page.notebooks import main, twin, update
from tests.book.reading import BOOK
from tests.notebooks.test_nbval import nbval
from tests.notebooks.writing import HEADER, write
from tests.notes.test_ledger import FALSE, TRUE, ledger

CHAPTER = BOOK / "gaussian" / "matrix-calculus.myst.md"
CELL = re.compile(r"^```\{code-cell\} ipython3\n.*?^```\n", re.DOTALL | re.MULTILINE)
KEPT = ("from derivations.chapter import *", '"gradient-of-a-quadratic-form",', '"gradient-by-the-mean",')
"""What the cells hold that are kept: the letters, the lemma, and the gradient of the centred form."""

# Name: what stands in the chapter, what is put in its place.
WRONG = {
    "sign": ("(A + A.T) @ z", "(A - A.T) @ z"),
    "transpose": ("(A + A.T) @ z", "(A + A) @ z"),
    "factor": ("-2 * Sigma.I @ (point - mu)", "-1 * Sigma.I @ (point - mu)"),
}


def reduced() -> str:
    """The kept cells of the chapter as a text notebook."""
    cells = CELL.findall(CHAPTER.read_text("utf8"))
    kept = [next(cell for cell in cells if mark in cell) for mark in KEPT]
    return HEADER + "\n".join(kept)


def spoilt(name: str) -> str:
    """The reduced chapter with one wrong line."""
    right, wrong = WRONG[name]
    assert reduced().count(right) == 1
    return reduced().replace(right, wrong)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reduced chapter, executed, and its spoilt copies, which are not."""
    made = tmp_path_factory.mktemp("chapter")
    (made / "right.myst.md").write_text(reduced(), "utf8")
    update(made / "right.myst.md")
    for name in WRONG:
        (made / f"{name}.myst.md").write_text(spoilt(name), "utf8")
    return made


def test_execution_refuses_every_wrong_line_with_its_counterexample(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    written = [folder / f"{name}.myst.md" for name in WRONG]
    assert main([str(text) for text in written]) == 1
    said = capfd.readouterr()
    assert said.out == ""
    for name in WRONG:
        failed = rf"{name}\.myst\.md:(\d+): code cell \d: RefutedLine: .*\nrejected\n  counterexample: D = \d"
        found = re.search(failed, said.err)
        assert found, said.err
        wrong = WRONG[name][1]
        cell = (folder / f"{name}.myst.md").read_text("utf8").splitlines()[int(found[1]) - 1 :]
        assert wrong in "\n".join(cell).partition("```")[0]
    assert not any(twin(text).exists() for text in written)


def test_nbval_is_red_if_a_wrong_line_hides_behind_the_outputs_of_a_right_one(folder: Path, tmp_path: Path) -> None:
    stored = nbformat.read(folder / "right.ipynb", as_version=4)
    for name, (right, wrong) in WRONG.items():
        notebook = nbformat.from_dict(stored)
        for cell in notebook.cells:
            cell.source = cell.source.replace(right, wrong)
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    shutil.copy(folder / "right.ipynb", tmp_path)
    results = nbval(tmp_path)
    assert set(results["right"].values()) == {""}
    for name in WRONG:
        assert any("RefutedLine" in failure and "counterexample" in failure for failure in results[name].values()), name


def test_nbval_is_red_if_a_status_of_a_ledger_is_not_the_computed_one(tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").touch()
    notes = tmp_path / "book" / "notes"
    notes.mkdir(parents=True)
    ledger(notes, {"reading": FALSE, "correction": TRUE}, {"reading": TRUE})
    text = write(tmp_path, 'from derivations.notes import Ledger\nLedger("tiny").section(1, 2)', name="right")
    update(text)
    stored = nbformat.read(twin(text), as_version=4)
    statuses = [block["facts"][0] for block in stored.cells[-1].outputs[0].data[MIME]["blocks"]]
    assert statuses == [["status", "rejected"], ["status", "verified"]]
    statuses[0][1] = "verified"
    nbformat.write(stored, tmp_path / "repaired.ipynb")
    results = nbval(tmp_path)
    assert set(results["right"].values()) == {""}
    assert any("Cell outputs differ" in failure for failure in results["repaired"].values())
