// A box that scrolls sideways can be reached by keyboard; one that fits is no stop of the tab key.
const BOXES = ".katex-display, .dv-block dd, .dv-where, .erratum dd";

// A long page is laid out only where it is looked at (content-visibility), and so are the boxes asked for their widths.
function updateTabStops(within) {
  const boxes = [...within.querySelectorAll(BOXES)].filter(box => box.checkVisibility({ contentVisibilityAuto: true }));
  // All widths are read before anything is written: each change would have the page laid out again.
  const scrolling = boxes.map(box => box.scrollWidth > box.clientWidth);
  boxes.forEach((box, place) => {
    if (scrolling[place]) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
}

addEventListener("load", () => updateTabStops(document));
addEventListener("resize", () => updateTabStops(document));
addEventListener("toggle", event => updateTabStops(event.target), true);
addEventListener("contentvisibilityautostatechange", event => updateTabStops(event.target), true);
