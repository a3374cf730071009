"""The wheel beside the pages: a downloaded notebook runs where only that file has been installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from derivations.site.downloads import SOURCE, build_wheel
from tests.site.books import ROOT, Book

RUN = """
import json, sys
from importlib.metadata import distribution, packages_distributions, requires
import re

cells = json.load(open(sys.argv[1], encoding="utf8"))["cells"]
space = {"__name__": "__main__"}
for cell in cells:
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), sys.argv[1], "exec"), space)

needed, waiting = set(), ["derivations"]
while waiting:
    name = re.sub("[-_.]+", "-", waiting.pop()).lower()
    if name not in needed:
        needed.add(name)
        plain = [item for item in requires(name) or [] if "extra ==" not in item]
        waiting += [re.match(r"[\\w.-]+", item)[0] for item in plain]
loaded = {name.split(".")[0] for name in sys.modules}
owners = {re.sub("[-_.]+", "-", owner).lower() for top, names in packages_distributions().items() if top in loaded
          for owner in names}
files = [module.__file__ for name, module in sys.modules.items() if name.split(".")[0] == "derivations"]
print(json.dumps({"cells": len(cells), "files": files, "undeclared": sorted(owners - needed)}))
"""


@pytest.fixture(scope="module")
def wheel(real: Book) -> Path:
    """The wheel beside the real book."""
    (found,) = (real.html / "downloads").glob("*.whl")
    return found


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--quiet", "--python", str(python), "install", "--no-deps", str(wheel)]
    subprocess.run(command, check=True)
    return python


def run(python: Path, folder: Path, *command: str) -> str:
    """What a command prints, run in a folder that knows nothing of the repository.

    What the wheel asks of other projects is lent: files of theirs, none of the links that lead to the repository.
    """
    lent = os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")}
    done = subprocess.run([str(python), *command], cwd=folder, env=lent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_downloaded_notebook_runs_with_the_wheel_alone(fresh: Path, real: Book, tmp_path: Path) -> None:
    notebook = real.html / "_sources" / "book/gaussian/entropy-and-divergence.ipynb"
    said = json.loads(run(fresh, tmp_path, "-c", RUN, str(notebook)).splitlines()[-1])
    assert said["cells"] > 10
    assert said["files"] and all(Path(file).is_relative_to(fresh.parents[1]) for file in said["files"])
    assert said["undeclared"] == []


def test_the_ledgers_are_in_the_wheel(fresh: Path, tmp_path: Path) -> None:
    read = "from derivations.notes import Ledger; print(*(row.status for row in Ledger('mle', last=3).rows.values()))"
    assert len(run(fresh, tmp_path, "-c", read).split()) == 3


def test_the_same_sources_give_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    again = tmp_path / build_wheel(SOURCE, tmp_path)
    assert again.name == wheel.name and again.read_bytes() == wheel.read_bytes()


def test_every_notebook_offers_the_wheel(real: Book, wheel: Path) -> None:
    for notebook in sorted((ROOT / "book").rglob("*.ipynb")):
        page = real.html / notebook.relative_to(ROOT).with_suffix(".html")
        assert page.read_text("utf8").count(f"downloads/{wheel.name}") == 1, page.name
    assert wheel.name not in (real.html / "book" / "results.html").read_text("utf8")
