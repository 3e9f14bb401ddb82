// Whether somebody has the messages before their eyes: the page is visible, its window has the focus, somebody is at it, and
// nothing is over it. Tells by the event "reader:came-back" that they have been away.
import { page, visible } from "./page.js";
import { idle } from "./presence.js";

const here = () => visible() && document.hasFocus() && !idle();

let away = !here();

export function start() {
  for (const type of ["focus", "blur"]) addEventListener(type, look);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("presence:back", () => {
    away = true;
    look();
  });
}

function look() {
  if (!here()) {
    away = true;
  } else if (away) {
    away = false;
    document.dispatchEvent(new CustomEvent("reader:came-back"));
  }
}

export const attentive = () => here() && !("unverified" in page.chat.dataset) && !document.querySelector("dialog:modal");

/** Whether nothing lies over what is on screen of a row but the log's own button: no drawer, picker or menu. */
export function uncovered(row) {
  const { top, bottom, left, width } = row.getBoundingClientRect();
  const edge = page.scroller.getBoundingClientRect();
  const y = (Math.max(top, edge.top) + Math.min(bottom, edge.bottom)) / 2;
  return [0.1, 0.5, 0.9].every((share) => page.scroller.parentElement.contains(document.elementFromPoint(left + width * share, y)));
}
