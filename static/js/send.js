// Sends the composer and the edit form one at a time; a text leaves its field only when the server has it.
import { focus, page } from "./page.js";
import { awaitsReply, close, goOnFrom, onReopened } from "./composer.js";
import { keep, kept, keepText } from "./draft.js";
import { onceReached, sentence } from "./failures.js";
import { refresh } from "./field.js";
import { repeats, unanswered } from "./once.js";
import { followSent, sent } from "./scroll.js";
import { ready, uploading, waitingWords } from "./upload.js";

const patience = 20_000;

/** What each form on its way carries, and whether the next text waits for it. */
const sending = new Map();
/** What keeps the words of each that the server cannot be reached from going. */
const stay = new WeakMap();

/** To which message a form replies, if to any. */
const repliesTo = (form) => form.elements.namedItem("reply_to_id")?.value;

/** The part of a draft that says that it is on its way. */
const under = (form) => (form === page.composer ? "under" : "under-edit");

const ours = (form) => form === page.composer || form?.id === "edit-form";
const fieldOf = (form) => form.elements.namedItem("text");

/** Who waits until nothing is on its way. */
const waiting = [];

/** Waits until everything is sent, at most so many milliseconds. */
export const settled = (ms) =>
  new Promise((go) => {
    if (!sending.size) return go();
    waiting.push(go);
    setTimeout(go, ms);
  });

export const open = (signal) => signal.addEventListener("abort", () => sending.clear());

export function start() {
  onReopened(resume);
  // Before htmx, whose own listener is on the form.
  document.addEventListener("submit", (event) => ours(event.target) && admit(event), { capture: true });
  document.addEventListener("htmx:configRequest", (event) => {
    if (ours(event.detail.elt)) event.detail.timeout = patience;
  });
  // Before it has a key, which is that of what was sent before.
  document.addEventListener("htmx:configRequest", ({ detail }) => sending.get(detail.elt)?.again && asBefore(detail), { capture: true });
  document.addEventListener("htmx:beforeRequest", (event) => ours(event.detail.elt) && began(event.detail));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (sending.has(event.detail.elt)) ended(event.detail.elt, event.detail.xhr);
    if (!sending.size) for (const go of waiting.splice(0)) go();
  });
  document.addEventListener("input", (event) => ours(event.target.form) && say(event.target.form, ""));
  // Before it would leave a reply.
  document.addEventListener("keydown", (event) => event.key === "Escape" && unask(event), { capture: true });
  // Pressing the button leaves the caret, and a phone's keyboard, where they are.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".composer__send")) event.preventDefault();
  });
}

function admit(event) {
  const form = event.target;
  const field = fieldOf(form);
  const earlier = sending.get(form);
  const before = earlier ? null : editBefore(form);
  // An emptied edit is refused in words by the server.
  const waits = form === page.composer && uploading();
  const comes = form === page.composer && !earlier && !waits && awaitsReply(() => form.requestSubmit());
  if (!earlier && before === null && !waits && !comes && (form !== page.composer || field.value.trim() !== "" || ready().length > 0)) return;
  event.preventDefault();
  event.stopPropagation();
  if (waits) say(form, waitingWords());
  if (earlier && restAfter(earlier.text, field).trim() !== "") earlier.next = true;
  if (before !== null) askBefore(form, before, true);
  focus(field);
}

/** What was asked for before by an edit that says something else by now, where no answer came. */
const editBefore = (form) => (form === page.composer ? null : unanswered(form));

/** Asks for it once more, under its own key: what was typed on goes on from what it has written. */
function askBefore(form, text, next) {
  begin(form, text, next);
  askFor(form, text);
}

// htmx lets go of a request after it has told of its end.
const askFor = (form, text) =>
  queueMicrotask(() => window.htmx.ajax("POST", form.getAttribute("action"), { source: form, swap: "none", values: { text } }).catch(() => {}));

function began({ elt: form, requestConfig: { formData } }) {
  if (!sending.has(form)) begin(form, fieldOf(form).value, false);
  sending.get(form).fields ??= [...formData];
}

/** Once more what was asked for, not what the form has in it by now, such as another reply. */
function asBefore({ elt, formData }) {
  for (const name of new Set(formData.keys())) formData.delete(name);
  for (const [name, value] of sending.get(elt).fields) formData.append(name, value);
}

function begin(form, text, next) {
  sending.set(form, { text, files: form === page.composer ? ready() : [], repliesTo: repliesTo(form), next });
  say(form, "");
  keep(under(form), "way");
  if (form === page.composer) followSent(true);
  buttonOf(form).disabled = true;
  focus(fieldOf(form));
}

function ended(form, xhr) {
  const was = sending.get(form);
  const { text, files, next, again } = was;
  if (xhr.status === 0 && !again && form.isConnected) return look(form);
  sending.delete(form);
  keep(under(form), "");
  buttonOf(form).disabled = false;
  if (!isThere(xhr)) return refused(form, xhr);
  if (form !== page.composer) return saved(form, text, next, xhr.getResponseHeader("Edited-TS"));
  if (repliesTo(form) === was.repliesTo) {
    document.getElementById("composer-reply").replaceChildren();
    keep("reply", "");
  }
  for (const item of files) item.remove();
  replace(fieldOf(form), restAfter(text, fieldOf(form)));
  sent();
  if (next) form.requestSubmit();
}

/** Whether the server has it, which says so without a body: a proxy or a hotel's network answers with a page of its own. */
const isThere = ({ status }) => status === 204;

/** The edit closes, unless more was typed meanwhile or it was opened anew. */
function saved(form, text, next, version) {
  const now = document.getElementById("edit-form");
  if (now === form && fieldOf(form).value === text) return close(document.getElementById("composer-edit"));
  if (now?.dataset.edits !== form.dataset.edits) return;
  if (version) goOnFrom(now, text, version);
  if (next) now.requestSubmit();
}

/** Asks once more, under the same key, before it says that the text is not sent: the answer alone may be lost. */
function look(form) {
  const sent = sending.get(form);
  sent.again = true;
  askFor(form, sent.text);
}

/** What was on its way as the page went, or another channel was shown, may be there: it is sent again, under the same key, for its answer. */
function resume() {
  for (const form of [page.composer, document.getElementById("edit-form")]) {
    const was = form && kept(under(form));
    const before = was ? editBefore(form) : null;
    if (was && repeats(form)) form.requestSubmit();
    else if (before !== null) askBefore(form, before, false);
    else keep(under(form), "");
  }
}

/** What was typed since the text was sent; all of it when that was changed. */
function restAfter(text, { value }) {
  return value.startsWith(text) ? value.slice(text.length) : value;
}

function replace(field, rest) {
  const caret = Math.max(0, field.selectionStart - (field.value.length - rest.length));
  field.value = rest;
  field.setSelectionRange(caret, caret);
  keepText();
  refresh(field);
}

function refused(form, xhr) {
  followSent(false);
  // A refusal's sentence comes with the answer of status 422.
  if (xhr.status === 0) unreachable(form);
  else if (xhr.status !== 422) say(form, sentence(xhr) || form.dataset.failed);
  fieldOf(form).setAttribute("aria-invalid", "true");
}

/** The text stands there unsent for all to see, also when the words have gone. */
function unreachable(form) {
  say(form, form.dataset.unreachable);
  stay.set(form, onceReached(() => say(form, "")));
}

function say(form, words) {
  stay.get(form)?.();
  stay.delete(form);
  const line = lineOf(form);
  if (line.textContent !== words) line.textContent = words;
  if (words === "") fieldOf(form).removeAttribute("aria-invalid");
}

/** Takes back the question whether everybody is to be told. */
function unask(event) {
  const { form } = event.target;
  if (event.defaultPrevented || !form || !ours(form) || !lineOf(form).querySelector("button") || document.querySelector(":popover-open, dialog:modal")) return;
  event.preventDefault();
  event.stopPropagation();
  focus(fieldOf(form));
  say(form, "");
}

const lineOf = (form) => form.querySelector(".composer__error");
const buttonOf = (form) => form.querySelector(".composer__send");
