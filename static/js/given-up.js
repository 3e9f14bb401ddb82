// A request that the page gives up itself, by htmx:abort, by hx-sync or by being left, is no error, and htmx logs none.
import { page } from "./page.js";

const requests = new Map();

export function start() {
  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    requests.set(detail.elt, detail);
    detail.xhr.addEventListener("loadend", () => requests.get(detail.elt) === detail && requests.delete(detail.elt));
  });
  // Before htmx aborts it. What stands in the detail of a request goes before the name of the error that htmx would log.
  document.addEventListener("htmx:abort", ({ target }) => expect(requests.get(target)), true);
  addEventListener("pagehide", () => requests.forEach(expect));
}

/** What was asked for and has no answer. */
export const asked = () => [...requests.values()];

/**
 * What a channel that is left had asked for. What was pressed goes on; texts are asked for once more when it is shown again (send.js).
 * A dialog of the page that was asked for since, not `before` that, is not the channel's.
 */
export function giveUpAll(before) {
  for (const request of asked()) {
    const goesOn = request.requestConfig.verb === "post" ? !request.elt.matches("#composer, #edit-form") : isOfPage(request) && !before.includes(request);
    if (!goesOn) giveUp(request);
  }
}

const isOfPage = ({ target, elt }) => target.closest("#dialog") !== null && !page.chat.contains(elt);

export function giveUp(request) {
  expect(request);
  request.xhr.abort();
}

function expect(request) {
  if (request) request.error = null;
}
