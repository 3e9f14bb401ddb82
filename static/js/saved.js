// Takes a message that is saved no more from the list of those that are, and leads the focus to the next.
import { focus } from "./page.js";

export function start() {
  document.addEventListener("htmx:beforeRequest", ({ detail: { requestConfig } }) => {
    const button = removedBy(requestConfig);
    if (button) next = besides(button);
  });
  document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig, xhr } }) => {
    if (xhr.status !== done || !isRemoval(requestConfig)) return;
    removedBy(requestConfig)?.closest("li").remove(); // unless the server's list came first
    const button = document.getElementById(next);
    if (button) focus(button);
    else location.reload(); // the server says that there is nothing
  });
}

/** What has been done; 422 shows why not. */
const done = 204;

/** The id of the button that has the focus next, "" for none. */
let next = "";

const isRemoval = ({ verb, path, parameters }) => verb === "post" && path.startsWith("/ui/save/") && parameters.get("keep") === "false" && isHere();
const isHere = () => Boolean(document.getElementById("saved"));

/** The button whose message a request removes, if it is in the list. */
const removedBy = (config) => (isRemoval(config) && buttons().find((one) => one.getAttribute("href") === config.path)) || null;

const buttons = () => [...document.querySelectorAll("#saved .listed-messages__foot > .button")];

function besides(button) {
  const all = buttons();
  const at = all.indexOf(button);
  return (all[at + 1] ?? all[at - 1])?.id ?? "";
}
