"""The rooms of the package and the arrows between them: every import runs down, in no circle, through a public face."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.rendering import ROOT

FLOORS = (
    {"tree", "numerics"},
    {"claims"},
    {"syntax", "values"},
    {"checking"},
    {"voices"},
    {"page"},
    {"notes", "chapter"},
    {"site"},
    {"command"},
)
"""From the bottom up; rooms of one floor do not know each other."""
PACKAGE = ROOT / "derivations"
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}
PLAIN = ("derivations.numerics",)
"""Rooms whose modules are what they offer: kernels, one subject each."""


def imported(path: Path) -> Iterator[str]:
    """Modules of the package that a module imports, those imported in a function too."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("derivations"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("derivations"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES or f"{inner}.__init__" in MODULES else str(node.module)


IMPORTS = {name: sorted(set(imported(path))) for name, path in MODULES.items()}


def room(module: str) -> str:
    return [*module.split("."), ""][1]


def floor(module: str) -> int:
    (found,) = [number for number, rooms in enumerate(FLOORS) if room(module) in rooms]
    return found


def package_of(module: str) -> str:
    """The innermost package that a module stands in; a package stands in itself."""
    return module if f"{module}.__init__" in MODULES else module.rpartition(".")[0]


def test_every_room_has_its_floor_and_says_what_it_is_for() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms == set().union(*FLOORS) - {"chapter"}
    for path in PACKAGE.rglob("__init__.py"):
        first = (ast.get_docstring(ast.parse(path.read_text("utf8"))) or "").splitlines()[0]
        assert first.endswith("."), path


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_down(module: str) -> None:
    if room(module) in ("", "__init__"):
        assert not IMPORTS[module]
        return
    up = [name for name in IMPORTS[module] if room(name) != room(module) and floor(name) >= floor(module)]
    assert not up


def test_no_circle() -> None:
    """Of modules, and of faces, which are made after the modules of their room."""
    graph = {name: [found if found in MODULES else f"{found}.__init__" for found in IMPORTS[name]] for name in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


@pytest.mark.parametrize("module", [name for name in MODULES if not name.endswith("__init__")])
def test_no_import_past_a_face(module: str) -> None:
    here = package_of(module)
    past = [
        name
        for name in IMPORTS[module]
        if name in MODULES and not f"{here}.".startswith(f"{package_of(name)}.") and not name.startswith(PLAIN)
    ]
    assert not past, "import it from the room, whose __init__ says what it offers"
