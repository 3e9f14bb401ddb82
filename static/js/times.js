// Rewrites moments to the reader's own time zone, which the server does not know.
import { onSwap } from "./page.js";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const fullDay = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const fullClock = new Intl.DateTimeFormat("en-GB", { timeStyle: "long" });

/** The forms that data-local asks for. */
const forms = {
  time: (at) => clock.format(at),
  "day-time": (at) => `${day.format(at)}, ${clock.format(at)}`,
};

const written = new WeakMap();

export function start() {
  rewrite();
  onSwap(rewrite);
}

function rewrite() {
  for (const time of document.querySelectorAll("time[data-local]")) {
    if (written.get(time) === time.textContent) continue;
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue; // a year that no calendar here has
    time.textContent = forms[time.dataset.local](at);
    time.title = `${fullDay.format(at)}, ${fullClock.format(at)}`;
    written.set(time, time.textContent);
  }
}
