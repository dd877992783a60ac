// A page that the browser kept from before may show what has been locked since.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
