// A box that scrolls sideways can be reached by keyboard; one that fits is no stop of the tab key.
const BOXES = ".katex-display, .dv-block dd, .dv-where, .erratum dd";

const boxesIn = part => [...part.querySelectorAll(BOXES)];
// A long page is laid out only where it is looked at (content-visibility), and so are the boxes asked for their widths.
const laidOut = box => box.checkVisibility({ contentVisibilityAuto: true });

function updateTabStops(boxes) {
  // All widths are read before anything is written: each change would have the page laid out again.
  const scrolling = boxes.map(box => box.scrollWidth > box.clientWidth);
  boxes.forEach((box, place) => {
    if (scrolling[place]) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
}

const updatePage = () => updateTabStops(boxesIn(document).filter(laidOut));
addEventListener("load", updatePage);
addEventListener("resize", updatePage);
// A font is fetched when the first formula that needs it is laid out, and its letters are wider or narrower.
document.fonts.addEventListener("loadingdone", updatePage);
addEventListener("contentvisibilityautostatechange", event => updateTabStops(boxesIn(event.target).filter(laidOut)), true);
addEventListener("toggle", event => updateTabStops(boxesIn(event.target)), true);

// What the search quotes of a page: its words; no source, no verdict, and a formula once.
if (typeof Search !== "undefined") {
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const unsaid = "details.hide, .highlight, .dv-verdict, .katex-html, .bd-header-article, .dv-filter, #jb-print-docs-body";
    page.querySelectorAll(unsaid).forEach(element => element.remove());
    return textOf(page.documentElement.outerHTML, anchor);
  };
}

// Escape closes a verdict, the one around the focus or else the last that was opened, and its mark has the focus again.
let lastOpened = null;
addEventListener("toggle", event => { if (event.target.open && event.target.matches(".dv-verdict")) lastOpened = event.target; }, true);

function closeVerdict() {
  const verdict = document.activeElement.closest(".dv-verdict[open]") ?? (lastOpened?.open ? lastOpened : null);
  if (!verdict) return;
  verdict.open = false;
  verdict.querySelector("summary").focus();
}

// j and k lead to the next and the previous block, seen from the one that has the focus or from the top of the window.
function lead(step) {
  const blocks = [...document.querySelectorAll(".dv-block")];
  const top = block => block.getBoundingClientRect().top;
  const inWindow = block => top(block) > -1 && top(block) < innerHeight;
  const here = blocks.findIndex(block => block === document.activeElement && inWindow(block));
  const edge = parseFloat(getComputedStyle(blocks[0] ?? document.body).scrollMarginTop);
  const next = here >= 0 ? blocks[here + step]
    : step > 0 ? blocks.find(block => top(block) > edge + 1) : blocks.findLast(block => top(block) < edge - 1);
  if (!next) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView();
}

const KEYS = { Escape: closeVerdict, j: () => lead(1), k: () => lead(-1) };
addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) KEYS[event.key]?.();
});
