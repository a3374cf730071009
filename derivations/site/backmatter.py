"""The directives of the back matter, each made from data that stands once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from pybtex.database import BibliographyData
from pybtex.database import Entry as Work
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from derivations.site.doctree import (
    DerivationDomain,
    Entry,
    Row,
    comma_separated,
    inline_mathematics,
    pages_in_order,
    reference,
    row_reference,
    table,
    treated_reference,
)
from derivations.site.symbols import Symbol, symbols
from derivations.syntax import Scope, Word, declare, read_expression, read_line, split_outside, vocabulary
from derivations.tree import CONSTANTS, WORDS, Expr, Printer

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

log = logging.getLogger(__name__)


class notation(nodes.Element):
    """Stands for the table of the symbols of the book: meanings, entered by symbol and statement."""


class DataDirective(SphinxDirective):
    """A directive made from a file of JSON objects, one a line, beside its page or as its argument says."""

    optional_arguments = 1
    default: str

    def data(self) -> list[dict[str, Any]]:
        """The objects; the page depends on them."""
        relative, absolute = self.env.relfn2path(self.arguments[0] if self.arguments else self.default)
        self.env.note_dependency(absolute)
        try:
            return [json.loads(line) for line in Path(absolute).read_text("utf8").splitlines()]
        except (OSError, ValueError) as error:
            raise self.error(f"cannot read {relative}: {error}") from error


class Notation(DataDirective):
    """Every symbol of the book: what it is, where it comes first, and what the notes write for it."""

    default = "notation.jsonl"

    def run(self) -> list[nodes.Node]:
        """A place for the table, which is known once every statement has been read; so it is read every time."""
        self.env.note_reread()
        return [notation(docname=self.env.docname, meanings=self.data())]


class ResolveNotation(SphinxPostTransform):
    """Puts the table in its place, before Sphinx resolves references."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Complete a document; a meaning of a symbol that is not in the book is a warning."""
        for place in list(self.document.findall(notation)):
            try:
                found = symbols(in_order(self.env), place["meanings"])
            except ValueError as error:
                log.warning("notation: %s", error, location=place)
                found = []
            place.replace_self(_symbol_table(place["docname"], found))


def in_order(env: BuildEnvironment) -> list[tuple[str, Entry]]:
    """The blocks and lines of the book in the order of its pages."""
    domain = env.get_domain("derivation")
    assert isinstance(domain, DerivationDomain)
    order = {page: place for place, page in enumerate(pages_in_order(env))}
    return sorted(domain.entries.items(), key=lambda item: order.get(item[1].docname, len(order)))


def _symbol_table(docname: str, found: list[Symbol]) -> nodes.table:
    columns = {"symbol": 14, "what it is": 36, "first in": 28, "in the notes": 22}
    return table("notation", columns, (_symbol_row(docname, symbol) for symbol in found))


def _symbol_row(docname: str, symbol: Symbol) -> Row:
    letters = (_in_note(docname, row, latex) for row, latex in symbol.notes.items())
    first = [reference(docname, symbol.statement)]
    latex = [nodes.math(symbol.latex, symbol.latex)]
    return latex, inline_mathematics(symbol.what), first, [*comma_separated(letters)]


def _in_note(docname: str, row: str, latex: str) -> nodes.inline:
    return nodes.inline("", "", nodes.math(latex, latex), nodes.Text(" "), row_reference(docname, row))


class Signs(SphinxDirective):
    """The signs of the expressions and relations that a line can have, printed from checked lines."""

    def run(self) -> list[nodes.Node]:
        """A table: the sign, what it means, and the word by which it is typed."""
        words = [word for title in ("Relations", "Expressions") for word in vocabulary()[title] if has_a_sign(word)]
        columns = {"sign": 35, "what it means": 45, "typed": 20}
        return [table("signs", columns, map(self._row, words))]

    def _row(self, word: Word) -> Row:
        sign, says = sign_of(word), word.says.replace("`", "")
        return [nodes.math(sign, sign)], [nodes.Text(says)], [nodes.literal(word.word, word.word)]


def has_a_sign(word: Word) -> bool:
    """Whether it prints as something of its own: no name of a word again, no word between claims such as ``with``."""
    if word.word in (*WORDS, *CONSTANTS):
        node = node_of(word)
        return node is None or word.word not in node.also
    return not word.word.replace(" ", "").isalpha()


def sign_of(word: Word) -> str:
    """The LaTeX of the word in its line: of its own node if it has one, else of the left side, or of a relation all."""
    scope = declare(word.given, Scope())
    (claim,) = read_line(split_outside(word.lines, ";")[0], scope)
    if word.word in CONSTANTS:
        return Printer()(read_expression(word.word, scope))
    if word.word not in WORDS:
        return claim.latex()
    node = node_of(word)
    own = (part for side in claim.expressions for part in side.walk() if node and isinstance(part, node))
    return Printer()(next(own, claim.expressions[0]))


def node_of(word: Word) -> type[Expr] | None:
    """The class of nodes that is read from the word."""
    return getattr(WORDS.get(word.word), "__self__", None)


class Terms(DataDirective):
    """The words of the book in English and in Japanese, by the English one, each with the place that explains it."""

    default = "terms.jsonl"

    def run(self) -> list[nodes.Node]:
        """A table."""
        columns = {"English": 30, "Japanese": 20, "reading": 22, "see": 28}
        terms = sorted(self.data(), key=lambda term: str(term["english"]).casefold())
        return [table("terms", columns, map(self._row, terms))]

    def _row(self, term: dict[str, str]) -> Row:
        japanese, reading = (nodes.inline("", term[key], classes=["language-ja"]) for key in ("japanese", "reading"))
        return [nodes.Text(term["english"])], [japanese], [reading], [self._place(term["at"])]

    def _place(self, place: str) -> nodes.Node:
        """A link to a page of the book, or to a statement."""
        page = place.startswith("book/")
        return treated_reference(self.env.docname, place, "") if page else reference(self.env.docname, place)


class Citation(SphinxDirective):
    """How to cite the book, as a sentence and for BibTeX, from ``CITATION.cff`` at the top of the project."""

    def run(self) -> list[nodes.Node]:
        """Both; a year and an address where the file has them."""
        path = Path(self.env.srcdir, "CITATION.cff")
        self.env.note_dependency(str(path))
        work = yaml.safe_load(path.read_text("utf8"))
        title, version = work["title"], f"Version {work['version']}"
        year, url = str(work.get("date-released", ""))[:4], work.get("repository-code", "")
        by = " and ".join(map(_full_name, work["authors"]))
        said = [nodes.Text(f"{by[0].upper()}{by[1:]}. "), nodes.emphasis("", title)]
        said.append(nodes.Text(f". {'. '.join(filter(None, (version, year, url)))}."))
        fields = {"author": " and ".join(map(_braced_name, work["authors"])), "title": title, "note": version}
        fields |= {key: value for key, value in (("year", year), ("url", url)) if value}
        entry = BibliographyData({nodes.make_id(title): Work("misc", fields)}).to_string("bibtex").strip()
        return [nodes.paragraph("", "", *said), nodes.literal_block(entry, entry, language="bibtex")]


def _full_name(author: dict[str, str]) -> str:
    """Of a group or a person."""
    return author.get("name") or f"{author['given-names']} {author['family-names']}"


def _braced_name(author: dict[str, str]) -> str:
    """The name as BibTeX reads it: in braces that of a group, which has no family name."""
    return f"{{{author['name']}}}" if "name" in author else _full_name(author)


class ListWorks(SphinxPostTransform):
    """Makes the bibliography a list: docutils gives its entries labels, and a role that is no longer one."""

    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the works of a document, once they stand there."""
        works = list(self.document.findall(nodes.citation))
        for parent in dict.fromkeys(work.parent for work in works):
            items = [nodes.list_item("", *work[1:], ids=work["ids"]) for work in works if work.parent is parent]
            parent[:] = [nodes.bullet_list("", *items, classes=["works"])]


def register(app: Sphinx) -> None:
    """Tell Sphinx the directives, the style and what completes a page."""
    app.add_directive("notation", Notation)
    app.add_directive("citation", Citation)
    app.add_directive("signs", Signs)
    app.add_directive("terms", Terms)
    app.add_post_transform(ResolveNotation)
    app.add_post_transform(ListWorks)
    app.add_css_file("backmatter.css")
