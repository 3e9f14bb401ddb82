// Opens whatever is swapped into #dialog as a modal dialog, empties it when it closes, and gives focus back.
import { focus, focusSomewhere, invoker } from "./page.js";

const dialog = document.getElementById("dialog");

let opener = null;
let pressedOutside = false;
/** Whether it closes because another channel is shown, which gives the focus itself. */
let left = false;

export function start() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    // What keys open gives the focus back to where they were pressed.
    const { target, elt, requestConfig } = event.detail;
    if (target === dialog && !dialog.open) opener = requestConfig.triggeringEvent ? elt : document.activeElement;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === dialog) swapped();
  });
  document.addEventListener("dialog-close", () => dialog.close());
  dialog.addEventListener("close", () => {
    const given = left;
    left = false;
    if (dialog.open) return; // something else was opened meanwhile
    dialog.replaceChildren();
    if (!given) giveFocusBack();
  });
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

export const open = (signal) => signal.addEventListener("abort", leave);

function leave() {
  if (!dialog.open) return;
  left = true;
  opener = null;
  dialog.close();
}

function swapped() {
  if (dialog.childElementCount === 0) {
    dialog.close();
  } else if (!dialog.open) {
    dialog.showModal();
  } else if (!dialog.contains(document.activeElement) || document.activeElement === dialog) {
    focus(dialog.querySelector("[aria-invalid='true'], [autofocus]")) || focus(dialog.querySelector("button"));
  }
}

function giveFocusBack() {
  const from = opener;
  opener = null;
  focus(from) || focus(from?.id && document.getElementById(from.id)) || focus(invoker(from)) || focusSomewhere();
}

/** Every dialog has a page of its own, for a new tab. */
function leaveToBrowser(event) {
  if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("a[hx-get]")) event.stopPropagation();
}
