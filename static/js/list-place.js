// Keeps the reader's place in a list that takes a page, such as a search, over what they go to from there.
import { arrived, keep, placeOf, returned } from "./places.js";

export function start() {
  const list = document.querySelector(".search-page__body");
  if (!list) return;
  arrived();
  if (returned) list.scrollTop = placeOf() ?? 0;
  addEventListener("pagehide", () => keep(list.scrollTop));
}
