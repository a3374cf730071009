"""Blocks as document nodes, and the domain that knows every block and line of the book: numbers, links, "used by"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.domains.std import StandardDomain
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from derivations.page import STATUS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

log = logging.getLogger(__name__)

KINDS = {
    "statement": "Statement",
    "derivation": "Derivation",
    "sympy": "SymPy derivation",
    "numpy": "NumPy check",
    "counterexample": "Counterexample",
    "exercise": "Exercise",
    "row": "",
    "words": "",
}
"""Kind of a block and the word before its title; statements are numbered, rows and words have a title only."""

WORDS = STATUS | {"scan": "false in the scan"}
"""The word for each mark of a line; ``scan`` is a false line of a note that the scanner may have made so."""


# Containers, so that a builder without a visitor of ours (text, epub, ...) falls back to visit_container.
class div(nodes.container):
    """A box that is only its classes."""


class block(nodes.container):
    """A block without a number: kind, block (its id), title; `ResolveBlocks` adds label."""


class statement_block(block):
    """A statement, numbered by Sphinx as the figure type ``statement``."""


class block_title(nodes.paragraph):
    """The title of the block around it."""


class block_lines(nodes.container):
    """The lines of a block."""


class block_line(nodes.container):
    """One line: line (its id), status, wrong; `ResolveBlocks` adds shown, its number or tag."""


class start(nodes.container):
    """The expression that a chain of lines starts from, the first item of its list."""


class relation(nodes.container):
    """The relation of a line to the one before it."""


class formula(nodes.container):
    """The right side of a line: relation, latex."""


class fold(nodes.container):
    """What stands folded under a label."""


class results(nodes.Element):
    """Stands for every statement of the book: its name, its formulas and their marks."""


class letters(nodes.Element):
    """Stands for the table of the letters that the statements of a document are about."""


class verdict(nodes.container):
    """The foldable details behind a mark: status, line."""


class mark(nodes.inline):
    """The mark of a status; its text is the word for it."""


class users(nodes.inline):
    """Stands for the links to whatever uses target, until every document has been read."""


def node_class(kind: str) -> type[block]:
    """The node class of a kind of block."""
    return statement_block if kind == "statement" else block


class Entry(NamedTuple):
    """What the domain keeps of a block or of a line; the entry of a block has its own id as ``block``."""

    docname: str
    block: str
    kind: str
    title: str
    number: int | None = None
    tag: str = ""
    uses: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    objects: tuple[tuple[str, str], ...] = ()
    latex: str = ""
    status: str = ""


class DerivationDomain(Domain):
    """Every block and line of the book by id, and the label of each as links show it."""

    name = "derivation"
    label = "Derivations"
    data_version = 2
    object_types = {"statement": ObjType("statement")}
    initial_data: dict[str, Any] = {"entries": {}, "labels": {}, "users": {}}

    @property
    def entries(self) -> dict[str, Entry]:
        """Entries by id, of a document in the order of its lines."""
        return self.data["entries"]  # type: ignore[no-any-return]

    def note(self, anchor: str, entry: Entry) -> None:
        """Add an entry; an id names one thing in the whole book."""
        known = self.entries.get(anchor)
        if known:
            log.warning("anchor %r stands already in %s", anchor, known.docname, location=entry.docname)
        self.entries[anchor] = entry
        std = self.env.get_domain("std")
        assert isinstance(std, StandardDomain)
        std.note_hyperlink_target(anchor, entry.docname, anchor, entry.title)

    def clear_doc(self, docname: str) -> None:
        """Forget what a document held."""
        for anchor in [key for key, entry in self.entries.items() if entry.docname == docname]:
            del self.entries[anchor]

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over what another reading process found."""
        self.entries.update({key: entry for key, entry in otherdata["entries"].items() if entry.docname in docnames})

    def users_of(self) -> dict[str, list[str]]:
        """For every id the ids of the lines that use it or treat it, in the order of documents and lines."""
        found: dict[str, list[str]] = {}
        for anchor, entry in sorted(self.entries.items(), key=lambda item: item[1].docname):
            for target in dict.fromkeys([*entry.uses, *map(row_anchor, entry.rows)]):
                if self.entries.get(target, entry).block != entry.block:
                    found.setdefault(target, []).append(anchor)
        return found

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        """A place that is not in the book stays plain text; that is a warning unless it is a row of a note."""
        entry = self.entries.get(row_anchor(target))
        if typ == "row" and entry:
            return make_refnode(builder, fromdocname, entry.docname, row_anchor(target), contnode)
        if typ == "treated":
            return self._resolve_treated(builder, fromdocname, target, node, contnode)
        return contnode

    def _resolve_treated(
        self, builder: Builder, fromdocname: str, anchor: str, node: addnodes.pending_xref, contnode: nodes.Element
    ) -> nodes.Element:
        page = node["page"]
        std = self.env.get_domain("std")
        assert isinstance(std, StandardDomain)
        found, place, words = std.labels.get(anchor, ("", "", ""))
        if page not in self.env.titles or (anchor and found != page):
            log.warning("nothing in %r bears the label %r", page, anchor, location=node)
            return contnode
        title = self.env.titles[page].astext()
        text = f"{title}, {words}" if anchor else title
        return make_refnode(builder, fromdocname, page, place, nodes.inline(text, text))

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """The statements by their names, which is how the search finds them, before any page that has the words."""
        for anchor, entry in self.entries.items():
            if entry.kind == "statement" and anchor == entry.block:
                # A name that is the anchor would make the search look for an anchor called as the title.
                yield f"statement:{anchor}", entry.title, "statement", entry.docname, anchor, 0

    def resolve_any_xref(self, *args: Any) -> list[tuple[str, nodes.Element]]:
        """Blocks are labels of the standard domain, which answers for them."""
        return []


def row_anchor(row: str) -> str:
    """The anchor of a row of a note in its ledger: mle.008 stands at mle-008."""
    return row.replace(".", "-")


def reference(docname: str, target: str) -> addnodes.pending_xref:
    """A link to a block or line that shows its label; Sphinx warns if there is no such target."""
    options = {"refdomain": "std", "reftype": "ref", "refexplicit": False, "refwarn": True, "refdoc": docname}
    return addnodes.pending_xref("", nodes.inline(), reftarget=target, **options)


def row_reference(docname: str, row: str) -> addnodes.pending_xref:
    """A link to a row of a note, plain text while its ledger is not in the book."""
    options = {"refdomain": "derivation", "reftype": "row", "refexplicit": True, "refwarn": False, "refdoc": docname}
    return addnodes.pending_xref("", nodes.inline(row, row), reftarget=row, **options)


def treated_reference(docname: str, page: str, anchor: str) -> addnodes.pending_xref:
    """A link to the anchor, or with none to the page, that treats a row; it shows the title of the page."""
    options = {"refdomain": "derivation", "reftype": "treated", "refexplicit": True, "refwarn": True, "refdoc": docname}
    return addnodes.pending_xref("", nodes.inline(page, page), reftarget=anchor, page=page, **options)


def comma_separated(items: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """The nodes with a comma between them."""
    for position, item in enumerate(items):
        if position:
            yield nodes.Text(", ")
        yield item


def number_blocks(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Labels and users of everything, once Sphinx has numbered the book; the pages to write again if any changed."""
    domain = env.get_domain("derivation")
    std = env.get_domain("std")
    assert isinstance(domain, DerivationDomain) and isinstance(std, StandardDomain)
    before = domain.data["labels"], domain.data["users"]
    labels = {anchor: _label(env, domain, anchor) for anchor in domain.entries}
    domain.data["labels"], domain.data["users"] = labels, domain.users_of()
    for anchor, text in labels.items():
        std.labels[anchor] = (domain.entries[anchor].docname, anchor, text)
    return [] if before == (domain.data["labels"], domain.data["users"]) else env.found_docs


def _label(env: BuildEnvironment, domain: DerivationDomain, anchor: str) -> str:
    """What a link shows: the common name, a statement's with its number, a line's with its own."""
    entry = domain.entries[anchor]
    number = _number(env, entry)
    title = domain.entries[entry.block].title
    name = f"{title} ({number})" if number else title
    if entry.number is None:
        return f"{name}, {entry.tag}" if entry.tag else name
    return f"{name} ({entry.number})"


def _number(env: BuildEnvironment, entry: Entry) -> str:
    """The number of a statement in the book, 3.10; nothing for other blocks."""
    numbers = env.toc_fignumbers.get(entry.docname, {}).get(entry.kind, {}).get(entry.block, ())
    return ".".join(map(str, numbers))


class ResolveBlocks(SphinxPostTransform):
    """Puts numbers on blocks and lines and links in place of `users`, before Sphinx resolves references."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Complete every block of a document."""
        domain = self.env.get_domain("derivation")
        assert isinstance(domain, DerivationDomain)
        for node in self.document.findall(block):
            node["label"] = f"{KINDS[node['kind']]} {_number(self.env, domain.entries[node['block']])}".strip()
            for link in node.findall(addnodes.pending_xref):
                _shorten(link, domain, node["block"])
        for item in self.document.findall(block_line):
            item["shown"] = shown_number(domain, item["line"])
        for placeholder in list(self.document.findall(users)):
            self._link_users(placeholder, domain.data["users"].get(placeholder["target"], []))
        for place in list(self.document.findall(results)):
            place.replace_self(list(_results(place["docname"], self.env, domain)))
        for table in list(self.document.findall(letters)):
            table.replace_self(_letters_table(table["docname"], domain))

    def _link_users(self, placeholder: users, found: list[str]) -> None:
        if found:
            docname = placeholder["docname"]
            placeholder.replace_self(list(comma_separated(reference(docname, user) for user in found)))
            return
        field = placeholder.parent.parent.parent
        fields = field.parent
        fields.remove(field)
        if not fields.children:
            fields.parent.remove(fields)


def shown_number(domain: DerivationDomain, anchor: str) -> str:
    """What stands before a line: its number within its block, or its tag."""
    entry = domain.entries[anchor]
    return entry.tag if entry.number is None else f"({entry.number})"


def _shorten(link: addnodes.pending_xref, domain: DerivationDomain, inside: str) -> None:
    """A link from a block to one of its own lines shows the number alone."""
    entry = domain.entries.get(link["reftarget"])
    if entry and entry.block == inside and entry.number is not None and not link.get("refexplicit"):
        link["refexplicit"] = True
        link.children = [nodes.inline("", f"({entry.number})")]


def pages_in_order(env: BuildEnvironment) -> list[str]:
    """The pages that the table of contents names, in its order."""
    return list(env.toctree_includes.get(env.config.root_doc, []))


def _letters_table(docname: str, domain: DerivationDomain) -> nodes.table:
    """Each letter of the statements of a document with what it is, and the first statement that is about it."""
    found: dict[tuple[str, str], str] = {}
    for anchor, entry in domain.entries.items():
        if entry.docname == docname and anchor == entry.block:
            for letter in entry.objects:
                found.setdefault(letter, anchor)
    rows = [
        ([nodes.math(letter, letter)], inline_mathematics(what), [reference(docname, anchor)])
        for (letter, what), anchor in found.items()
    ]
    return table("letters", {"letter": 20, "what it is": 50, "first in": 30}, rows)


def _results(docname: str, env: BuildEnvironment, domain: DerivationDomain) -> Iterator[nodes.Node]:
    """A table for each page that has statements, in the order of the book."""
    pages: dict[str, list[str]] = {}
    for anchor, entry in domain.entries.items():
        if entry.kind == "statement" and anchor == entry.block and entry.docname.split("/")[1] != "appendix":
            pages.setdefault(entry.docname, []).append(anchor)
    for page in (page for page in pages_in_order(env) if page in pages):
        title = env.titles[page].astext()
        rows = [_result_row(docname, domain, anchor) for anchor in pages[page]]
        columns = [nodes.colspec(colwidth=width) for width in (30, 70)]
        group = nodes.tgroup("", *columns, nodes.tbody("", *rows), cols=2)
        yield nodes.rubric(title, title)
        yield nodes.table("", group, classes=["results"])


def _result_row(docname: str, domain: DerivationDomain, anchor: str) -> nodes.row:
    """The name, which leads to the statement, and its formulas, each with its mark; definitions have none."""
    lines = [entry for key, entry in domain.entries.items() if entry.block == anchor and key != anchor]
    shown: list[nodes.Node] = []
    for line in lines:
        word = [mark(WORDS[line.status], WORDS[line.status], status=line.status)] if line.status != "unchecked" else []
        formula_of = nodes.math_block(line.latex, line.latex, nowrap=False, number=None, label=None)
        shown.append(div("", formula_of, *([nodes.paragraph("", "", *word)] if word else []), classes=["result"]))
    name = nodes.paragraph("", "", reference(docname, anchor))
    return nodes.row("", nodes.entry("", name), nodes.entry("", *shown))


Row: TypeAlias = Sequence[Sequence[nodes.Node]]
"""The cells of a row, each inline nodes."""


def table(style: str, columns: dict[str, int], rows: Iterable[Row]) -> nodes.table:
    """A table of inline cells, with the titles of its columns and their widths."""
    heads = [[nodes.Text(title)] for title in columns]
    widths = [nodes.colspec(colwidth=width) for width in columns.values()]
    body = nodes.tbody("", *map(_table_row, rows))
    group = nodes.tgroup("", *widths, nodes.thead("", _table_row(heads)), body, cols=len(columns))
    return nodes.table("", group, classes=[style])


def _table_row(cells: Row) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def inline_mathematics(text: str) -> list[nodes.Node]:
    """Words, with mathematics between dollar signs."""
    parts = enumerate(text.split("$"))
    return [nodes.math(part, part) if place % 2 else nodes.Text(part) for place, part in parts if part]
