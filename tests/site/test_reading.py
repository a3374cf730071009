"""Reading by keyboard, in the dark and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.site.looking import opened
from tests.site.test_katex import CHAPTERS

CONTRAST = 3
HIGH = "part => part.getBoundingClientRect().height > 0"
FOCUS = "document.activeElement.id"
ON_THE_PAGE = """() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => colour.slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const page = parse(getComputedStyle(document.body).backgroundColor);
  const contrast = (colour, opacity) => {
    const seen = parse(colour).slice(0, 3).map((part, place) => opacity * part + (1 - opacity) * page[place]);
    const [low, high] = [light(seen), light(page)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const shapes = document.querySelectorAll("figure svg :is(path, use, polyline, rect):not(defs *)");
  const drawn = [...shapes].flatMap(shape => {
    const style = getComputedStyle(shape);
    return ["stroke", "fill"].map(kind => [style[kind], style.opacity * style[kind + "Opacity"]]);
  });
  const captions = document.querySelectorAll("figcaption, figcaption *");
  const words = [...captions].map(text => [getComputedStyle(text).color, 1]);
  return [...drawn, ...words]
    .filter(([colour, opacity]) => colour.startsWith("rgb(") && opacity >= 0.5)
    .map(([colour, opacity]) => [contrast(colour, opacity), colour, opacity]);
}"""
"""Contrasts with the page of every line, mark, letter and caption; areas are less than half opaque."""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_stand_out(browser: Browser, real_address: str, name: str, theme: str) -> None:
    with opened(browser, f"{real_address}/{name}.html", theme, 1280) as page:  # type: ignore[arg-type]
        found = page.evaluate(ON_THE_PAGE)
    assert len(found) > 50
    assert [item for item in found if item[0] < CONTRAST] == []


def test_escape_closes_a_verdict_and_gives_the_focus_back(browser: Browser, demo_address: str) -> None:
    with opened(browser, f"{demo_address}/book/gaussian/demo.html", "light", 1280) as page:
        verdict = page.locator(".dv-verdict").first
        verdict.locator("summary").click()
        page.locator("article h1").click()
        assert verdict.evaluate("verdict => verdict.open")
        page.keyboard.press("Escape")
        assert not verdict.evaluate("verdict => verdict.open")
        assert verdict.evaluate("verdict => verdict.contains(document.activeElement)")


def test_keys_lead_from_block_to_block_unless_one_types(browser: Browser, demo_address: str) -> None:
    with opened(browser, f"{demo_address}/book/gaussian/demo.html", "light", 1280) as page:
        ids = page.evaluate("[...document.querySelectorAll('.dv-block')].map(block => block.id)")
        page.keyboard.press("j")
        assert page.evaluate(FOCUS) == ids[0]
        page.keyboard.press("j")
        assert page.evaluate(FOCUS) == ids[1]
        page.keyboard.press("k")
        assert page.evaluate(FOCUS) == ids[0]
        page.keyboard.press("Control+k")
        page.keyboard.type("jk")
        assert page.evaluate("document.activeElement.value") == "jk"


def test_the_keys_are_told(browser: Browser, real_address: str) -> None:
    with opened(browser, f"{real_address}/{CHAPTERS[0]}.html", "light", 1280) as page:
        assert page.get_by_title("j and k").is_visible()


def test_buttons_have_names(browser: Browser, demo_address: str) -> None:
    with opened(browser, f"{demo_address}/book/gaussian/demo.html", "light", 1280) as page:
        assert page.get_by_role("button", name="Color mode").count() == 1
        assert page.get_by_role("button", name="Copy", include_hidden=True).count() > 0


def test_paper_holds_answers_and_no_navigation(browser: Browser, demo_address: str) -> None:
    with opened(browser, f"{demo_address}/book/gaussian/demo.html", "light", 1280) as page:
        page.emulate_media(media="print")
        assert page.locator(".dv-fold > :not(summary)").count() > 0
        for shown in (".dv-fold > :not(summary)", ".dv-counterexample", ".dv-wrong .dv-details"):
            assert all(
                part.evaluate("part => part.getBoundingClientRect().height > 0") for part in page.locator(shown).all()
            )
        for hidden in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-area", "div.cell > details.hide"):
            assert not any(part.is_visible() for part in page.locator(hidden).all())
