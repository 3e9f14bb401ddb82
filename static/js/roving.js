// Makes a message one stop of the Tab key: the arrows go from message to message, and sideways through what is in one. In the
// sidebar the arrows go from row to row as well.
import { alone } from "./keys.js";
import { focus, page } from "./page.js";

const controls = "a[href], button, summary, [tabindex='0'], video, audio";
// What has arrows of its own.
const ownArrows = "input, textarea, select, video, audio, [role='option']";

const lists = document.getElementById("sidebar-lists");

/** The message that Tab comes to. */
let current = null;
/** Whether the last key was Tab: a press of the mouse goes where it is. */
let byTab = false;

export function start() {
  document.addEventListener("keydown", ({ key }) => (byTab = key === "Tab"), { capture: true });
  document.addEventListener("pointerdown", () => (byTab = false), { capture: true });
  lists.addEventListener("keydown", (event) => moves(event) && along(event));
}

export function open() {
  current = null;
  page.log.addEventListener("focusin", entered);
  page.log.addEventListener("pointerup", touched);
  page.log.addEventListener("keydown", (event) => moves(event) && pressed(event));
}

const moves = (event) => alone(event) && !event.defaultPrevented && !event.target.matches(ownArrows);
const messageOf = (element) => element?.closest?.(".message") ?? null;
const messages = () => [...page.log.querySelectorAll(".message")].filter((message) => message.checkVisibility());
const partsOf = (message) => [...message.querySelectorAll(controls)].filter((part) => !part.disabled && part.checkVisibility({ visibilityProperty: true }));

/** A tap shows what can be done with a message, as the pointer over it does. */
function touched({ pointerType, target }) {
  const message = messageOf(target);
  if (pointerType !== "touch" || !message || message.contains(target.closest(`${controls}, [popover]`))) return;
  current = message;
  message.tabIndex = -1;
  message.focus({ preventScroll: true, focusVisible: false });
}

function entered({ target, relatedTarget }) {
  const message = messageOf(target);
  if (!message) return;
  if (!byTab || messageOf(relatedTarget)) current = message;
  else go(remembered() ?? lastOnScreen() ?? message);
}

const remembered = () => (current?.isConnected && onScreen(current) ? current : null);
const lastOnScreen = () => messages().filter(onScreen).at(-1);

function onScreen(message) {
  const at = message.getBoundingClientRect();
  const { top, bottom } = page.scroller.getBoundingClientRect();
  return at.bottom > top && at.top < bottom;
}

function go(message) {
  if (!message) return;
  current = message;
  message.tabIndex = -1;
  focus(message);
  message.scrollIntoView({ block: "nearest" });
}

function pressed(event) {
  const message = messageOf(event.target);
  if (!message) return;
  if (event.key === "Tab") return leave(event);
  const all = messages();
  const at = all.indexOf(message);
  const to = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1) };
  if (event.key in to) go(to[event.key]);
  else if (!sideways(event, message)) return;
  event.preventDefault();
}

/** Through the parts of a message, and from the first back to it. What scrolls sideways keeps its arrows. */
function sideways({ key, target }, message) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key] * (getComputedStyle(message).direction === "rtl" ? -1 : 1);
  if (!step || (!target.matches("a, button, summary") && target !== message && target.scrollWidth > target.clientWidth)) return false;
  const parts = partsOf(message);
  const at = parts.indexOf(target) + step;
  if (at >= 0) focus(parts[Math.min(at, parts.length - 1)]);
  else focus(message);
  return true;
}

/** From outside of the messages the browser goes on by itself. */
function leave(event) {
  if (!event.shiftKey) return focus(document.getElementById("past-messages"));
  event.preventDefault();
  focus(page.scroller);
}

function along(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...lists.querySelectorAll(".sidebar__fold-button, .sidebar__link")].filter((row) => row.checkVisibility());
  const at = rows.indexOf(event.target.closest("li")?.querySelector(".sidebar__link") ?? event.target);
  const row = at < 0 ? null : rows[at + step];
  event.preventDefault();
  if (focus(row)) row.scrollIntoView({ block: "nearest" });
}
