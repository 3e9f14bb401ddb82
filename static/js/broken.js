// Marks pictures that did not come, so that what they are stands in their place, and asks for them, as for sounds and videos, again
// once the server can be reached.
const all = "img, video, audio";

export function start() {
  document.addEventListener("error", ({ target }) => mark(target), true);
  document.addEventListener("load", ({ target }) => target.removeAttribute?.("data-broken"), true);
  for (const picture of document.images) if (picture.complete && !picture.naturalWidth) mark(picture);
  for (const player of document.querySelectorAll("video, audio")) if (player.error) mark(player);
  for (const type of ["live:opened", "live:recovered"]) document.addEventListener(type, askAgain);
  document.addEventListener("visibilitychange", () => document.hidden || askAgain());
  addEventListener("online", askAgain);
}

function mark(element) {
  if (element.matches?.(all)) element.dataset.broken = "";
}

function askAgain() {
  for (const element of document.querySelectorAll(`:is(${all})[data-broken]`)) {
    if (element instanceof HTMLMediaElement) resume(element);
    else element.src = element.getAttribute("src");
  }
}

/** It does not play by itself: nobody expects that by then. */
function resume(player) {
  const at = player.currentTime;
  delete player.dataset.broken;
  player.load();
  player.currentTime = at;
}
