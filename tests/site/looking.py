"""How a page is looked at in a browser: a visit that notes what the page asks for, and what is measured on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, Page

Theme = Literal["light", "dark"]
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

COUNT_SHIFTS = """window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shift += entry.value;
})).observe({type: "layout-shift", buffered: true})"""


@dataclass
class Visit:
    """A page that has arrived: what it asked for, and what it complained about."""

    page: Page
    asked: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note requests, answers that failed, errors and warnings."""
        self.page.on("request", lambda request: self.asked.add(request.url))
        self.page.on("response", lambda answer: self.said.append(answer.url) if answer.status >= 400 else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        # The theme itself logs its state, which is neither a warning nor an error.
        self.page.on("console", lambda text: self.said.append(text.text) if text.type in ("error", "warning") else None)

    def lay_out(self) -> None:
        """Lay out the whole page, with everything open and in its fonts."""
        self.page.add_style_tag(content=LAID_OUT)
        self.page.evaluate(OPEN_ALL)
        self.page.evaluate(f"{AFTER_A_FRAME}.then(() => document.fonts.ready).then(() => {AFTER_A_FRAME})")
        self.page.evaluate("dispatchEvent(new Event('resize'))")


@contextmanager
def visited(browser: Browser, address: str, theme: Theme, width: int) -> Iterator[Visit]:
    """The page in a window of this width, in a browser that knows nothing of it yet and prefers this theme."""
    size = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(viewport=size, color_scheme=theme, is_mobile=width < 600)  # type: ignore[arg-type]
    found = Visit(context.new_page())
    found.listen()
    found.page.add_init_script(COUNT_SHIFTS)
    found.page.goto(address, wait_until="networkidle")
    found.page.evaluate("document.fonts.ready.then(() => true)")
    yield found
    context.close()


@contextmanager
def opened(browser: Browser, address: str, theme: Theme, width: int) -> Iterator[Page]:
    """The page alone."""
    with visited(browser, address, theme, width) as found:
        yield found.page
