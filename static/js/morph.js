// Keeps what a reader has opened or focused while the server's version of a part is morphed over it: the server knows
// nothing of an open fold or a tooltip, and moving an element takes its focus away in some browsers.
import { focus, focusSomewhere, onSwap } from "./page.js";

const readersOwn = ["data-open", "data-dismissed", "data-broken"];

let focused = null;

export function start() {
  window.Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, element) =>
    !(
      readersOwn.includes(name) ||
      (name === "class" && element.classList.contains("htmx-request")) || // as long as it has no answer (once.js)
      (name === "open" && element instanceof HTMLDetailsElement) ||
      (name === "tabindex" && element.matches(".message"))
    );

  document.addEventListener("htmx:beforeSwap", () => (focused = document.activeElement));
  onSwap(() => {
    if (focused && document.activeElement === document.body) giveFocusBack();
    focused = null;
  });
}

function giveFocusBack() {
  if (focused === document.body) return;
  focus(focused) || focus(focused.id && document.getElementById(focused.id)) || focusSomewhere();
}
