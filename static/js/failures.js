// Tells of every request that failed and that somebody waits for: in words, over whatever is open, until it is put away or
// something else is tried. The composer says so beside its own text (send.js), the connection by its banner (live.js).
import { accepted, ask, focus, focusSomewhere, invoker, page, patience } from "./page.js";

const notice = document.getElementById("failure");
const words = notice?.querySelector(".failure__text");
const home = notice?.parentElement;
const dialog = document.getElementById("dialog");

// Long enough to be read, also where the connection is back at once.
const readable = 6_000;

let failed = null;
/** While it says that the server cannot be reached: keeps that from going. */
let stay = () => {};

const told = (element) => element !== page.chat && !element.matches("#composer, #edit-form");

export const open = (signal) => signal.addEventListener("abort", hide);

export function start() {
  document.addEventListener("htmx:configRequest", ({ detail }) => (detail.timeout ||= patience));
  document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) => told(elt) && watch(elt, xhr));
  notice.querySelector("button").addEventListener("click", dismiss);
  dialog.addEventListener("close", hide);
}

/** Calls once the server is reached again, by which what says otherwise is out of date; what it returns keeps it from that. */
export function onceReached(forget) {
  const said = Date.now();
  const waits = new AbortController();
  let timer = 0;
  const reached = () => (timer ||= setTimeout(forget, said + readable - Date.now()));
  for (const type of ["live:opened", "live:reached", "live:recovered"]) document.addEventListener(type, reached, { signal: waits.signal });
  return () => {
    waits.abort();
    clearTimeout(timer);
  };
}

/** The server's own sentence about a refusal, or "": what a proxy answers is no sentence. */
export function sentence(xhr) {
  return xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") ? xhr.responseText : "";
}

/** Tells of what a script asks for by itself. The element has the focus when that is put away. */
export const tellOf = async (element, address, options) => tellUnless(element, await ask(address, options));

/** Tells of an answer that says that it was not done, or of none. */
export async function tellUnless(element, answer) {
  if (answer?.ok) return;
  const refused = answer?.headers.get("Content-Type")?.startsWith("text/plain") && (await answer.text());
  if (answer) tell(element, refused || notice.dataset.failed);
  else tellUnreachable(element);
}

/** Tells that nothing was answered to what the element asked for. */
export function tellUnreachable(element) {
  tell(element, notice.dataset.unreachable);
  stay = onceReached(() => (notice.contains(document.activeElement) ? dismiss() : hide()));
}

/** Tells that no file is taken here: there is no composer to say so, or something stands before it. */
export const refuseFile = () => tell(document.activeElement ?? document.body, notice.dataset.noFile);

/** By the request itself: htmx's events pass by unheard when an update has taken the element off the page meanwhile. */
function watch(element, xhr) {
  hide();
  xhr.addEventListener("load", () => judge(element, xhr));
  for (const type of ["error", "timeout"]) xhr.addEventListener(type, () => tellUnreachable(element));
}

function judge(element, xhr) {
  // An answer of status 422 is shown where it belongs; one that leads elsewhere is on its way there.
  if (accepted(xhr) || xhr.status === 422 || xhr.getResponseHeader("HX-Redirect")) return;
  tell(element, sentence(xhr) || notice.dataset.failed);
}

/** The element has the focus when that is put away. */
export function tell(element, text) {
  hide();
  failed = element;
  // A modal dialog makes whatever is outside of it inert.
  if (dialog.open) dialog.append(notice);
  notice.showPopover();
  words.textContent = text;
  element.dispatchEvent(new CustomEvent("request-failed", { bubbles: true }));
}

function dismiss() {
  hide();
  focus(failed) || focus(invoker(failed)) || focus(failed.querySelector("button")) || focus(dialog.querySelector("button")) || focusSomewhere();
}

/** Back where no swap into the dialog takes it off the page. */
function hide() {
  stay();
  if (notice.matches(":popover-open")) notice.hidePopover();
  if (notice.parentElement !== home) home.append(notice);
  words.textContent = "";
}
