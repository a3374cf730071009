"""Every page of the book and of the demonstration in a real browser: complete, quiet, readable, open to all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.site.books import DEMO, ROOT, Book, pages_of

PAGES = [("real", page) for page in pages_of(ROOT / "_toc.yml")] + [
    ("demo", page) for page in pages_of(DEMO / "_toc.yml")
]
WIDTHS = {1280: 900, 390: 844}
OPEN_ALL = """() => Promise.all([...document.querySelectorAll("details:not([open])")].map(one => new Promise(done => {
  one.addEventListener("toggle", done, {once: true});
  one.open = true;
}))).then(() => document.getAnimations().forEach(one => {
  if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
}))"""
"""Opens what can be opened, waits until the page has heard of each, and ends the fading in."""

CUT = """() => {
  const known = new Map();
  const framesOf = outer => {  // the boxes around an element that do not let overflow be seen, from inside out
    if (!outer) return [];
    if (!known.has(outer)) {
      const style = getComputedStyle(outer).overflowX, frames = framesOf(outer.parentElement);
      const frame = {edge: outer.getBoundingClientRect(), scrolls: style === "auto" || style === "scroll", outer};
      known.set(outer, style === "visible" ? frames : [frame, ...frames]);
    }
    return known.get(outer);
  };
  return [...document.querySelectorAll("main .katex")].flatMap(formula => {
    if (!formula.checkVisibility()) return [];
    const tex = formula.querySelector(".katex-mathml").textContent, frames = framesOf(formula.parentElement);
    return [...formula.querySelectorAll(".katex-html .base")].flatMap(base => {
      const box = base.getBoundingClientRect();
      const frame = frames.find(({edge}) => box.right > edge.right + 1 || box.left < edge.left - 1);
      if (!frame) return box.right > innerWidth + 1 ? ["beyond the page: " + tex] : [];
      if (!frame.scrolls) return ["clipped: " + tex];
      return frame.outer.tabIndex === 0 ? [] : ["scrolls, but not by keyboard: " + tex];
    });
  });
}"""
"""Formulas of which a reader cannot see every part; a box of overflow auto or scroll must be a stop of the tab key."""


AFTER_A_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""What has been skipped so far is known to be laid out, and its fonts to be missing, only then."""
LAID_OUT = ".dv-block { content-visibility: visible !important; }"
"""The whole page, not only what is near the window."""
FORMULAS_AS_A_LETTER = """
document.querySelectorAll("span.math").forEach(formula => formula.replaceWith("x"));
document.querySelectorAll(".katex").forEach(formula => formula.replaceChildren("x"));
document.querySelectorAll("figure svg").forEach(picture => picture.replaceChildren());
"""
"""axe takes a quarter of a minute over the ten thousand boxes of a page's formulas, which are all made alike; so it
reads them, and the paths of figures, in the demonstration, where every kind stands once, and in the book a letter in
their place."""

ONE_OF_EACH_KIND = """
const own = part => [
  part.tagName, part.className.baseVal ?? part.className, part.getAttribute("role"), part.tabIndex].join(" ");
const known = new Map();
const path = part => {
  if (!part) return "";
  if (!known.has(part)) known.set(part, path(part.parentElement) + "|" + own(part));
  return known.get(part);
};
const filled = part => [own(part), part.childElementCount, part.textContent.trim() === ""].join(" ");
for (const kind of [
  ".highlight pre > *", ".highlight", ".dv-block dd > *", ".dv-links", ".dv-details", ".dv-formula", ".dv-reason",
  ".dv-line", ".dv-block", ".cell", "tbody tr",
]) {
  const seen = new Set();
  document.querySelectorAll(kind).forEach(element => {
    const made = [path(element), filled(element), ...[...element.querySelectorAll("*")].map(filled)].join("|");
    seen.has(made) ? element.remove() : seen.add(made);
  });
}"""
"""The rows of a ledger and the words of the code are made alike: axe would look at every one of them for minutes.
What has the same elements in it and around it, with the same classes, roles and stops of the tab key, as one before is
left out: words first, then what holds them."""


@pytest.fixture(params=PAGES, ids=[f"{book}:{page}" for book, page in PAGES])
def place(request: pytest.FixtureRequest) -> tuple[Book, str, str]:
    """A book, a page of it, and the address of the page."""
    name, page = request.param
    book = request.getfixturevalue(name)
    return book, page, f"{request.getfixturevalue(name + '_address')}/{page}.html"


@contextmanager
def opened(browser: Browser, address: str, theme: Literal["light", "dark"], width: int) -> Iterator[Page]:
    """The page in a window of this width, on a device that prefers this theme."""
    size = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(viewport=size, color_scheme=theme, is_mobile=width < 600)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    yield page
    context.close()


def test_page_holds_what_its_notebook_holds(browser: Browser, place: tuple[Book, str, str]) -> None:
    book, name, address = place
    blocks = book.blocks(name)
    lines = [line for block in blocks for part in (block, *block["folds"]) for line in part["lines"]]
    formulas = [text for line in lines for text in (line["latex"], line["relation"]) if text]
    formulas += [block["start"] for block in blocks if block["start"]]
    with opened(browser, address, "light", 1280) as page:
        assert page.locator("article h1").count() == 1
        assert page.locator(".dv-block").count() == len(blocks)
        assert page.locator(".dv-line").count() == len(lines)
        assert page.locator(".dv-verdict").count() == sum(line["mark"] is not None for line in lines)
        assert page.locator("main .katex").count() >= len(formulas)
        assert page.locator(".katex-error").count() == 0


def test_page_is_quiet_and_asks_no_other_host(browser: Browser, place: tuple[Book, str, str]) -> None:
    _, _, address = place
    host = urlsplit(address).netloc
    asked: list[str] = []
    said: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda response: said.append(response.url) if response.status >= 400 else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        # The theme itself logs its state, which is neither a warning nor an error.
        page.on("console", lambda text: said.append(text.text) if text.type in ("error", "warning") else None)
        page.goto(address, wait_until="networkidle")
    assert address in asked
    assert [url for url in asked if not url.startswith("data:") and urlsplit(url).netloc != host] == []
    assert said == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut(
    browser: Browser, place: tuple[Book, str, str], theme: Literal["light", "dark"], width: int
) -> None:
    with opened(browser, place[2], theme, width) as page:
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        page.add_style_tag(content=LAID_OUT)
        page.evaluate(f"{AFTER_A_FRAME}.then(() => document.fonts.ready).then(() => {AFTER_A_FRAME})")
        page.evaluate("dispatchEvent(new Event('resize'))")
        for _ in range(2):
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(CUT) == []
            page.evaluate(OPEN_ALL)


LAST_WIDE = """() => [...document.querySelectorAll(".dv-block .katex-display")]
  .filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth).at(-1)"""


def test_a_wide_formula_can_be_reached_once_it_is_near(browser: Browser, real_address: str) -> None:
    with opened(browser, f"{real_address}/book/notes/gauss.html", "light", 390) as page:
        wide = page.evaluate_handle(LAST_WIDE).as_element()
        assert wide is not None and wide.evaluate("box => box.tabIndex") == -1
        wide.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        assert wide.evaluate("box => box.tabIndex") == 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_is_accessible(
    browser: Browser, place: tuple[Book, str, str], theme: Literal["light", "dark"], width: int
) -> None:
    with opened(browser, place[2], theme, width) as page:
        if place[0].source == ROOT:
            page.evaluate(FORMULAS_AS_A_LETTER)
            page.evaluate(ONE_OF_EACH_KIND)
        page.add_style_tag(content=LAID_OUT)
        for _ in range(2):
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            page.evaluate(OPEN_ALL)


def test_verdicts_open_by_keyboard(browser: Browser, place: tuple[Book, str, str]) -> None:
    book, name, address = place
    marked = any(line["mark"] for block in book.blocks(name) for line in block["lines"])
    with opened(browser, address, "light", 1280) as page:
        summary = page.locator(".dv-verdict > summary")
        assert bool(summary.count()) == marked
        if marked:
            details = page.locator(".dv-details").first
            assert not details.is_visible()
            summary.first.focus()
            page.keyboard.press("Enter")
            assert details.is_visible()
            page.keyboard.press("Space")
            assert not details.is_visible()


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


def test_links_within_the_book_resolve(place: tuple[Book, str, str]) -> None:
    book, name, _ = place
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
