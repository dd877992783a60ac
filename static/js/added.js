// A row that is added to an editors' form is where the work goes on, by keyboard, too: the button
// that adds stands below it.
"use strict";

document.addEventListener("formset:added", ({ target }) => {
  // Fields that find rows by typing have their boxes once all others have heard of the row.
  requestAnimationFrame(() => {
    const fields = 'input:not([type="hidden"]), select:not(.select2-hidden-accessible), textarea';
    target.querySelector(`${fields}, .select2-selection`)?.focus();
  });
});
