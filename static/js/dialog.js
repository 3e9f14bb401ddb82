// Opens whatever is swapped into #dialog as a modal dialog, empties it when it closes, and gives focus back.
import { focus, focusSomewhere, invoker, takeCaret } from "./page.js";

const dialog = document.getElementById("dialog");
const card = "/ui/people/";

let opener = null;
/** To what the browser itself gives the focus back, somewhat before it tells that the dialog is closed. */
let before = null;
let pressedOutside = false;
/** The address of the dialog that is shown, and those that cards have taken the place of. */
let shown = "";
const below = [];
/** The one whose place a card takes that is on its way, and the one that comes back. */
let covered = null;
let back = null;
/** Whether it closes because another channel is shown, which gives the focus itself. */
let left = false;
/** How often it was opened. */
let openings = 0;

export function start() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    // What keys open gives the focus back to where they were pressed.
    const { target, elt, requestConfig } = event.detail;
    if (target === dialog && !back) covered = covers(elt, requestConfig);
    if (target === dialog && !dialog.open) opener = requestConfig.triggeringEvent ? elt : document.activeElement;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== dialog) return;
    note(event.detail);
    swapped();
  });
  // What was done elsewhere closes none that was opened since.
  dialog.addEventListener("dialog-close", () => dialog.close());
  dialog.addEventListener("close", () => {
    const given = left;
    left = false;
    if (dialog.open) return; // something else was opened meanwhile
    below.length = 0;
    covered = null;
    if (back) window.htmx.trigger(dialog, "htmx:abort"); // it would open again
    dialog.replaceChildren();
    if (!given) giveFocusBack();
    takeCaret();
  });
  // Before what closes it.
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && !dialog.querySelector(":popover-open") && uncover(event));
  dialog.addEventListener("submit", (event) => event.submitter?.closest(".dialog__close") && uncover(event));
  dialog.addEventListener("keydown", (event) => {
    // A browser would empty the field first.
    if (event.key !== "Escape" || event.defaultPrevented || event.target.type !== "search" || !event.target.value) return;
    event.preventDefault();
    dialog.close();
  });
  // The panel fills the dialog, so what hits the dialog itself hits its backdrop.
  dialog.addEventListener("pointerdown", (event) => (pressedOutside = event.target === dialog));
  dialog.addEventListener("click", (event) => {
    if (pressedOutside && event.target === dialog) dialog.close();
  });
  // A search field would only clear itself.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.target.type !== "search") return;
    event.preventDefault();
    dialog.close();
  });
  document.addEventListener("click", leaveToBrowser, { capture: true });
}

/** A card takes the place of the dialog that it is opened from, which comes back once it is put away. */
function covers(element, { verb, path }) {
  const over = dialog.open && shown && dialog.contains(element) && verb === "get" && path.startsWith(card);
  return over ? { path: shown, link: element.id || element.getAttribute("href") } : null;
}

/** Notes what is shown by now, and goes back to where a card was opened. */
function note({ requestConfig }) {
  if (covered) below.push(covered);
  else if (!back) below.length = 0;
  covered = null;
  if (requestConfig?.verb === "get") shown = requestConfig.path;
  if (!back || back.path !== shown) return;
  const links = [...dialog.querySelectorAll("a[href]")];
  focus(links.find((link) => link.id === back.link) ?? links.find((link) => link.getAttribute("href") === back.link && link.tabIndex >= 0));
}

function uncover(event) {
  if (!below.length || event.defaultPrevented) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  back = below.pop();
  window.htmx.ajax("GET", back.path, { source: dialog, target: dialog, swap: "innerHTML" }).catch(() => {}).finally(() => (back = null));
}

/** Which dialog lies over the page, as a number that no other has; 0 for none. */
export const cover = () => (dialog.open ? openings : 0);

/** Another channel is shown: the dialog that it was asked for `under` closes, and one that was opened since gives the focus to that channel. */
export function channelShown(under) {
  opener = null;
  if (!dialog.open || cover() !== under) return;
  left = true;
  dialog.close();
}

function swapped() {
  if (dialog.childElementCount === 0) {
    dialog.close();
    takeCaret();
  } else if (!dialog.open) {
    before = document.activeElement;
    openings++;
    dialog.showModal();
  } else if (!dialog.contains(document.activeElement) || document.activeElement === dialog) {
    focus(dialog.querySelector("[aria-invalid='true'], [autofocus]")) || focus(dialog.querySelector("button"));
  }
}

function giveFocusBack() {
  const from = opener;
  opener = null;
  const { activeElement } = document;
  if (activeElement !== document.body && activeElement !== before) return; // the reader has gone on
  focus(from) || focus(from?.id && document.getElementById(from.id)) || focus(invoker(from)) || focusSomewhere();
}

/** Every dialog has a page of its own, for a new tab. */
function leaveToBrowser(event) {
  if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("a[hx-get]")) event.stopPropagation();
}
