// Keeps the reader present on a page that shows no channel, such as a search or settings: it tells the server the same as a
// chat's page does, by a socket or, where none comes up, by asking.
import { drawnFor, drawnForQuery, follow, jitter, page, visible } from "./page.js";
import * as presence from "./presence.js";
import { rules } from "./rules.js";
import * as socket from "./socket.js";

const saying = () => ({ ...presence.said(), ...Object.fromEntries(drawnForQuery) });

let timer = 0;
let departing = false;

addEventListener("pagehide", () => {
  departing = true;
  clearTimeout(timer);
  socket.close();
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  departing = false;
  proceed();
});
document.addEventListener("visibilitychange", () => socket.watch(visible()));
presence.start();
presence.open();
socket.watch(visible());
proceed();

function proceed() {
  if (departing) return;
  if (socket.ready()) socket.connect(saying(), hear);
  clearTimeout(timer);
  if (!socket.flowing()) timer = setTimeout(ask, jitter(visible() ? rules.poll : rules.pollHidden));
}

function hear({ name, data }) {
  if (name === "open") {
    clearTimeout(timer);
    document.dispatchEvent(new CustomEvent("live:opened"));
  } else if (name === "close") {
    departing = true;
    presence.goOn();
    location.assign(data);
  } else if (["silent", "lost", "refused"].includes(name)) {
    proceed();
  }
}

async function ask() {
  try {
    follow(await fetch(`${page.host.dataset.pollUrl}?${new URLSearchParams(saying())}`, { headers: drawnFor }));
  } catch {
    // The next one says it again.
  }
  proceed();
}
