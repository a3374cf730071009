"""The directives ``concordance`` and ``errata``, what became of every row of the notes, and ``letters``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from derivations.site.doctree import WORDS, div, letters, mark, reference, results, row_reference, treated_reference
from derivations.site.filters import STATUSES, counts_of, filter_of, row_class, shown_status

if TYPE_CHECKING:
    from sphinx.application import Sphinx

log = logging.getLogger(__name__)

NOTES = {
    "mle": "Maximum likelihood of the multivariate Gaussian (mle)",
    "gauss": "The multivariate Gaussian (gauss)",
    "prml": "The mathematics behind PRML chapter 2 (prml)",
    "diffusion": "Towards diffusion models (diffusion)",
}
"""The notes by slug, in the order of the book."""


class Row(NamedTuple):
    """A row of a note: what is printed and what became of it; formulas are LaTeX, scan and the last two inline MyST."""

    id: str
    label: str
    printed: list[str]
    status: str
    scan: str
    page: str
    anchor: str
    correction: str
    counterexample: str
    remark: str

    @property
    def shown(self) -> str:
        """The status as the pages show it."""
        return shown_status(self.status, self.scan)


def read_rows(concordance: Path, notes: Path) -> dict[str, list[Row]]:
    """The rows entered so far by note, in the order of the note; ValueError for an unknown status or row."""
    entered = {item["row"]: item for item in json.loads(concordance.read_text("utf8"))}
    wrong = sorted({item["status"] for item in entered.values()} - set(STATUSES))
    if wrong:
        raise ValueError(f"{concordance.name}: status {wrong[0]!r}, expected one of {', '.join(STATUSES)}")
    found: dict[str, list[Row]] = {}
    for slug in NOTES:
        ledger = notes / f"{slug}.jsonl"
        lines = ledger.read_text("utf8").splitlines() if ledger.exists() else []
        printed = [json.loads(text) for text in lines if text.strip()]
        rows = [_row(item, entered.pop(item["id"])) for item in printed if item["id"] in entered]
        found |= {slug: rows} if rows else {}
    if entered:
        raise ValueError(f"{concordance.name}: row {next(iter(entered))!r} is in no ledger of {notes.name}/")
    return found


def _row(printed: dict[str, object], entered: dict[str, str]) -> Row:
    formula, remark = printed["formula"], printed.get("remark", "")
    assert isinstance(formula, list)
    keys = ("status", "scan", "page", "anchor", "correction", "counterexample")
    computed = {key: entered[key] for key in keys}
    return Row(str(printed["id"]), str(printed["label"]), formula, remark=str(remark), **computed)


class LedgerDirective(SphinxDirective):
    """Shared by both directives; the argument is the concordance, beside which ``notes`` holds the ledgers."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One section a note; a sentence if there is nothing to show."""
        relative, absolute = self.env.relfn2path(self.arguments[0] if self.arguments else "concordance.json")
        concordance = Path(absolute)
        notes = concordance.parent / "notes"
        for path in (concordance, *(notes / f"{slug}.jsonl" for slug in NOTES)):
            self.env.note_dependency(str(path))
        try:
            rows = read_rows(concordance, notes)
        except (OSError, KeyError, ValueError) as error:
            raise self.error(f"cannot read {relative}: {error}") from error
        kept = {slug: chosen for slug, found in rows.items() if (chosen := self.select(found))}
        if kept:
            choice = filter_of(row.shown for chosen in kept.values() for row in chosen)
            return [choice, *(self._section(slug, chosen) for slug, chosen in kept.items())]
        return [nodes.paragraph("", "None so far.", classes=["ledger-none"])]

    def select(self, rows: list[Row]) -> list[Row]:
        """The rows of a note that are shown."""
        raise NotImplementedError

    def show(self, rows: list[Row]) -> nodes.Node:
        """The rows of a note as one node."""
        raise NotImplementedError

    def _section(self, slug: str, rows: list[Row]) -> nodes.section:
        title = NOTES[slug]
        section = nodes.section("", nodes.title(title, title), names=[nodes.fully_normalize_name(title)])
        self.state.document.note_implicit_target(section, section)
        section += self._summary(rows)
        section += self.show(rows)
        return section

    def _summary(self, rows: list[Row]) -> nodes.paragraph:
        return nodes.paragraph("", "", *counts_of(row.shown for row in rows), classes=["ledger-summary"])

    def printed(self, row: Row) -> list[nodes.Node]:
        """The formulas of a row as the note prints them."""
        return [self.formula(latex) for latex in row.printed]

    def formula(self, latex: str) -> nodes.Node:
        """A displayed formula."""
        return nodes.math_block(latex, latex, nowrap=False, number=None, label=None)

    def row_name(self, row: Row) -> nodes.paragraph:
        """The link to a row in its ledger, with the label that the note prints."""
        link = row_reference(self.env.docname, row.id)
        label = [nodes.inline("", f" {row.label}", classes=["ledger-label"])] if row.label else []
        return nodes.paragraph("", "", link, *label)

    def status(self, row: Row) -> nodes.paragraph:
        """The mark of a row and its word."""
        return nodes.paragraph("", "", mark(row.shown, row.shown, status=row.shown))

    def treated(self, row: Row) -> nodes.paragraph:
        """The link to the place in the book that treats a row."""
        return nodes.paragraph("", "", treated_reference(self.env.docname, row.page, row.anchor))


class Concordance(LedgerDirective):
    """Every row entered so far: row, status, printed formula, where it is treated."""

    def select(self, rows: list[Row]) -> list[Row]:
        """All of them."""
        return rows

    def show(self, rows: list[Row]) -> nodes.Node:
        """A table."""
        titles = ("Row", "Status", "As printed", "Treated in")
        columns = [nodes.colspec(colwidth=width) for width in (14, 14, 50, 22)]
        head = nodes.row("", *(nodes.entry("", nodes.paragraph(title, title)) for title in titles))
        body = nodes.tbody("", *map(self._line, rows))
        group = nodes.tgroup("", *columns, nodes.thead("", head), body, cols=len(titles))
        return nodes.table("", group, classes=["concordance"])

    def _line(self, row: Row) -> nodes.row:
        cells = ([self.row_name(row)], [self.status(row)], self.printed(row), [self.treated(row)])
        return nodes.row("", *(nodes.entry("", *cell) for cell in cells), classes=[row_class(row.shown)])


class Errata(LedgerDirective):
    """The rows that are false as printed or need a hypothesis: as printed, counterexample, corrected."""

    def select(self, rows: list[Row]) -> list[Row]:
        """Those rejected or amended."""
        return [row for row in rows if row.status in ("rejected", "amended")]

    def show(self, rows: list[Row]) -> nodes.Node:
        """A card a row."""
        return div("", *map(self._card, rows), classes=["errata"])

    def _card(self, row: Row) -> nodes.Node:
        head = div("", self.row_name(row), self.status(row), self.treated(row), classes=["erratum-head"])
        parts = nodes.field_list("", *self._parts(row), classes=["erratum-parts"])
        return div("", head, parts, classes=["erratum", f"erratum-{row.shown}", row_class(row.shown)])

    def _parts(self, row: Row) -> Iterator[nodes.field]:
        yield self._part("as printed", self.printed(row))
        if row.scan:
            yield self._part("scan", self._words(row.scan))
        if row.counterexample:
            yield self._part("counterexample", self._words(row.counterexample))
        if row.correction:
            yield self._part("corrected", [self.formula(row.correction)])
        if row.remark:
            yield self._part("remark", self._words(row.remark))

    def _words(self, text: str) -> list[nodes.Node]:
        inline, messages = self.parse_inline(text)
        return [nodes.paragraph("", "", *inline, *messages)]

    def _part(self, name: str, body: list[nodes.Node]) -> nodes.field:
        return nodes.field("", nodes.field_name(name, name), nodes.field_body("", *body))


class Moved(SphinxDirective):
    """Ids that once stood on this page: an address of theirs leads to a link to where they stand now."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """A list with the link to each."""
        items = nodes.bullet_list(classes=["moved"])
        for anchor in filter(None, map(str.strip, self.content)):
            link = nodes.paragraph("", "", reference(self.env.docname, anchor))
            items += nodes.list_item("", link, ids=[anchor])
        return [items]


class Results(SphinxDirective):
    """Every statement of the book by chapter: its name, its formulas and their marks."""

    def run(self) -> list[nodes.Node]:
        """A place for the tables, which are known once every statement has been read; so it is read every time."""
        self.env.note_reread()
        return [results(docname=self.env.docname)]


class Letters(SphinxDirective):
    """The letters of the statements of a chapter: what each is, and where it comes first."""

    def run(self) -> list[nodes.Node]:
        """A place for the table, which is known once every statement has been read."""
        return [letters(docname=self.env.docname)]


class MarkRole(SphinxRole):
    """``{mark}`proved` ``: the sign of a verdict and its word, for the page that explains them."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The mark; an unknown status is an error that names what was found and expected."""
        if self.text not in WORDS:
            expected = ", ".join(WORDS)
            return [], [self.inliner.reporter.error(f"mark: found {self.text!r}, expected one of {expected}")]
        return [mark(WORDS[self.text], WORDS[self.text], status=self.text)], []


def register(app: Sphinx) -> None:
    """Tell Sphinx the directives and the role."""
    app.add_role("mark", MarkRole())
    app.add_directive("concordance", Concordance)
    app.add_directive("errata", Errata)
    app.add_directive("letters", Letters)
    app.add_directive("moved", Moved)
    app.add_directive("results", Results)
