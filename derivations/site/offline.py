"""Keeps the book on its own host and light: nothing is fetched from elsewhere, no button leads to an unknown address.

The address of the repository stands in one place, ``repository: url`` of ``_config.yml``; while it is empty, the
buttons that need it (repository, issues, edit, Binder, Colab) are off.  The templates leave out the theme's signs, half
a megabyte, and ask early for the fonts that ``html_context: preloaded_fonts`` names.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

BUTTONS = ("use_repository_button", "use_issues_button", "use_edit_page_button")
TEMPLATES = Path(__file__).parent / "templates"


def without_address(app: Sphinx, config: Config) -> None:
    """Turn the buttons off that need the address of a repository, if there is none."""
    options = config.html_theme_options
    if not options.get("repository_url"):
        options.update(dict.fromkeys(BUTTONS, False), launch_buttons={}, repository_url="")


def with_templates(app: Sphinx, config: Config) -> None:
    """Let our templates go before those of the theme."""
    config.templates_path.append(str(TEMPLATES))


def without_thebe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Drop thebe, which Jupyter Book links on every page and which names another host."""
    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context.get(kind, []) if "thebe" not in _words(asset).lower()]


def _words(asset: Any) -> str:
    return f"{getattr(asset, 'filename', asset)} {getattr(asset, 'attributes', {}).get('body', '')}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect before the theme reads its options and after it has added its files."""
    app.connect("config-inited", without_address, priority=10)
    app.connect("config-inited", with_templates)
    app.connect("html-page-context", without_thebe, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
