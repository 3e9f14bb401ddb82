// Keeps the reader's place in a list that takes a page, such as a search, over what they go to from there, and the focus on what led there.
import { arrived, keep, placeOf, returned } from "./places.js";

export function start() {
  const list = document.querySelector(".search-page__body");
  if (!list) return;
  arrived();
  if (returned) resume(list, placeOf());
  addEventListener("pagehide", () => keep(placeIn(list)));
}

function placeIn(list) {
  const { activeElement: focused } = document;
  const link = list.contains(focused) ? focused.getAttribute("href") : null;
  return { top: list.scrollTop, link, ring: focused.matches(":focus-visible") };
}

function resume(list, place) {
  list.scrollTop = place?.top ?? 0;
  const left = place?.link && [...list.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === place.link);
  if (left) left.focus({ preventScroll: true, focusVisible: place.ring });
}
