"""The package as a wheel beside the pages, so that a downloaded notebook runs wherever pip can install that one file.

The wheel holds the ledgers of the notes too, which `derivations.notes.Ledger` reads where there is no book around it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ExtensionError

from derivations.notes import PACKAGED

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

SOURCE = Path(__file__).parents[2]
FOLDER = "downloads"
BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
# The first moment that a zip file can hold: the same sources give the same bytes.
SAME_TIME = {"SOURCE_DATE_EPOCH": "315532800"}


def build_wheel(source: Path, target: Path) -> str:
    """Build the wheel of the project in ``source`` into the folder ``target``; its file name.

    `ExtensionError` with the last line of what setuptools said if it cannot be built.
    """
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.whl"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        _lay_out(source, Path(folder))
        command = [sys.executable, "-c", BUILD, str(target.resolve())]
        done = subprocess.run(
            command, cwd=folder, env=os.environ | SAME_TIME, capture_output=True, text=True, check=False
        )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise ExtensionError(f"the wheel of {source.name} cannot be built: {said[-1] if said else 'no reason given'}")
    return next(target.glob("*.whl")).name


def _lay_out(source: Path, folder: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(source / name, folder)
    shutil.copytree(source / "derivations", folder / "derivations", ignore=shutil.ignore_patterns("__pycache__"))
    ledgers = folder / PACKAGED.relative_to(SOURCE) / "notes"
    ledgers.mkdir(parents=True)
    for path in sorted((source / "book" / "notes").glob("*.[jg]*")):
        if path.suffix in (".jsonl", ".given"):
            shutil.copy(path, ledgers)


def add_wheel(app: Sphinx) -> None:
    """Build the wheel for an HTML build, and offer it wherever a notebook can be downloaded."""
    if app.builder.name == "html":
        wheel = build_wheel(SOURCE, Path(app.outdir, FOLDER))
        app.connect("html-page-context", partial(offer, wheel), priority=900)


def offer(
    wheel: str,
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the wheel among the downloads of a notebook, after the theme has listed those."""
    if context.get("page_source_suffix") != ".ipynb":
        return
    button = {
        "type": "link",
        "url": context["pathto"](f"{FOLDER}/{wheel}", 1),
        "text": "package for it: pip install this .whl",
        "tooltip": "The notebook runs anywhere after pip install of this file",
        "icon": "fas fa-box",
        "label": "download-wheel-button",
    }
    for group in context["header_buttons"]:
        if group["label"] == "download-buttons":
            group["buttons"].insert(1, button)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect before the pages are written."""
    app.connect("builder-inited", add_wheel)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
