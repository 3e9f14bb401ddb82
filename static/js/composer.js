// The composer's keys, and the reply and edit that open in it. Neither is lost with the page, nor a changed text unasked.
import { hold } from "./ahead.js";
import { accepted, focus, page, whenReady } from "./page.js";
import { keep, kept } from "./draft.js";
import { fields, refresh } from "./field.js";
import { unshifted } from "./keys.js";
import { forget, unanswered } from "./once.js";

let reply = null;
let edit = null;

let reopened = () => {};

/** Has something done once a composer stands as it was left. */
export const onReopened = (act) => (reopened = act);

/** The requests for what is replied to that have no answer yet, and what is done once they have. */
const coming = new Set();
let whenThere = null;

/** Tells whether what is replied to is on its way; once it stands there, something is done. */
export function awaitsReply(act) {
  if (coming.size) whenThere = act;
  return coming.size > 0;
}

/** How the server says that a message cannot be edited or answered any more. */
const gone = [403, 404, 409];

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.target.matches(fields)) pressed(event);
  });
  document.addEventListener("click", (event) => {
    const cancel = event.target.closest("[data-cancel]");
    if (!cancel || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    cancelSlot(document.getElementById(cancel.dataset.cancel));
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if ([edit, reply].includes(event.detail.target) && !mayClose()) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSend", ({ detail: { target, xhr } }) => {
    if (target === edit) typedAhead(xhr);
    if (target !== reply) return;
    coming.add(xhr);
    xhr.addEventListener("loadend", () => cameOf(xhr));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === edit) opened();
    if (event.detail.target === reply) replying();
  });
}

export function open(signal) {
  reply = document.getElementById("composer-reply");
  edit = document.getElementById("composer-edit");
  edit.addEventListener("input", keepEdit);
  coming.clear();
  whenThere = null;
  // The browser's bubble about an empty field helps nobody here.
  page.field.addEventListener("invalid", (event) => event.preventDefault());
  whenReady(() => signal.aborted || reopen(signal));
}

/** Without what it replies to a text stays where it is: words say that it did not come (failures.js). */
function cameOf(xhr) {
  if (!coming.delete(xhr) || coming.size) return;
  if (accepted(xhr)) whenThere?.();
  whenThere = null;
}

/** Empties the slot of a reply or an edit and goes back to the composer. */
export function close(slot) {
  slot.replaceChildren();
  keep(slot === edit ? "edit" : "reply", "");
  if (!focus(page.field)) focus(page.scroller); // where one cannot write, but edit what one has written
}

function cancelSlot(slot) {
  if (slot === edit && !mayClose()) return;
  const form = edit.querySelector("form");
  // Of what was not saved, and is not on its way, the reader wants nothing.
  if (slot === edit && form && !form.classList.contains("htmx-request")) forget(form);
  close(slot);
}

const isChanged = (text) => text && text.value !== text.defaultValue && text.form.dataset.asked !== text.value;

/** Whether the edit may go: a text that was changed goes at the second try, after the first has said so. */
function mayClose() {
  const text = document.getElementById("edit-text");
  if (!isChanged(text)) return true;
  text.form.dataset.asked = text.value;
  document.getElementById("edit-error").textContent = text.form.dataset.unsaved;
  focus(text);
  return false;
}

/** What is typed while the edit is on its way is meant for it. */
function typedAhead(xhr) {
  const release = hold();
  xhr.addEventListener("loadend", () => release());
}

function keepEdit({ target: { form, value } }) {
  const version = form.elements.namedItem("edited_ts").value;
  keep("edit", JSON.stringify({ id: form.dataset.edits, version, text: value }));
}

/** The message says by now what its edit was sent with: what was typed on is made from that version. */
export function goOnFrom(form, text, version) {
  const { text: field, edited_ts: made } = form.elements;
  made.value = version;
  document.getElementById("edit-version").replaceChildren(made);
  field.defaultValue = text;
  keepEdit({ target: field });
}

/** Opens what was open when the page was left, unless its message is there no longer. */
async function reopen(signal) {
  await fill("reply", reply, kept("reply"));
  if (!signal.aborted) await fill("edit", edit, JSON.parse(kept("edit") || "{}").id);
  if (!signal.aborted) reopened();
}

/** Whether one can reply in the channel, or edit. */
function takes(part) {
  const closed = document.getElementById("composer-closed");
  return !closed.firstElementChild || (part === "edit" && "edits" in closed.dataset);
}

async function fill(part, slot, id) {
  if (!id || slot.firstElementChild || !takes(part)) return;
  slot.addEventListener("htmx:afterRequest", ({ detail }) => gone.includes(detail.xhr.status) && keep(part, ""), { once: true });
  await window.htmx.ajax("GET", `/ui/${part}/${id}`, { source: slot, target: slot, swap: "innerHTML" }).catch(() => {});
}

function replying() {
  keep("reply", reply.querySelector("[name='reply_to_id']")?.value ?? "");
  if (isChanged(document.getElementById("edit-text"))) return; // it was written while this was on its way
  if (edit.firstElementChild) close(edit);
  focus(page.field);
}

function opened() {
  const text = document.getElementById("edit-text");
  if (!text) return;
  const before = JSON.parse(kept("edit") || "{}");
  if (before.id === text.form.dataset.edits) {
    text.value = before.text;
    text.form.elements.namedItem("edited_ts").value = before.version;
  } else {
    text.value = unanswered(text.form) ?? text.value; // it was put away and is on its way
  }
  refresh(text);
  focus(text);
  text.setSelectionRange(text.value.length, text.value.length);
}

function pressed(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    event.target.form.requestSubmit();
  } else if (event.key === "Escape" && !document.querySelector(":popover-open:not(#failure), dialog:modal")) {
    cancelOpen(event);
  } else if (event.key === "ArrowUp" && unshifted(event) && event.target === page.field && page.field.value === "") {
    editLast(event);
  }
}

function cancelOpen(event) {
  const slot = [edit, reply].find((open) => open.childElementCount > 0);
  if (!slot) return;
  event.preventDefault();
  cancelSlot(slot);
}

function editLast(event) {
  const button = [...document.querySelectorAll(".message[data-mine] .message__action--edit")].at(-1);
  if (!button || !onScreen(button.closest(".message"))) return;
  event.preventDefault();
  button.click();
}

/** Whether a message is before the reader's eyes: nobody edits unawares what is far up or covered. */
function onScreen(message) {
  const at = message.getBoundingClientRect();
  const { top, bottom } = page.scroller.getBoundingClientRect();
  return message.checkVisibility({ visibilityProperty: true }) && at.bottom > top && at.top < bottom;
}
