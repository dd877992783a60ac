// A row that is added to an editors' form comes after the others: the server has numbered only one.
"use strict";

document.addEventListener("formset:added", ({ target, detail }) => {
  const ofRow = new RegExp(`^${detail.formsetName}-\\d+-position$`);
  const fields = [...document.querySelectorAll('[name$="-position"]')];
  const added = fields.find((field) => ofRow.test(field.name) && target.contains(field));
  const others = fields.filter((field) => ofRow.test(field.name) && field !== added);
  if (added && others.length) added.value = 1 + Math.max(...others.map((one) => one.value));
});
