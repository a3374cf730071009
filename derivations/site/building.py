"""From a bundle of blocks to document nodes with anchors, links and foldable details."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref

from derivations.page import WRONG, Block, Fold, Line, Mark
from derivations.site.doctree import (
    WORDS,
    DerivationDomain,
    Entry,
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
    reference,
    relation,
    row_reference,
    start,
    users,
    verdict,
)
from derivations.site.filters import shown_status

VERSION = 1


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
    """Builds the nodes of the blocks in one cell output; a ``copy`` of a block has no number and is no result."""

    def __init__(self, myst: Any, source_line: int, *, copy: bool = False) -> None:
        self.myst = myst
        self.copy = copy
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
        status = row_status(item)
        make = block if self.copy else node_class(item.kind)
        node = make(kind=item.kind, block=item.id, title=words, folded=item.folded, status=status)
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
        status = line_status(parent, item)
        node = block_line(line=item.id, status=status, wrong=bool(item.tag) and status in (*WRONG, "scan"))
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
            node += self._verdict(item.id, status, item.mark, links)
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
        self.domain.note(anchor, entry._replace(kind="shown") if self.copy else entry)

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

    def _verdict(self, anchor: str, status: str, found: Mark, links: nodes.field_list) -> verdict:
        details = [self._field(self.inline(name), self.inline(value)) for name, value in found.details]
        node = verdict("", status=status, line=anchor)
        word = WORDS[status]
        node += div("", nodes.paragraph("", "", mark(word, word, status=status)), classes=["dv-status"])
        links.insert(0, details)
        node += links
        return node

    def _field(self, name: list[nodes.Node], body: list[nodes.Node]) -> nodes.field:
        return nodes.field("", nodes.field_name("", "", *name), nodes.field_body("", nodes.paragraph("", "", *body)))


def row_status(item: Block) -> str:
    """The status of a row of a note as the page shows it, empty for other blocks."""
    facts = dict(item.facts)
    return shown_status(facts.get("status", ""), facts.get("scan", "")) if item.kind == "row" else ""


def line_status(parent: Block, item: Line) -> str:
    """The status of a line as the page shows it, empty if it has none."""
    status = item.mark.status if item.mark else ""
    return "scan" if status in WRONG and row_status(parent) == "scan" else status


def code_of(code: str) -> nodes.literal_block:
    """Lines of Python, highlighted."""
    return nodes.literal_block(code, code, language="python")


def display(latex: str) -> nodes.math_block:
    """Displayed mathematics, rendered by whatever renders the mathematics of the page."""
    return nodes.math_block(latex, latex, nowrap=False, number=None, label=None)
