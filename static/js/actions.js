// A reader's actions: one after another, with a word when one fails, and seen by the other tabs.
// What a browser's cookies hold is written anew by each action, so each must find the cookies that
// the one before has set, across tabs too. Without this file the forms are plain forms.

const PATIENCE = 20_000;

let last = Promise.resolve();
const acting = new Set(); // what this page has sent and not heard of, or is left for
let isStale = false; // another tab has another state, so this page is empty

// Without the lock of the browser (plain HTTP has none) at least this page waits for itself.
const inTurn = navigator.locks
  ? (act) => navigator.locks.request("reader", act)
  : (act) => (last = last.then(act, act));

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  ctx.fetch = (address, options) => inTurn(() => fetch(address, options));
});

const tell = (text) => document.dispatchEvent(new CustomEvent("notice", { detail: text }));

// Accounts and the editors' pages keep nothing in those cookies.
const isAction = (form) =>
  form.method === "post" && !/^\/(accounts?|admin)\//.test(new URL(form.action).pathname);

function send(form, submitter) {
  return fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form, submitter)),
    // The answer names the next page instead of leading there.
    headers: { "HX-Request": "true" },
    signal: AbortSignal.timeout(PATIENCE),
  });
}

function go(place) {
  const next = new URL(place, location);
  if (next.pathname + next.search === location.pathname + location.search) {
    history.replaceState(history.state, "", next);
    location.reload();
  } else {
    location.assign(next);
  }
}

// Gives whether another page is on its way.
async function act(form, submitter) {
  try {
    const answer = await inTurn(() => send(form, submitter));
    const place = answer.headers.get("HX-Redirect");
    if (place) {
      go(place);
    } else if (answer.status < 500) {
      form.submit(); // What is wrong is said on a page of its own.
    } else {
      tell("The site could not do that just now, and nothing was changed. Try again in a moment.");
      return false;
    }
    return true;
  } catch {
    tell("The site could not be reached. Check the connection, and reload to see what is marked.");
    return false;
  }
}

addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || submitter?.formMethod === "get" || !isAction(form)) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  submitter?.setAttribute("aria-busy", "true");
  acting.add(form);
  const isLeaving = await act(form, submitter);
  form.ariaBusy = null;
  submitter?.removeAttribute("aria-busy");
  if (!isLeaving) settle(form);
});

document.addEventListener("htmx:before:request", ({ detail }) => acting.add(detail.ctx));
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (isStale) say(ctx);
  settle(ctx);
});

function settle(action) {
  acting.delete(action);
  askAnew();
}

// What one tab has locked, no other goes on showing: each tells its state, and who has another
// empties itself and asks anew. A form that is being filled in stays; it shows no plot.
const tabs = new BroadcastChannel("reader");
const state = () => document.getElementById("reader-bar")?.dataset.state;
const isFilledIn = () =>
  document.querySelector("main :is(input:not([type=hidden]), select, textarea)");

tabs.onmessage = ({ data }) => {
  if (isStale || state() === undefined || data === state() || isFilledIn()) return;
  keepNotice();
  tellOfQuestion();
  const main = document.getElementById("main");
  const notice = document.getElementById("notice");
  main.style.minBlockSize = `${main.offsetHeight}px`;
  if (main.contains(notice)) document.body.prepend(notice);
  main.replaceChildren();
  notice.replaceChildren();
  isStale = true;
  askAnew();
};

// The answer to an action finds no place in a page that was emptied meanwhile: what it has to say
// is kept, and where.
function say({ text = "", target }) {
  const said = new DOMParser().parseFromString(text, "text/html").querySelector("[data-done]");
  if (!said) return;
  document.getElementById("notice").replaceChildren(said);
  if (target.id) history.replaceState(history.state, "", `#${target.id}`);
}

// Not in the middle of an action: what comes of it would be lost. If it has failed, that is read
// first, and the notice closed.
function askAnew() {
  if (!isStale || acting.size || document.querySelector("#notice [data-failed]")) return;
  keepNotice();
  if (!document.hidden) location.reload();
  else document.addEventListener("visibilitychange", () => location.reload(), { once: true });
}

document.addEventListener("notice:closed", askAnew);

// What this tab has said of its own doing, it says again, as far as that is still true.
function keepNotice() {
  const said = document.querySelector("#notice [data-done]");
  if (!said) return;
  const address = new URL(location.href);
  address.searchParams.set("done", said.dataset.done);
  const item = said.parentElement.previousElementSibling; // beside which it stands
  if (item?.matches(".item")) address.hash = item.id;
  const undo = said.querySelector("[name=undo]")?.value;
  if (undo) address.searchParams.set("undo", undo);
  history.replaceState(history.state, "", address);
}

// A question goes with the page, and is answered by nobody: why, is said in its place.
function tellOfQuestion() {
  const item = document.querySelector(".item .question")?.closest(".item");
  if (!item) return;
  const address = new URL(location.pathname, location);
  address.searchParams.set("done", "elsewhere");
  address.hash = item.id;
  history.replaceState(history.state, "", address);
}

function announce() {
  if (state() !== undefined) tabs.postMessage(state());
}
announce();
document.addEventListener("htmx:after:swap", announce);
addEventListener("pagehide", () => tabs.close());
