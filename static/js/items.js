// What htmx leaves open when it swaps an item: the busy button, the focus, and what went wrong.

const buttonOf = (form) => form.querySelector?.("button");

function say(text) {
  const line = document.createElement("p");
  line.className = "frame";
  const reload = document.createElement("a");
  reload.href = location.pathname;
  reload.textContent = "Reload the page";
  line.append(text, " ", reload);
  document.getElementById("notice").replaceChildren(line);
}

document.addEventListener("htmx:before:request", ({ target }) => {
  buttonOf(target)?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", ({ target }) => {
  buttonOf(target)?.removeAttribute("aria-busy");
});

document.addEventListener("htmx:after:swap", ({ target }) => {
  if (!target.matches?.(".item")) return;
  const opened = target.querySelector("[tabindex='-1']");
  if (opened) target.classList.add("just-opened");
  (opened ?? buttonOf(target))?.focus();
});

document.addEventListener("htmx:response:error", ({ detail }) => {
  say(
    detail.ctx.response.status < 500
      ? "The site refused that, and nothing was changed. The page may be out of date."
      : "The site could not do that just now, and nothing was changed. Try again in a moment.",
  );
});

document.addEventListener("htmx:error", () => {
  say("The site could not be reached, so nothing was changed. Check the connection and try again.");
});
