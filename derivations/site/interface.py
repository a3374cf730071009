"""The programming interface on a page: docstrings as autodoc shows them, and what commands say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CODE = re.compile(r"`+([^`]*)`+")


class Help(SphinxDirective):
    """``module:function words``: what a command prints when it is asked for help with the words."""

    required_arguments = 1
    optional_arguments = 9

    def run(self) -> list[nodes.Node]:
        """The command, and what it prints."""
        place, *words = self.arguments
        module, _, name = place.partition(":")
        printed = StringIO()
        with redirect_stdout(printed), suppress(SystemExit):
            getattr(import_module(module), name)([*words, "--help"])
        return [nodes.literal_block(printed.getvalue(), printed.getvalue(), language="text")]


def skip_fields(app: Sphinx, what: str, name: str, of: Any, skip: bool, options: Any) -> bool | None:
    """The fields of a named tuple, which the docstring of the tuple explains, stand in its signature."""
    return True if (of.__doc__ or "").startswith("Alias for field number") else None


def escape_docstring(app: Sphinx, what: str, name: str, of: Any, options: Any, lines: list[str]) -> None:
    """Text, code in backticks and indented code are all that a docstring of ours holds: |Σ| is no substitution."""
    lines[:] = [line if line.startswith("   ") else "".join(_escaped(line)) for line in lines]


def _escaped(line: str) -> Iterator[str]:
    """Reads code in single or double backticks as code, and every other character as itself."""
    for place, part in enumerate(CODE.split(line)):
        yield f"``{part}``" if place % 2 else re.sub(r"[\\*|_]", r"\\\g<0>", part)


def register(app: Sphinx) -> None:
    """Tell Sphinx the directive, and how to read a docstring."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-skip-member", skip_fields)
    app.connect("autodoc-process-docstring", escape_docstring)
    app.add_directive("help", Help)
