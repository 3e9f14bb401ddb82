// What the reader has begun to write is theirs in every tab and device: tells the server of it a moment after it was typed, takes what
// comes of it from elsewhere while nobody writes here, and marks the channels in the sidebar. draft.js keeps it for the tab as well.
import { keep, kept, logsOut, onTyped } from "./draft.js";
import { refresh } from "./field.js";
import { ask as request, drawnFor, hide, onSwap, page } from "./page.js";
import { rules } from "./rules.js";

const pause = 1_100;
/** For so long what comes of a channel may have been drawn before the text that was saved. */
const settling = 3_000;
const mostKeptAlive = 60_000; // bytes
/** The part of a draft that says what the server had of it last. */
const known = "known";
/** The part that says that a text is on its way: what the next page is given may be from before it. */
const underWay = "under-way";

let timer = 0;
let waiting = 0;
let typedAt = -Infinity;
/** What the server has, as far as the page knows; null where it does not. */
let had = "";
/** The channels of which a text is on its way, with its end and whether there is a newer one, and when the last was there. */
const saving = new Map();
const savedAt = new Map();
/** For how long a logout waits for what was written. */
const farewell = 3_000;
/** The form of a logout that waits for it, and whether it waits no longer. */
let held = null;
let released = false;

export function start() {
  onTyped(() => {
    typedAt = Date.now();
    if (page.field.value === "") save();
    else later();
  });
  onSwap(() => {
    mark();
    take();
  });
  document.addEventListener("submit", holdLogout, { capture: true });
  document.addEventListener("focusout", ({ target }) => target === page.field && take());
  for (const type of ["focus", "pageshow"]) addEventListener(type, take);
  addEventListener("pagehide", () => save(true));
  for (const type of ["visibilitychange", "live:recovered"]) document.addEventListener(type, () => save());
}

/** Once the composer has what the tab kept. */
export function open(signal) {
  signal.addEventListener("abort", () => save());
  queueMicrotask(() => {
    if (signal.aborted) return;
    had = kept(underWay) ? null : kept(known);
    mark();
    take();
  });
}

const brought = () => document.querySelector("#drafts [data-draft]");

/** Puts what was written elsewhere in place of what is here, where that has not been changed since the server had it. */
function take() {
  const { field, channel } = page;
  clearTimeout(waiting);
  if (!field || saving.has(channel)) return;
  const settled = (savedAt.get(channel) ?? -Infinity) + settling;
  if (wait(settled, settling)) return;
  if (field.value !== had) return later();
  const text = brought().textContent;
  const writes = document.hasFocus() && document.activeElement === field && had !== "";
  if (text === had || (writes && wait(typedAt + rules.typingWindow, rules.typingWindow))) return;
  note(text);
  field.value = text;
  keep("", text);
  refresh(field);
}

/** Looks again at a time that is still to come, and tells whether it is; after no longer than that, whatever becomes of the clock. */
function wait(until, longest) {
  const rest = until - Date.now();
  if (rest > 0) waiting = setTimeout(take, Math.min(rest, longest));
  return rest > 0;
}

function note(text) {
  had = text;
  keep(known, text);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

/** Tells of one text after the other, so that the newest is the last; a page that goes has no later. */
async function save(last = false) {
  clearTimeout(timer);
  const { field, channel } = page;
  if (!field || field.value === had || [...field.value].length > rules.maxMessageChars) return;
  const before = saving.get(channel);
  if (before && !last) return void (before.newer = true);
  const text = field.value;
  note(text);
  brought().textContent = text;
  keep(underWay, "yes");
  const request = ask(channel, text);
  const own = { request, newer: false };
  saving.set(channel, own);
  const answer = await request;
  if (saving.get(channel) !== own) return;
  saving.delete(channel);
  if (answer) keep(underWay, "", channel);
  savedAt.set(channel, Date.now());
  if (channel !== page.channel) return;
  if (!answer?.ok && had === text) note(""); // the next one tells of all of it
  else if (own.newer) save();
}

/** Lets a session end once the server has what was written in it: of two requests at once the later may be the first to arrive. */
async function holdLogout(event) {
  const { target: form, submitter } = event;
  if (!logsOut(form) || released) return;
  save();
  if (!saving.size) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (held === form) return;
  held = form;
  await Promise.race([allSaved(), new Promise((over) => setTimeout(over, farewell))]);
  held = null;
  released = true;
  form.requestSubmit(submitter);
  released = false;
}

async function allSaved() {
  while (saving.size) await Promise.all([...saving.values()].map(({ request }) => request));
}

function ask(channel, text) {
  const body = String(new URLSearchParams({ text }));
  const headers = { ...drawnFor, "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
  // Of more a browser keeps no request alive once its page is gone.
  const keepalive = body.length < mostKeptAlive;
  return request(`/drafts/${encodeURIComponent(channel)}`, { method: "POST", keepalive, headers, body });
}

/** Of the channel that is shown the composer tells. */
export function mark() {
  const begun = new Set([...document.querySelectorAll("#drafts [data-draft-of]")].map(({ dataset }) => dataset.draftOf));
  for (const mark of document.querySelectorAll("#sidebar-lists .sidebar__draft")) {
    const link = mark.closest("a");
    hide(mark, !begun.has(link.getAttribute("href")) || link.ariaCurrent === "page");
  }
}
