// Keeps the reader's place in the log: at its end it follows new messages, above it nothing moves. What is unread never passes
// by unseen: the log follows no further than to where that begins, and a button counts it and leads to the newest.
// The scroller runs from the bottom: its scrollTop is 0 at the end and negative above.
import { attentive } from "./attention.js";
import { focus, hide, newestMessage, page } from "./page.js";
import { dividerShown, hasLater, heldUnread, placeDivider, startOfUnread, unreadLater, unreadRows } from "./unread.js";

const nearEnd = 48;
// How long after the reader came back what they missed may still be on its way.
const arrival = 2_500;

let jump = null;
let jumpText = null;
let uncounted = "";
/** Where things stood before a swap. */
let place = null;
let followOwn = false;
/** Whether what comes now was missed while the reader was away. */
let arriving = false;
let arrivalTimer = 0;
/** The first row on screen and where it began; none at the end of the log, which stays there by itself. */
let first = null;
let width = 0;
/** Whether the divider stands where the reader has marked the channel as unread. */
let held = false;
/** Whether the newest message was not before the reader when they were last seen to move. */
let elsewhere = false;

export function open(signal) {
  [jump, jumpText] = ["jump", "jump-text"].map((id) => document.getElementById(id));
  uncounted = jumpText.textContent;
  width = page.scroller.clientWidth;
  place = first = null;
  followOwn = arriving = held = elsewhere = false;
  // Once every module has opened: a draft makes the composer higher, a local time its line longer.
  queueMicrotask(begin);
  page.scroller.addEventListener("scroll", count, { passive: true });
  const sizes = new ResizeObserver(keepFirst);
  sizes.observe(page.scroller);
  signal.addEventListener("abort", () => sizes.disconnect());
  // The press shall not take the caret out of the composer.
  jump.addEventListener("mousedown", (event) => event.preventDefault());
  jump.addEventListener("click", toNewest);
}

export function start() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.shouldSwap) place = notePlace(event.detail.target);
  });
  document.addEventListener("htmx:afterSwap", keepPlace);
  document.addEventListener("messages:read", count);
  document.addEventListener("reader:came-back", arrive);
  document.addEventListener("live:reached", () => arriving && arrived());
}

/** Whether to go to the end when a message of one's own arrives: this page is sending one. */
export function followSent(yes) {
  followOwn = yes;
}

/** One's own message has been stored, perhaps beyond what the page shows. */
export function sent() {
  if (hasLater()) toNewest();
  else reachedNewest();
}

const atEnd = () => -page.scroller.scrollTop <= nearEnd;

/** A row that begins above the edge keeps the share of it that is above: it is as long as its lines are narrow. */
function noteFirst() {
  const row = atEnd() ? null : firstRow();
  first = row && { row, below: top(row) - edge(), height: row.offsetHeight };
}

function keepFirst() {
  if (page.scroller.clientWidth === width) return;
  width = page.scroller.clientWidth;
  if (!first?.row.isConnected) return;
  const { row, below, height } = first;
  const wanted = below < 0 ? (below / height) * row.offsetHeight : below;
  page.scroller.scrollTop += top(row) - edge() - wanted;
}

const top = (element) => element.getBoundingClientRect().top;

/** Where rows come into sight: below the day that sticks to the top. */
const edge = () => top(page.scroller) + parseFloat(getComputedStyle(page.scroller).scrollPaddingBlockStart);

function begin() {
  const marked = page.log.querySelector(".message--marked");
  if (marked) marked.scrollIntoView({ block: "center" });
  else if (!location.hash) showUnread();
  count();
}

/** Where the reader is: a row and how far below the edge it begins, the first on screen or, at the end, the newest; null without any. */
export function placeNow() {
  const end = atEnd() && !hasLater();
  const row = end ? newestMessage() : firstRow();
  return row ? { row: row.id, below: top(row) - edge(), end } : null;
}

/** Goes to where the reader was, after what a channel opens at. */
export function bringBack({ row, below }) {
  queueMicrotask(() => {
    const found = document.getElementById(row);
    if (found) page.scroller.scrollTop += top(found) - edge() - below;
    count();
  });
}

/** Coming back to an open page is like opening it. */
function arrive() {
  const below = atEnd();
  placeDivider();
  if (below) showUnread();
  arriving = true;
  arrived();
  count();
}

function arrived() {
  clearTimeout(arrivalTimer);
  arrivalTimer = setTimeout(() => (arriving = false), arrival);
}

/** Goes back to where what is unread begins, when that is above what is on screen. */
function showUnread() {
  const start = startOfUnread();
  if (start && (top(start) < edge() || hasLater())) start.scrollIntoView({ block: "start" });
}

function notePlace(target) {
  const end = atEnd() && !hasLater();
  const anchor = end ? null : firstRow();
  return { end, newest: newestMessage(), anchor, top: anchor && top(anchor), earlier: page.log.querySelector(".message-list__page"), replaced: target === page.log };
}

function firstRow() {
  const start = edge();
  return [...page.log.querySelectorAll(".message")].find((row) => row.getBoundingClientRect().bottom > start);
}

function keepPlace() {
  if (!place) return;
  const { end, newest, anchor, top: before, earlier, replaced } = place;
  place = null;
  const last = newestMessage();
  const own = followOwn && last !== newest && [...rowsAfter(newest)].some((row) => "mine" in row.dataset);
  if (own) followOwn = false;
  if (replaced) reachedNewest();
  if (own || replaced) toEnd();
  else if (end && last !== newest) follow();
  else if (anchor?.isConnected) page.scroller.scrollTop += top(anchor) - before;
  if (heldUnread() && !held) placeDivider();
  held = heldUnread();
  if (last !== newest && (arriving || !attentive()) && !dividerShown()) placeDivider();
  // Loading further messages takes the pressed link away.
  const loaded = replaced || page.log.querySelector(".message-list__page") !== earlier;
  if (loaded && document.activeElement === document.body) focus(page.scroller);
  count();
}

/** A page of messages at once is more than anybody has seen of them. */
function follow() {
  toEnd();
  const start = startOfUnread();
  if (!start || top(start) >= edge()) return;
  if (!dividerShown()) placeDivider();
  showUnread();
}

export function toEnd() {
  page.scroller.scrollTop = 0;
  count();
}

/** Tells that the reader has come to the newest message from wherever the page had opened. */
function reachedNewest() {
  elsewhere = false;
  document.dispatchEvent(new CustomEvent("reader:at-newest"));
}

function toNewest() {
  if (hasLater()) document.getElementById("newest").click();
  else toEnd();
}

function* rowsAfter(message) {
  let found = !message;
  for (const row of page.log.querySelectorAll(".message[data-ts]")) {
    if (found) yield row;
    found ||= row === message;
  }
}

function count() {
  if (page.scroller.clientWidth === width) noteFirst();
  const below = hasLater() || !atEnd();
  if (elsewhere && !below) reachedNewest();
  elsewhere = below;
  const news = below ? unreadRows().length + unreadLater() : 0;
  const words = news === 0 ? uncounted : (news === 1 ? jump.dataset.one : jump.dataset.many).replace("{n}", news);
  if (jumpText.textContent !== words) jumpText.textContent = words;
  const wanted = news > 0 || hasLater() || -page.scroller.scrollTop > page.scroller.clientHeight;
  if (!wanted && document.activeElement === jump) focus(page.scroller);
  hide(jump, !wanted);
}
