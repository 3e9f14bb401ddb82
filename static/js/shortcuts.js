// Keys that lead elsewhere from any place of the page. views/shortcuts.templ lists them.
import { hold } from "./ahead.js";
import { goTo } from "./switcher.js";

const dialog = document.getElementById("dialog");

/** Whether the switcher is on its way. */
let coming = false;

export function start() {
  document.addEventListener("keydown", (event) => {
    const act = shortcut(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function shortcut(event) {
  const { key, altKey, shiftKey } = event;
  const command = event.ctrlKey !== event.metaKey && !altKey && !event.getModifierState("AltGraph");
  if (command && !shiftKey && letter(event) === "k") return openSwitcher;
  if (command && key === "/") return () => openDialog("/ui/shortcuts", ".shortcuts");
  const step = altKey && !event.ctrlKey && !event.metaKey && { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step && !dialog?.open) return () => go(step, shiftKey);
}

/** What a key types, or with a keyboard of another script, Greek say, what stands there on a Latin one. */
const letter = ({ key, code }) => (key > "\x7f" && code.startsWith("Key") ? code.slice(3) : key).toLowerCase();

/** Opens a dialog where none is open, and waits for it; the keys that opened it close it. Where none opens it is a page of its own. */
async function openDialog(url, part) {
  if (!document.documentElement.dataset.scripts) return location.assign(url);
  // One that was closed just now is emptied a moment later.
  if (dialog.open && dialog.querySelector(part)) dialog.close();
  else if (!dialog.open) await window.htmx.ajax("GET", url, { source: "#switcher-link", target: "#dialog", swap: "innerHTML" }).catch(() => {});
}

/** Who is quicker than the switcher writes in its field, not in the composer. */
async function openSwitcher() {
  if (coming) return;
  coming = true;
  const release = hold();
  try {
    await openDialog("/ui/switcher", "#switcher-query");
  } finally {
    coming = false;
    const field = document.getElementById("switcher-query");
    release(field && ((typed) => give(field, typed)));
  }
}

/** What follows Enter is for where that leads. */
function give(field, typed) {
  const [name, ...rest] = typed.split("\n");
  field.value = name;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (rest.length) goTo(field, rest.join("\n"));
}

/** Goes to the next channel of the sidebar in that direction, or to the next one with unread messages. */
function go(step, unread) {
  const shown = (link) => link.ariaCurrent === "page" || link.checkVisibility();
  const links = [...document.querySelectorAll("#sidebar-lists .sidebar__link")].filter(shown);
  const at = links.findIndex((link) => link.ariaCurrent === "page");
  const order = step > 0 ? [...links.slice(at + 1), ...links.slice(0, Math.max(at, 0))] : [...links.slice(0, Math.max(at, 0)).reverse(), ...links.slice(at + 1).reverse()];
  order.find((link) => !unread || link.querySelector(".badge:not([hidden])"))?.click();
}
