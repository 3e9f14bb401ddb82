// The button below a link that is shown once: copies it and says so. Without scripts the link is there to be selected.
import { copy } from "./code.js";
import { sayCopied } from "./copied.js";

export function start() {
  const button = document.querySelector(".admin__copy");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await copy(document.querySelector(".admin__link"))) sayCopied(button, button.dataset.copied);
  });
}
