"""The notebooks of the book: text and twin in step, and every code cell in the style of the house."""

from pathlib import Path

import nbformat

from derivations.page.notebooks import SUFFIX, NotebookError, differences, execute, style_faults, texts

BOOK = Path(__file__).parents[2] / "book"


def test_every_twin_is_in_step_with_its_text() -> None:
    found = [[*different, trial(text)] for text in texts(BOOK) if (different := differences(text))]
    assert not found, "run make notebooks:\n" + "\n".join(line for lines in found for line in lines)


def trial(text: Path) -> str:
    """What executing a changed text would say: a wrong line shows its counterexample here already."""
    try:
        execute(text)
    except NotebookError as error:
        return str(error)
    return f"{text.name} executes"


def test_every_executed_notebook_has_a_text() -> None:
    stored = {path for path in BOOK.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts}
    orphans = [path for path in sorted(stored) if not path.with_name(path.stem + SUFFIX).exists()]
    assert not orphans


def test_every_code_cell_keeps_to_the_style() -> None:
    found = [fault for text in texts(BOOK) for fault in style_faults(text)]
    assert not found, "\n".join(found)


def test_no_raster_picture_is_stored() -> None:
    found = []
    for path in sorted(BOOK.rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            kinds = {kind for output in cell.get("outputs", []) for kind in output.get("data", {})}
            found += [f"{path.relative_to(BOOK)}: {kind}" for kind in kinds & {"image/png", "image/jpeg"}]
    assert not found, "draw with derivations.page.figures:\n" + "\n".join(found)
