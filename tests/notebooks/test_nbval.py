"""nbval with our guards: whatever changes in a stored output is a failure, and nothing else is.

One notebook with every kind of output is executed once; nbval then runs over it and over mutated copies, in one process
of its own.  The copies lie in a folder with the root conftest.
"""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from derivations.page.blocks import MIME
from derivations.page.notebooks import twin, update
from tests.notebooks.writing import write

ROOT = Path(__file__).parents[2]

CELLS = [
    "import numpy as np\nfrom IPython.display import Latex, display\nfrom derivations.page import blocks, figures",
    "x = np.random.default_rng(0).normal(size=(300, 4))\nL = np.linalg.cholesky(x.T @ x)\n"
    'print(f"log det = {2 * np.log(np.diag(L)).sum():.6f}")',
    r'Latex(r"$\operatorname{tr}(AB) = \operatorname{tr}(BA)$")',
    'block = blocks.Block("statement", "trace", "The trace of a product", [("A", "a matrix of 2 by 3")])\n'
    'display({"text/plain": block.title, blocks.MIME: blocks.bundle(block)}, raw=True)',
    'drawing, axes = figures.figure("Eigenvalues of a covariance matrix")\n'
    'axes.plot(figures.significant(np.linalg.eigvalsh(x.T @ x)), "o-")\ndrawing',
]
NUMBER, LATEX, BUNDLE, FIGURE = range(2, 6)
"""Positions of the cells; before them come the title and the imports."""


def change_number(notebook: NotebookNode) -> None:
    stream = notebook.cells[NUMBER].outputs[0]
    stream.text = re.sub(r"\d\n", lambda digit: f"{(int(digit[0]) + 1) % 10}\n", stream.text)


def change_latex(notebook: NotebookNode) -> None:
    data = notebook.cells[LATEX].outputs[0].data
    data["text/latex"] = data["text/latex"].replace("BA", "AB")


def change_bundle(notebook: NotebookNode) -> None:
    notebook.cells[BUNDLE].outputs[0].data[MIME]["blocks"][0]["facts"][0][1] = "a matrix of 3 by 2"


def change_coordinate(notebook: NotebookNode) -> None:
    data = notebook.cells[FIGURE].outputs[0].data
    data["image/svg+xml"] = re.sub(
        r"[\d.]{5,}(?= L)", lambda number: f"{float(number[0]) * 1.001:.2f}", data["image/svg+xml"], count=1
    )


def change_description(notebook: NotebookNode) -> None:
    data = notebook.cells[FIGURE].outputs[0].data
    data["image/svg+xml"] = data["image/svg+xml"].replace("Eigenvalues", "Singular values")


def delete_output(notebook: NotebookNode) -> None:
    notebook.cells[NUMBER].outputs = []


def delete_face(notebook: NotebookNode) -> None:
    del notebook.cells[LATEX].outputs[0].data["text/latex"]


def forget_run(notebook: NotebookNode) -> None:
    notebook.cells[NUMBER].update(outputs=[], execution_count=None)


def store_error(notebook: NotebookNode) -> None:
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="no", traceback=[])
    notebook.cells[NUMBER].update(source='raise ValueError("no")', outputs=[error])


def expect_error(notebook: NotebookNode) -> None:
    store_error(notebook)
    notebook.cells[NUMBER].metadata.tags = ["raises-exception"]


def ignore_output(notebook: NotebookNode) -> None:
    change_number(notebook)
    notebook.cells[NUMBER].metadata.tags = ["nbval-ignore-output"]


def skip_cell(notebook: NotebookNode) -> None:
    change_number(notebook)
    notebook.cells[NUMBER].source = "# NBVAL_SKIP\n" + notebook.cells[NUMBER].source


MUTATIONS: dict[Callable[[NotebookNode], None], tuple[int, str]] = {
    change_number: (NUMBER, "Cell outputs differ"),
    change_latex: (LATEX, "Cell outputs differ"),
    change_bundle: (BUNDLE, "Cell outputs differ"),
    change_coordinate: (FIGURE, "Cell outputs differ"),
    change_description: (FIGURE, "Cell outputs differ"),
    delete_output: (NUMBER, "Unexpected output fields"),
    delete_face: (LATEX, "Unexpected output fields"),
    forget_run: (NUMBER, "stored without having run"),
    store_error: (NUMBER, "an error is stored"),
    expect_error: (NUMBER, "out of the comparison"),
    ignore_output: (NUMBER, "out of the comparison"),
    skip_cell: (NUMBER, "out of the comparison"),
}
"""Mutation ↦ the cell that must fail, and why."""


def nbval(folder: Path, **environment: str) -> dict[str, dict[int, str]]:
    """Runs nbval over the notebooks of a folder: file ↦ code cell ↦ failure, an empty string if it passed."""
    shutil.copy(ROOT / "conftest.py", folder)
    report = folder / "report.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "--nbval-current-env",
        "-q",
        "--color=no",
        "-p",
        "no:cacheprovider",
    ]
    process = subprocess.run(
        [*command, f"--junitxml={report}", str(folder)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert report.exists(), process.stdout + process.stderr
    results: dict[str, dict[int, str]] = {}
    for case in ET.parse(report).iter("testcase"):
        problems = [*case.findall("failure"), *case.findall("error")]
        said = "".join((problem.get("message") or "") + (problem.text or "") for problem in problems)
        file = case.attrib["classname"].removesuffix(".ipynb").split(".")[-1]
        results.setdefault(file, {})[int(case.attrib["name"].split()[-1])] = said
    return results


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The executed notebook."""
    text = write(tmp_path_factory.mktemp("stored"), *CELLS, name="unchanged")
    update(text)
    return twin(text)


@pytest.fixture(scope="module")
def results(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, str]]:
    """What nbval says of the notebook and of each mutation."""
    folder = tmp_path_factory.mktemp("mutated")
    shutil.copy(stored, folder)
    original = nbformat.read(stored, as_version=4)
    for mutation in MUTATIONS:
        notebook = copy.deepcopy(original)
        mutation(notebook)
        assert notebook != original
        nbformat.write(notebook, folder / f"{mutation.__name__}.ipynb")
    return nbval(folder)


def test_unchanged_notebook_passes(results: dict[str, dict[int, str]]) -> None:
    assert results["unchanged"] == dict.fromkeys(range(len(CELLS)), "")


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_mutation_fails_in_its_cell(
    mutation: Callable[[NotebookNode], None], results: dict[str, dict[int, str]]
) -> None:
    position, reason = MUTATIONS[mutation]
    found = results[mutation.__name__]
    # The title is no code cell.  A cell that is refused does not run, so that later ones may fail as well.
    assert next(cell for cell, failure in found.items() if failure) == position - 1
    assert reason in found[position - 1]


def test_coordinate_is_changed_by_a_thousandth(stored: Path) -> None:
    notebook = nbformat.read(stored, as_version=4)
    before = json.dumps(notebook.cells[FIGURE])
    change_coordinate(notebook)
    old, new = (re.findall(r"\d+\.\d+", text) for text in (before, json.dumps(notebook.cells[FIGURE])))
    changed = [(float(a), float(b)) for a, b in zip(old, new, strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1] / changed[0][0] == pytest.approx(1.001, abs=1e-4)  # two decimals of some 200 points


@pytest.mark.parametrize(
    "processor",
    [
        {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": "X86_V4 X86_V3"},
        {"OPENBLAS_CORETYPE": "Sandybridge", "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"},
    ],
    ids=["SSE", "AVX"],
)
def test_outputs_do_not_depend_on_the_processor(processor: dict[str, str], stored: Path, tmp_path: Path) -> None:
    shutil.copy(stored, tmp_path)
    assert nbval(tmp_path, **processor) == {"unchanged": dict.fromkeys(range(len(CELLS)), "")}
