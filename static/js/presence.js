// Tells the server how present the reader is in this tab: active, idle, hidden, or gone, and whether it goes on to another page
// of the chat. A socket or a poll is what shows that the page is there; this says what it is, when that changes.
import { drawnFor, drawnForQuery, visible } from "./page.js";
import { tell } from "./passing.js";
import { rules } from "./rules.js";
import { send } from "./socket.js";
import { ofTab } from "./storage.js";

const signs = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "touchmove"];

// A tab that was duplicated or restored is another one, so the name is made here and kept nowhere.
const tab = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// Where a page that goes leaves its name for the next in its place, and how far it has counted.
const place = "minimost-page";

/** The number of the latest thing that the page, or one before it, has said: the server puts in order what comes in another. */
let number = 0;
let follows = predecessor();
let lastSign = Date.now();
let sent = "";
let timer = 0;
let gone = false;
/** When the page began to go on to another. */
let wentOn = -Infinity;

/** What a connection says of the page. */
export function said() {
  sent = state();
  return { tab, state: sent, n: ++number, follows };
}

/** Says that the page goes on to another of the chat, or is without a connection for a moment. Where it stands, nothing is wrong. */
export function goOn() {
  wentOn = Date.now();
  send(`going-on ${++number}`);
}

export function start() {
  for (const sign of signs) addEventListener(sign, notice, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => {
    if (visible()) notice(); // somebody opened the tab
    beat();
  });
  addEventListener("click", (event) => opensHere(event) && goOn());
  addEventListener("submit", (event) => event.defaultPrevented || goOn());
  // What scripts do, where the browser tells.
  window.navigation?.addEventListener("navigate", ({ destination }) => {
    if (!destination.sameDocument && new URL(destination.url).origin === location.origin) goOn();
  });
  addEventListener("pagehide", leave, { capture: true });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    gone = false;
    wentOn = -Infinity;
    follows = predecessor();
    notice();
    beat();
  });
  document.addEventListener("live:opened", beat);
}

/** A connection that was opened before has said it. */
export const open = () => beat();

/** The page that was here before. Where nothing is kept, that one has to be forgotten first. */
function predecessor() {
  const [before, said = "0"] = ofTab.get(place).split(" ");
  ofTab.set(place, "");
  number = Math.max(number, Number(said));
  return before;
}

const succeed = () => ofTab.set(place, `${tab} ${number}`);

/** Whether a click has the browser open another page of the chat in this one's place. */
function opensHere(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  return link.origin === location.origin && !link.hash && !link.hasAttribute("download") && ["", "_self"].includes(link.target);
}

function state() {
  if (!visible()) return "hidden";
  return idle() ? "idle" : "active";
}

/** By the clock, not by a timer: those stand still while the computer sleeps. */
export function idle() {
  lastSign = Math.min(lastSign, Date.now()); // it may have been set back
  return Date.now() - lastSign >= rules.idleAfter;
}

function notice() {
  const back = idle();
  lastSign = Date.now();
  if (back) document.dispatchEvent(new CustomEvent("presence:back"));
  if (sent === "idle") beat();
}

/** Reports what is new, and sees to it that the next thing to report is. */
function beat() {
  // A page that is left becomes hidden after it has said that it leaves.
  if (gone) return;
  if (state() !== sent) report();
  clearTimeout(timer);
  if (sent === "active") timer = setTimeout(beat, Math.max(0, lastSign + rules.idleAfter - Date.now()));
}

function report() {
  sent = state();
  if (send(`${sent} ${++number}`)) return;
  // The next poll, or the socket, says it again.
  tell("presence", "/presence", { headers: { ...drawnFor, "Content-Type": "application/json" }, body: message({ state: sent, follows }) });
}

/** By a frame and a beacon: each browser loses one of them now and then. */
function leave() {
  clearTimeout(timer);
  gone = true;
  sent = "offline";
  const word = Date.now() - wentOn < rules.goingGrace ? "going-on" : "leaving";
  send(`${word} ${++number}`);
  succeed();
  const body = new Blob([message({ state: "offline", word, follows })], { type: "application/json" });
  navigator.sendBeacon(`/presence?${drawnForQuery}`, body);
}

const message = (word) => JSON.stringify({ ...word, tab, n: number });
