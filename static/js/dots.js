// Copies the presence dots that a live update brings to wherever those people stand on the page, and the reason for one's own
// to an account dialog that is open.
import { onSwap } from "./page.js";

const brought = document.getElementById("presence-states");

let why = document.getElementById("account-button")?.dataset.why ?? "";

export function start() {
  onSwap(() => {
    for (const dot of brought?.children ?? []) copy(dot);
    brought?.replaceChildren();
    copyWhy();
  });
}

/** Only what is news: a dialog that has just been opened may know more than the button. */
function copyWhy() {
  const now = document.getElementById("account-button")?.dataset.why ?? "";
  if (now === why) return;
  why = now;
  // The words follow a hidden label.
  const words = document.getElementById("override-why")?.lastChild;
  if (words && words.data !== why) words.data = why;
}

function copy(dot) {
  // htmx marks what it has just swapped in.
  const className = [...dot.classList].filter((name) => name.startsWith("presence-dot")).join(" ");
  for (const shown of document.querySelectorAll(`.presence-dot[data-user="${CSS.escape(dot.dataset.user)}"]`)) {
    if (shown === dot || shown.className === className) continue;
    shown.className = className;
    shown.firstElementChild.textContent = dot.textContent;
  }
}
