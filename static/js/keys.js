// The one guard of all handlers of keys: while an input method composes, its keys are its own. They go no further than the
// window, where presence.js takes any key for a sign of life, and neither send a form nor close a dialog by themselves.
export function start() {
  addEventListener("keydown", (event) => {
    if (!composing(event)) return;
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") event.preventDefault();
  }, { capture: true });
}

/** Whether a key is held with none that makes another of it, a shortcut or the browser's own. Shift goes with letters. */
export const alone = ({ altKey, ctrlKey, metaKey }) => !altKey && !ctrlKey && !metaKey;

/** The same for arrows in a text, where they select with Shift. */
export const unshifted = (event) => alone(event) && !event.shiftKey;

/** Safari says so of the key that ends a composition by the code 229 alone. */
const composing = (event) => event.isComposing || event.keyCode === 229;
