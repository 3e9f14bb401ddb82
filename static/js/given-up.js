// A request that the page gives up itself, by htmx:abort or hx-sync, is no error, and htmx logs none.
const requests = new WeakMap();

export function start() {
  document.addEventListener("htmx:beforeSend", ({ detail }) => requests.set(detail.elt, detail));
  // Before htmx aborts it. What stands in the detail of a request goes before the name of the error that htmx would log.
  document.addEventListener("htmx:abort", ({ target }) => giveUp(requests.get(target)), true);
}

function giveUp(request) {
  if (request) request.error = null;
}
