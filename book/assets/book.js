// The theme's buttons have names that hide what they show, and its sidebar has no name.
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(".search-button-field, .theme-switch-button, summary[aria-label]")) {
    button.removeAttribute("aria-label");
  }
  for (const sidebar of document.querySelectorAll(".bd-sidebar-primary")) {
    sidebar.setAttribute("role", "navigation");
    sidebar.setAttribute("aria-label", "Book");
  }
});
