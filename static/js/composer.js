// The composer's keys, and the reply and edit that open in it.
import { focus, scroller } from "./page.js";
import { fields, refresh } from "./field.js";

const field = document.getElementById("composer-text");
const reply = document.getElementById("composer-reply");
const edit = document.getElementById("composer-edit");

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.target.matches(fields)) pressed(event);
  });
  document.addEventListener("click", (event) => {
    const cancel = event.target.closest("[data-cancel]");
    if (!cancel || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    close(document.getElementById(cancel.dataset.cancel));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === edit) opened();
    if (event.detail.target === reply) close(edit);
  });
  // The browser's bubble about an empty field helps nobody here.
  field.addEventListener("invalid", (event) => event.preventDefault());
}

/** Empties the slot of a reply or an edit and goes back to the composer. */
export function close(slot) {
  slot.replaceChildren();
  focus(field);
}

function opened() {
  const text = document.getElementById("edit-text");
  if (!text) return;
  refresh(text);
  focus(text);
  text.setSelectionRange(text.value.length, text.value.length);
}

function pressed(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    event.target.form.requestSubmit();
  } else if (event.key === "Escape" && !document.querySelector(":popover-open:not(#failure), dialog:modal")) {
    cancelOpen(event);
  } else if (event.key === "ArrowUp" && event.target === field && field.value === "") {
    editLast(event);
  }
}

function cancelOpen(event) {
  const slot = [edit, reply].find((open) => open.childElementCount > 0);
  if (!slot) return;
  event.preventDefault();
  close(slot);
}

function editLast(event) {
  const button = [...document.querySelectorAll(".message[data-mine] .message__action--edit")].at(-1);
  if (!button || !onScreen(button.closest(".message"))) return;
  event.preventDefault();
  button.click();
}

/** Whether a message is before the reader's eyes: nobody edits unawares what is far up or covered. */
function onScreen(message) {
  const at = message.getBoundingClientRect();
  const { top, bottom } = scroller.getBoundingClientRect();
  return message.checkVisibility({ visibilityProperty: true }) && at.bottom > top && at.top < bottom;
}
