// What every module needs to know of the page, and when a channel begins and ends to be shown.

/**
 * The channel that is shown, and where. Another may take its place while the document stays, so nothing of this is kept elsewhere
 * for longer than the channel is shown. `host` carries what the server says to scripts; a page that shows no channel has it on its body.
 */
export const page = {};
note();

function note() {
  const chat = document.getElementById("chat");
  const channel = chat?.dataset.channel ?? "";
  const log = document.getElementById(`messages-${channel}`);
  const [scroller, composer, field] = ["scroller", "composer", "composer-text"].map((id) => document.getElementById(id));
  Object.assign(page, { chat, host: chat ?? document.body, channel, scroller, log, composer, field });
}

const opening = [];
let shown = new AbortController();

/**
 * Has something begin with each channel that is shown from now on. Listeners on elements of #chat go with them; what else begins, on
 * the document or in time, ends with the signal.
 */
export const eachChannel = (open) => opening.push(open);

export function openChannel() {
  note();
  shown = new AbortController();
  for (const open of opening) open(shown.signal);
}

export const closeChannel = () => shown.abort();

export const user = page.host.dataset.user ?? "";
/** What tells the server whom this page was drawn for: headers, and a query for what has no headers. */
export const drawnFor = { "X-MiniMost-User": encodeURIComponent(user) };
export const drawnForQuery = new URLSearchParams({ drawn_for: user });

/** Has the answer to a request written in the zone that the page was drawn in, though the browser may be in another by now. */
export const inPageZone = () => ({ "Time-Zone": document.documentElement.dataset.zone });

export const visible = () => document.visibilityState === "visible";

/** Calls back when htmx is there, which starts as the document is complete. */
export function whenReady(act) {
  if (document.documentElement.dataset.scripts) act();
  else document.addEventListener("DOMContentLoaded", act, { once: true });
}

/** Spreads the requests of many pages: the time given, give or take a tenth. */
export const jitter = (ms) => ms * (0.9 + Math.random() * 0.2);

/** Whether the server did what it was asked to. To htmx an answer of status 422 is a success too: it is shown. */
export const accepted = ({ status }) => status >= 200 && status < 300;

/** Follows an answer that sends the page away, as htmx does: somebody else has logged in. */
export function follow(answer) {
  const to = answer.headers.get("HX-Redirect");
  if (to) location.assign(to);
  return answer;
}

/** For how long a script waits for an answer, in milliseconds. */
export const patience = 20_000;

/** Asks for something. The answer is null for none, also where none comes in time. */
export const ask = (address, options) => fetch(address, { signal: AbortSignal.timeout(patience), ...options }).then(follow).catch(() => null);

/** The newest message of the log, or undefined. */
export const newestMessage = () => [...page.log.querySelectorAll(".message[data-ts]")].at(-1);

/**
 * Calls back after a swap for what belongs to it: other texts, the focus. All of that is done before any listener of
 * htmx:afterSwap measures the page or moves the focus on, whichever module was started first: an event is captured on its way
 * down before it bubbles up.
 */
export const onSwap = (complete) => document.addEventListener("htmx:afterSwap", complete, { capture: true });

/** Hides an element or shows it. What is so already is left alone: else the browser would work out styles anew, of rows by the hundred. */
export function hide(element, yes) {
  if (element.hidden !== yes) element.hidden = yes;
}

/** Gives focus to the element where it can take it, and tells whether it did. */
export function focus(element) {
  if (!element?.isConnected) return false;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

/**
 * Puts the caret into the field that has the focus. Where a browser gave it back by itself, as a dialog closed, Chromium leaves the
 * caret where it was, and once that place is removed, what is typed goes nowhere.
 */
export function takeCaret() {
  const { activeElement: field } = document;
  if (!field.matches("textarea, input")) return;
  field.blur();
  focus(field);
}

/** The button that opens the menu or sheet around an element. */
export function invoker(element) {
  const menu = element?.closest("[popover]");
  return menu && [...document.querySelectorAll(`[popovertarget="${CSS.escape(menu.id)}"]`)].find((button) => button.checkVisibility());
}

/** Gives focus back to somebody whose place on the page is gone; on a touch screen the composer would open the keyboard. */
export function focusSomewhere() {
  const typing = matchMedia("(hover: hover)").matches;
  if (!typing || !(focus(document.getElementById("edit-text")) || focus(document.getElementById("composer-text")))) focus(page.scroller);
}
