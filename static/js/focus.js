// The field in which the first mistake stands has the focus. Where it is a list in whose place Django
// has put something else, that has it instead: at once, or when the browser gets round to it.
{
  const handOn = (field) => {
    const stands = field?.nextElementSibling;
    if (!field?.matches("select") || !stands?.matches(".select2-container")) return;
    stands.querySelector(".select2-search__field, .select2-selection").focus();
  };

  // After Django has done so, and the browser has had its turn.
  django.jQuery(() => requestAnimationFrame(() => handOn(document.activeElement)));
  addEventListener("focusin", (event) => handOn(event.target));
}
