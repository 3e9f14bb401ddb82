// Says once, for screen readers, who sent what: the log itself holds clocks and buttons too, and announces nothing.
import { onSwap, page } from "./page.js";

const kept = 4_000;

/** What parts words, though no space stands in the text. */
const apart = "br, p, pre, blockquote, ul, ol, li, th, td";

/** What has the name of a file in it, of a picture in place of its text. */
const named = ".files img, .files .file-card__name";

const region = document.getElementById("announcements");
let known = 0;

/** What another channel said is not for this one. */
export function open() {
  known = numbers();
  region.replaceChildren();
}

export function start() {
  onSwap(({ detail }) => {
    // An edit, a reaction or what was loaded from before or after is no new message.
    const newest = known;
    known = Math.max(newest, numbers());
    if (detail.requestConfig?.path.startsWith("/ui/messages/")) return;
    for (const row of page.log.querySelectorAll(".message[data-ts]")) {
      const words = numberOf(row) > newest && textOf(row);
      if (words) announce(words);
    }
  });
}

function numberOf(row) {
  return Number(row.id.slice("message-".length));
}

/** The highest number of a message on the page; the order of time may be another program's. */
function numbers() {
  return Math.max(0, ...[...page.log.querySelectorAll(".message[data-ts]")].map(numberOf));
}

function textOf(row) {
  const line = row.querySelector(".message__line");
  if (line) return line.textContent.trim();
  if (row.querySelector(".message__folded")) return "";
  const text = row.querySelector(".message__text, .message__gone").cloneNode(true);
  text.querySelector(".message__edited")?.remove();
  for (const element of text.querySelectorAll(apart)) {
    element.before(" ");
    element.after(" ");
  }
  const files = [...row.querySelectorAll(named)].map((name) => name.alt ?? name.textContent);
  const words = [text.textContent, ...files].map((part) => part.replace(/\s+/g, " ").trim());
  return `${row.querySelector(".message__from").textContent}: ${words.filter(Boolean).join(", ")}`;
}

export function announce(words) {
  const line = document.createElement("p");
  line.textContent = words;
  region.append(line);
  // It has been read out, and shall not be found beside the message itself.
  setTimeout(() => line.remove(), kept);
}
