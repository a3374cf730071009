"""The signs and the Japanese characters of the pages are among those that the book brings along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.books import ROOT, Book, pages_of
from tests.site.looking import AFTER_A_FRAME

PAGES = pages_of(ROOT / "_toc.yml")
JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


def test_every_sign_is_drawn(real: Book) -> None:
    drawn = set(re.findall(r"\.fa-([a-z-]+)", (ROOT / "book/assets/icons/icons.css").read_text("utf8")))
    pages = "".join((real.html / f"{name}.html").read_text("utf8") for name in PAGES)
    shown = set(re.findall(r"fa-([a-z-]+)", " ".join(re.findall(r'class="([^"]*\bfa[sb]?\b[^"]*)"', pages))))
    assert len(shown) > 5 and shown - {"solid", "lg"} <= drawn


def japanese_of_the_book(*, terms: bool) -> str:
    """Every Japanese character in the sources of the pages, once, with or without the list of terms."""
    kinds = (".md", ".ipynb", ".jsonl")
    sources = [path for path in Path(ROOT / "book").rglob("*") if path.suffix in kinds]
    sources = [path for path in sources if terms or path.name != "terms.jsonl"]
    return "".join(sorted({sign for path in sources for sign in JAPANESE.findall(path.read_text("utf8"))}))


@pytest.mark.parametrize("style", ["serif", "sans"])
@pytest.mark.parametrize("weight", [400, 600])
def test_japanese_is_in_the_fonts_of_the_book(browser: Browser, real_address: str, style: str, weight: int) -> None:
    signs = japanese_of_the_book(terms=(style, weight) == ("serif", 400))
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
    assert all(font["isCustomFont"] for font in fonts), "see book/assets/fonts/VERSION"
    assert sum(font["glyphCount"] for font in fonts) == len(signs) > 100
