// What the reader has begun to write is theirs in every tab and device: tells the server of it a moment after it was typed, takes what
// comes of it from elsewhere while nobody writes here, and marks the channels in the sidebar. draft.js keeps it for the tab as well.
import { keep, kept, logsOut, onTyped } from "./draft.js";
import { refresh } from "./field.js";
import { ask as request, drawnFor, onSwap, page } from "./page.js";
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
/** The channels of which a text is on its way, with whether there is a newer one, and when the last was there. */
const saving = new Map();
const savedAt = new Map();

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
  document.addEventListener("submit", ({ target }) => logsOut(target) && save(), { capture: true });
  document.addEventListener("focusout", ({ target }) => target === page.field && take());
  for (const type of ["focus", "pageshow"]) addEventListener(type, take);
  addEventListener("pagehide", save);
  for (const type of ["visibilitychange", "live:recovered"]) document.addEventListener(type, save);
}

/** Once the composer has what the tab kept. */
export function open(signal) {
  signal.addEventListener("abort", save);
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

/** Tells of one text after the other, so that the newest is the last. */
async function save() {
  clearTimeout(timer);
  const { field, channel } = page;
  if (!field || field.value === had || [...field.value].length > rules.maxMessageChars) return;
  if (saving.has(channel)) return void saving.set(channel, true);
  const text = field.value;
  note(text);
  brought().textContent = text;
  saving.set(channel, false);
  keep(underWay, "yes");
  const answer = await ask(channel, text);
  const newer = saving.get(channel);
  saving.delete(channel);
  if (answer) keep(underWay, "", channel);
  savedAt.set(channel, Date.now());
  if (channel !== page.channel) return;
  if (!answer?.ok && had === text) note(""); // the next one tells of all of it
  else if (newer) save();
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
    mark.hidden = !begun.has(link.getAttribute("href")) || link.ariaCurrent === "page";
  }
}
