// Keeps what is half written in each channel for as long as the tab lives and for whoever wrote it: another channel, a reload,
// a lost connection or somebody else's login take nothing away. A logout by the page takes all of it in its own tab, and what
// belongs to private conversations in every tab: at once where a page is open, else before the tab's next page.
import { page, user } from "./page.js";
import { refresh } from "./field.js";

const anybody = "draft:";
const mine = `${anybody}${user}:`;
const loggedOut = "logged-out";

/** Where a part of what is half written here is kept; the composer's text is the part "". */
const place = (part) => mine + page.channel + (part && `#${part}`);

export function open() {
  heed();
  // What the server sends back after a refusal is newer.
  if (page.field.value === "") page.field.value = kept("");
  refresh(page.field);
  page.field.addEventListener("input", keepText);
}

export function start() {
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/logout") forgetAll();
  });
  addEventListener("storage", ({ key }) => key === loggedOut && heed());
}

export const keepText = () => keep("", page.field.value);

export const kept = (part) => sessionStorage.getItem(place(part)) ?? "";

/** Keeps a part, or forgets it when it is "". */
export function keep(part, value) {
  try {
    if (value === "") sessionStorage.removeItem(place(part));
    else sessionStorage.setItem(place(part), value);
  } catch {
    // No room left: it is still on the page.
  }
}

function forgetAll() {
  forget((name) => name.startsWith(mine));
  try {
    // Other tabs hear of it; whose logout it was stays nowhere.
    localStorage.setItem(loggedOut, Date.now());
  } catch {
    // Without storage no tab has kept anything.
  }
  heed();
}

/** Forgets what is private when somebody has logged out since this tab last looked. */
function heed() {
  const last = localStorage.getItem(loggedOut) ?? "";
  if (last === (sessionStorage.getItem(loggedOut) ?? "")) return;
  forget(isPrivate);
  try {
    sessionStorage.setItem(loggedOut, last);
  } catch {
    // No room left: the next page forgets once more.
  }
}

/** Whether what is kept by that name is of a private conversation: draft:alice:dm:alice:bob. */
const isPrivate = (name) => /^draft:[^:]*:(dm|private):/.test(name);

function forget(which) {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(anybody) && which(name)) sessionStorage.removeItem(name);
  }
}
