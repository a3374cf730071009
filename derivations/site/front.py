"""What the front page shows of the book: blocks of other pages with their marks, cards of the chapters, and counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from derivations.page import MIME, Block, Line, inline_svg
from derivations.site.building import NodeBuilder, display, read_bundle
from derivations.site.doctree import WORDS, DerivationDomain, div, mark, pages_in_order, reference

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

COPY = "shown-"
"""Before the ids of a block that another page shows."""
COUNTED = ("proved", "verified", "agrees", "rejected", "undefined")
"""Marks that a machine gives."""


class counts(nodes.Element):
    """Stands for how many lines of the book have which mark."""


class cards(nodes.Element):
    """Stands for the cards of the chapters: folder, the one whose pages are chapters."""


class Notebook:
    """The stored outputs of a page."""

    def __init__(self, path: Path) -> None:
        cells = json.loads(path.read_text("utf8"))["cells"]
        self.data: list[dict[str, Any]] = [
            output.get("data", {}) for cell in cells for output in cell.get("outputs", [])
        ]

    @property
    def blocks(self) -> Iterator[Block]:
        """Its blocks, in order."""
        for data in self.data:
            if MIME in data:
                yield from read_bundle(data[MIME])

    @property
    def picture(self) -> str:
        """Its first figure, as SVG for a page; empty if there is none."""
        found = ("".join(data["image/svg+xml"]) for data in self.data if "image/svg+xml" in data)
        return next(map(inline_svg, found), "")

    @property
    def formula(self) -> str:
        """The first line of its statements that is no definition, in LaTeX; empty if there is none."""
        lines = (line for item in self.blocks if item.kind == "statement" for line in item.lines)
        return next((line.latex for line in lines if line.mark and line.mark.status != "unchecked"), "")


class Shown(SphinxDirective):
    """A block of another page, as it stands there: the arguments are the page and the id of the block."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """The block under ids of its own, and a link to where it comes from."""
        page, name = self.arguments
        path = Path(self.env.srcdir, f"{page}.ipynb")
        self.env.note_dependency(str(path))
        found = [item for item in Notebook(path).blocks if item.id == name] if path.exists() else []
        if not found:
            raise self.error(f"shown: found no block {name!r} in {page}.ipynb")
        # MyST gives directives no public way to the renderer that parses inline text.
        myst = self.state._renderer  # type: ignore[attr-defined]
        builder = NodeBuilder(myst, self.lineno, copy=True)
        source = nodes.paragraph("", "from ", reference(self.env.docname, name), classes=["shown-from"])
        return [div("", builder.block(_copy(found[0])), source, classes=["shown"])]


def _copy(item: Block) -> Block:
    """The block with ids of its own, which belongs to no note and folds nothing but verdicts."""
    return replace(item, id=COPY + item.id, lines=[*map(_copied_line, item.lines)], folds=[], objects=[], folded="")


def _copied_line(line: Line) -> Line:
    return replace(line, id=COPY + line.id, rows=[], uses=[])


class Cards(SphinxDirective):
    """A card for each chapter of a folder of the book: its name, its first picture, its main formula."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A place for the cards, in the order of the table of contents."""
        for path in sorted(Path(self.env.srcdir, self.arguments[0]).glob("*.ipynb")):
            self.env.note_dependency(str(path))
        self.env.note_reread()
        return [cards(folder=self.arguments[0], docname=self.env.docname)]


class Counts(SphinxDirective):
    """How many lines of the book a machine has checked, by what came out."""

    def run(self) -> list[nodes.Node]:
        """A place for the counts, which are known once every page has been read."""
        self.env.note_reread()
        return [counts()]


class ResolveFront(SphinxPostTransform):
    """Puts cards and counts in their places, before Sphinx resolves references."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Complete a document."""
        domain = self.env.get_domain("derivation")
        assert isinstance(domain, DerivationDomain)
        for place in list(self.document.findall(counts)):
            place.replace_self(nodes.paragraph("", "", *_counts(domain), classes=["front-counts"]))
        for shelf in list(self.document.findall(cards)):
            pages = [page for page in pages_in_order(self.env) if page.startswith(f"{shelf['folder']}/")]
            shown = [_card(self.env, shelf["docname"], page) for page in pages]
            shelf.replace_self(div("", *shown, classes=["cards"]))


def _counts(domain: DerivationDomain) -> Iterator[nodes.Node]:
    lines = [entry for anchor, entry in domain.entries.items() if anchor != entry.block and entry.kind != "shown"]
    found = Counter(entry.status for entry in lines)
    yield nodes.Text(f"{sum(found[status] for status in COUNTED):,} lines: ")
    for status in COUNTED:
        if found[status]:
            word = WORDS[status]
            yield nodes.inline("", "", nodes.Text(f"{found[status]:,} "), mark(word, word, status=status))
            yield nodes.Text(" ")


def _card(env: BuildEnvironment, docname: str, page: str) -> nodes.Node:
    notebook = Notebook(Path(env.srcdir, f"{page}.ipynb"))
    title = env.titles[page].astext()
    number = ".".join(map(str, env.toc_secnumbers.get(page, {}).get("", ())))
    options = {"refdomain": "std", "reftype": "doc", "refexplicit": True, "refwarn": True, "refdoc": docname}
    link = pending_xref("", nodes.inline("", f"{number} {title}".strip()), reftarget=f"/{page}", **options)
    parts: list[nodes.Node] = [nodes.paragraph("", "", link, classes=["card-title"])]
    if notebook.picture:
        parts.append(div("", nodes.raw("", notebook.picture, format="html"), classes=["card-picture"]))
    if notebook.formula:
        parts.append(display(notebook.formula))
    return div("", *parts, classes=["card-of-a-chapter"])


def register(app: Sphinx) -> None:
    """Tell Sphinx the directives and what completes them."""
    app.add_directive("shown", Shown)
    app.add_directive("cards", Cards)
    app.add_directive("counts", Counts)
    app.add_post_transform(ResolveFront)
