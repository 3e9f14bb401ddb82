// Keeps the text of each channel's composer for as long as the tab lives: another channel, a reload or a lost connection
// take nothing away.
import { channel, user } from "./page.js";
import { refresh } from "./field.js";

const prefix = `draft:${user}:`;
const key = prefix + channel;
const field = document.getElementById("composer-text");

export function start() {
  // What the server sends back after a refusal is newer.
  if (field.value === "") field.value = sessionStorage.getItem(key) ?? "";
  refresh(field);
  field.addEventListener("input", keep);
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/logout") forgetAll();
  });
}

export function keep() {
  try {
    if (field.value === "") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, field.value);
  } catch {
    // No room left: the text is still in the field.
  }
}

function forgetAll() {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(prefix)) sessionStorage.removeItem(name);
  }
}
