// Keys that lead elsewhere from any place of the page. views/shortcuts.templ lists them.
const dialog = document.getElementById("dialog");

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
  const command = event.ctrlKey !== event.metaKey && !altKey;
  if (command && !shiftKey && letter(event) === "k") return () => openDialog("/ui/switcher", "#switcher-query");
  if (command && key === "/") return () => openDialog("/ui/shortcuts", ".shortcuts");
  const step = altKey && !event.ctrlKey && !event.metaKey && { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step && !dialog.open) return () => go(step, shiftKey);
}

/** What a key types, or with a keyboard of another script, Greek say, what stands there on a Latin one. */
const letter = ({ key, code }) => (key > "\x7f" && code.startsWith("Key") ? code.slice(3) : key).toLowerCase();

/** Opens a dialog where none is open; the keys that opened it close it. */
function openDialog(url, part) {
  if (dialog.querySelector(part)) dialog.close();
  else if (!dialog.open) window.htmx.ajax("GET", url, { source: "#switcher-link", target: "#dialog", swap: "innerHTML" });
}

/** Goes to the next channel of the sidebar in that direction, or to the next one with unread messages. */
function go(step, unread) {
  const shown = (link) => link.ariaCurrent === "page" || link.checkVisibility();
  const links = [...document.querySelectorAll("#sidebar-lists .sidebar__link")].filter(shown);
  const at = links.findIndex((link) => link.ariaCurrent === "page");
  const order = step > 0 ? [...links.slice(at + 1), ...links.slice(0, Math.max(at, 0))] : [...links.slice(0, Math.max(at, 0)).reverse(), ...links.slice(at + 1).reverse()];
  order.find((link) => !unread || link.querySelector(".badge:not([hidden])"))?.click();
}
