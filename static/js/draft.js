// Keeps what is half written in each channel for as long as the tab lives and for whoever wrote it: another channel, a reload,
// a lost connection or somebody else's login take nothing away. A logout by the page takes all of it in its own tab, and what
// belongs to private conversations in every tab: at once where a page is open, else before the tab's next page.
import { accepted, page, user } from "./page.js";
import { refresh } from "./field.js";
import { ofSite, ofTab } from "./storage.js";

const anybody = "draft:";
const mine = `${anybody}${user}:`;
const loggedOut = "logged-out";

/** Where a part of what is half written here is kept; the composer's text is the part "". */
const place = (part, channel = page.channel) => mine + channel + (part && `#${part}`);

export function open() {
  ofTab.set("reader", user); // for the page that says that there is no network
  // What the server sends back after a refusal is newer.
  if (page.field.value === "") page.field.value = kept("") || takeOffline();
  refresh(page.field);
  page.field.addEventListener("input", keepText);
}

/** For every page, for each can be the one whose reader logs out, and a tab's next. */
export function start() {
  heed();
  document.addEventListener("submit", ({ target }) => logsOut(target) && forgetAll());
  document.addEventListener("htmx:afterRequest", ({ detail: { pathInfo, xhr } }) => pathInfo.requestPath === "/ui/account/end" && accepted(xhr) && forgetAll());
  addEventListener("storage", ({ key }) => {
    if (key !== loggedOut) return;
    heed();
    end(isPrivate);
  });
}

/** Whether a form ends the session. That which asks for the password may be refused. */
export const logsOut = (form) => ["/logout", "/ui/account/sessions/end_all"].includes(form.getAttribute("action"));

/** What was typed while there was no network, as the app opened; of nobody where the tab had no page before. */
function takeOffline() {
  const place = [`offline:${user}`, "offline:"].find((name) => ofTab.get(name)) ?? "";
  const text = place && ofTab.get(place);
  if (text) {
    ofTab.set(place, "");
    keep("", text);
  }
  return text;
}

let typed = () => {};

/** Has something done when the composer's text is another. */
export const onTyped = (act) => (typed = act);

export function keepText() {
  keep("", page.field.value);
  typed();
}

export const kept = (part) => ofTab.get(place(part));

/** Keeps a part, or forgets it when it is "". */
export function keep(part, value, channel) {
  const name = place(part, channel);
  if (!ended.some((which) => which(name))) ofTab.set(name, value);
}

/** What this page keeps no more, since its reader has logged out: what is under way for it may come to an end after that. */
const ended = [];

function end(which) {
  ended.push(which);
  forget(which);
}

function forgetAll() {
  end((name) => name.startsWith(mine));
  // Other tabs hear of it; whose logout it was stays nowhere.
  ofSite.set(loggedOut, String(Date.now()));
  heed();
}

/** Forgets what is private when somebody has logged out since this tab last looked. */
function heed() {
  const last = ofSite.get(loggedOut);
  if (last === ofTab.get(loggedOut)) return;
  forget(isPrivate);
  ofTab.set(loggedOut, last); // without room for it the next page forgets once more
}

/** Whether what is kept by that name is of a private conversation: draft:alice:dm:alice:bob. */
const isPrivate = (name) => /^draft:[^:]*:(dm|private):/.test(name);

function forget(which) {
  for (const name of ofTab.keys()) {
    if (name.startsWith(anybody) && which(name)) ofTab.set(name, "");
  }
}
