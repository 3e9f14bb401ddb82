// The socket on which the server tells a page what has changed, the moment it does, and the page says how it is. It knows
// nothing of the page: live.js says when it is wanted and what becomes of what it brings. Where none comes up, the poll goes on.
import { page } from "./page.js";
import { rules } from "./rules.js";

// Chromium lets one too many hang, and a proxy may keep back what the server sends.
const openWithin = 3_000;
const shortestRest = 1_000;
const longestRest = 60_000;
// Of a rest with what is added to it by chance; what is longer begins before the clock was set back.
const longest = 1.5 * longestRest;
// A socket that lasted so long did not fail to work.
const lasting = 10_000;
// The status with which the server stops; RFC 6455 has it in its registry.
const serverStops = 1012;

let current = null;
let rest = shortestRest;
let restUntil = 0;
/** When a socket was last opened at once after another ended. */
let reopened = 0;
/** Whether the server promises to send something every few seconds, as it does while the page is visible. */
let watching = false;

/** Whether it makes sense to try: there is none, and the last one did not fail a moment ago. */
export const ready = () => !current && (Date.now() >= restUntil || restUntil - Date.now() > longest);

/** Whether a socket brings what changes. */
export const flowing = () => Boolean(current?.opened);

/** Forgets failures: the reader is back, or the network or the server is. */
export function refresh() {
  rest = shortestRest;
  restUntil = 0;
}

/**
 * Opens a socket. `on` hears of each event, by its name with its data and what stands beside the name, and of the end, once,
 * unless the end was asked for: "close" with where the page is to go as data, "silent", "lost", or "refused" where none opened.
 */
export function connect(query, on) {
  close();
  const address = new URL(page.host.dataset.socketUrl, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  address.search = new URLSearchParams(query);
  const socket = (current = { wire: new WebSocket(address), on, opened: 0, timer: 0 });
  expect(socket, openWithin, "lost");
  socket.wire.onmessage = ({ data }) => socket === current && deliver(socket, data);
  socket.wire.onclose = ({ code, reason }) => end(socket, reason.startsWith("/") ? "close" : "lost", { code, reason });
}

/** Sends a text, and tells whether there is a socket for it. */
export function send(text) {
  if (!flowing() || current.wire.readyState !== WebSocket.OPEN) return false;
  current.wire.send(text);
  return true;
}

/** From now on something has to come every few seconds, or need not. */
export function watch(visible) {
  watching = visible;
  if (flowing()) listen(current);
}

/** Ends the socket without a word. */
export function close() {
  const socket = current;
  current = null;
  if (!socket) return;
  clearTimeout(socket.timer);
  // One that is not open yet would complain.
  if (socket.wire.readyState === WebSocket.CONNECTING) socket.wire.onopen = () => socket.wire.close();
  else socket.wire.close();
}

function expect(socket, ms, how) {
  clearTimeout(socket.timer);
  socket.timer = setTimeout(() => end(socket, how), ms);
}

function listen(socket) {
  if (watching) expect(socket, rules.silence, "silent");
  else clearTimeout(socket.timer);
}

function deliver(socket, text) {
  const line = text.indexOf("\n");
  const [name, id] = text.slice(0, line).split(" ");
  if (name === "open") socket.opened = Date.now();
  listen(socket);
  socket.on({ name, id, data: text.slice(line + 1) });
}

function end(socket, how, { code = 0, reason = "" } = {}) {
  if (socket !== current) return;
  const now = Date.now();
  if (socket.opened && now - socket.opened > lasting) rest = shortestRest;
  // Firefox ends the socket when a navigation begins, also one to a download, after which the page still stands.
  if (socket.opened && how === "lost" && code !== serverStops && now - reopened > lasting) {
    reopened = now;
    restUntil = 0;
  } else {
    restUntil = now + rest * (0.5 + Math.random());
    rest = Math.min(2 * rest, longestRest);
  }
  close();
  socket.wire.close(); // also one that hangs
  socket.on({ name: socket.opened || how === "close" ? how : "refused", data: reason });
}
