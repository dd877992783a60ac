// How much room is left in each bounded text: in the editors' forms, and in the name of a new
// account. A browser's own limit cuts off what is pasted without a word, and counts other units than
// the server does.
"use strict";

const NEARLY_FULL = 20;
const notes = new WeakMap();

function bounded(target) {
  if (target.maxLength > 0) {
    target.dataset.most = target.maxLength;
    target.removeAttribute("maxlength");
  }
  return Boolean(target.dataset?.most);
}

function noteOf(field) {
  if (!notes.has(field)) {
    const note = document.createElement("output");
    note.className = "help";
    note.htmlFor = field.id;
    field.after(note);
    notes.set(field, note);
  }
  return notes.get(field);
}

function count(event) {
  const field = event.target;
  if (!bounded(field)) return;
  const left = field.dataset.most - [...field.value.trim()].length;
  const note = noteOf(field);
  note.ariaLive = left < NEARLY_FULL ? "polite" : "off";
  note.textContent = left < 0 ? `Too long by ${-left}` : `Room for ${left}`;
}

document.addEventListener("focusin", count);
document.addEventListener("input", count);
