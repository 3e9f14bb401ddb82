// Takes a message that is saved no more from the list of those that are, and leads the focus to the next.
import { focus } from "./page.js";

export function start() {
  document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig, xhr } }) => {
    const { verb, path, parameters } = requestConfig;
    const button = verb === "post" && xhr.status === done && buttons().find((one) => one.getAttribute("href") === path);
    if (button && parameters.get("keep") === "false") remove(button);
  });
}

/** What has been done; 422 shows why not. */
const done = 204;

const buttons = () => [...document.querySelectorAll(".listed-messages__foot > .button")];

function remove(button) {
  const all = buttons();
  const at = all.indexOf(button);
  button.closest("li").remove();
  if (all.length === 1) location.reload(); // the server says that there is nothing
  else focus(all[at + 1] ?? all[at - 1]);
}
