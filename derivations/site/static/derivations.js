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
