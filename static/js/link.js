// Copies a message's address where the browser lets a script at the clipboard; elsewhere the dialog has a field to copy from.
import { announce } from "./announce.js";

const told = 2_500;

export function start() {
  if (navigator.clipboard) document.addEventListener("click", copy, { capture: true });
  document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target?.id === "dialog" && detail.target.querySelector("[data-select]")?.select());
}

async function copy(event) {
  const button = event.target.closest?.(".message__action--link");
  if (!button || "uncopied" in button.dataset) return;
  event.preventDefault();
  event.stopPropagation();
  const id = button.closest(".message").id.slice("message-".length);
  try {
    await navigator.clipboard.writeText(`${location.origin}/m/${id}`);
    say(button);
  } catch {
    button.dataset.uncopied = ""; // refused: the dialog does
    button.click();
  }
}

function say(button) {
  const words = document.getElementById("message-actions").dataset.copied;
  const name = button.querySelector(".message__action-name");
  const before = name.textContent;
  name.textContent = words;
  button.title = words;
  button.dataset.done = "";
  announce(words);
  setTimeout(() => {
    name.textContent = before;
    button.removeAttribute("title");
    delete button.dataset.done;
  }, told);
}
