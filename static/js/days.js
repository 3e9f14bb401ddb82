// Keeps the names of days right on a page that stays open beyond midnight: what was today is yesterday.
import { onSwap, page } from "./page.js";

const often = 45_000;
const day = 86_400_000;

let today = "";

export function start() {
  // Where the reader's zone is not known, every divider has its date.
  if (!document.documentElement.dataset.zone) return;
  today = dateOf(Date.now());
  setInterval(look, often);
  onSwap(look); // or two days would be today until it is looked at
}

/** A day as the dividers have it, such as 2026-03-04. */
function dateOf(ms) {
  const { zone } = document.documentElement.dataset;
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(ms);
}

/** The day before one, whichever of the two had 23 hours or 25. */
const before = (date) => new Date(Date.parse(date) - day).toISOString().slice(0, 10);

/** By the browser's clock only once it has come to another day: that of the server drew the page. */
function look() {
  const now = Date.now();
  if (dateOf(now) === today) return;
  today = dateOf(now);
  const names = new Map([[today, page.log.dataset.today], [before(today), page.log.dataset.yesterday]]);
  for (const time of page.log.querySelectorAll(".divider--day time")) time.textContent = names.get(time.dateTime) ?? time.title;
}
