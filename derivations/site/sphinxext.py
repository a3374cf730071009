"""The book's Sphinx extension: a cell output of blocks becomes document nodes with anchors, links and foldable details.

MyST-NB finds `BlockRenderer` through the entry point ``myst_nb.mime_renderers``; `setup` is for ``extra_extensions``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from derivations.page import MIME
from derivations.site import backmatter, directives, filters, front, interface, visitors
from derivations.site.building import VERSION, NodeBuilder, read_bundle
from derivations.site.doctree import DerivationDomain, ResolveBlocks, block, number_blocks, statement_block

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).parent / "static"


class BlockRenderer:
    """Renders the MIME type of blocks; MyST-NB asks it before it looks at the other faces of an output."""

    mime_priority_overrides = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """The nodes of an output of ours, None for any other; a bundle that cannot be read is a warning."""
        if data.mime_type != MIME or inline:
            return None
        try:
            blocks = read_bundle(data.content)
        except (KeyError, TypeError, ValueError) as error:
            renderer.logger.warning(f"cannot show a bundle of blocks: {error}", subtype="derivation", line=data.line)
            return []
        builder = NodeBuilder(renderer.renderer, data.line or 0)
        return [builder.block(item) for item in blocks]


def title_of(node: nodes.Node) -> str:
    """The title of a numbered block."""
    return str(node["title"]) if isinstance(node, block) else ""


def add_static(app: Sphinx) -> None:
    """Link the style and script of blocks on every HTML page."""
    if app.builder.format == "html":
        app.config.html_static_path.append(str(STATIC))
        app.add_css_file("derivations.css")
        app.add_js_file("derivations.js", defer="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register domain, nodes, numbering and directives."""
    app.add_domain(DerivationDomain)
    app.config.numfig_format = {"statement": "Statement %s"} | app.config.numfig_format
    app.add_enumerable_node(statement_block, "statement", title_of, **visitors.VISITORS["block"])
    visitors.register(app)
    directives.register(app)
    filters.register(app)
    front.register(app)
    backmatter.register(app)
    interface.register(app)
    app.add_post_transform(ResolveBlocks)
    # After the table of contents has numbered its figures (priority 500).
    app.connect("env-get-updated", number_blocks, priority=900)
    app.connect("builder-inited", add_static)
    return {"version": str(VERSION), "env_version": VERSION, "parallel_read_safe": True, "parallel_write_safe": True}
