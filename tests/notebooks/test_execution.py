"""Executing text notebooks: reproducible, in step, and one clear line when something is wrong."""

import os
from pathlib import Path

import nbformat
import pytest

from derivations.page import notebooks
from derivations.page.notebooks import NotebookError, differences, execute, main, read, refresh, texts, twin, update
from tests.notebooks.writing import HEADER, code, write


def test_twin_lies_beside_the_text() -> None:
    assert twin(Path("book/a.myst.md")) == Path("book/a.ipynb")
    with pytest.raises(ValueError, match=r"text: found a\.md, expected a name that ends in \.myst\.md"):
        twin(Path("a.md"))


def test_two_executions_give_the_same_bytes(tmp_path: Path) -> None:
    text = write(tmp_path, "import os", "{os.environ['PYTHONHASHSEED'], 'b', 'c'}", "print('x')\nprint('y')")
    update(text)
    first = twin(text).read_bytes()
    update(text)
    assert twin(text).read_bytes() == first
    assert b"'0'" in first
    assert b"execution_count" in first
    assert str(tmp_path).encode() not in first


def test_kernel_environment_wins_over_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    names = sorted(notebooks.KERNEL_ENVIRONMENT)
    executed = execute(write(tmp_path, f"import os\n[os.environ[name] for name in {names}]"))
    shown = executed.cells[-1].outputs[0].data["text/plain"]
    assert shown == repr([notebooks.KERNEL_ENVIRONMENT[name] for name in names])
    assert os.environ["OPENBLAS_NUM_THREADS"] == "7"


def test_only_what_differs_is_executed(tmp_path: Path) -> None:
    text = write(tmp_path, "1 + 1")
    assert differences(text) == [f"{twin(text)} does not exist"]
    assert refresh(text) == f"{text}: executed"
    assert refresh(text) == f"{text}: in step"
    assert refresh(text, always=True) == f"{text}: executed"


@pytest.mark.parametrize(
    ("cells", "markdown", "difference"),
    [
        (["1 + 2"], "", "cell 2 differs"),
        ([":tags: [hide-input]\n\n1 + 1"], "", "cell 2 differs"),
        (["1 + 1"], "More words.\n\n", "cell 1 differs"),
        (["1 + 1", "2"], "", "2 cells, 3 in page.myst.md"),
    ],
)
def test_every_change_of_the_text_is_a_difference(
    tmp_path: Path, cells: list[str], markdown: str, difference: str
) -> None:
    text = write(tmp_path, "1 + 1")
    nbformat.write(read(text), twin(text))
    assert differences(text) == []
    write(tmp_path, *cells, header=HEADER + markdown)
    assert differences(text) == [f"{twin(text)}: {difference}"]


def test_new_cell_leaves_the_identifiers_of_the_others(tmp_path: Path) -> None:
    before = [cell.id for cell in read(write(tmp_path, "a = 1", "a", "a")).cells]
    after = [cell.id for cell in read(write(tmp_path, "a = 1", "b = 2", "a", "a")).cells]
    assert len(set(after)) == 5
    assert after[:2] + after[3:] == before


def test_other_metadata_is_a_difference(tmp_path: Path) -> None:
    text = write(tmp_path, "1 + 1")
    notebook = read(text)
    notebook.metadata.kernelspec.name = "other"
    nbformat.write(notebook, twin(text))
    assert differences(text) == [f"{twin(text)}: other metadata"]


def test_texts_are_found_sorted_and_without_checkpoints(tmp_path: Path) -> None:
    for folder in ("b", "a", ".ipynb_checkpoints"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "1")
    assert [path.parent.name for path in texts(tmp_path)] == ["a", "b"]


FAILING = {
    "an exception": ('raise ValueError("a: found 1")', r"page\.myst\.md:17: code cell 2: ValueError: a: found 1$"),
    "a dead kernel": ("import os\nos._exit(1)", r"page\.myst\.md:17: code cell 2: the kernel died$"),
    "too long": ("while True: pass", r"page\.myst\.md:17: code cell 2: ran for more than 2 seconds$"),
    "a warning": ('import warnings; warnings.warn("odd")', r"page\.myst\.md: code cell 2 writes to stderr: .*odd"),
}


@pytest.mark.parametrize("name", FAILING)
def test_failing_cell_is_named_and_the_old_twin_stays(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, message = FAILING[name]
    monkeypatch.setattr(notebooks, "CELL_SECONDS", 2)
    text = write(tmp_path, "x = 1", source, "x")
    twin(text).write_text("old")
    with pytest.raises(NotebookError, match=message):
        update(text)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["page.ipynb", "page.myst.md"]
    assert twin(text).read_text() == "old"


UNREADABLE = {
    "language": (
        HEADER + code("1", "python"),
        r"md:12: found language 'python', expected \{code-cell\} ipython3",
    ),
    "pairing": (HEADER.replace(".myst.md:myst", "md"), r"found jupytext \{'formats': 'ipynb,md'\}, expected"),
    "kernel": (HEADER.replace("name: python3", "name: conda"), r"found kernelspec \{.*'conda'\}, expected"),
    "header": ("---\na: [\n---\n", "cannot read the header"),
    "options": (HEADER + code(":tags: [\n\n1"), "cannot read the header or the options of a cell"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_text_is_refused(name: str, tmp_path: Path) -> None:
    written, message = UNREADABLE[name]
    with pytest.raises(NotebookError, match=message):
        read(write(tmp_path, header=written))


def test_command_line_goes_on_after_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad, good = write(tmp_path, "1 / 0", name="bad"), write(tmp_path, "1", name="good")
    assert main([str(bad), str(good)]) == 1
    output = capsys.readouterr()
    assert output.err == f"{bad}:13: code cell 1: ZeroDivisionError: division by zero\n"
    assert output.out == f"{good}: executed\n"
    assert not twin(bad).exists()
    assert main([str(good)]) == 0


def test_command_line_refuses_what_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path / "none.myst.md")])
    assert "none.myst.md: expected an existing file whose name ends in .myst.md" in capsys.readouterr().err
