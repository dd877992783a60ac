// What the page has to say after an action: closed without a reload, and said once.

const notice = document.getElementById("notice");

if (location.search.includes("done=")) {
  const address = new URL(location.href);
  address.searchParams.delete("done");
  address.searchParams.delete("undo");
  history.replaceState(history.state, "", address);
}

function close() {
  if (!notice.firstElementChild) return;
  const held = notice.contains(document.activeElement);
  notice.replaceChildren();
  if (held) (notice.previousElementSibling ?? document.getElementById("main")).focus();
  document.dispatchEvent(new Event("notice:closed"));
}

notice.addEventListener("click", (event) => {
  if (!event.target.closest("a, button")) notice.firstElementChild?.classList.toggle("is-whole");
  if (!event.target.closest(".close")) return;
  event.preventDefault();
  close();
});

addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

// Something went wrong on the way, and no page came that could say so.
document.addEventListener("notice", ({ detail: text }) => {
  const line = document.createElement("div");
  line.className = "frame";
  line.dataset.failed = "";
  const reload = document.createElement("a");
  reload.href = location.pathname;
  reload.textContent = "Reload the page";
  const said = document.createElement("span");
  said.textContent = text;
  const words = document.createElement("p");
  words.append(said, " ", reload);
  line.append(words);
  notice.replaceChildren(line);
});

// Beside what was acted on, so that Tab goes from the one to the other.
function beside(item) {
  if (!item || item.contains(notice)) return;
  item.tabIndex = -1;
  item.after(notice);
}

document.addEventListener("htmx:after:swap", ({ target }) => {
  if (target.matches?.(".item")) beside(target);
});

if (notice.firstElementChild && location.hash) {
  const item = document.getElementById(location.hash.slice(1));
  beside(item);
  item?.focus({ preventScroll: true });
}
