// Fields in which one finds rows by typing have names for screen readers, as all others have.
"use strict";

function nameOf(select) {
  const label = select.labels[0] ?? select.closest("table")?.querySelector(`th.column-${fieldOf(select)}`);
  return label ? label.textContent.trim().replace(/:$/, "") : "";
}

function fieldOf(select) {
  return select.name.slice(select.name.lastIndexOf("-") + 1);
}

function giveName(container) {
  const select = container.previousElementSibling;
  const box = container.querySelector('[role="combobox"]');
  if (!box || !select?.matches("select")) return;
  box.id = `${select.id}_box`;
  box.setAttribute("aria-label", nameOf(select));
  const shown = container.querySelector('[role="textbox"]');
  if (shown) {
    // What is chosen is no field of its own: it is read out after the name.
    shown.removeAttribute("role");
    shown.removeAttribute("aria-readonly");
    box.setAttribute("aria-labelledby", `${box.id} ${shown.id}`);
  }
  container.querySelector('[role="searchbox"]')?.setAttribute("aria-label", nameOf(select));
}

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const added of addedNodes) {
      if (added.nodeType === Node.ELEMENT_NODE && added.matches(".select2-container")) giveName(added);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });
