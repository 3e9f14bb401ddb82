// What was pressed and had no answer when its page went is asked for once more by the tab's next page, under the same key: it is
// done once, or that page says that it was not. Texts see to that themselves (send.js).
import { tellUnless } from "./failures.js";
import { drawnFor, page, patience, user } from "./page.js";
import { ofTab } from "./storage.js";

/** It goes with what is half written in private conversations when anybody logs out (draft.js). */
const place = `draft:${user}:private:#pressed`;
/** Nobody waits any longer for what was pressed before that. */
const lately = 600_000;

let leaving = false;

const all = () => JSON.parse(ofTab.get(place) || "[]");
const keep = (list) => ofTab.set(place, list.length ? JSON.stringify(list) : "");
const answered = (body) => leaving || keep(all().filter((one) => one.body !== body));

export function start() {
  document.addEventListener("htmx:beforeSend", ({ detail }) => note(detail));
  addEventListener("pagehide", () => (leaving = true));
  addEventListener("pageshow", ({ persisted }) => {
    leaving = false;
    if (persisted) askAgain();
  });
  askAgain();
}

function note({ elt, xhr, requestConfig: { verb, path, formData } }) {
  if (verb !== "post" || elt.matches("#composer, #edit-form") || elt.querySelector("[type=password], [type=file]")) return;
  const body = String(new URLSearchParams([...formData]));
  keep([...all(), { path, body, at: Date.now() }]);
  xhr.addEventListener("loadend", () => answered(body));
}

async function askAgain() {
  for (const { path, body, at } of all()) {
    if (Date.now() - at < lately) await ask(path, body);
    answered(body);
  }
}

async function ask(path, body) {
  const headers = { ...drawnFor, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
  const answer = await fetch(path, { method: "POST", headers, body, signal: AbortSignal.timeout(patience) }).catch(() => null);
  // Where the answer would lead the reader has gone elsewhere since.
  if (!leaving) await tellUnless(page.scroller ?? document.body, answer);
}
