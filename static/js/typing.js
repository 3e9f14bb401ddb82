// Lets others know that the reader is typing, and that they stopped.
import { drawnFor, page } from "./page.js";
import { tell as pass } from "./passing.js";
import { rules } from "./rules.js";

let address = "";
let told = false;
let tellAgainAt = 0;
let timer = 0;
let rest = 0;
// Requests overtake each other on the way; the last word has to arrive last.
let sending = Promise.resolve();
let underway = 0;

export function open(signal) {
  const { channel, composer, field } = page;
  address = `/typing/${channel}`;
  tellAgainAt = 0;
  field.addEventListener("input", () => (field.value.trim() === "" ? stop() : changed()));
  composer.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== composer) return;
    forget(); // the server clears it with the message
    if (underway) say("DELETE"); // but not what arrives after that
  });
  addEventListener("pagehide", leave, { signal });
  signal.addEventListener("abort", stop);
}

function leave() {
  if (told) fetch(address, { method: "DELETE", headers: drawnFor, keepalive: true }).catch(() => {});
  forget();
}

function changed() {
  clearTimeout(rest);
  // A trailing notice may be younger than the last keystroke; nobody types for as long as it would stand.
  rest = setTimeout(stop, rules.typingWindow);
  if (timer) return;
  const wait = Math.min(tellAgainAt - Date.now(), rules.typingNotice); // the clock may have been set back
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
  const where = address;
  sending = sending.then(() => pass("typing", where, { method, headers: drawnFor })).finally(() => underway--);
}
