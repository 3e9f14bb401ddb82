// Keeps the page as the server has it: by a socket where one works, else by asking once a second for whatever has changed.
// Says so on the page when the server cannot be reached.
import { accepted, drawnForQuery, focus, inPageZone, jitter, page, visible } from "./page.js";
import { goOn, said } from "./presence.js";
import { rules } from "./rules.js";
import * as socket from "./socket.js";

// A server that was started again is to know soon who is there; nobody waits for a hidden page.
const longestPause = 1_800;
const longestPauseHidden = 30_000;
const patience = 10_000;
// A request that was on its way while the computer slept will not come back.
const stale = 2_000;
// Within what a socket answers. Else it may be broken, and the poll looks.
const echo = 1_500;
const failuresUntilLost = 2;
// Within what the answer comes that says where a page of nobody goes.
const answering = 1_000;
const login = "/login"; // LoginURL in page/pages.go

// What others wrote here is shown again only when the server still lets one see it.
const guarded = () => /^(private|dm):/.test(page.channel);

const shell = document.getElementById("shell");
const banner = document.querySelector("#connection-banner > *");

/** The cursor: how far the page has come, whoever brought it there. */
let since = "";
let failures = 0;
let timer = 0;
let again = false;
/** @type {{at: number, look: number, xhr?: XMLHttpRequest} | null} */
let question = null;
/** How often the page was hidden: what was asked before that proves nothing after it. */
let look = 0;
/** The number of the last look by the socket, and how often the page had been hidden then. */
let glance = 0;
let glancedIn = 0;
/** How many requests for further messages are on their way: until they are there, nobody knows what the page shows. */
let growing = 0;
/** Whether some have come of which the server has not yet been told. */
let grown = false;
/** Whether the page is on its way to another. */
let departing = false;
let echoTimer = 0;
let focusBefore = null;

export function start() {
  document.addEventListener("htmx:configRequest", (event) => Object.assign(event.detail.headers, inPageZone()));
  document.addEventListener("submit", (event) => event.target.getAttribute("method") === "post" && setTimeout(() => event.defaultPrevented || handOver()));
}

export function open(signal) {
  const { chat, log } = page;
  since = chat.dataset.since;
  failures = growing = 0;
  again = grown = departing = false;
  focusBefore = null;
  showLost(false);
  chat.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt === chat) event.detail.timeout = patience;
  });
  chat.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === chat && question) question.xhr = event.detail.xhr;
  });
  const listen = (target, type, hear) => target.addEventListener(type, hear, { signal });
  listen(document, "htmx:beforeRequest", (event) => {
    if (loadsMessages(event)) hold();
  });
  listen(document, "htmx:afterRequest", (event) => {
    if (loadsMessages(event)) release();
    else if (event.detail.requestConfig.verb !== "get" && accepted(event.detail.xhr)) askNow();
  });
  listen(document, "htmx:oobBeforeSwap", (event) => event.detail.target === log && dropKnown(event.detail.fragment));
  listen(document, "visibilitychange", () => (visible() ? returned() : left()));
  for (const type of ["online", "offline"]) listen(window, type, askAnew);
  listen(document, "resume", askAnew);
  listen(window, "pagehide", leave);
  listen(window, "pageshow", (event) => event.persisted && restored());
  signal.addEventListener("abort", moveOn);
  socket.watch(visible());
  proceed();
}

/** The page is kept, and shows another channel. */
function moveOn() {
  departing = true;
  clearTimeout(timer);
  goOn();
  hangUp();
  if (question) drop();
}

/**
 * The answer to a form that is no request of htmx takes the page's place, unless it never comes. That of a logout is on its way when
 * the session ends.
 */
function handOver() {
  moveOn();
  setTimeout(restored, patience);
}

function restored() {
  departing = false;
  socket.watch(visible());
  askAnew();
}

/** An answer that comes after it was given up brings rows that another has brought since. */
function dropKnown(rows) {
  for (const row of rows.querySelectorAll("[id]")) {
    if (document.getElementById(row.id)) row.remove();
  }
}

/** Sees to it that what the reader has just done shows: at once, or as soon as the question on its way has its answer. */
export function askNow() {
  if (socket.send(`look ${glance + 1}`)) {
    glance++;
    glancedIn = look;
    echoTimer ||= setTimeout(askAnew, echo);
  } else if (question || growing) again = true;
  else ask();
}

function askAnew() {
  hangUp();
  socket.refresh();
  if (question && Date.now() - question.at > stale) drop();
  askNow();
}

function drop() {
  question = null;
  window.htmx.trigger(page.chat, "htmx:abort");
}

/** Goes on by a socket, if it is of use now, and by polls until it flows. */
function proceed() {
  if (growing) return;
  if (!failures && !again && !departing && socket.ready()) {
    const asked = { since, look };
    const query = { since, ...extent(), ...said(), ...Object.fromEntries(drawnForQuery), zone: inPageZone()["Time-Zone"] };
    socket.connect(query, (event) => hear(event, asked));
  }
  schedule();
}

function hangUp() {
  socket.close();
  forgetEcho();
}

function forgetEcho() {
  clearTimeout(echoTimer);
  echoTimer = 0;
}

function hear({ name, id, data }, asked) {
  if (name === "open") {
    // A poll has come first: what the socket brings would come twice.
    if (since !== asked.since) return reconnect();
    if (question) drop();
    clearTimeout(timer);
    reached(asked.look);
    document.dispatchEvent(new CustomEvent("live:opened"));
  } else if (name === "fragments") {
    swap(data);
    since = id;
  } else if (name === "alive") {
    if (Number(id) === glance) answered();
  } else if (name === "epoch-changed") {
    window.htmx.trigger(page.chat, "epoch-changed");
  } else if (name === "close") {
    hangUp();
    depart();
    leadAway(data);
  } else {
    ended(name);
  }
}

/** Who leaves a channel by a dialog is led away by its answer, which says so; that of another dialog may be long in coming. */
function leadAway(address) {
  const form = document.querySelector("#dialog form.htmx-request");
  const go = () => location.assign(address);
  if (!form || address === login) return go();
  const late = setTimeout(go, answering);
  const led = ({ detail }) => (detail.xhr.getResponseHeader("HX-Redirect") ? clearTimeout(late) : go());
  form.addEventListener("htmx:afterRequest", led, { once: true });
}

/** Nobody knows how others are while nothing comes; the poll soon does. */
function ended(how) {
  forgetEcho();
  if (how === "silent") shell.dataset.connection ??= "silent";
  if (question) return;
  again = false;
  if (how === "lost") proceed();
  else ask();
}

/** The socket has brought whatever there was to see when the page looked. */
function answered() {
  forgetEcho();
  reached(glancedIn);
}

function reconnect() {
  hangUp();
  proceed();
}

/**
 * Puts fragments into the page as htmx does with the answer to a poll, so that every other module notices. They are ready at
 * once, not after htmx's pause for transitions: a form that is sent before that would leave the page.
 */
function swap(fragments) {
  if (!window.htmx.trigger(page.chat, "htmx:beforeSwap", { elt: page.chat, target: page.chat, shouldSwap: true })) return;
  window.htmx.swap(page.chat, fragments, { swapStyle: "none", swapDelay: 0, settleDelay: 0 }, { contextElement: page.chat });
}

/** What the page shows of the channel, to which messages may have been loaded since it was given its cursor. */
function extent() {
  const rows = page.log.querySelectorAll(".message[data-ts]");
  const later = document.getElementById("later") ? "1" : "";
  return { oldest: rows[0]?.dataset.ts ?? "", newest: [...rows].at(-1)?.dataset.ts ?? "", later };
}

const loadsMessages = ({ detail }) => detail.requestConfig.verb === "get" && detail.requestConfig.path.startsWith("/ui/messages/");

/** What changes in messages that are on their way to the page must not pass it by. */
function hold() {
  growing++;
  clearTimeout(timer);
  goOn();
  hangUp();
  if (question) drop();
}

function release() {
  growing--;
  grown = true;
  if (!growing) ask();
}

async function ask() {
  clearTimeout(timer);
  again = false;
  const mine = (question = { at: Date.now(), look });
  // Whatever happens to the request, the asking goes on.
  const watch = setTimeout(() => conclude(mine), patience + stale);
  const values = { since, ...extent(), ...said(), ...(grown && { grown: "1" }) };
  try {
    await window.htmx.ajax("GET", page.chat.dataset.pollUrl, { source: page.chat, target: page.chat, swap: "none settle:0ms", values });
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
  proceed();
}

function judge({ xhr, look: askedIn }) {
  const status = xhr?.status ?? 0;
  if (status && xhr.getResponseHeader("HX-Redirect")) {
    depart(); // htmx is on its way there
  } else if (status === 403 || status === 404) {
    depart();
    location.assign("/");
  } else if (status === 400) {
    departing = true;
    location.reload(); // another version of the server, which does not know this cursor
  } else if (status === 200 || status === 204) {
    since = xhr.getResponseHeader("Live-Since") ?? since;
    grown = false;
    reached(askedIn);
  } else {
    failures++;
    if (failures >= failuresUntilLost) showLost(true);
  }
}

function depart() {
  departing = true;
  goOn();
  cover();
}

/** The server has answered what was asked when the page had been hidden so often. */
function reached(askedIn) {
  if (failures) {
    socket.refresh();
    document.dispatchEvent(new CustomEvent("live:recovered"));
  }
  failures = 0;
  showLost(false);
  if (askedIn !== look || !visible()) return;
  uncover();
  document.dispatchEvent(new CustomEvent("live:reached"));
}

function schedule() {
  clearTimeout(timer);
  if (!socket.flowing()) timer = setTimeout(ask, again ? 0 : jitter(nextPause()));
}

function nextPause() {
  const usual = visible() ? rules.poll : rules.pollHidden;
  return failures ? Math.max(usual, Math.min(visible() ? longestPause : longestPauseHidden, rules.poll * 2 ** (failures - 1))) : usual;
}

function showLost(lost) {
  if (lost) shell.dataset.connection = "lost";
  else delete shell.dataset.connection;
  banner.hidden = !lost;
}

/** The page can be seen again. */
function returned() {
  socket.watch(true);
  if (socket.flowing()) askNow();
  else askAnew();
}

/** Nobody sees the page. */
function left() {
  look++;
  cover();
  socket.watch(false);
  if (!question) schedule();
}

/** It ends, or is kept for whoever comes back to it. presence.js has said so before. */
function leave() {
  left();
  hangUp();
}

function cover() {
  if (!guarded() || "unverified" in page.chat.dataset) return;
  focusBefore = document.activeElement;
  page.chat.dataset.unverified = "";
}

function uncover() {
  if (!("unverified" in page.chat.dataset)) return;
  delete page.chat.dataset.unverified;
  // What is hidden loses focus.
  if (document.activeElement === document.body) focus(focusBefore);
  document.dispatchEvent(new CustomEvent("live:uncovered"));
}
