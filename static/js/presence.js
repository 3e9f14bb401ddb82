// Tells the server how present the reader is in this tab: active, idle, hidden, or gone.
import { drawnFor, drawnForQuery, follow, jitter, visible } from "./page.js";
import { rules } from "./rules.js";
import { send } from "./socket.js";

const signs = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "touchmove"];

// A tab that was duplicated or restored is another one, so the name is made here and kept nowhere.
const tab = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

let number = 0;
let lastSign = Date.now();
let sent = "";
let nextBeat = 0;
let timer = 0;
let gone = false;

/** What a connection says of the page, numbered like everything that it says. */
export function said() {
  sent = state();
  return { tab, state: sent, n: ++number };
}

export function start() {
  for (const sign of signs) addEventListener(sign, notice, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => {
    if (visible()) notice(); // somebody opened the tab
    beat();
  });
  // What was reported to a server that was away, or that has been started again since, is lost.
  for (const type of ["live:recovered", "epoch-changed"]) document.addEventListener(type, repeat);
  document.addEventListener("live:opened", () => state() !== sent && repeat());
  addEventListener("pagehide", leave, { capture: true });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    gone = false;
    notice();
    beat();
  });
  beat();
}

function state() {
  if (!visible()) return "hidden";
  return idle() ? "idle" : "active";
}

/** By the clock, not by a timer: those stand still while the computer sleeps. */
export const idle = () => Date.now() - lastSign >= rules.idleAfter;

function notice() {
  const back = idle();
  lastSign = Date.now();
  if (back) document.dispatchEvent(new CustomEvent("presence:back"));
  if (sent === "idle") beat();
}

function repeat() {
  nextBeat = 0;
  beat();
}

/** Reports what is new or due, and sees to it that the next thing to report is. */
function beat() {
  // A page that is left becomes hidden after it has said that it leaves.
  if (gone) return;
  const now = Date.now();
  if (state() !== sent || now >= nextBeat) report(now);
  clearTimeout(timer);
  const idleAt = sent === "active" ? lastSign + rules.idleAfter : Infinity;
  timer = setTimeout(beat, Math.max(0, Math.min(nextBeat, idleAt) - now));
}

function report(now) {
  sent = state();
  nextBeat = now + jitter(rules.heartbeat);
  if (send(`${sent} ${++number}`)) return;
  fetch("/presence", {
    method: "POST",
    headers: { ...drawnFor, "Content-Type": "application/json" },
    body: message(sent),
    keepalive: true,
  }).then(follow).catch(() => {}); // the next beat says it again
}

function leave() {
  clearTimeout(timer);
  gone = true;
  sent = "offline";
  send(`leaving ${++number}`);
  navigator.sendBeacon(`/presence?${drawnForQuery}`, new Blob([message(sent)], { type: "application/json" }));
}

const message = (state) => JSON.stringify({ state, tab });
