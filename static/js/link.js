// Copies a message's address where the browser lets a script at the clipboard; elsewhere the dialog has a field to copy from.
import { announce } from "./announce.js";
import { sayCopied } from "./copied.js";

export function start() {
  if (navigator.clipboard) document.addEventListener("click", copy, { capture: true });
  document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target?.id === "dialog" && offer(detail.target.querySelector("#link-address")));
}

/** The server has more than one name where one is given for it; the reader has come by one that works. */
function offer(field) {
  if (!field) return;
  field.value = location.origin + new URL(field.value).pathname;
  field.select();
}

async function copy(event) {
  const button = event.target.closest?.(".message__action--link");
  if (!button || "uncopied" in button.dataset) return;
  event.preventDefault();
  event.stopPropagation();
  const id = button.closest(".message").id.slice("message-".length);
  try {
    await navigator.clipboard.writeText(`${location.origin}/m/${id}`);
    const words = document.getElementById("message-actions").dataset.copied;
    announce(words);
    sayCopied(button, words);
  } catch {
    button.dataset.uncopied = ""; // refused: the dialog does
    button.click();
  }
}
