// Completes an emoji behind a ":" and two characters of its name, as in ":ta", in the composer and the edit form.
import { complete } from "./completion.js";

export function start() {
  complete({
    started: /(?<![\p{L}\p{N}:/])(?::)([\p{L}+-][\p{L}\d_+-]{1,30})$/iu,
    address: (typed) => `/ui/emoji?${new URLSearchParams({ q: typed })}`,
    text: (option) => option.dataset.emoji,
  });
}
