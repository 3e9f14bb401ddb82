// Sees to it that the reader of a channel is notified of others, and holds a lock while the newest messages are before the reader's
// eyes, by which every tab of the browser knows that nobody needs to be told of them.
import { attentive } from "./attention.js";
import { onSwap, page, user } from "./page.js";
import { follows, take } from "./told.js";
import { hasLater } from "./unread.js";
import { visit } from "./visit.js";

const nearEnd = 48;

/** Ends the lock that says that the reader looks; null while they do not. */
let lookAway = null;

const looks = () => attentive() && !hasLater() && -page.scroller.scrollTop <= nearEnd;

export function start() {
  onSwap(() => take((channel) => channel === page.channel && looks(), visit));
  for (const type of ["focus", "blur"]) addEventListener(type, look);
  for (const type of ["visibilitychange", "presence:back", "live:uncovered", "messages:read", "reader:came-back", "htmx:afterSwap"]) document.addEventListener(type, look);
  follows(visit);
}

export function open(signal) {
  page.scroller.addEventListener("scroll", look, { passive: true });
  look();
  signal.addEventListener("abort", stopLooking);
}

function look() {
  const looking = looks();
  if (!navigator.locks || looking === Boolean(lookAway)) return;
  if (!looking) return stopLooking();
  const held = new Promise((end) => (lookAway = end));
  navigator.locks.request(`looks ${user} ${page.channel}`, { mode: "shared" }, () => held).catch(() => {});
}

function stopLooking() {
  lookAway?.();
  lookAway = null;
}
