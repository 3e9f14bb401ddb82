// What the page tells in passing, and nobody waits for: that the reader is here, types, has read. Where it does not get through
// again and again the page says so, quietly, until it does, or is not tried any more.
import { ask } from "./page.js";

/** A single failure is made good by what is told next. */
const enough = 2;
const forgetAfter = 45_000;

/** Absent on a page that shows no channel: its socket or poll says what it tells. */
const words = document.querySelector(".connection-banner__text--quiet");

/** How often each kind has failed by now, and what forgets it. */
const failed = new Map();

// What did not get through while the server was away is told anew by now.
document.addEventListener("live:recovered", () => {
  for (const kind of [...failed.keys()]) note(kind, true);
});

/** Asks what is told in passing. The answer is null for none. */
export async function tell(kind, address, options) {
  const answer = await ask(address, { method: "POST", keepalive: true, ...options });
  note(kind, answer?.ok ?? false);
  return answer;
}

/** The server knows it, whichever answer was lost. */
export const heard = (kind) => failed.has(kind) && note(kind, true);

function note(kind, through) {
  const { count = 0, timer } = failed.get(kind) ?? {};
  clearTimeout(timer);
  failed.delete(kind);
  if (!through) failed.set(kind, { count: count + 1, timer: setTimeout(note, forgetAfter, kind, true) });
  if (words) words.hidden = ![...failed.values()].some(({ count }) => count >= enough);
}
