// Keeps a page that shows no channel, such as a search, activity or settings: the reader present, as a chat's page does, by a
// socket or, where none comes up, by asking; and its sidebar and list as the server has them, where it shows any. Dialogs open over those.
import * as ahead from "./ahead.js";
import * as broken from "./broken.js";
import * as code from "./code.js";
import * as dialog from "./dialog.js";
import * as dots from "./dots.js";
import * as draft from "./draft.js";
import * as drop from "./drop.js";
import { mark } from "./drafts.js";
import * as failures from "./failures.js";
import * as givenUp from "./given-up.js";
import * as keys from "./keys.js";
import * as late from "./late.js";
import * as listPlace from "./list-place.js";
import * as look from "./look.js";
import * as morph from "./morph.js";
import { drawnFor, drawnForQuery, follow, inPageZone, jitter, onSwap, page, visible } from "./page.js";
import * as once from "./once.js";
import * as people from "./people.js";
import * as picture from "./picture.js";
import * as popover from "./popover.js";
import * as presence from "./presence.js";
import * as pressed from "./pressed.js";
import { rules } from "./rules.js";
import * as saved from "./saved.js";
import * as shownOnce from "./shown-once.js";
import * as shortcuts from "./shortcuts.js";
import * as sidebar from "./sidebar.js";
import * as socket from "./socket.js";
import * as switcher from "./switcher.js";
import * as title from "./title.js";
import { follows, take } from "./told.js";
import * as tooltips from "./tooltips.js";
import * as userSearch from "./user-search.js";

const patience = 10_000;
const failuresUntilLost = 2;

const { shows } = page.host.dataset;
const shell = document.getElementById("shell");
const banner = document.querySelector("#connection-banner > *");

/** The cursor: how far what the page shows has come, whoever brought it there. */
let since = page.host.dataset.since;
let timer = 0;
let departing = false;
let unanswered = 0;
let question = null;

const saying = () => ({
  ...presence.said(), ...Object.fromEntries(drawnForQuery), ...(shows && { shows, since, zone: inPageZone()["Time-Zone"] }),
});

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
document.addEventListener("visibilitychange", () => {
  socket.watch(visible());
  if (visible() && !socket.flowing()) ask();
});
ahead.start();
broken.start();
presence.start();
presence.open();
draft.start();
keys.start();
shortcuts.start();
shownOnce.start();
drop.start();
listPlace.start();
if (shows && window.htmx && window.Idiomorph) {
  for (const { start, open } of [morph, dots, sidebar, title]) {
    start?.();
    open?.();
  }
  // Dialogs open over the page, as over a channel.
  for (const { start } of [code, dialog, failures, givenUp, late, look, once, people, picture, popover, pressed, saved, switcher, tooltips, userSearch]) start();
  document.addEventListener("DOMContentLoaded", () => (document.documentElement.dataset.scripts = "ready"));
  const leadTo = (address) => location.assign(address);
  onSwap(mark);
  mark();
  onSwap(() => take(() => false, leadTo));
  follows(leadTo);
}
socket.watch(visible());
proceed();

function proceed() {
  if (departing) return;
  if (!unanswered && socket.ready()) {
    const from = since;
    socket.connect(saying(), (event) => hear(event, from));
  }
  clearTimeout(timer);
  if (!socket.flowing()) timer = setTimeout(ask, jitter(visible() ? rules.poll : rules.pollHidden));
}

function hear({ name, id, data }, from) {
  if (name === "open") {
    if (since !== from) { // a poll has come first: what the socket brings would come twice
      socket.close();
      return proceed();
    }
    question = null;
    clearTimeout(timer);
    reached();
    document.dispatchEvent(new CustomEvent("live:opened"));
  } else if (name === "fragments") {
    swap(data);
    since = id;
  } else if (name === "epoch-changed") {
    document.dispatchEvent(new CustomEvent("epoch-changed"));
  } else if (name === "close") {
    departing = true;
    presence.goOn();
    location.assign(data);
  } else if (["silent", "lost", "refused"].includes(name)) {
    // Nobody knows how others are while nothing comes; the poll soon does.
    if (name === "silent" && shell) shell.dataset.connection ??= "silent";
    proceed();
  }
}

/** Puts fragments into the page as htmx does with an answer. */
function swap(fragments) {
  const target = document.body;
  window.htmx.trigger(target, "htmx:beforeSwap", { elt: target, target, shouldSwap: true });
  window.htmx.swap(target, fragments, { swapStyle: "none", swapDelay: 0, settleDelay: 0 }, { contextElement: target });
}

async function ask() {
  clearTimeout(timer);
  const mine = (question = {});
  try {
    const address = `${page.host.dataset.pollUrl}?${new URLSearchParams(saying())}`;
    const answer = follow(await fetch(address, { headers: { ...drawnFor, ...inPageZone() }, signal: AbortSignal.timeout(patience) }));
    const fragments = await answer.text();
    if (mine === question) bring(answer, fragments);
  } catch {
    if (mine === question) failed(); // the next one says it again
  }
  proceed();
}

function bring(answer, fragments) {
  if (answer.status === 400) { // another version of the server, which does not know this cursor
    departing = true;
    return location.reload();
  }
  if (!answer.ok) return failed();
  reached();
  if (answer.headers.get("HX-Trigger") === "epoch-changed") document.dispatchEvent(new CustomEvent("epoch-changed"));
  if (answer.status === 200) swap(fragments);
  since = answer.headers.get("Live-Since") ?? since;
}

function reached() {
  if (unanswered) document.dispatchEvent(new CustomEvent("live:recovered"));
  unanswered = 0;
  showLost(false);
}

function failed() {
  unanswered++;
  showLost(unanswered >= failuresUntilLost);
}

function showLost(lost) {
  if (!shell) return;
  if (lost) shell.dataset.connection = "lost";
  else delete shell.dataset.connection;
  banner.hidden = !lost;
}
