// Hands on what the reader is to be notified of, and what the dialog of notifications needs of this browser, to a module that
// is loaded when there is something.
import { drawnFor, user } from "./page.js";
import { rules } from "./rules.js";

/** Takes what a swap has brought. `seen` says whether the reader has a channel's newest before their eyes, `leadTo` goes to an address. */
export async function take(seen, leadTo) {
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
  for (const notice of news) notifier.tell(notice, { user, seen: () => seen(notice.channel), leadTo, within: rules.noticeWithin });
  if (mayShow) notifier.tidy(user, drawnFor);
}

/** Has the service worker, where there is one, and follows a notification of its that is pressed. */
export function follows(leadTo) {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register("/service-worker.js").catch(() => {}); // then there is none, as over plain HTTP
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    data.answer?.postMessage("here");
    if (data.open) leadTo(data.open);
  });
  for (const type of ["pageshow", "pagehide"]) addEventListener(type, hold);
}

let letGo = null;

/** Tells the worker by a lock that the page follows, as long as it is shown: a browser keeps no page with a lock for those who come back. */
function hold({ type }) {
  letGo?.();
  letGo = null;
  if (type === "pagehide") return;
  const held = new Promise((end) => (letGo = end));
  navigator.locks.request("follows", { mode: "shared" }, () => held).catch(() => {});
}
