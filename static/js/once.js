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
  document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => (accepted(xhr) || (isEdit(elt) && refuses(xhr))) && forget(elt));
  document.addEventListener("input", ({ target: { form } }) => form && changed(form));
}

const isEdit = (form) => form.id === "edit-form";

/** Whether the answer says that nothing was done. */
const refuses = ({ status }) => String(status).startsWith("4");

/** The part of a draft that keeps what a form has asked for: its text outlives the page, and must not be sent twice either. */
const partOf = (form) => (form === page.composer ? "asked" : isEdit(form) ? "asked-edit" : "");

/** The composer has its text again. */
export const open = () => recall(page.composer);

function recall(form) {
  const was = kept(partOf(form));
  if (was && !asked.has(form)) asked.set(form, JSON.parse(was));
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

/** Whether the composer or an edit would ask once more for what it has asked for lately: later its key may be forgotten. */
export function repeats(form) {
  recall(form);
  const { what, key } = asked.get(form) ?? {};
  return what === asking(form.getAttribute("hx-post"), new FormData(form)) && Date.now() - parseInt(key, 36) < lately;
}

/** What an edit that now says something else has asked for from the same version and knows no answer to, or null. */
export function unanswered(form) {
  recall(form);
  const { pathname, searchParams } = new URL(asked.get(form)?.what ?? "", location.href);
  const { text, edited_ts } = Object.fromEntries(new FormData(form));
  const same = pathname === form.getAttribute("hx-post") && searchParams.get("edited_ts") === edited_ts;
  return same && searchParams.get("text") !== text ? searchParams.get("text") : null;
}

function asking(path, formData) {
  const fields = [...formData].filter(([name]) => name !== "key");
  return `${path}?${new URLSearchParams(fields)}`;
}

function setKey({ elt, path, formData, parameters }) {
  const what = asking(path, formData);
  if (asked.get(elt)?.what !== what) asked.set(elt, { what, key: newKey() });
  parameters.key = asked.get(elt).key;
  if (partOf(elt)) keep(partOf(elt), JSON.stringify(asked.get(elt)));
}

/** A form on its way is sent once more by the page itself if the answer is lost (send.js), as it was, and an edit before what was typed on. */
function changed(form) {
  if (asked.has(form) && !isEdit(form) && !form.classList.contains("htmx-request")) forget(form);
}

export function forget(elt) {
  asked.delete(elt);
  if (partOf(elt)) keep(partOf(elt), "");
}

/** The time and 80 random bits: in the order in which they are made keys cost the database least. */
export function newKey() {
  // crypto.randomUUID is missing over plain HTTP.
  const random = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, "0"));
  return `${Date.now().toString(36)}-${random.join("")}`;
}
