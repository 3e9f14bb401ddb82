// Copies the presence dots that a live update brings to wherever those people stand on the page, their status behind their
// names, and the reason for one's own to an account dialog that is open.
import { onSwap } from "./page.js";
import { rules } from "./rules.js";

let why = document.getElementById("account-button")?.dataset.why ?? "";

/** Who is shown as before the server was started again, until their own pages had time to come back. */
const held = new Map();

export function start() {
  document.addEventListener("epoch-changed", hold);
  onSwap(() => {
    const brought = document.getElementById("presence-states");
    for (const dot of brought?.querySelectorAll(".presence-dot") ?? []) {
      copy(dot);
      copyStatus(dot.dataset.user, dot.nextElementSibling);
    }
    brought?.replaceChildren();
    keep();
    copyWhy();
  });
}

/** Only what is news: a dialog that has just been opened may know more than the button. */
function copyWhy() {
  const now = document.getElementById("account-button")?.dataset.why ?? "";
  if (now === why) return;
  why = now;
  // The words follow a hidden label.
  const words = document.getElementById("override-why")?.lastChild;
  if (words && words.data !== why) words.data = why;
}

const dotsOf = (user) => document.querySelectorAll(`.presence-dot[data-user="${CSS.escape(user)}"]`);

// htmx marks what it has just swapped in.
const look = (dot) => [...dot.classList].filter((name) => name.startsWith("presence-dot")).join(" ");

const offline = (dot) => dot.classList.contains("presence-dot--offline");

function copy(dot) {
  if (!offline(dot)) held.delete(dot.dataset.user);
  for (const shown of dotsOf(dot.dataset.user)) {
    if (shown !== dot) show(shown, look(dot), dot.textContent);
  }
}

/** What follows a dot that was brought is that person's status, or the next dot. */
function copyStatus(user, next) {
  const status = next?.matches(".status-mark") ? next : null;
  const name = CSS.escape(user);
  for (const who of document.querySelectorAll(`[data-who="${name}"], [data-sender="${name}"] a.message__from`)) {
    const shown = who.nextElementSibling?.matches(".status-mark") ? who.nextElementSibling : null;
    if (status?.isEqualNode(shown)) continue;
    shown?.remove();
    if (status) who.after(status.cloneNode(true));
  }
}

function show(dot, className, words) {
  if (dot.className === className) return;
  dot.className = className;
  dot.firstElementChild.textContent = words;
}

/** A server that was started again knows nobody: those who were there are shown so until the server has seen them, or should have. */
function hold() {
  for (const dot of document.querySelectorAll(".presence-dot[data-user]")) {
    const user = dot.dataset.user;
    if (offline(dot) || dot.classList.contains("presence-dot--unknown") || held.has(user)) continue;
    const hidden = dot.classList.contains("presence-dot--background");
    const grace = hidden ? rules.restartGraceHidden : rules.restartGrace;
    held.set(user, { className: look(dot), words: dot.textContent, now: null, timer: setTimeout(() => release(user), grace) });
  }
}

function keep() {
  for (const [user, was] of held) {
    for (const dot of dotsOf(user)) {
      if (!offline(dot)) continue;
      was.now = { className: look(dot), words: dot.textContent };
      show(dot, was.className, was.words);
    }
  }
}

function release(user) {
  const is = held.get(user)?.now;
  held.delete(user);
  if (!is) return;
  for (const dot of dotsOf(user)) show(dot, is.className, is.words);
}
