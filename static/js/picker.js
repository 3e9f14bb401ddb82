// Opens the emoji picker beside the button that asks for it. It is loaded on first use; where it or its emoji cannot be, in
// time, the button does what it does without this script and opens the dialog.
import { focus, focusSomewhere, invoker } from "./page.js";

const popover = document.getElementById("emoji-picker");
const slot = document.getElementById("emoji-picker-slot");
const gap = 4;
const patience = 8_000;

/** The message that is reacted to, and the ids of the buttons that may have focus back. */
let message = "";
let from = null;
let pressedWhileOpen = "";

export function start() {
  // Before htmx, whose own listener is on the button.
  document.addEventListener("click", intercept, { capture: true });
  document.addEventListener("pointerdown", () => (pressedWhileOpen = popover.matches(":popover-open") ? message : ""), { capture: true });
  popover.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (popover.contains(document.activeElement) || document.activeElement === document.body)) giveFocusBack();
  });
  // A search field would only clear itself.
  popover.addEventListener("keydown", (event) => event.key === "Escape" && popover.hidePopover(), { capture: true });
  popover.addEventListener("emoji-click", (event) => react(event.detail.unicode));
  // Such as when a phone's keyboard comes up.
  addEventListener("resize", () => popover.matches(":popover-open") && place());
}

function intercept(event) {
  const button = event.target.closest("[data-pick]");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  // The press that closes the picker is on the button that opened it.
  if (pressedWhileOpen !== button.dataset.pick) open(button);
  pressedWhileOpen = "";
}

async function open(button) {
  button.closest(".message__actions:popover-open")?.hidePopover();
  message = button.dataset.pick;
  from = button.checkVisibility() ? button : invoker(button);
  // At once: a frame later it would take away what has been typed meanwhile.
  clearSearch();
  popover.showPopover();
  place();
  const asked = message;
  const wanted = () => asked === message && popover.matches(":popover-open");
  try {
    await inTime(load());
    if (wanted()) requestAnimationFrame(focusSearch);
    // Without storage or its data it would show a sentence and stay empty.
    await inTime(slot.firstElementChild.database.ready());
  } catch {
    slot.replaceChildren(); // the next press tries anew
    if (!wanted()) return;
    popover.hidePopover();
    openDialog(button);
  }
}

async function load() {
  if (slot.firstElementChild) return;
  await import(popover.dataset.module);
  if (slot.firstElementChild) return;
  const picker = document.createElement("emoji-picker");
  picker.setAttribute("data-source", popover.dataset.source);
  slot.append(picker);
}

function inTime(loading) {
  let timer = 0;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("too late")), patience)));
  return Promise.race([loading, late]).finally(() => clearTimeout(timer));
}

const searchField = () => slot.firstElementChild?.shadowRoot.getElementById("search");

function clearSearch() {
  const search = searchField();
  if (!search || search.value === "") return;
  search.value = "";
  search.dispatchEvent(new Event("input", { bubbles: true }));
}

function focusSearch() {
  // A phone's keyboard would cover half of the emoji.
  if (matchMedia("(hover: hover)").matches) searchField()?.focus({ preventScroll: true });
}

function openDialog(button) {
  const source = button.isConnected ? button : document.body;
  window.htmx.ajax("GET", `/ui/react/${message}`, { source, target: "#dialog", swap: "innerHTML" }).catch(() => {});
}

const place = () => placeBeside(from?.isConnected ? from : document.getElementById(`message-${message}`) ?? document.body);

/** Below the button where there is room, else above it, and always inside the window. */
function placeBeside(element) {
  const at = element.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const full = Math.max(height, parseFloat(getComputedStyle(popover).maxHeight) || 0);
  const below = at.bottom + gap + full <= innerHeight;
  const x = Math.max(gap, Math.min(at.left, innerWidth - width - gap));
  const y = below ? at.bottom + gap : Math.max(gap, at.top - gap - full);
  Object.assign(popover.style, { inset: "auto", margin: "0", left: `${x}px`, top: `${Math.min(y, Math.max(gap, innerHeight - full - gap))}px` });
}

/** A refusal is shown in the dialog; what the server accepts comes with the live update that follows at once. */
function react(reaction) {
  const bar = document.getElementById(`reactions-${message}`);
  popover.hidePopover();
  const source = from?.isConnected ? from : bar;
  if (!source) return;
  window.htmx.ajax("POST", `/ui/react/${message}`, { source, target: "#dialog", swap: "innerHTML", values: { reaction } }).catch(() => {});
}

function giveFocusBack() {
  focus(from) || focus(from?.id && document.getElementById(from.id)) || focus(document.getElementById(`message-${message}-react`)) || focusSomewhere();
}
