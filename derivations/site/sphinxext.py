"""The book's Sphinx extension: a cell output of blocks becomes document nodes with anchors, links and foldable details.

MyST-NB finds `BlockRenderer` through the entry point ``myst_nb.mime_renderers``; `setup` is for ``extra_extensions``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.addnodes import pending_xref

from derivations.page import MIME, STATUS, Block, Fold, Line, Mark
from derivations.site import backmatter, directives, interface, visitors
from derivations.site.doctree import (
    DerivationDomain,
    Entry,
    ResolveBlocks,
    block,
    block_line,
    block_lines,
    block_title,
    comma_separated,
    div,
    fold,
    formula,
    mark,
    node_class,
    number_blocks,
    reference,
    relation,
    row_reference,
    start,
    statement_block,
    users,
    verdict,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VERSION = 1
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
        builder = NodeBuilder(renderer, data.line or 0)
        return [builder.block(item) for item in blocks]


def read_bundle(bundle: Any) -> list[Block]:
    """The blocks of a JSON bundle; ValueError, TypeError or KeyError if it is not one of this version."""
    if bundle.get("version") != VERSION:
        raise ValueError(f"version {bundle.get('version')!r}, expected {VERSION}")
    return [_read_block(item) for item in bundle["blocks"]]


def _read_block(item: dict[str, Any]) -> Block:
    folds = [Fold(**{**fold, "lines": [*map(_read_line, fold["lines"])]}) for fold in item.get("folds", [])]
    objects = [(letter, what) for letter, what in item.get("objects", [])]
    lines = [*map(_read_line, item["lines"])]
    return Block(**{**item, "lines": lines, "folds": folds, "objects": objects})


def _read_line(item: dict[str, Any]) -> Line:
    found = item["mark"]
    return Line(**{**item, "mark": Mark(**found) if found else None})


class NodeBuilder:
    """Builds the nodes of the blocks in one cell output."""

    def __init__(self, renderer: NbElementRenderer, source_line: int) -> None:
        self.myst = renderer.renderer
        self.source_line = source_line
        self.document = self.myst.document
        self.env = self.myst.sphinx_env
        self.docname: str = self.env.docname
        domain = self.env.get_domain("derivation")
        assert isinstance(domain, DerivationDomain)
        self.domain = domain

    def block(self, item: Block) -> nodes.Element:
        """A block: title, facts, start, lines, and who uses it."""
        title = block_title("", "", *self.inline(item.title))
        words = title.astext()
        node = node_class(item.kind)(kind=item.kind, block=item.id, title=words, folded=item.folded)
        self._anchor(node, item.id, Entry(self.docname, item.id, item.kind, words, objects=tuple(item.objects)))
        node += title
        if item.folded:
            node += nodes.paragraph("", "", *self.inline(item.folded), classes=["dv-why"])
        node += [nodes.paragraph("", "", *self.inline(paragraph)) for paragraph in item.text]
        if item.facts:
            facts = [self._field(self.inline(name), self.inline(value)) for name, value in item.facts]
            node += nodes.field_list("", *facts, classes=["dv-facts"])
        if item.code:
            node += [*([display(item.inputs)] if item.inputs else []), code_of(item.code)]
        node += self._lines(item, words, item.start, item.lines)
        node += [self._fold(item, words, one) for one in item.folds]
        # Who uses a block stands behind the mark of its last line; a row of a note says openly where it is treated.
        if item.kind == "row" or not item.lines or not item.lines[-1].mark:
            who = "treated in" if item.kind == "row" else "used by"
            node += nodes.field_list("", self._users(who, item.id), classes=["dv-links"])
        return node

    def _lines(self, parent: Block, title: str, begin: str, lines: list[Line]) -> list[nodes.Node]:
        """The lines in a list; of what SymPy says, all between the first and the last stand folded."""
        found: list[nodes.Node] = [self.line(parent, title, entry) for entry in lines]
        if parent.kind == "sympy" and len(found) > 1:
            calls = ", ".join(entry.reason.strip("`").removeprefix("sympy.") for entry in lines[:-1])
            found[:-1] = [fold("", block_lines("", *found[:-1]), label=f"by way of {calls}", item=True)]
        found = [*([start("", display(begin))] if begin else []), *found]
        return [block_lines("", *found)] if found else []

    def _fold(self, parent: Block, title: str, item: Fold) -> fold:
        """A hint or an answer: its paragraphs and lines."""
        text = [nodes.paragraph("", "", *self.inline(paragraph)) for paragraph in item.text]
        return fold("", *text, *self._lines(parent, title, item.start, item.lines), label=item.label, item=False)

    def line(self, parent: Block, title: str, item: Line) -> block_line:
        """A line: its formula, conditions and reason, and its mark with everything behind it."""
        status = item.mark.status if item.mark else ""
        node = block_line(line=item.id, status=status, wrong=bool(item.tag) and status in ("rejected", "undefined"))
        entry = Entry(
            self.docname,
            parent.id,
            parent.kind,
            title,
            item.number,
            item.tag,
            tuple(item.uses),
            tuple(item.rows),
            latex=item.latex,
            status=status,
        )
        self._anchor(node, item.id, entry)
        if item.relation:
            node += relation("", nodes.math(item.relation, item.relation))
        claim = formula("", display(item.latex), relation=item.relation, latex=item.latex)
        links = nodes.field_list("", *self._links(item), classes=["dv-links"])
        if item.mark and parent.kind != "row" and parent.lines and item is parent.lines[-1]:
            links += self._users("the whole is used by", parent.id)
        reason = div("", *self._reason(item), classes=["dv-reason"])
        node += div("", div("", claim, *self._conditions(item), classes=["dv-claim"]), reason, classes=["dv-body"])
        if item.mark:
            node += self._verdict(item.id, item.mark, links)
        else:
            reason += links
        return node

    def inline(self, text: str) -> list[nodes.Node]:
        """Inline MyST as nodes: mathematics, roles, links."""
        holder = nodes.Element()
        with self.myst.current_node_context(holder):
            self.myst.nested_render_text(text, self.source_line, inline=True)
        for node in holder.findall():
            node.line = self.source_line
        return holder.children

    def _anchor(self, node: nodes.Element, anchor: str, entry: Entry) -> None:
        # Not document.note_explicit_target: MyST would then answer links on the same page with "#anchor" as text.
        node["ids"] = [anchor]
        self.document.set_id(node)
        self.domain.note(anchor, entry)

    def _conditions(self, item: Line) -> list[nodes.Node]:
        if not item.where:
            return []
        joined = ", ".join(item.where)
        return [nodes.paragraph("", "where ", *self.inline(joined), classes=["dv-where"])]

    def _reason(self, item: Line) -> list[nodes.Node]:
        reason = nodes.paragraph("", "", *self.inline(item.reason))
        links = [node for node in reason.findall() if isinstance(node, nodes.reference | pending_xref)]
        linked = {link.get("reftarget", link.get("refuri", "")).lstrip("#") for link in links}
        uses = [reference(self.docname, target) for target in item.uses if target not in linked]
        found: list[nodes.Node] = [reason] if item.reason else []
        if uses:
            found.append(nodes.paragraph("", "uses ", *comma_separated(uses), classes=["dv-uses"]))
        return found

    def _links(self, item: Line) -> list[nodes.field]:
        found = []
        if item.rows:
            rows = comma_separated(row_reference(self.docname, row) for row in item.rows)
            found.append(self._field([nodes.Text("notes")], list(rows)))
        return [*found, self._users("used by", item.id)]

    def _users(self, label: str, target: str) -> nodes.field:
        return self._field([nodes.Text(label)], [users(target=target, docname=self.docname)])

    def _verdict(self, anchor: str, found: Mark, links: nodes.field_list) -> verdict:
        details = [self._field(self.inline(name), self.inline(value)) for name, value in found.details]
        node = verdict("", status=found.status, line=anchor)
        word = STATUS[found.status]
        node += div("", nodes.paragraph("", "", mark(word, word, status=found.status)), classes=["dv-status"])
        links.insert(0, details)
        node += links
        return node

    def _field(self, name: list[nodes.Node], body: list[nodes.Node]) -> nodes.field:
        return nodes.field("", nodes.field_name("", "", *name), nodes.field_body("", nodes.paragraph("", "", *body)))


def code_of(code: str) -> nodes.literal_block:
    """Lines of Python, highlighted."""
    return nodes.literal_block(code, code, language="python")


def display(latex: str) -> nodes.math_block:
    """Displayed mathematics, rendered by whatever renders the mathematics of the page."""
    return nodes.math_block(latex, latex, nowrap=False, number=None, label=None)


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
    backmatter.register(app)
    interface.register(app)
    app.add_post_transform(ResolveBlocks)
    # After the table of contents has numbered its figures (priority 500).
    app.connect("env-get-updated", number_blocks, priority=900)
    app.connect("builder-inited", add_static)
    return {"version": str(VERSION), "env_version": VERSION, "parallel_read_safe": True, "parallel_write_safe": True}
