// Gives the messages that come to an open page their actions: they are alike for each, so the page has them once, and once for its reader's own, as templates.
import { page } from "./page.js";

export function start() {
  document.addEventListener("htmx:oobBeforeSwap", (event) => event.detail.target === page.log && complete(event.detail.fragment));
}

function complete(rows) {
  for (const body of rows.querySelectorAll(".message__body:not(:has(.message__actions))")) body.append(actionsOf(body.closest(".message")));
}

function actionsOf(row) {
  const template = document.getElementById(row.hasAttribute("data-mine") ? "own-message-actions" : "message-actions");
  const actions = template.content.cloneNode(true);
  const id = row.id.slice(row.id.lastIndexOf("-") + 1);
  const sender = row.querySelector(".message__from").textContent;
  for (const element of actions.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      const value = attribute.value.replaceAll(template.dataset.id, id).replaceAll(template.dataset.sender, () => sender);
      if (value !== attribute.value) attribute.value = value;
    }
  }
  return actions;
}
