"""Writes text notebooks for the tests of this folder."""

from pathlib import Path

HEADER = """---
jupytext:
  formats: ipynb,.myst.md:myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Title

"""


def code(source: str, language: str = "ipython3") -> str:
    """A code cell of a text notebook."""
    return f"```{{code-cell}} {language}\n{source}\n```\n\n"


def write(folder: Path, *cells: str, name: str = "page", header: str = HEADER) -> Path:
    """A text notebook with these code cells."""
    text = folder / f"{name}.myst.md"
    text.write_text(header + "".join(code(cell) for cell in cells), encoding="utf-8")
    return text
