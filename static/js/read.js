// Marks the channel as read once its newest message has really been before the reader's eyes.
import { channel, chat, drawnFor, follow, log, newestMessage, visible } from "./page.js";
import { rules } from "./rules.js";

const retryAfter = 3_000;

/** The newest message, whether it is on screen, and the newest of others: there is nothing to read in one's own. */
let newest = null;
let onScreen = false;
let theirs = "";
let marked = "";
let timer = 0;

const observer = new IntersectionObserver(
  (entries) => {
    const { isIntersecting, intersectionRatio, intersectionRect, rootBounds } = entries.at(-1);
    // Half of it, or of the window when it is a long one.
    onScreen = isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= (rootBounds?.height ?? innerHeight) / 3);
    consider();
  },
  { threshold: Array.from({ length: 41 }, (_, i) => i / 40) },
);

export function start() {
  observe();
  new MutationObserver(observe).observe(log, { childList: true, subtree: true });
  for (const type of ["focus", "blur"]) addEventListener(type, consider);
  for (const type of ["visibilitychange", "live:uncovered"]) document.addEventListener(type, consider);
}

function observe() {
  theirs = [...log.querySelectorAll(".message[data-ts]:not([data-mine], .message--system)")].at(-1)?.dataset.ts ?? "";
  const last = newestMessage();
  if (!last || last === newest) return;
  if (newest) observer.unobserve(newest);
  newest = last;
  onScreen = false;
  observer.observe(newest);
  consider();
}

function consider() {
  clearTimeout(timer);
  if (due()) timer = setTimeout(mark, rules.readAfter);
}

const due = () => theirs !== marked && onScreen && visible() && document.hasFocus() && !("unverified" in chat.dataset);

async function mark() {
  if (!due()) return;
  const before = marked;
  marked = theirs;
  const body = new URLSearchParams({ up_to: newest.dataset.ts });
  const answer = await fetch(`/mark_read/${channel}?quiet=1`, { method: "POST", headers: drawnFor, body, keepalive: true }).then(follow).catch(() => null);
  if (answer?.ok && !answer.redirected) return;
  marked = before;
  clearTimeout(timer);
  timer = setTimeout(consider, retryAfter);
}
