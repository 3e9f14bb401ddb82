// The event stream on which the server tells a page what has changed, the moment it does. It knows nothing of the page:
// live.js says when it is wanted and what becomes of what it brings. Where it does not work, the poll goes on.
import { chat, drawnFor, inPageZone } from "./page.js";
import { rules } from "./rules.js";

// A proxy that keeps events back lets nothing through.
const openWithin = 3_000;
// The server shows more often that it is there.
const silentFor = 2 * rules.keepalive + 10_000;
const shortestRest = 1_000;
const longestRest = 60_000;
// A stream that lasted so long did not fail to work.
const lasting = 10_000;

let current = null;
let rest = shortestRest;
let restUntil = 0;

/** Whether it makes sense to try: there is none, and the last one did not fail a moment ago. */
export const ready = () => !current && Date.now() >= restUntil;

/** Whether a stream brings what changes. */
export const flowing = () => Boolean(current?.opened);

/** Forgets failures: the reader is back, or the network is. */
export function refresh() {
  rest = shortestRest;
  restUntil = 0;
}

/**
 * Asks for a stream from a cursor on. `on` hears of each event, by its name ("" for fragments) with its data and the cursor
 * after it, and of the end as "lost", once, unless the end was asked for.
 */
export function connect(asked, on) {
  close();
  const stream = (current = { abort: new AbortController(), on, opened: 0, timer: 0 });
  expect(stream, openWithin);
  const address = `${chat.dataset.eventsUrl}?${new URLSearchParams(asked)}`;
  read(stream, address).catch(() => {}).then(() => end(stream));
}

/** Ends the stream without a word. */
export function close() {
  const stream = current;
  current = null;
  if (!stream) return;
  clearTimeout(stream.timer);
  stream.abort.abort();
}

function expect(stream, ms) {
  clearTimeout(stream.timer);
  stream.timer = setTimeout(() => end(stream), ms);
}

function end(stream) {
  if (stream !== current) return;
  if (stream.opened && Date.now() - stream.opened > lasting) rest = shortestRest;
  restUntil = Date.now() + rest * (0.5 + Math.random());
  rest = Math.min(2 * rest, longestRest);
  close();
  stream.on({ name: "lost" });
}

async function read(stream, address) {
  const headers = { ...drawnFor, Accept: "text/event-stream", "HX-Request": "true", ...inPageZone() };
  const answer = await fetch(address, { headers, cache: "no-store", redirect: "error", signal: stream.abort.signal });
  // Who has lost the channel is sent away, and nothing is asked in vain.
  const away = answer.headers.get("HX-Redirect");
  if (away) stream.on({ name: "close", data: away });
  if (answer.status !== 200) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ; ) {
    const { value, done } = await reader.read();
    if (done || stream !== current) return;
    if (stream.opened) expect(stream, silentFor);
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      if (stream === current) deliver(stream, event);
    }
  }
}

function deliver(stream, event) {
  const { name, id, data } = parse(event);
  if (data === null) return; // a sign of life
  if (name === "open") {
    stream.opened = Date.now();
    expect(stream, silentFor);
  }
  stream.on({ name, id, data });
}

/** An event of our own server: fields with one space after the colon, lines that end with a line feed. */
function parse(event) {
  const found = { name: "", id: "", data: null };
  for (const line of event.split("\n")) {
    const field = line.slice(0, line.indexOf(":"));
    const value = line.slice(field.length + 2);
    if (field === "event") found.name = value;
    if (field === "id") found.id = value;
    if (field === "data") found.data = found.data === null ? value : `${found.data}\n${value}`;
  }
  return found;
}
