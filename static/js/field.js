// Lets the composer's field grow with its text and counts the characters near the limit.
import { rules } from "./rules.js";

const close = 500;
const mostRows = 12;
const sizesItself = CSS.supports("field-sizing", "content");

export const fields = "#composer-text, #edit-text";

export function start() {
  document.addEventListener("input", (event) => {
    if (event.target.matches(fields)) refresh(event.target);
  });
}

/** Fits size and note to a text that was changed. */
export function refresh(field) {
  if (!sizesItself) grow(field);
  const note = field.form.querySelector(".composer__note");
  const left = charactersLeft(field);
  const words = left > close ? "" : wordsFor(field.form.dataset, left);
  if (note.textContent !== words) note.textContent = words;
}

/** How many more characters fit; a character is a code point. */
function charactersLeft(field) {
  const limit = rules.maxMessageChars;
  // No text has more code points than code units, and most are far from the limit.
  return field.value.length < limit - close ? Infinity : limit - [...field.value].length;
}

function wordsFor({ leftOne, leftMany, overOne, overMany }, left) {
  const n = Math.abs(left);
  const words = left < 0 ? (n === 1 ? overOne : overMany) : n === 1 ? leftOne : leftMany;
  return words.replace("{n}", n);
}

function grow(field) {
  field.rows = 1;
  while (field.scrollHeight > field.clientHeight && field.rows < mostRows) field.rows++;
}
