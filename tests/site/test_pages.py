"""Every page of the book and of the demonstration in a real browser: complete, quiet, light, readable, open to all.

A page is visited once at each width, in the light and in the dark by turns, since pages of one kind are made alike; the
demonstration, where every kind of block stands once, is looked at in all ways.
"""

from __future__ import annotations

import gzip
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.site.books import DEMO, ROOT, Book, pages_of
from tests.site.looking import (
    CUT,
    FORMULAS_AS_A_LETTER,
    ONE_OF_EACH_KIND,
    WIDTHS,
    Theme,
    Visit,
    opened,
    visited,
)

REAL, SHOWN = pages_of(ROOT / "_toc.yml"), pages_of(DEMO / "_toc.yml")
THEMES: tuple[Theme, ...] = ("light", "dark")
LOOKS = [
    ("real", name, THEMES[(number + turn) % 2], width)
    for number, name in enumerate(REAL)
    for turn, width in enumerate(WIDTHS)
]
LOOKS += [("demo", name, theme, width) for name in SHOWN for theme in THEMES for width in WIDTHS]
ASSETS = 500_000
"""Bytes, gzipped: styles, scripts and fonts, which all pages share."""
SHIFT = 0.05
AGAIN = 2
"""More visits, of which the stillest counts: a font that a busy machine delivers late moves what it is in."""


@pytest.mark.parametrize(("of", "name", "theme", "width"), LOOKS, ids=["-".join(map(str, look)) for look in LOOKS])
def test_page(browser: Browser, request: pytest.FixtureRequest, of: str, name: str, theme: Theme, width: int) -> None:
    book: Book = request.getfixturevalue(of)
    address = f"{request.getfixturevalue(f'{of}_address')}/{name}.html"
    with visited(browser, address, theme, width) as visit:
        assert visit.page.evaluate("document.documentElement.dataset.theme") == theme
        asks_no_other_host(visit, address)
        is_light(visit, book)
        still = visit.page.evaluate("window.shift") <= SHIFT
        assert still or any(stands_still(browser, address, theme, width) for _ in range(AGAIN))
        if width > 600:
            holds_what_its_notebook_holds(visit.page, book, name)
            verdicts_open_by_keyboard(visit.page, book, name)
        visit.lay_out()
        nothing_is_cut(visit.page, width)
        is_accessible(visit.page, book)


def asks_no_other_host(visit: Visit, address: str) -> None:
    """Everything comes from the book itself, and nothing complains."""
    host = urlsplit(address).netloc
    assert address in visit.asked
    assert [url for url in visit.asked if not url.startswith("data:") and urlsplit(url).netloc != host] == []
    assert visit.said == []


def stands_still(browser: Browser, address: str, theme: Theme, width: int) -> bool:
    """Whether nothing moves while a page arrives."""
    with visited(browser, address, theme, width) as visit:
        return bool(visit.page.evaluate("window.shift") <= SHIFT)


def is_light(visit: Visit, book: Book) -> None:
    """What pages share is small."""
    paths = {unquote(urlsplit(url).path).lstrip("/") for url in visit.asked if not url.startswith("data:")}
    assets = [book.html / path for path in paths if path.endswith((".css", ".js", ".woff2"))]
    assert len(assets) > 10 and sum(map(sent, assets)) <= ASSETS
    assert not [path for path in paths if "fontawesome" in path], "a sign is missing in icons.css"


@cache
def sent(path: Path) -> int:
    """Bytes of a file on its way to the reader: a font is compressed already."""
    body = path.read_bytes()
    return len(body if path.suffix == ".woff2" else gzip.compress(body))


def holds_what_its_notebook_holds(page: Page, book: Book, name: str) -> None:
    """Every block, line, verdict and formula of the stored outputs, beside those that come from another page."""
    blocks = book.blocks(name)
    lines = [line for block in blocks for part in (block, *block["folds"]) for line in part["lines"]]
    formulas = [text for line in lines for text in (line["latex"], line["relation"]) if text]
    formulas += [block["start"] for block in blocks if block["start"]]
    assert page.locator("article h1").count() == 1
    assert page.locator(".dv-block:not(.shown *)").count() == len(blocks)
    assert page.locator(".dv-line:not(.shown *)").count() == len(lines)
    assert page.locator(".dv-verdict:not(.shown *)").count() == sum(line["mark"] is not None for line in lines)
    assert page.locator("main :is(.katex, .math-plain)").count() >= len(formulas)
    assert page.locator(".katex-error").count() == 0


def verdicts_open_by_keyboard(page: Page, book: Book, name: str) -> None:
    """Enter opens what is behind a mark, Space closes it."""
    summary = page.locator(".dv-verdict:not(.shown *) > summary")
    marked = any(line["mark"] for block in book.blocks(name) for line in block["lines"])
    assert bool(summary.count()) == marked
    if marked:
        details = page.locator(".dv-details").first
        assert not details.is_visible()
        summary.first.focus()
        page.keyboard.press("Enter")
        assert details.is_visible()
        page.keyboard.press("Space")
        assert not details.is_visible()


def nothing_is_cut(page: Page, width: int) -> None:
    """No page scrolls sideways, and a reader sees every part of every formula."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []


def is_accessible(page: Page, book: Book) -> None:
    """Nothing for axe to complain about."""
    if book.source == ROOT:
        page.evaluate(FORMULAS_AS_A_LETTER)
        page.evaluate(ONE_OF_EACH_KIND)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


LAST_WIDE = """() => [...document.querySelectorAll(".dv-block .katex-display")]
  .filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth).at(-1)"""


def test_a_wide_formula_can_be_reached_once_it_is_near(browser: Browser, real_address: str) -> None:
    with opened(browser, f"{real_address}/book/notes/gauss.html", "light", 390) as page:
        wide = page.evaluate_handle(LAST_WIDE).as_element()
        assert wide is not None and wide.evaluate("box => box.tabIndex") == -1
        wide.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        assert wide.evaluate("box => box.tabIndex") == 0


class Links(HTMLParser):
    """The ids of a page and the targets of its links."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.feed(path.read_text("utf8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        for key, value in attrs:
            if key == "id" and value:
                self.ids.add(value)
            if key in ("href", "src") and value:
                self.targets.append(value)


links_of = cache(Links)
"""The links of a page, which is read once."""


@pytest.mark.parametrize(("of", "name"), [("real", name) for name in REAL] + [("demo", name) for name in SHOWN])
def test_links_within_the_book_resolve(request: pytest.FixtureRequest, of: str, name: str) -> None:
    book: Book = request.getfixturevalue(of)
    page = book.html / f"{name}.html"
    links = links_of(page)
    broken = []
    for target in links.targets:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue
        path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        ids = links_of(path).ids if parts.fragment and path.suffix == ".html" else set()
        if not path.exists() or (parts.fragment and unquote(parts.fragment) not in ids):
            broken.append(target)
    assert len(links.targets) > 10
    assert broken == []
