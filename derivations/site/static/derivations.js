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
