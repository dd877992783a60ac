// A page that the browser keeps for Back may show what has been locked since. It is kept without
// its texts, but at its height so that the reader comes back to the same place, and asked for anew.
addEventListener("pagehide", (event) => {
  // WebKit would come back to the part that the address names, and not to where the reader was.
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  if (!event.persisted) return;
  for (const part of document.querySelectorAll("main, #notice")) {
    part.style.minBlockSize = `${part.offsetHeight}px`;
    part.replaceChildren();
  }
});

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// To a page that answered a form nobody can go back; to its address, asked for anew, they can.
history.replaceState(history.state, "", location.href);
