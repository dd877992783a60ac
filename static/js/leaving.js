// Whoever leaves an editors' form with something in it that is not saved is asked first.
{
  const isUnsaved = "unsaved" in document.currentScript.dataset;

  // What is chosen in Django's pairs of lists stands in their options, not in the form's data.
  const chosen = (form) =>
    [...form.querySelectorAll(".selector select")].map((list) => list.innerHTML).join();

  const written = (form) => {
    const data = new FormData(form);
    for (const list of form.querySelectorAll(".selector select")) data.delete(list.name);
    return new URLSearchParams(data).toString();
  };

  addEventListener("load", () => {
    const form = document.querySelector("#content-main > form");
    if (!form) return;

    // Not as it stands now: on a reload, Firefox has put back by then what was typed.
    const untouched = form.cloneNode(true);
    untouched.reset();
    const before = written(untouched);
    const lists = chosen(form);
    let isSent = false;

    form.addEventListener("submit", () => (isSent = true));
    addEventListener("pageshow", () => (isSent = false));
    addEventListener("beforeunload", (event) => {
      if (isSent) return;
      if (isUnsaved || written(form) !== before || chosen(form) !== lists) event.preventDefault();
    });
  });
}
