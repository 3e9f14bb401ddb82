// What a form asks for is done once. A form that is on its way is not sent again: htmx keeps the mark while the answer leads to
// another page, when hx-sync would let the form go again. Where the answer was lost, it is sent again under the same key, by the
// browser itself too; something else is asked for under another one, and so is what was typed anew since: whoever says a
// thing once more means it.
import { keep, kept } from "./draft.js";
import { accepted, page } from "./page.js";

/** What each form or button has asked for and knows no answer to. */
const asked = new WeakMap();

const lately = 3_600_000;

/** What each form whose choices replace each other had in it when it was last sent, with the button that sent it. */
const pressed = new WeakMap();

export function start() {
  document.addEventListener("submit", (event) => {
    if (!mayGo(event.target, event.submitter)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { capture: true });
  document.addEventListener("htmx:configRequest", ({ detail }) => detail.verb === "post" && setKey(detail));
  document.addEventListener("htmx:afterRequest", ({ detail }) => accepted(detail.xhr) && forget(detail.elt));
  document.addEventListener("input", ({ target: { form } }) => form && changed(form));
}

/** The composer has its text again, and must not send it twice either. */
export function open() {
  if (kept("asked")) asked.set(page.composer, JSON.parse(kept("asked")));
}

/** Of a form on its way another choice takes the place of the first where forms say so (sectionForm in views/links.go). */
function mayGo(form, submitter) {
  const onItsWay = form.classList.contains("htmx-request");
  if (form.getAttribute("hx-sync") !== "this:replace") return !onItsWay;
  const fields = new URLSearchParams(new FormData(form, submitter)).toString();
  if (onItsWay && pressed.get(form) === fields) return false;
  pressed.set(form, fields);
  return true;
}

/** Whether the composer would ask once more for what it has asked for lately: later its key may be forgotten. */
export function repeats() {
  const { what, key } = asked.get(page.composer) ?? {};
  const path = page.composer.getAttribute("hx-post");
  return what === asking(path, new FormData(page.composer)) && Date.now() - parseInt(key, 36) < lately;
}

function asking(path, formData) {
  const fields = [...formData].filter(([name]) => name !== "key");
  return `${path}?${new URLSearchParams(fields)}`;
}

function setKey({ elt, path, formData, parameters }) {
  const what = asking(path, formData);
  if (asked.get(elt)?.what !== what) asked.set(elt, { what, key: newKey() });
  parameters.key = asked.get(elt).key;
  if (elt === page.composer) keep("asked", JSON.stringify(asked.get(elt)));
}

/** A form on its way is sent once more by the page itself if the answer is lost (send.js), as it was. */
function changed(form) {
  if (asked.has(form) && !form.classList.contains("htmx-request")) forget(form);
}

function forget(elt) {
  asked.delete(elt);
  if (elt === page.composer) keep("asked", "");
}

/** The time and 80 random bits: in the order in which they are made keys cost the database least. */
export function newKey() {
  // crypto.randomUUID is missing over plain HTTP.
  const random = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, "0"));
  return `${Date.now().toString(36)}-${random.join("")}`;
}
