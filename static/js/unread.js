// What is unread on this page: by the server's rule, which marks the rows that count and says how far the reader has read.
import { hide, onSwap, page } from "./page.js";

const actions = ".message__action--unread";

/** What this page has marked as read of the channel that it shows, which the server may not have repeated yet. */
let marked = { ts: 0 };

export const start = () => onSwap(offer);
export const open = offer;

/** Marking as unread is offered where something would be: not after the last that counts. */
function offer() {
  const pointless = new Set();
  for (let row = hasLater() ? null : page.log.lastElementChild; row && !row.matches("[data-counts]"); row = row.previousElementSibling) {
    for (const action of row.querySelectorAll(actions)) pointless.add(action);
  }
  for (const action of page.log.querySelectorAll(actions)) hide(action, pointless.has(action));
}

const divider = () => document.getElementById("new-messages");
const mark = () => document.getElementById("unread");

export const tsOf = (row) => Number(row.dataset.ts);

export const readUpTo = () => {
  const known = marked.chat === page.chat && !heldUnread(); // else what it had marked is of another channel, or unread again
  if (!known) marked = { ts: 0, chat: page.chat };
  return Math.max(Number(mark().value), marked.ts);
};

/** Whether the reader has marked the channel as unread since this page was opened: it then stays so until it is opened anew. */
export const heldUnread = () => (mark().dataset.marked ?? "") !== "" && mark().dataset.marked !== page.chat.dataset.marked;

export function noteRead(ts) {
  marked = { ts: Math.max(readUpTo(), ts), chat: page.chat };
}

/** The unread rows, oldest first. */
export function unreadRows() {
  const read = readUpTo();
  return [...page.log.querySelectorAll(".message[data-counts]")].filter((row) => tsOf(row) > read);
}

/** How many are unread beyond the last row. */
export const unreadLater = () => (hasLater() ? Number(mark().dataset.later) : 0);

/** Whether the log ends before the newest message. */
export const hasLater = () => document.getElementById("later") !== null;

/** Whether there is more above the first row. */
export const hasEarlier = () => document.getElementById("earlier") !== null;

/** Puts the divider above the first unread row, or away when there is none. */
export function placeDivider() {
  const [first] = unreadRows();
  if (first && first.previousElementSibling !== divider()) first.before(divider());
  hide(divider(), !first);
}

export const dividerShown = () => !divider().hidden;

/** Where what is unread begins: the divider, where it stands above that. */
export function startOfUnread() {
  const [first] = unreadRows();
  return first && (dividerShown() && first.previousElementSibling === divider() ? divider() : first);
}
