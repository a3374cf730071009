"""Rows of the notes by what became of them: a choice that hides all others without a script, and contents by topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from derivations.site.doctree import Row, block, mark, table
from derivations.site.visitors import icon

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

STATUSES = ("proved", "verified", "rejected", "scan", "amended", "defined", "explained", "unreadable")
"""What may become of a row, in the order of counting; ``scan`` is a rejected row that the scanner may have made so."""


class status_filter(nodes.container):
    """A choice of one status or all: counts, a list of statuses with the number of their rows."""


class row_contents(nodes.container):
    """Stands for the sections of a ledger with their rows, until the page has been read."""


def shown_status(status: str, scan: str) -> str:
    """The status of a row as the pages show it: a slip that may be the scanner's is told from the author's."""
    return "scan" if scan else status


def row_class(status: str) -> str:
    """The class of what a filter hides or shows."""
    return f"dv-row-{status}"


def counted(statuses: Iterable[str]) -> list[tuple[str, int]]:
    """The statuses that occur, with their numbers, in the order of `STATUSES`."""
    counts = Counter(statuses)
    return [(status, counts[status]) for status in STATUSES if counts[status]]


def counts_of(statuses: Iterable[str]) -> Iterator[nodes.Node]:
    """The marks of the statuses that occur, each after its number."""
    for status, count in counted(statuses):
        yield nodes.inline("", "", nodes.Text(f"{count} "), mark(status, status, status=status), nodes.Text(" "))


def filter_of(statuses: Iterable[str]) -> status_filter:
    """The choice for rows of these statuses."""
    return status_filter(counts=counted(statuses))


def html_filter(self: HTML5Translator, node: status_filter) -> None:
    """Write the choice as radio buttons; the style of the page does the rest."""
    total = sum(count for _, count in node["counts"])
    choices = [("all", f"all {total}", "")]
    choices += [(status, f"{count} {status}", icon(status)) for status, count in node["counts"]]
    self.body.append('<fieldset class="dv-filter"><legend>Show</legend>\n')
    for status, words, drawing in choices:
        checked = " checked" if status == "all" else ""
        box = f'<input type="radio" name="dv-filter" value="{status}" autocomplete="off"{checked}>'
        self.body.append(f'<label class="dv-mark dv-is-{status}">{box} {drawing}{escape(words)}</label>\n')
    self.body.append("</fieldset>\n")
    raise nodes.SkipNode


def skip(self: Any, node: nodes.Element) -> None:
    """Write nothing: paper cannot choose."""
    raise nodes.SkipNode


class RowContents(SphinxDirective):
    """The sections of a ledger with their rows and what became of them, and a choice of one status."""

    def run(self) -> list[nodes.Node]:
        """A place for the table, which is known once the page has been read."""
        return [row_contents()]


class ResolveContents(SphinxPostTransform):
    """Puts the table of its sections into a ledger."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Complete the document."""
        for place in list(self.document.findall(row_contents)):
            found = [(section, _statuses(section)) for section in self.document.findall(nodes.section)]
            sections = [(section, rows) for section, rows in found if rows and section.parent is not self.document]
            columns = {"topic": 40, "what became of its rows": 60}
            contents = table("row-contents", columns, (_row(section, statuses) for section, statuses in sections))
            everything = [status for _, statuses in sections for status in statuses]
            place.replace_self([contents, filter_of(everything)])


def _statuses(section: nodes.section) -> list[str]:
    return [item["status"] for item in section.findall(block) if item["kind"] == "row"]


def _row(section: nodes.section, statuses: list[str]) -> Row:
    title = section.next_node(nodes.title)
    assert title is not None
    words = [child.deepcopy() for child in title.children]
    return [nodes.reference("", "", *words, internal=True, refid=section["ids"][0])], [*counts_of(statuses)]


def register(app: Sphinx) -> None:
    """Tell Sphinx the directive, the node and what resolves it."""
    app.add_node(status_filter, html=(html_filter, None), latex=(skip, None))
    app.add_directive("rows", RowContents)
    app.add_post_transform(ResolveContents)
