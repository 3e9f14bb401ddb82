// Copies the presence dots that a live update brings to wherever those people stand on the page.
import { onSwap } from "./page.js";

const brought = document.getElementById("presence-states");

export function start() {
  onSwap(() => {
    for (const dot of brought?.children ?? []) copy(dot);
    brought?.replaceChildren();
  });
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
