"""The directives of the back matter, each made from data that stands once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Tell Sphinx the style."""
    app.add_css_file("backmatter.css")
