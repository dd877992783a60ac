// The presets tick boxes in the form and save nothing; without this file the server does the same.

const form = document.querySelector("form.picker");
const unsaved = document.getElementById("unsaved");
const saved = new Set(new FormData(form).get("shown").split(".").filter(Boolean));

const boxes = (part) => [...part.querySelectorAll("[name=films]")];

function tell() {
  const ticked = boxes(form).filter((box) => box.checked);
  unsaved.hidden = ticked.length === saved.size && ticked.every((box) => saved.has(box.value));
}

form.addEventListener("submit", (event) => {
  const preset = event.submitter?.value?.split(":")[0];
  if (event.submitter?.name !== "preset") return;
  event.preventDefault();
  const all = boxes(event.submitter.closest("fieldset"));
  const here = all.indexOf(event.submitter.closest("li")?.querySelector("[name=films]"));
  const chosen = preset === "upto" ? all.slice(0, here + 1) : all;
  for (const box of chosen) {
    if (preset === "none") box.checked = false;
    else if ("finished" in box.dataset) box.checked = true;
  }
  tell();
});

form.addEventListener("change", tell);

// Ticks that nobody has saved are not lost without a word.
let isSaving = false;
form.addEventListener("submit", ({ submitter }) => {
  isSaving = submitter?.name !== "preset";
});
document.addEventListener("notice", () => {
  isSaving = false;
});
addEventListener("beforeunload", (event) => {
  if (!unsaved.hidden && !isSaving) event.preventDefault();
});
