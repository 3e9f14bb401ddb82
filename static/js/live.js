// Asks the server once a second for whatever has changed on the page, and says so on the page when it cannot be reached.
import { accepted, channel, chat, focus, jitter, log, visible } from "./page.js";

const pause = 1_000;
const pauseHidden = 30_000;
const longestPause = 30_000;
const patience = 10_000;
// A request that was on its way while the computer slept will not come back.
const stale = 2_000;
const failuresUntilLost = 2;

// What others wrote here is shown again only when the server still lets one see it.
const guarded = /^(private|dm):/.test(channel);

const shell = document.getElementById("shell");
const banner = document.querySelector("#connection-banner > *");

let since = chat.dataset.since;
let failures = 0;
let timer = 0;
let again = false;
/** @type {{at: number, look: number, xhr?: XMLHttpRequest} | null} */
let question = null;
/** How often the page was hidden: what was asked before that proves nothing after it. */
let look = 0;
let focusBefore = null;

export function start() {
  chat.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt === chat) event.detail.timeout = patience;
  });
  chat.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === chat && question) question.xhr = event.detail.xhr;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig.verb !== "get" && accepted(event.detail.xhr)) askNow();
  });
  document.addEventListener("visibilitychange", () => (visible() ? askAnew() : leave()));
  addEventListener("online", askAnew);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    if (event.persisted) askAnew();
  });
  schedule();
}

/** Asks at once, or as soon as the question that is on its way has its answer. */
export function askNow() {
  if (question) again = true;
  else ask();
}

function askAnew() {
  if (question && Date.now() - question.at > stale) {
    question = null;
    window.htmx.trigger(chat, "htmx:abort");
  }
  askNow();
}

async function ask() {
  clearTimeout(timer);
  again = false;
  const mine = (question = { at: Date.now(), look });
  // Whatever happens to the request, the asking goes on.
  const watch = setTimeout(() => conclude(mine), patience + stale);
  const values = { since, oldest: log.querySelector(".message[data-ts]")?.dataset.ts ?? "" };
  try {
    await window.htmx.ajax("GET", chat.dataset.pollUrl, { source: chat, target: chat, swap: "none", values });
  } catch {
    // No answer counts as a failure below.
  }
  clearTimeout(watch);
  conclude(mine);
}

function conclude(mine) {
  if (question !== mine) return;
  question = null;
  judge(mine);
  schedule();
}

function judge({ xhr, look: askedIn }) {
  const status = xhr?.status ?? 0;
  if (status && xhr.getResponseHeader("HX-Redirect")) {
    cover(); // htmx is on its way there
  } else if (status === 403 || status === 404) {
    cover();
    location.assign("/");
  } else if (status === 400) {
    location.reload(); // another version of the server, which does not know this cursor
  } else if (status === 200 || status === 204) {
    since = xhr.getResponseHeader("Live-Since") ?? since;
    if (failures) document.dispatchEvent(new CustomEvent("live:recovered"));
    failures = 0;
    showLost(false);
    if (askedIn === look && visible()) uncover();
  } else {
    failures++;
    if (failures >= failuresUntilLost) showLost(true);
  }
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(ask, again ? 0 : jitter(nextPause()));
}

function nextPause() {
  const usual = visible() ? pause : pauseHidden;
  return failures ? Math.max(usual, Math.min(longestPause, pause * 2 ** (failures - 1))) : usual;
}

function showLost(lost) {
  if (lost) shell.dataset.connection = "lost";
  else delete shell.dataset.connection;
  banner.hidden = !lost;
}

function leave() {
  look++;
  cover();
}

function cover() {
  if (!guarded || "unverified" in chat.dataset) return;
  focusBefore = document.activeElement;
  chat.dataset.unverified = "";
}

function uncover() {
  if (!("unverified" in chat.dataset)) return;
  delete chat.dataset.unverified;
  // What is hidden loses focus.
  if (document.activeElement === document.body) focus(focusBefore);
  document.dispatchEvent(new CustomEvent("live:uncovered"));
}
