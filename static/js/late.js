// Answers that come late. Of what was asked for one place only what was pressed last is shown there; and what was asked from a dialog
// that was closed meanwhile neither opens it again nor takes the place of another: it was done, and shows where it belongs.
import { accepted } from "./page.js";
import { asked, giveUp } from "./given-up.js";

const places = "#dialog, #composer-reply, #composer-edit";
const dialog = document.getElementById("dialog");

/** How often the dialog was closed, and how often it had been when each request was sent from it. */
let closings = 0;
const sentIn = new WeakMap();

export function start() {
  dialog.addEventListener("close", () => closings++);
  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    if (dialog.open && dialog.contains(detail.elt)) sentIn.set(detail.xhr, closings);
    if (isPress(detail)) for (const request of asked()) if (request.xhr !== detail.xhr && isPress(request) && request.target === detail.target) giveUp(request);
  });
  dialog.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
    if (target === dialog && accepted(detail.xhr) && (sentIn.get(detail.xhr) ?? closings) !== closings) detail.shouldSwap = false;
  });
}

const isPress = ({ target, requestConfig }) => requestConfig.verb === "get" && target.matches(places);
