// Loads further messages as the reader comes near an end of those that the page shows. The links there do so by a press too, and
// alone where the focus is on one: whoever goes on by keyboard would never get past it.
import { page } from "./page.js";

const near = "300px 0px";

const ends = () => ["earlier", "later"].map((id) => document.getElementById(id)).filter(Boolean);

/** Those that are watched. One that is there still after its request has failed waits until the reader comes back to it. */
let watched = new Set();
let observer = null;
let scrolled = false;

export function open(signal) {
  watched = new Set();
  scrolled = false;
  observer = new IntersectionObserver(arrive, { root: page.scroller, rootMargin: near });
  // What opens is not scrolled: from the first time on that the reader does.
  for (const type of ["wheel", "touchmove", "keydown"]) page.scroller.addEventListener(type, watch, { passive: true });
  // The scroll bar is pressed, not what is in it.
  page.scroller.addEventListener("pointerdown", ({ target }) => target === page.scroller && watch());
  document.addEventListener("htmx:afterSwap", (event) => scrolled && look(event.detail), { signal });
  signal.addEventListener("abort", () => observer.disconnect());
}

function watch() {
  if (scrolled) return;
  scrolled = true;
  for (const end of ends()) observe(end);
}

function observe(end) {
  watched.add(end);
  observer.observe(end);
}

/** A load may have been put off for another, so both ends are looked at anew when one has come. */
function look({ requestConfig }) {
  const loaded = requestConfig?.path.startsWith("/ui/messages/");
  if (loaded) {
    observer.disconnect();
    watched = new Set();
  }
  for (const end of ends()) if (!watched.has(end)) observe(end);
}

function arrive(entries) {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting && target.isConnected && !target.contains(document.activeElement)) target.querySelector("a").click();
  }
}
