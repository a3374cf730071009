"""How the nodes of blocks are written in HTML and LaTeX; other builders treat them as plain containers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from derivations.site import doctree

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

RING = '<circle cx="10" cy="10" r="7.6" class="o"/>'
DASHED_RING = '<circle cx="10" cy="10" r="7.6" class="o" stroke-dasharray="3 1.8"/>'
DRAWING = {
    "proved": '<rect x="2.2" y="2.2" width="15.6" height="15.6" rx="3" class="f"/>'
    '<path d="M5.8 10.3l2.9 2.9 5.5-6" class="k"/>',
    "verified": RING + '<path d="M6.4 10.2l2.5 2.5 4.7-5" class="o"/>',
    "agrees": DASHED_RING + '<path d="M6.2 8.7c1.4-1.6 2.6-.9 3.8-.2s2.4 1.3 3.8-.3M6.2 12.3c1.4-1.6 2.6-.9 3.8-.2'
    's2.4 1.3 3.8-.3" class="o"/>',
    "rejected": '<path d="M6.6 1.8h6.8l4.8 4.8v6.8l-4.8 4.8H6.6l-4.8-4.8V6.6z" class="f"/>'
    '<path d="M6.9 6.9l6.2 6.2M13.1 6.9l-6.2 6.2" class="k"/>',
    "undefined": '<path d="M10 1.4l8.6 8.6-8.6 8.6L1.4 10z" class="f"/><path d="M10 6v7M6.8 13h6.4" class="k"/>',
    "inconclusive": '<path d="M10 2.4l8.4 15H1.6z" class="o"/><path d="M8.3 9.2c.2-2.2 3.7-2 3.5.1-.1 1.3-1.8 1.4'
    '-1.8 2.8M10 14.6v.2" class="o"/>',
    "cited": '<path d="M4.2 2.6h9.2l2.4 2.4v12.4H4.2z" class="o"/>'
    '<path d="M7.2 7.4h5.6M7.2 10.4h5.6M7.2 13.4h3.4" class="o"/>',
    "argued": '<path d="M2.4 3.4h15.2v10.4H9.4l-4 3.6v-3.6h-3z" class="o"/>'
    '<path d="M6.6 8.6l2.4 2.3 4.4-4.6" class="o"/>',
    "scan": '<rect x="3" y="2.2" width="14" height="15.6" rx="2" class="o"/>'
    '<path d="M1 10h18M7.4 5.4l5.2 9.2M12.6 5.4l-5.2 9.2" class="o"/>',
    "unchecked": DASHED_RING,
    "amended": '<path d="M10 1.9l8.1 8.1-8.1 8.1L1.9 10z" class="o"/><path d="M10 6.6v6.8M6.6 10h6.8" class="o"/>',
    "defined": '<rect x="2.4" y="2.4" width="15.2" height="15.2" rx="3" class="o"/><path d="M6 8v.2M6 12v.2M9.4 8.2h5'
    'M9.4 12h5" class="o"/>',
    "explained": '<path d="M2.4 3.4h15.2v10.4H9.4l-4 3.6v-3.6h-3z" class="o"/><path d="M6 7h8M6 10.2h5.4" class="o"/>',
    "unreadable": '<rect x="2.4" y="2.4" width="15.2" height="15.2" rx="3" class="o" stroke-dasharray="3 2"/>'
    '<path d="M5.8 14.2l8.4-8.4" class="o"/>',
}
"""Marks of a verdict or of a row on a 20 x 20 grid; they differ in shape, not only in colour."""


def icon(status: str) -> str:
    """The drawing of a status, hidden from readers of text: the word always stands beside or behind it."""
    shape = DRAWING[status]
    return f'<svg class="dv-icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">{shape}</svg>'


def html_end(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a box."""
    self.body.append("</div>\n")


def html_div(self: HTML5Translator, node: nodes.Element) -> None:
    """Open a box."""
    self.body.append(self.starttag(node, "div"))


def html_block(self: HTML5Translator, node: doctree.block) -> None:
    """Open a block as a group named by its title; one that is folded shows the title alone."""
    anchor = node["block"]
    kind = node["kind"]
    status = f" dv-row-{node['status']}" if node["status"] else ""
    opening = f'<div class="dv-block dv-{kind}{status}" id="{anchor}" role="group" aria-labelledby="{anchor}-title">\n'
    self.body.append(opening + ('<details class="dv-other"><summary>\n' if node["folded"] else ""))


def html_block_end(self: HTML5Translator, node: doctree.block) -> None:
    """Close a block."""
    self.body.append("</details></div>\n" if node["folded"] else "</div>\n")


def html_title(self: HTML5Translator, node: nodes.Element) -> None:
    """Open the title: the label of its block stands before it."""
    parent = node.parent
    assert isinstance(parent, doctree.block)
    label = escape(parent["label"])
    # A paragraph may not stand in a summary.
    tag = "span" if parent["folded"] else "p"
    self.body.append(f'<{tag} class="dv-title" id="{parent["block"]}-title">')
    if doctree.KINDS[parent["kind"]]:
        self.body.append(f'<span class="dv-label">{label}</span> ')


def html_title_end(self: HTML5Translator, node: nodes.Element) -> None:
    """Close the title with the link to its block."""
    anchor = node.parent["block"]
    link = f'<a class="headerlink" href="#{anchor}" title="Link to this place" aria-label="Link to this place">#</a>'
    self.body.append("</span></summary>\n" if node.parent["folded"] else link + "</p>\n")


def html_fold(self: HTML5Translator, node: doctree.fold) -> None:
    """Open what is folded; in a list of lines it is an item."""
    item = '<li class="dv-between">' if node["item"] else ""
    self.body.append(f'{item}<details class="dv-fold"><summary>{escape(node["label"])}</summary>\n')


def html_fold_end(self: HTML5Translator, node: doctree.fold) -> None:
    """Close it."""
    self.body.append("</details></li>\n" if node["item"] else "</details>\n")


def latex_fold(self: LaTeXTranslator, node: doctree.fold) -> None:
    """The label in bold type."""
    self.body.append("\n\\par" + rf"\textbf{{{self.encode(node['label'])}.}} ")


def html_lines(self: HTML5Translator, node: nodes.Element) -> None:
    """Open the lines; the role survives a list without bullets."""
    self.body.append('<ol class="dv-lines" role="list">\n')


def html_lines_end(self: HTML5Translator, node: nodes.Element) -> None:
    """Close the lines."""
    self.body.append("</ol>\n")


def html_start(self: HTML5Translator, node: nodes.Element) -> None:
    """Open the starting expression."""
    self.body.append('<li class="dv-start">')


def html_line(self: HTML5Translator, node: doctree.block_line) -> None:
    """Open a line with its number, which links to it, or its tag."""
    anchor, shown = node["line"], escape(node["shown"])
    style = f"dv-line dv-is-{node['status'] or 'plain'}" + (" dv-wrong" if node["wrong"] else "")
    self.body.append(f'<li class="{style}" id="{anchor}">')
    if shown:
        kind = "dv-number" if shown.startswith("(") else "dv-tag"
        self.body.append(f'<a class="{kind}" href="#{anchor}">{shown}</a>')


def html_line_end(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a line."""
    self.body.append("</li>\n")


def html_relation(self: HTML5Translator, node: nodes.Element) -> None:
    """Open the relation."""
    self.body.append('<div class="dv-relation">')


def html_formula(self: HTML5Translator, node: nodes.Element) -> None:
    """Open the right side."""
    self.body.append('<div class="dv-formula">')


def html_verdict(self: HTML5Translator, node: doctree.verdict) -> None:
    """Open the details behind a mark; they need no script."""
    status = node["status"]
    word = doctree.WORDS[status]
    name = f"{_line_of(node)['shown']} {word}: details".strip()
    self.body.append(
        f'<details class="dv-verdict"><summary class="dv-is-{status}" title="{word}">{icon(status)}'
        f'<span class="dv-hidden">{escape(name)}</span></summary>\n<div class="dv-details">'
    )


def html_verdict_end(self: HTML5Translator, node: nodes.Element) -> None:
    """Close the details."""
    self.body.append("</div></details>\n")


def html_mark(self: HTML5Translator, node: doctree.mark) -> None:
    """Open a mark: its drawing, then the word."""
    status = node["status"]
    self.body.append(f'<span class="dv-mark dv-is-{status}">{icon(status)}')


def html_mark_end(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a mark."""
    self.body.append("</span>")


def latex_block(self: LaTeXTranslator, node: doctree.block) -> None:
    """Open a block with its label in bold type."""
    label = "" if not doctree.KINDS[node["kind"]] else rf"\textbf{{{self.encode(node['label'])}.}} "
    self.body.append("\n\\par\\medskip" + self.hypertarget(node["block"]) + r"\noindent " + label)


def latex_line(self: LaTeXTranslator, node: doctree.block_line) -> None:
    """Open a line with its anchor."""
    self.body.append("\n\\par" + self.hypertarget(node["line"]))


def latex_formula(self: LaTeXTranslator, node: doctree.formula) -> None:
    """The whole line as one equation with its number or tag."""
    shown = _line_of(node)["shown"].strip("()")
    tag = rf"\tag{{{self.encode(shown)}}}" if shown else ""
    self.body.append(f"\\begin{{equation*}}{{}}{node['relation']} {node['latex']}{tag}\\end{{equation*}}\n")
    raise nodes.SkipNode


def latex_skip(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Leave out what is said elsewhere."""
    raise nodes.SkipNode


def nothing(self: Any, node: nodes.Element) -> None:
    """Write nothing."""


def _line_of(node: nodes.Element) -> doctree.block_line:
    parent = node.parent
    while not isinstance(parent, doctree.block_line):
        parent = parent.parent
    return parent


VISITORS: dict[str, dict[str, Any]] = {
    "block": {"html": (html_block, html_block_end), "latex": (latex_block, nothing)},
    "block_title": {"html": (html_title, html_title_end)},
    "div": {"html": (html_div, html_end), "latex": (nothing, nothing)},
    "block_lines": {"html": (html_lines, html_lines_end), "latex": (nothing, nothing)},
    "start": {"html": (html_start, html_line_end), "latex": (nothing, nothing)},
    "block_line": {"html": (html_line, html_line_end), "latex": (latex_line, nothing)},
    "relation": {"html": (html_relation, html_end), "latex": (latex_skip, None)},
    "formula": {"html": (html_formula, html_end), "latex": (latex_formula, None)},
    "fold": {"html": (html_fold, html_fold_end), "latex": (latex_fold, nothing)},
    "verdict": {"html": (html_verdict, html_verdict_end), "latex": (nothing, nothing)},
    "mark": {"html": (html_mark, html_mark_end), "latex": (nothing, nothing)},
}
"""Visitors by node class; the numbered kinds of block share those of ``block``."""


def register(app: Sphinx) -> None:
    """Tell Sphinx the visitors; it registers the numbered blocks itself."""
    for name, writers in VISITORS.items():
        app.add_node(getattr(doctree, name), **writers)
