// Completes a name behind an "@" in the composer and the edit form: who is there first. A display name may be typed too.
import { complete } from "./completion.js";
import { page } from "./page.js";

export function start() {
  complete({
    started: /(?<!(?!\p{sc=Han}|\p{sc=Hira}|\p{sc=Kana}|\p{sc=Hang})[\p{L}\p{N}@._-])@([\p{L}\p{M}\p{N}_-]{0,32})$/u,
    address: (typed) => `/ui/mentions/people?${new URLSearchParams({ channel: page.channel, q: typed })}`,
    text: (option) => `@${option.dataset.name}`,
  });
}
