// What htmx leaves open when it swaps an item: the busy button, the focus, and what went wrong.

const buttonOf = (form) => form.querySelector?.("button");
const say = (text) => document.dispatchEvent(new CustomEvent("notice", { detail: text }));

document.addEventListener("htmx:before:request", ({ target }) => {
  buttonOf(target)?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", ({ target }) => {
  buttonOf(target)?.removeAttribute("aria-busy");
});

document.addEventListener("htmx:after:swap", ({ target }) => {
  if (!target.matches?.(".item")) return;
  const opened = target.querySelector(".open[tabindex='-1'], .poster[tabindex='-1']");
  if (opened) target.classList.add("just-opened");
  (target.querySelector(".question") ?? opened ?? target.querySelector("form[hx-post] button"))?.focus();
});

// A question is read before it is answered: for a moment its answer is disabled, and seen to be, so
// that no click opens anything that was on its way already. Who comes to it by the keyboard has gone
// past the question, and waits no longer.
const READING = 1000;

document.addEventListener("htmx:after:swap", ({ target }) => {
  if (!target.querySelector?.(".question")) return;
  for (const answer of target.querySelectorAll("form:has([name=agreed]) button")) {
    const enable = () => (answer.ariaDisabled = null);
    answer.ariaDisabled = "true";
    setTimeout(enable, READING);
    answer.addEventListener("focus", () => answer.matches(":focus-visible") && enable());
  }
});

addEventListener(
  "click",
  (event) => {
    if (!event.target.closest?.("[aria-disabled=true]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

// Escape is “Keep it locked”: of a question that is on its way, of the one that has the focus, or
// else of the last one.
const asking = new Set();
const cancelled = new WeakSet();

document.addEventListener("htmx:before:request", ({ detail }) => asking.add(detail.ctx));
document.addEventListener("htmx:finally:request", ({ detail }) => asking.delete(detail.ctx));
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  // Nothing is changed before it is answered, so that it need not even be shown.
  if (cancelled.has(ctx) && ctx.text.includes('class="question"')) event.preventDefault();
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const request of asking) cancelled.add(request);
  const held = document.activeElement?.closest(".item")?.querySelector(".question");
  const question = held ?? [...document.querySelectorAll(".item .question")].at(-1);
  if (question) buttonOf(question.nextElementSibling).click();
});

document.addEventListener("htmx:response:error", ({ detail }) => {
  say(
    detail.ctx.response.status < 500
      ? "The site refused that, and nothing was changed. The page may be out of date."
      : "The site could not do that just now, and nothing was changed. Try again in a moment.",
  );
});

document.addEventListener("htmx:error", () => {
  say("The site could not be reached. Check the connection, and reload to see what is marked.");
});
