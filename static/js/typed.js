// Who types anywhere on the page writes in the composer, and finds the caret there when a channel opens. On a touch screen that
// would open the keyboard.
import { focus, page } from "./page.js";

const takesKeys = "input, textarea, select, video, audio, [contenteditable]";
const mac = /^Mac/.test(navigator.platform);
const covering = "dialog:modal, :popover-open:not(#failure)";

export function start() {
  document.addEventListener("keydown", (event) => printed(event) && focusField());
}

export function open() {
  // The message that a page opens at takes the focus itself, which may not have come to it yet.
  const taken = document.activeElement !== document.body || page.log.querySelector("[autofocus]");
  if (!taken && matchMedia("(hover: hover)").matches) focusField();
}

/** Whether a key writes something, where it has nothing else to do. A space presses what has the focus, or scrolls. */
function printed(event) {
  if (event.key === " " || event.defaultPrevented || !prints(event)) return false;
  return !event.target.closest(takesKeys) && !document.querySelector(covering);
}

/** Whether a key stands for a sign. */
export const prints = (event) => [...event.key].length === 1 && !event.metaKey && (writes(event) || plain(event));

const plain = ({ ctrlKey, altKey }) => !ctrlKey && !altKey;

/** AltGr, which Windows tells of as Ctrl and Alt, and Option on a Mac write signs of their own. */
const writes = (event) => event.getModifierState("AltGraph") || (event.altKey && !event.ctrlKey && mac);

/** The key itself comes to the field that has the focus by then. */
export function focusField() {
  focus(document.getElementById("edit-text")) || focus(page.field);
}
