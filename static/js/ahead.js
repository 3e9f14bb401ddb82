// Keeps what is typed while the field that it is meant for is on its way, such as the composer of another channel, and writes it there.
import { cover } from "./dialog.js";
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
 * A new line stands for Enter. What is on its way to the page `under` a dialog, 0 for none, holds nothing of what is typed in one
 * that was opened since.
 */
export function hold(text = "", under = undefined) {
  const mine = { text, under };
  waiting.push(mine);
  return (give) => {
    const at = waiting.indexOf(mine);
    if (at < 0) return;
    waiting.splice(at, 1);
    const next = waiting.at(-1);
    // Whoever asked for one channel and then for another writes in the other.
    if (!give && next && (isOfPage(next) || !isOfPage(mine))) next.text = mine.text + next.text;
    else if (mine.text) (give ?? (isOfPage(mine) ? writeInPage : writeHere))(mine.text);
  };
}

const isOfPage = ({ under }) => under !== undefined;
const isCovered = ({ under }) => under !== undefined && cover() !== 0 && cover() !== under;

function keep(event, held) {
  if (isCovered(held)) return;
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

/** A dialog that has come meanwhile keeps the focus. */
function writeInPage(typed) {
  if (cover()) write(page.field, typed.replace(/^\n+/, ""));
  else writeHere(typed);
}

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
