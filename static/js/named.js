// Calls the log, the composer and an open dialog by the channel's name of now: they are drawn once, and the header, which follows a new
// name, carries what they are called.
export function start() {
  document.addEventListener("htmx:afterSwap", show);
}

function show() {
  const said = document.querySelector(".channel-header__name")?.dataset;
  if (!said) return; // a list or a search is shown
  for (const element of document.querySelectorAll("#scroller, [role=log]")) call(element, said.log);
  call(document.getElementById("composer"), said.composer);
  const title = document.querySelector("#dialog-title[data-named]");
  if (title) rename(title, title.dataset.named.replace("{name}", () => said.title));
  const field = document.getElementById("composer-text");
  if (!field || field.placeholder === said.message) return;
  field.placeholder = said.message;
  for (const label of field.labels) label.textContent = said.message;
}

function rename(title, name) {
  if (title.textContent !== name) title.textContent = name;
}

function call(element, name) {
  if (element && element.ariaLabel !== name) element.ariaLabel = name;
}
