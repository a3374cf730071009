"""Text notebooks and their executed twins: ``x.myst.md`` is what people write, ``x.ipynb`` beside it holds the outputs.

``python -m derivations.page.notebooks [--all] [FILES]`` executes the texts whose cells differ from those of the twin,
and those that were executed with another state of the package.  Two executions give the same bytes: nothing that varies
from run to run is stored, and the kernel runs in `KERNEL_ENVIRONMENT`.  A twin is compared with its text cell by cell,
so no digest is kept beside them; which state of the package a notebook was executed with is noted in `STAMPS`, outside
of what is stored.  Where nothing is noted, as after a clone, a twin in step is taken as it is: whether its outputs
follow from the code is what nbval checks.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import jupytext
import nbformat
import yaml
from jupytext.myst import MystMetadataParsingError
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from derivations.page.guard import faults
from derivations.page.reasons import ids, unknown

BOOK = Path("book")
SUFFIX = ".myst.md"
STAMPS = Path("_build/executed")
CELL_SECONDS = 300

CODE_CELL = re.compile(r"^[`:]{3,}\{code-cell\}[ \t]*(.*)$", re.MULTILINE)
LEXER = "ipython3"
METADATA = {
    "jupytext": {"formats": f"ipynb,{SUFFIX}:myst"},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    # JupyterLab writes the lexer as the language of {code-cell}, and refuses a pair whose files differ in it.
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": LEXER,
    },
}

KERNEL_ENVIRONMENT = {"COLUMNS": "80", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
"""Environment of the kernels, here and under nbval: what outputs might depend on besides the code."""

if platform.machine().lower() in ("x86_64", "amd64"):
    # One code path on every processor with AVX2.  Rounding is the rule, this is the belt.
    KERNEL_ENVIRONMENT |= {
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
        "OPENBLAS_CORETYPE": "Haswell",
    }


class NotebookError(ValueError):
    """A text that cannot be read or executed; the message names the file, the line or cell, and the cause."""


def twin(text: Path) -> Path:
    """The notebook beside a text: a/x.myst.md ↦ a/x.ipynb. ValueError for another suffix."""
    if not text.name.endswith(SUFFIX):
        raise ValueError(f"text: found {text}, expected a name that ends in {SUFFIX}")
    return text.with_name(text.name.removesuffix(SUFFIX) + ".ipynb")


def texts(book: Path = BOOK) -> list[Path]:
    """All text notebooks under a folder, sorted."""
    return sorted(path for path in book.rglob(f"*{SUFFIX}") if ".ipynb_checkpoints" not in path.parts)


def read(text: Path) -> NotebookNode:
    """The notebook that a text says, not executed, with identifiers and metadata that depend on nothing else."""
    written = text.read_text(encoding="utf-8")
    for found in CODE_CELL.finditer(written):
        if found[1] != LEXER:
            line = written.count("\n", 0, found.start()) + 1
            raise NotebookError(f"{text}:{line}: found language {found[1]!r}, expected {{code-cell}} {LEXER}")
    try:
        notebook: NotebookNode = jupytext.reads(written, fmt={"extension": ".md", "format_name": "myst"})
    except (yaml.YAMLError, MystMetadataParsingError) as error:
        raise NotebookError(f"{text}: cannot read the header or the options of a cell: {error}") from None
    _check_header(text, notebook)
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        # What a cell says, not where it stands: a new cell leaves the others as they are.
        seen[cell.source] += 1
        cell["id"] = hashlib.sha256(f"{text.name}:{seen[cell.source]}:{cell.source}".encode()).hexdigest()[:8]
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _check_header(text: Path, notebook: NotebookNode) -> None:
    # JupyterLab pairs the two files by the first, and starts the kernel by the second.
    found = {
        "jupytext": {"formats": notebook.metadata.get("jupytext", {}).get("formats")},
        "kernelspec": notebook.metadata.get("kernelspec"),
    }
    for key, value in found.items():
        if value != METADATA[key]:
            raise NotebookError(f"{text}: found {key} {value}, expected {METADATA[key]} in the header")


def differences(text: Path) -> list[str]:
    """In what the twin differs from its text, outputs apart; empty if it is in step."""
    stored = twin(text)
    if not stored.exists():
        return [f"{stored} does not exist"]
    ours, theirs = read(text), nbformat.read(stored, as_version=4)
    found = [] if ours.metadata == theirs.metadata else [f"{stored}: other metadata"]
    if len(ours.cells) != len(theirs.cells):
        found.append(f"{stored}: {len(theirs.cells)} cells, {len(ours.cells)} in {text.name}")
    pairs = enumerate(zip(ours.cells, theirs.cells, strict=False), start=1)
    return found + [f"{stored}: cell {number} differs" for number, (a, b) in pairs if _identity(a) != _identity(b)]


def _identity(cell: NotebookNode) -> tuple[object, ...]:
    return cell.id, cell.cell_type, cell.source, cell.metadata


def code_cells(text: Path) -> list[str]:
    """The sources of the code cells of a text."""
    return [cell.source for cell in read(text).cells if cell.cell_type == "code"]


def style_faults(text: Path) -> list[str]:
    """What in the code cells of a text is not in the style of the house (`derivations.page.guard`)."""
    cells = enumerate(code_cells(text), start=1)
    return [f"{text}: code cell {number}: {fault}" for number, source in cells for fault in faults(source)]


def unknown_reasons(chosen: Sequence[Path]) -> list[str]:
    """The reasons in the code cells of these texts that name no result of the book."""
    known = ids(source for text in {*texts(), *chosen} for source in code_cells(text))
    return [f"{text}: {fault}" for text in chosen for fault in unknown(code_cells(text), known)]


def execute(text: Path, progress: bool = False) -> NotebookNode:
    """The executed notebook of a text, in a fresh kernel. NotebookError if a cell fails or writes to stderr."""
    notebook = read(text)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(text.parent)}},
    )
    begun = [0]
    code = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]

    def begin(cell: NotebookNode, cell_index: int) -> None:
        begun.append(cell_index)
        if progress and cell_index in code:
            place = f"code cell {code.index(cell_index) + 1} of {len(code)}"
            print(f"{text}: {place}", file=sys.stderr, flush=True)

    client.on_cell_start = begin
    try:
        client.execute(env={**os.environ, **KERNEL_ENVIRONMENT}, stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        raise NotebookError(f"{_place(text, notebook, begun[-1])}: {error.ename}: {error.evalue}") from None
    except CellTimeoutError:
        raise NotebookError(f"{_place(text, notebook, begun[-1])}: ran for more than {CELL_SECONDS} seconds") from None
    except DeadKernelError:
        raise NotebookError(f"{_place(text, notebook, begun[-1])}: the kernel died") from None
    _refuse_stderr(text, notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    return notebook


def _place(text: Path, notebook: NotebookNode, index: int) -> str:
    """File, line and number of the cell that was begun last; a kernel that dies may not say that it ran it."""
    code = [cell for cell in notebook.cells[: index + 1] if cell.cell_type == "code"]
    written, position = text.read_text(encoding="utf-8"), 0
    for cell in code:
        position = max(written.find(cell.source, position + 1), position)
    return f"{text}:{written.count(chr(10), 0, position) + 1}: code cell {len(code)}"


def _refuse_stderr(text: Path, notebook: NotebookNode) -> None:
    # A warning names files of the machine that ran it, and the reader of a page can do nothing about it.
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                raise NotebookError(f"{text}: code cell {number} writes to stderr: {output.text.strip()}")


def update(text: Path, progress: bool = False) -> None:
    """Executes a text and stores its twin; the old twin stays if that fails. NotebookError as `execute`."""
    notebook = execute(text, progress)
    nbformat.validate(notebook)
    written: str = nbformat.writes(notebook, version=4) + "\n"
    # A twin that stays as it was keeps its time, so that no page is built again.
    if not twin(text).exists() or twin(text).read_text(encoding="utf-8") != written:
        twin(text).write_text(written, encoding="utf-8")


def refresh(text: Path, always: bool = False, progress: bool = False) -> str:
    """Updates a twin that is out of step, or always; says what was done. NotebookError as `read` and `execute`."""
    if not always and not differences(text):
        return f"{text}: in step"
    update(text, progress)
    return f"{text}: executed"


def sources() -> str:
    """A digest of what outputs depend on beside the text: the package, and the data of the book."""
    package = Path(__file__).parents[1]
    data = [path for path in BOOK.rglob("*") if path.suffix in (".jsonl", ".given", ".csv")]
    digest = hashlib.sha256()
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.csv"), *data]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def stamp(text: Path) -> Path:
    """Where it is noted which state of the package a text was executed with."""
    return STAMPS / hashlib.sha256(str(text.resolve()).encode()).hexdigest()[:16]


def is_outdated(text: Path, state: str) -> bool:
    """Whether the text was executed with another state of the package."""
    noted = stamp(text)
    return noted.exists() and noted.read_text(encoding="utf-8") != state


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; 0 if every notebook could be stored, else 1."""
    parser = argparse.ArgumentParser(
        prog="python -m derivations.page.notebooks", description="Execute text notebooks to their .ipynb twins."
    )
    parser.add_argument("--all", action="store_true", help="also those whose twin is in step")
    parser.add_argument("files", nargs="*", type=Path, help=f"texts (default: all *{SUFFIX} under {BOOK}/)")
    options = parser.parse_args(arguments)
    for path in options.files:
        if not path.name.endswith(SUFFIX) or not path.is_file():
            parser.error(f"{path}: expected an existing file whose name ends in {SUFFIX}")
    chosen: list[Path] = options.files or texts()
    try:
        wrong = [fault for text in chosen for fault in style_faults(text)] or unknown_reasons(chosen)
    except NotebookError as error:
        wrong = [str(error)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    return 1 if _refreshed(chosen, options.all) else 0


def _refreshed(chosen: Sequence[Path], always: bool) -> int:
    """Refreshes the texts and notes the state of the package; how many failed."""
    state, failed = sources(), 0
    with ProcessPoolExecutor() as pool:
        begun = [(text, pool.submit(refresh, text, always or is_outdated(text, state), True)) for text in chosen]
        for text, done in begun:
            try:
                print(done.result(), flush=True)
            except NotebookError as error:
                failed += 1
                print(error, file=sys.stderr, flush=True)
                continue
            STAMPS.mkdir(parents=True, exist_ok=True)
            stamp(text).write_text(state, encoding="utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
