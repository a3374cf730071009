"""The Sphinx extension on the demonstration: numbers, links and lists come out right; what is wrong fails the build."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from nbformat import NotebookNode

from derivations.page.blocks import Block, Line, Mark
from derivations.site.directives import read_rows
from tests.site.books import ROOT, Book, build, lay_out_demo, staleness, write_notebook
from tests.site.demo import pages

LEMMA = "The logarithm of a determinant after a rank-one update"


def text_of(book: Book, page: str) -> str:
    """A built page without tags, its white space collapsed."""
    html = (book.html / f"{page}.html").read_text("utf8")
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def failure(folder: Path, notebook: NotebookNode) -> str:
    """Messages of a build that fails because of its chapter."""
    book = lay_out_demo(folder)
    write_notebook(book.source / "book/gaussian/demo.ipynb", notebook)
    status, messages = build(book)
    assert status != 0, messages
    return messages


@pytest.mark.parametrize("builder", ["singlehtml", "latex"])
def test_other_builders_pass(tmp_path: Path, builder: str) -> None:
    book = lay_out_demo(tmp_path)
    status, messages = build(book, builder)
    assert status == 0, messages
    written = "".join(path.read_text("utf8") for path in book.source.glob(f"_build/{builder}/**/*.[ht]*[mlex]"))
    assert "Statement 1.1" in written and "one update" in written


def test_blocks_and_lines_are_numbered(demo: Book) -> None:
    text = text_of(demo, "book/gaussian/demo")
    labels = [text.index(label) for label in ("Statement 1.1 ", "Derivation The logarithm", "(5)", "Statement 1.2 ")]
    assert labels == sorted(labels)
    assert "SymPy derivation The gradient" in text and "NumPy check The gradient" in text and "Exercise Which" in text


def test_other_ways_and_lines_between_are_folded_and_hints_apart_from_answers(demo: Book) -> None:
    html = (demo.html / "book/gaussian/demo.html").read_text("utf8")
    other = html.split('id="demo-other-way"')[1].split("</details>")[0]
    assert other.index('<details class="dv-other">') < other.index("dv-why") < other.index("demo-other-way-1")
    between = html.split('id="demo-sympy"')[1].split("</details></li>")[0]
    assert "by way of diff, subs" in between and "demo-sympy-2" in between and "demo-sympy-3" not in between
    assert re.findall(r'<details class="dv-fold"><summary>(\w+)<', html) == ["Hint", "Answer"]


def test_lines_of_numpy_stand_on_the_page_with_what_goes_in(demo: Book) -> None:
    text = text_of(demo, "book/gaussian/demo").split("NumPy check")[1].split("Exercise")[0]
    assert "inverse = np . linalg . inv ( A )" in text or "np.linalg.inv" in text.replace(" ", "")


def test_the_table_of_letters_is_made_of_those_of_the_statements(demo: Book) -> None:
    text = text_of(demo, "book/gaussian/demo").split("Letters #")[1]
    assert "what it is" in text and "(1.1)" in text


def test_references_show_labels_and_reach_their_anchors(demo: Book) -> None:
    html = (demo.html / "book/index.html").read_text("utf8")
    for anchor, label in (("demo-lemma", LEMMA), ("demo-lemma-3", rf"{LEMMA} \(3\)")):
        assert re.search(rf'href="gaussian/demo\.html#{anchor}"><span[^>]*>{label}<', html)


def test_users_are_computed(demo: Book) -> None:
    chapter, ledger = text_of(demo, "book/gaussian/demo"), text_of(demo, "book/notes/mle")
    assert re.search(rf"used by :? ?{LEMMA} \(3\) , The gradient for", chapter)
    assert re.search(rf"treated in :? ?{LEMMA}, as printed , {LEMMA} \(3\)", ledger)
    assert chapter.count("used by") == 1, "a block or line without users says nothing about users"


def test_a_link_in_the_reason_is_not_repeated(demo: Book) -> None:
    line = text_of(demo, "book/gaussian/demo").split("(5)")[1].split("Derivation")[0]
    assert line.count("(3)") == 1, "and within its own derivation a line is a number"


def test_rows_are_links_where_the_ledger_has_them(demo: Book) -> None:
    html = (demo.html / "book/gaussian/demo.html").read_text("utf8")
    assert re.search(r'href="\.\./notes/mle\.html#mle-007"', html)
    assert "prml.001" in html and "#prml-001" not in html


def test_a_printed_line_that_is_wrong_is_marked(demo: Book) -> None:
    html = (demo.html / "book/gaussian/demo.html").read_text("utf8")
    wrong = re.findall(r'<li class="([^"]*)" id="([^"]*)">', html)
    assert [anchor for style, anchor in wrong if "dv-wrong" in style] == [
        "demo-lemma-printed",
        "demo-relations-printed",
    ]


def test_concordance_lists_all_rows_and_errata_the_wrong_ones(demo: Book) -> None:
    concordance, errata = text_of(demo, "book/concordance"), text_of(demo, "book/errata")
    rows = [f"mle.{number:03}" for number in (1, 7, 8, 9, 10)]
    assert all(row in concordance for row in rows)
    assert [row for row in rows if row in errata] == ["mle.008", "mle.009"]
    assert f"A chapter, {LEMMA}, as printed" in errata


def test_empty_lists_say_so(tmp_path: Path) -> None:
    book = lay_out_demo(tmp_path)
    (book.source / "book/concordance.json").write_text("[]", "utf8")
    status, messages = build(book)
    assert status == 0, messages
    assert "None so far." in text_of(book, "book/concordance") and "None so far." in text_of(book, "book/errata")


def test_a_treated_place_must_exist(tmp_path: Path) -> None:
    book = lay_out_demo(tmp_path)
    change_entry(book, "anchor", "nowhere")
    status, messages = build(book)
    assert status != 0 and "nothing in 'book/gaussian/demo' bears the label 'nowhere'" in messages


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("status", "true", "status 'true', expected one of proved"),
        ("row", "mle.999", "row 'mle.999' is in no ledger"),
    ],
)
def test_a_wrong_entry_of_the_concordance_is_named(tmp_path: Path, key: str, value: str, message: str) -> None:
    book = lay_out_demo(tmp_path)
    concordance, notes = book.source / "book/concordance.json", book.source / "book/notes"
    assert read_rows(concordance, notes)["mle"][0].id == "mle.001"
    change_entry(book, key, value)
    with pytest.raises(ValueError, match=message):
        read_rows(concordance, notes)


def change_entry(book: Book, key: str, value: str) -> None:
    """Overwrite a field of the second entry of the concordance."""
    path = book.source / "book/concordance.json"
    entries = json.loads(path.read_text("utf8"))
    entries[1][key] = value
    path.write_text(json.dumps(entries), "utf8")


def test_a_bundle_of_another_version_fails(tmp_path: Path) -> None:
    messages = failure(tmp_path, pages.notebook("# A chapter", [[pages.GRADIENT]], version=2))
    assert "version 2, expected 1" in messages


WRONG = {
    "TeX in a formula": (Line("demo-x-1", r"\frac{a}{"), "in '\\\\frac{a}{'"),
    "TeX in a detail": (Line("demo-x-2", "a", mark=Mark("proved", [("by", r"$\sqrt{$")])), "in '\\\\sqrt{'"),
    "unknown use": (Line("demo-x-3", "a", uses=["no-such-use"]), "no-such-use"),
    "unknown link": (Line("demo-x-4", "a", reason="[](#no-such-link)"), "no-such-link"),
    "anchor twice": (Line("mle-001", "a"), "anchor 'mle-001' stands already in"),
}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Messages of one build with all of them, which goes on after each."""
    block = Block("derivation", "demo-x", "Wrong lines", lines=[line for line, _ in WRONG.values()])
    return failure(tmp_path_factory.mktemp("wrong"), pages.notebook("# A chapter", [[block]]))


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_fails(complaints: str, name: str) -> None:
    found = [line for line in complaints.splitlines() if WRONG[name][1] in line]
    assert len(found) == 1 and "WARNING" in found[0]


def test_a_changed_chapter_renumbers_other_pages(tmp_path: Path) -> None:
    book = lay_out_demo(tmp_path)
    assert build(book)[0] == 0
    first = Block("statement", "demo-first", "A new first statement")
    blocks = [[first], [pages.GRADIENT], [pages.LEMMA]]
    write_notebook(book.source / "book/gaussian/demo.ipynb", pages.notebook("# A chapter", blocks))
    status, messages = build(book)
    assert status == 0, messages
    assert "the statement Gradient of \\log\\det (1.2) is about" in text_of(book, "book/index")
    assert "(1.2)" in text_of(book, "book/notes/mle")


def test_buttons_need_an_address(demo: Book, tmp_path: Path) -> None:
    names = ("repository", "Colab", "issue")
    assert not any(name in (demo.html / "book/gaussian/demo.html").read_text("utf8") for name in names)
    book = lay_out_demo(tmp_path)
    config = book.source / "_config.yml"
    config.write_text(config.read_text("utf8").replace('url: ""', "url: https://github.com/example/book"), "utf8")
    status, messages = build(book)
    assert status == 0, messages
    assert all(name in (book.html / "book/gaussian/demo.html").read_text("utf8") for name in names)


def test_a_site_that_is_missing_or_old_is_named(tmp_path: Path) -> None:
    book = lay_out_demo(tmp_path)
    assert "has not been built" in staleness(book)
    book.html.mkdir(parents=True)
    built = book.html / "searchindex.js"
    built.touch()
    assert staleness(book) == ""
    changed = book.source / "book/index.md"
    changed.touch()
    later = built.stat().st_mtime + 10
    os.utime(changed, (later, later))
    assert "older than book/index.md" in staleness(book)


def test_katex_is_vendored_whole() -> None:
    folder = ROOT / "book/assets/katex"
    style = (folder / "katex.min.css").read_text("utf8")
    named = set(re.findall(r"url\(([^)]*)\)", style))
    assert named == {f"fonts/{path.name}" for path in (folder / "fonts").iterdir()}
    assert (folder / "LICENSE").exists() and "0.16" in (folder / "VERSION").read_text("utf8")
