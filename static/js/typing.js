// Lets others know that the reader is typing, and that they stopped.
import { channel, drawnFor } from "./page.js";
import { tell as pass } from "./passing.js";
import { rules } from "./rules.js";

const address = `/typing/${channel}`;

const form = document.getElementById("composer");
const text = document.getElementById("composer-text");

let told = false;
let tellAgainAt = 0;
let timer = 0;
let rest = 0;
// Requests overtake each other on the way; the last word has to arrive last.
let sending = Promise.resolve();
let underway = 0;

export function start() {
  text.addEventListener("input", () => (text.value.trim() === "" ? stop() : changed()));
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    forget(); // the server clears it with the message
    if (underway) say("DELETE"); // but not what arrives after that
  });
  addEventListener("pagehide", () => {
    if (told) fetch(address, { method: "DELETE", headers: drawnFor, keepalive: true }).catch(() => {});
    forget();
  });
}

function changed() {
  clearTimeout(rest);
  // A trailing notice may be younger than the last keystroke; nobody types for as long as it would stand.
  rest = setTimeout(stop, rules.typingWindow);
  if (timer) return;
  const wait = tellAgainAt - Date.now();
  if (wait > 0) timer = setTimeout(tell, wait);
  else tell();
}

function tell() {
  timer = 0;
  told = true;
  tellAgainAt = Date.now() + rules.typingNotice;
  say("POST");
}

function stop() {
  const tellIt = told;
  forget();
  if (tellIt) say("DELETE");
}

function forget() {
  clearTimeout(timer);
  clearTimeout(rest);
  timer = 0;
  told = false;
}

function say(method) {
  underway++;
  sending = sending.then(() => pass("typing", address, { method, headers: drawnFor })).finally(() => underway--);
}
