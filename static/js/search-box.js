// Suggests filters, people, channels and days in the search box. Enter searches, unless one of them was chosen with the arrows;
// Escape puts them away, and then leaves the box for what had the focus before.
import { complete } from "./completion.js";
import { alone } from "./keys.js";
import { focus, focusSomewhere } from "./page.js";

const isBox = ({ id }) => id === "search-box";

let before = null;

export function start() {
  complete({
    fields: "#search-box",
    list: "search-options",
    started: /(?<!\S)(-?[a-z]+:"[^"]*|\S*)$/iu,
    address: (typed) => `/ui/search/options?${new URLSearchParams({ q: typed })}`,
    text: (option) => option.dataset.text,
  });
  document.addEventListener("focusin", ({ target, relatedTarget }) => isBox(target) && (before = relatedTarget));
  document.addEventListener("keydown", (event) => isBox(event.target) && event.key === "Escape" && alone(event) && leave(event));
}

function leave(event) {
  event.preventDefault();
  event.target.value = "";
  if (!focus(before)) focusSomewhere();
}
