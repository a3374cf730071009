"""What a page makes a reader fetch and how still it stands meanwhile; its signs and its Japanese characters."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.site.books import ROOT, Book, pages_of
from tests.site.test_pages import AFTER_A_FRAME, WIDTHS

PAGES = pages_of(ROOT / "_toc.yml")
ASSETS = 500_000
"""Bytes, gzipped: styles, scripts and fonts, which all pages share."""
SHIFT = 0.05
VISITS = 3
"""The stillest counts: a font that a busy machine delivers after the first frame moves what it is in."""
COUNT_SHIFTS = """window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shift += entry.value;
})).observe({type: "layout-shift", buffered: true})"""
JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


def sent(path: Path) -> int:
    """Bytes of a file on its way to the reader: a font is compressed already."""
    body = path.read_bytes()
    return len(body if path.suffix == ".woff2" else gzip.compress(body))


def fetched(browser: Browser, address: str, width: int) -> tuple[set[str], float]:
    """The addresses that a page asks for, and by how much it shifts, in a browser that knows nothing of it yet."""
    asked: set[str] = set()
    with browser.new_context(viewport={"width": width, "height": WIDTHS[width]}) as context:
        page = context.new_page()
        page.add_init_script(COUNT_SHIFTS)
        page.on("request", lambda request: asked.add(request.url))
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready.then(() => true)")
        return asked, float(page.evaluate("window.shift"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_and_still(browser: Browser, real: Book, real_address: str, name: str, width: int) -> None:
    visits = (fetched(browser, f"{real_address}/{name}.html", width) for _ in range(VISITS))
    asked, shift = next(visits)
    paths = {unquote(urlsplit(url).path).lstrip("/") for url in asked if not url.startswith("data:")}
    assets = [real.html / path for path in paths if path.endswith((".css", ".js", ".woff2"))]
    assert len(assets) > 10 and sum(map(sent, assets)) <= ASSETS
    assert not [path for path in paths if "fontawesome" in path], "a sign is missing in icons.css"
    assert shift <= SHIFT or any(again <= SHIFT for _, again in visits)


def test_every_sign_is_drawn(real: Book) -> None:
    drawn = set(re.findall(r"\.fa-([a-z-]+)", (ROOT / "book/assets/icons/icons.css").read_text("utf8")))
    pages = "".join((real.html / f"{name}.html").read_text("utf8") for name in PAGES)
    shown = set(re.findall(r"fa-([a-z-]+)", " ".join(re.findall(r'class="([^"]*\bfa[sb]?\b[^"]*)"', pages))))
    assert len(shown) > 5 and shown - {"solid", "lg"} <= drawn


def japanese_of_the_book() -> str:
    """Every Japanese character in the sources of the pages, once."""
    kinds = (".md", ".ipynb", ".jsonl")
    sources = [path for path in Path(ROOT / "book").rglob("*") if path.suffix in kinds]
    return "".join(sorted({sign for path in sources for sign in JAPANESE.findall(path.read_text("utf8"))}))


@pytest.mark.parametrize("style", ["serif", "sans"])
@pytest.mark.parametrize("weight", [400, 600])
def test_japanese_is_in_the_fonts_of_the_book(browser: Browser, real_address: str, style: str, weight: int) -> None:
    signs = japanese_of_the_book()
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{real_address}/book/index.html", wait_until="networkidle")
        look = f"font-family: var(--book-{style}); font-weight: {weight}"
        page.evaluate(f"document.body.innerHTML = `<p id='signs' style='{look}'>{signs}</p>`")
        page.evaluate(f"{AFTER_A_FRAME}.then(() => document.fonts.ready).then(() => true)")
        devtools = context.new_cdp_session(page)
        devtools.send("DOM.enable")
        devtools.send("CSS.enable")
        root = devtools.send("DOM.getDocument")["root"]["nodeId"]
        node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": "#signs"})["nodeId"]
        fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert [font["isCustomFont"] for font in fonts] == [True], "see book/assets/fonts/VERSION"
    assert fonts[0]["glyphCount"] == len(signs) > 100
