// Suggests filters, people, channels and days in the search box. Enter searches, unless one of them was chosen with the arrows.
import { complete } from "./completion.js";

export function start() {
  complete({
    fields: "#search-box",
    list: "search-options",
    started: /(?<!\S)(-?[a-z]+:"[^"]*|\S*)$/iu,
    address: (typed) => `/ui/search/options?${new URLSearchParams({ q: typed })}`,
    text: (option) => option.dataset.text,
  });
}
