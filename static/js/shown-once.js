// The button below a link that is shown once: copies it and says so. Without scripts the link is there to be selected.
import { copy } from "./code.js";

const told = 2_500;

export function start() {
  const button = document.querySelector(".admin__copy");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await copy(document.querySelector(".admin__link"))) say(button);
  });
}

function say(button) {
  if ("done" in button.dataset) return;
  const [words, icon] = [button.querySelector("span"), button.querySelector("use")];
  const before = words.textContent;
  words.textContent = button.dataset.copied;
  icon.setAttribute("href", "#icon-check");
  button.dataset.done = "";
  setTimeout(() => {
    words.textContent = before;
    icon.setAttribute("href", "#icon-copy");
    delete button.dataset.done;
  }, told);
}
