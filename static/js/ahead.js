// Keeps what is typed while the field that it is meant for is on its way, such as the composer of another channel, and writes it there.
import { alone } from "./keys.js";
import { page } from "./page.js";
import { focusField, prints } from "./typed.js";

/** Who waits for a field, the latest last, each with what was typed since. */
const waiting = [];

export function start() {
  // Before whatever else a key does.
  document.addEventListener("keydown", (event) => waiting.length && keep(event, waiting.at(-1)), { capture: true });
}

/**
 * Holds back what is typed, until what this returns is called, which has it written, by the function given or else where one writes.
 * A new line stands for Enter.
 */
export function hold(text = "") {
  const mine = { text };
  waiting.push(mine);
  return (give) => {
    const at = waiting.indexOf(mine);
    if (at < 0) return;
    waiting.splice(at, 1);
    // Whoever asked for one channel and then for another writes in the other.
    if (!give && waiting.length) waiting.at(-1).text = mine.text + waiting.at(-1).text;
    else if (mine.text) (give ?? writeHere)(mine.text);
  };
}

function keep(event, held) {
  const { key, target } = event;
  const presses = !held.text && [" ", "Enter"].includes(key) && target.closest("a, button, summary");
  if (presses || event.defaultPrevented) return;
  if (key === "Enter" && alone(event)) held.text += event.repeat ? "" : "\n";
  else if (key === "Backspace" && alone(event) && (held.text || target === page.field)) held.text = [...held.text].slice(0, -1).join("");
  else if (prints(event)) held.text += key;
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const takesText = (field) => Number.isInteger(field.selectionStart);

function writeHere(typed) {
  if (!takesText(document.activeElement)) focusField();
  write(document.activeElement, typed.replace(/^\n+/, ""));
}

/** Writes in a field, where its caret is. */
export function write(field, typed) {
  if (!takesText(field)) return;
  field.setRangeText(typed, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
