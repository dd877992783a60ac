// A page that the browser keeps for Back may show what has been locked since. It is kept without
// its texts, but at its height so that the reader comes back to the same place, and asked for anew.
addEventListener("pagehide", (event) => {
  if (!event.persisted) return;
  for (const part of document.querySelectorAll("main, #notice")) {
    part.style.minBlockSize = `${part.offsetHeight}px`;
    part.replaceChildren();
  }
});

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
