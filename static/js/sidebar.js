// Keeps the conversations in the sidebar in order as messages come: the newest first, one that has none yet before them.
import { focus, onSwap } from "./page.js";

export function start() {
  onSwap(order);
}

const newest = (row) => Number(row.querySelector("[data-newest]")?.dataset.newest ?? Number.MAX_VALUE);

function order() {
  const list = document.getElementById("sidebar-direct-list");
  if (!list) return;
  const focused = document.activeElement;
  [...list.children].sort((a, b) => newest(b) - newest(a)).forEach((row, place) => {
    if (list.children[place] !== row) list.insertBefore(row, list.children[place]);
  });
  if (list.contains(focused)) focus(focused);
}
