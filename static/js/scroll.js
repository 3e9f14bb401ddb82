// Keeps the reader's place in the log: at its end it follows new messages, above it nothing moves and a button counts them.
// The scroller runs from the bottom: its scrollTop is 0 at the end and negative above.
import { focus, log, newestMessage, scroller } from "./page.js";

const nearEnd = 48;

const jump = document.getElementById("jump");
const jumpText = document.getElementById("jump-text");
const uncounted = jumpText.textContent;

/** The newest message the reader has had before them. */
let seen = newestMessage();
/** Whether there are more new messages than the page has loaded. */
let moreUnread = false;
/** Where things stood before a swap. */
let place = null;
let followOwn = false;
/** The first row on screen and where it began; none at the end of the log, which stays there by itself. */
let first = null;
let width = scroller.clientWidth;

export function start() {
  // Once every module has started: a draft makes the composer higher, a local time its line longer.
  queueMicrotask(openAtNew);
  scroller.addEventListener("scroll", count, { passive: true });
  new ResizeObserver(keepFirst).observe(scroller);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.shouldSwap) place = notePlace();
  });
  document.addEventListener("htmx:afterSwap", keepPlace);
  // The press shall not take the caret out of the composer.
  jump.addEventListener("mousedown", (event) => event.preventDefault());
  jump.addEventListener("click", toEnd);
}

/** Whether to go to the end when a message of one's own arrives: this page is sending one. */
export function followSent(yes) {
  followOwn = yes;
}

const atEnd = () => -scroller.scrollTop <= nearEnd;

/** A row that begins above the edge keeps the share of it that is above: it is as long as its lines are narrow. */
function noteFirst() {
  const row = atEnd() ? null : firstRow();
  first = row && { row, below: top(row) - top(scroller), height: row.offsetHeight };
}

function keepFirst() {
  if (scroller.clientWidth === width) return;
  width = scroller.clientWidth;
  if (!first?.row.isConnected) return;
  const { row, below, height } = first;
  const wanted = below < 0 ? (below / height) * row.offsetHeight : below;
  scroller.scrollTop += top(row) - top(scroller) - wanted;
}

const top = (element) => element.getBoundingClientRect().top;

function openAtNew() {
  const divider = document.getElementById("new-messages");
  if (!divider || location.hash || top(divider) >= top(scroller)) return;
  divider.scrollIntoView({ block: "start" });
  seen = [...log.querySelectorAll(".message[data-ts], #new-messages")].find((row, i, rows) => rows[i + 1] === divider);
  moreUnread = !seen && document.getElementById("earlier") !== null;
  count();
}

function notePlace() {
  const anchor = atEnd() ? null : firstRow();
  return { end: atEnd(), newest: newestMessage(), anchor, top: anchor && top(anchor), page: log.querySelector(".message-list__page") };
}

function firstRow() {
  const edge = top(scroller);
  return [...log.querySelectorAll(".message, .divider")].find((row) => row.getBoundingClientRect().bottom > edge);
}

function keepPlace() {
  if (!place) return;
  const { end, newest, anchor, top: before, page } = place;
  place = null;
  const last = newestMessage();
  const sent = followOwn && last !== newest && [...rowsAfter(newest)].some((row) => "mine" in row.dataset);
  if (sent) followOwn = false;
  if (sent || (end && last !== newest)) toEnd();
  else if (anchor?.isConnected) scroller.scrollTop += top(anchor) - before;
  // Loading earlier messages takes the pressed link away.
  if (log.querySelector(".message-list__page") !== page && document.activeElement === document.body) focus(scroller);
  count();
}

function toEnd() {
  scroller.scrollTop = 0;
  count();
}

function* rowsAfter(message) {
  let found = !message;
  for (const row of log.querySelectorAll(".message[data-ts]")) {
    if (found) yield row;
    found ||= row === message;
  }
}

function count() {
  if (scroller.clientWidth === width) noteFirst();
  if (atEnd()) {
    seen = newestMessage();
    moreUnread = false;
  }
  const news = [...rowsAfter(seen)].filter((row) => !("mine" in row.dataset) && !row.classList.contains("message--system")).length;
  if (news > 0) jumpText.textContent = moreUnread ? uncounted : (news === 1 ? jump.dataset.one : jump.dataset.many).replace("{n}", news);
  if (news === 0 && document.activeElement === jump) focus(scroller);
  jump.hidden = news === 0;
}
