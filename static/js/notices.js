// Hands on what the reader is to be notified of, and what the dialog of notifications needs of this browser, to a module that
// is loaded when there is something; holds a lock while the newest messages are before the reader's eyes, by which every tab
// of the browser knows that nobody needs to be told of them.
import { attentive } from "./attention.js";
import { drawnFor, onSwap, page, user } from "./page.js";
import { rules } from "./rules.js";
import { hasLater } from "./unread.js";
import { visit } from "./visit.js";

const nearEnd = 48;

/** Ends the lock that says that the reader looks; null while they do not. */
let lookAway = null;

const looks = () => attentive() && !hasLater() && -page.scroller.scrollTop <= nearEnd;

export function start() {
  onSwap(take);
  for (const type of ["focus", "blur"]) addEventListener(type, look);
  for (const type of ["visibilitychange", "presence:back", "live:uncovered", "messages:read", "reader:came-back", "htmx:afterSwap"]) document.addEventListener(type, look);
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register("/service-worker.js").catch(() => {}); // then there is none, as over plain HTTP
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.open) visit(data.open);
  });
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

async function take() {
  const brought = document.getElementById("notices");
  const news = [...(brought?.children ?? [])].map(({ dataset, title, textContent }) => ({
    id: dataset.notice, channel: dataset.channel, title, text: textContent, sound: "sound" in dataset,
  }));
  brought?.replaceChildren();
  const settings = document.getElementById("notifications-here");
  const mayShow = globalThis.Notification?.permission === "granted";
  if (!news.length && !settings && !mayShow) return;
  const notifier = await import("./notifier.js");
  if (settings) notifier.settle(settings, drawnFor);
  for (const notice of news) notifier.tell(notice, { user, seen: () => notice.channel === page.channel && looks(), leadTo: visit, within: rules.noticeWithin });
  if (mayShow) notifier.tidy(user, drawnFor);
}
