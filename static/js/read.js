// Marks the channel as read as far as its messages have really been before the reader's eyes.
import { attentive, uncovered } from "./attention.js";
import { drawnFor, page } from "./page.js";
import { heard, tell } from "./passing.js";
import { rules } from "./rules.js";
import { hasEarlier, hasLater, heldUnread, noteRead, readUpTo, tsOf, unreadRows } from "./unread.js";

const retryAfter = 3_000;

/** The rows on screen, each with the time since when somebody has looked at it; 0 for nobody. */
const shown = new Map();
let marking = false;
let timer = 0;

let observer = null;
/** The signal of the channel that is shown. */
let life = null;

/** Half of it, or as much of a long one as fills a third of the log. */
const onScreen = ({ isIntersecting, intersectionRatio, intersectionRect }) =>
  isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= page.scroller.clientHeight / 3);

export function open(signal) {
  life = signal;
  marking = false;
  observer = new IntersectionObserver(look, { threshold: Array.from({ length: 21 }, (_, i) => i / 20) });
  const rows = new MutationObserver(observe);
  rows.observe(page.log, { childList: true, subtree: true });
  observe();
  signal.addEventListener("abort", () => {
    for (const watching of [observer, rows]) watching.disconnect();
    shown.clear();
    clearTimeout(timer);
  });
}

const considerAll = () => consider(true);

export function start() {
  for (const type of ["focus", "blur"]) addEventListener(type, considerAll);
  for (const type of ["visibilitychange", "presence:back", "live:uncovered"]) document.addEventListener(type, considerAll);
  // Of dialogs and menus that open and close.
  for (const type of ["toggle", "close"]) document.addEventListener(type, considerAll, { capture: true });
  document.addEventListener("htmx:afterSwap", () => consider());
}

function look(entries) {
  for (const entry of entries) {
    if (!onScreen(entry)) shown.delete(entry.target);
    else if (!shown.has(entry.target)) shown.set(entry.target, 0);
  }
  consider();
}

/** Watches each row once, and forgets those that are gone. */
function observe() {
  for (const row of page.log.querySelectorAll(".message[data-ts]")) observer.observe(row);
  for (const row of shown.keys()) {
    if (!row.isConnected) shown.delete(row);
  }
  consider();
}

/** To find what lies over a row takes long, so a row that is looked at is asked again once it is due, or when that `mayHaveChanged`. */
function consider(mayHaveChanged) {
  clearTimeout(timer);
  if (marking || heldUnread()) return;
  const now = performance.now(); // a clock is set back at times
  const read = readUpTo();
  const looking = attentive() && worthMarking(Infinity);
  let seen = 0;
  let wait = Infinity;
  for (const [row, since] of shown) {
    const ts = tsOf(row);
    if (ts <= read) continue;
    const due = since && now - since >= rules.readAfter;
    if (!looking) {
      shown.set(row, 0);
    } else if ((mayHaveChanged || due || !since) && !uncovered(row)) {
      shown.set(row, 0);
      wait = Math.min(wait, rules.readAfter); // nobody tells when it is no longer covered
    } else if (due) {
      seen = Math.max(seen, ts);
    } else {
      shown.set(row, since || now);
      wait = Math.min(wait, (since || now) + rules.readAfter - now);
    }
  }
  if (seen && worthMarking(seen)) mark(seen);
  else if (wait < Infinity) timer = setTimeout(consider, wait);
  if (unreadRows().length === 0) heard("read");
}

/** There is nothing to read in one's own messages. What lies unseen between what was read and the page is not read with it. */
function worthMarking(upTo) {
  const oldest = page.log.querySelector(".message[data-ts]");
  const gap = hasEarlier() && tsOf(oldest) > readUpTo();
  return (gap ? !hasLater() : unreadRows().some((row) => tsOf(row) <= upTo));
}

async function mark(upTo) {
  marking = true;
  const channel = life;
  const body = new URLSearchParams({ up_to: textOf(upTo), opened: page.chat.dataset.marked });
  const answer = await tell("read", `/mark_read/${page.channel}?quiet=1`, { headers: drawnFor, body });
  if (channel.aborted) return;
  marking = false;
  if (!answer?.ok || answer.redirected) {
    clearTimeout(timer);
    timer = setTimeout(consider, retryAfter);
    return;
  }
  noteRead(upTo);
  document.dispatchEvent(new CustomEvent("messages:read"));
  consider();
}

/** A ts is a key: it is sent as it was written. */
const textOf = (ts) => [...shown.keys()].find((row) => tsOf(row) === ts).dataset.ts;
