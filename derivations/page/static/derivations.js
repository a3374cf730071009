// A box that scrolls sideways can be reached by keyboard; one that fits is no stop of the tab key.
const BOXES = ".katex-display, .dv-block dd, .dv-where, .erratum dd";

function updateTabStops() {
  for (const box of document.querySelectorAll(BOXES)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

addEventListener("load", updateTabStops);
addEventListener("resize", updateTabStops);
addEventListener("toggle", updateTabStops, true);
