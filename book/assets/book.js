// The theme's buttons have names that hide what they show, or none, and its sidebar has no name.
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(".search-button-field, summary[aria-label]")) {
    button.removeAttribute("aria-label");
  }
  for (const button of document.querySelectorAll(".copybtn")) button.setAttribute("aria-label", "Copy");
  for (const sidebar of document.querySelectorAll(".bd-sidebar-primary")) {
    sidebar.setAttribute("role", "navigation");
    sidebar.setAttribute("aria-label", "Book");
  }
});

// The source of every cell at once: a switch in the header of pages that have any.
addEventListener("DOMContentLoaded", () => {
  const sources = [...document.querySelectorAll("div.cell > details.hide")];
  const place = document.querySelector(".article-header-buttons");
  if (!sources.length || !place) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm book-code-switch";
  button.textContent = "</>";
  button.title = "Show the source of every block (keys: j and k lead from block to block, Escape closes a verdict)";
  button.setAttribute("aria-label", "Show the source of every block");
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(shown));
    document.documentElement.dataset.code = shown ? "shown" : "hidden";
    for (const source of sources) source.open = shown;
  });
  place.prepend(button);
});
