"""The two books that are looked at: the real one, which is built before, and the demonstration, built on the spot."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import yaml

from derivations.page.blocks import MIME
from tests.site.demo import pages

ROOT = Path(__file__).parents[2]
DEMO = Path(__file__).parent / "demo"
STRICT = ["-W", "-n", "--keep-going"]
COMMAND = "jupyter-book build . --all -W -n --keep-going"


@dataclass(frozen=True)
class Book:
    """A folder with _config.yml and _toc.yml, and what is built from it."""

    source: Path

    @property
    def html(self) -> Path:
        """The built pages."""
        return self.source / "_build" / "html"

    def blocks(self, page: str) -> list[dict[str, Any]]:
        """The blocks in the stored outputs of a page; none if it is no notebook."""
        path = self.source / f"{page}.ipynb"
        if not path.exists():
            return []
        outputs = [output for cell in json.loads(path.read_text("utf8"))["cells"] for output in cell.get("outputs", [])]
        return [item for output in outputs for item in output.get("data", {}).get(MIME, {}).get("blocks", [])]


def pages_of(toc: Path) -> list[str]:
    """The pages of a table of contents, in its order."""

    def walk(item: dict[str, Any]) -> Iterator[str]:
        yield from (item[key] for key in ("root", "file") if key in item)
        for key in ("parts", "chapters", "sections"):
            for child in item.get(key, []):
                yield from walk(child)

    return list(walk(yaml.safe_load(toc.read_text("utf8"))))


def staleness(book: Book) -> str:
    """Why the built pages cannot be looked at, empty if they can."""
    built = book.html / "searchindex.js"
    if not built.exists():
        return f"the site has not been built; run: {COMMAND}"
    folders = [book.source / "book", book.source / "derivations" / "page"]
    sources = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    sources += [book.source / "_config.yml", book.source / "_toc.yml"]
    skipped = (".pyc", ".myst.md")
    newer = [path for path in sources if path.stat().st_mtime > built.stat().st_mtime]
    newer = [path for path in newer if not path.name.endswith(skipped) and ".ipynb_checkpoints" not in path.parts]
    return f"the site is older than {newer[0].relative_to(book.source)}; run: {COMMAND}" if newer else ""


def lay_out_demo(folder: Path) -> Book:
    """Write the demonstration with the configuration and the assets of the real book."""
    shutil.copytree(DEMO, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copy(ROOT / "_config.yml", folder)
    shutil.copytree(ROOT / "book" / "assets", folder / "book" / "assets")
    shutil.copy(ROOT / "book" / "references.bib", folder / "book")
    write_notebook(folder / "book/gaussian/demo.ipynb", pages.chapter())
    write_notebook(folder / "book/notes/mle.ipynb", pages.ledger())
    return Book(folder)


def write_notebook(path: Path, notebook: nbformat.NotebookNode) -> None:
    """Write a notebook, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def build(book: Book, builder: str = "html") -> tuple[int, str]:
    """Exit status and messages of a strict build."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(book.source), *STRICT]
    if builder != "html":
        command += ["--builder", "custom", "--custom-builder", builder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
