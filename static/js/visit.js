// Leads from channel to channel while the document stays: fetches the page of the other and puts the parts that differ in place of
// those that are shown. Whatever is not plainly such a page is left to the browser, and so is what takes long: another kind of page,
// a refusal, one that is drawn for another person or by another version of the server.
import { hold } from "./ahead.js";
import { announce } from "./announce.js";
import { channelShown, cover } from "./dialog.js";
import { tell, tellUnreachable } from "./failures.js";
import { asked, giveUpAll } from "./given-up.js";
import { closeChannel, focus, openChannel, page, user } from "./page.js";
import * as places from "./places.js";
import { goOn } from "./presence.js";
import { bringBack, placeNow, toEnd } from "./scroll.js";
import { settled } from "./send.js";
import { hasLater } from "./unread.js";

const patience = 12_000;
// A message that is on its way is to be known as sent.
const sendingFirst = 2_500;
// Where a page goes that cannot stay: it says that a channel is closed to the reader by now.
const gone = "/?gone=1";
/** The same for one to whom that has been said before. */
const goneBack = "/?gone=back";

/** Ends the visit that is under way. */
let asking = new AbortController();
/** The address that is shown. */
let here = "";
/** The dialog that the visit began under. One that was opened on the way stays. */
let under = 0;
/** What was asked for before. */
let before = [];

/** Once every module has opened: a notice takes itself out of the address. */
export function open() {
  if (location.pathname === "/") history.replaceState(history.state, "", `/c/${page.channel}${location.hash}`);
  queueMicrotask(arrived);
}

export function start() {
  document.documentElement.dataset.visits = ""; // address.js leaves it to this one
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[href^='#']")) keepPlace();
    const link = leadsOn(event);
    if (!link) return;
    event.preventDefault();
    visit(link.href, link);
  });
  addEventListener("popstate", () => typedAhead(moved));
  addEventListener("hashchange", arrived);
  document.addEventListener("reader:at-newest", atNewest);
  addEventListener("pagehide", keepPlace);
  addEventListener("pageshow", (event) => event.persisted && typedAhead(moved));
  // Once every module has opened the channel.
  if (places.returned) document.addEventListener("DOMContentLoaded", cameBack);
}

/** The link to a channel or a message that a plain click is on, also one that somebody has written. */
function leadsOn(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const elsewhere = link.origin !== location.origin || link.hash || link.hasAttribute("download");
  return !elsewhere && /^\/[cm]\/[^/]+$/.test(link.pathname) ? link : null;
}

/** Shows what is at an address. The link that was pressed, if any, has the focus back after a failure. */
export const visit = (address, link = page.scroller) => typedAhead(() => lead(address, link));

/** What is typed on the way is meant for where it leads. */
async function typedAhead(go) {
  under = cover();
  before = asked();
  const release = hold("", under);
  try {
    await go();
  } finally {
    release();
  }
}

async function lead(address, link) {
  point(address);
  const found = await ask(address);
  if (found === undefined) return;
  if (found === null) {
    point(location.href);
    return tellUnreachable(link);
  }
  if (found.closed && link.closest?.("#sidebar-lists")) return lead(gone, link); // as long as it was listed it was open
  if (found.refused) {
    point(location.href);
    return tell(link, found.refused);
  }
  if (!found.next) return leave(() => location.assign(address));
  keepPlace();
  show(found.next, () => enter(found.address));
}

function enter(address) {
  if (address === location.href) return history.replaceState(null, "", address);
  history.pushState(null, "", address);
}

/** Whoever has come to the newest is where the channel opens by itself, and no longer at what the address may have named. */
function atNewest() {
  if (addressOf(location) !== here || (!location.search && !location.hash)) return;
  history.replaceState(history.state, "", location.pathname);
  arrived();
}

/** Back and Forward have led to another entry, or a fragment has made one. */
async function moved() {
  asking.abort();
  point(location.href);
  const within = addressOf(location) === here;
  if (within && places.isNew()) return arrived();
  keepPlace();
  const place = places.placeOf(history.state?.entry ?? "");
  if (within && stay(place)) return arrived();
  let found = await ask(location.href);
  const elsewhere = found?.next && place && !found.next.getElementById(place.row);
  if (elsewhere) found = await around(place, found);
  if (found === undefined) return;
  if (found?.closed) return lost();
  if (!found?.next) return leave(places.load);
  show(found.next, () => {}, wanted(place, elsewhere));
}

/** Goes to a place of the page as it is, and tells whether it is there, as it is without any. */
function stay(place) {
  if (place?.end && !hasLater()) toEnd();
  else if (place && !document.getElementById(place.row)) return false;
  else if (place) bringBack(place);
  return true;
}

/** Back and Forward have led here from another document, and this one was asked for anew. */
async function cameBack() {
  const place = places.placeOf();
  if (!place) return;
  if (document.getElementById(place.row)) {
    if (wanted(place)) bringBack(place);
    return;
  }
  const found = await around(place, null);
  if (found) show(found.next, () => {}, place);
}

/** Who was at the end of what there was has what came since before them. */
const wanted = (place, elsewhere = false) => (place?.end && !elsewhere ? null : place);

/** What was once shown at this address is closed to the reader by now. */
async function lost() {
  const found = await ask(goneBack);
  if (found?.next) show(found.next, () => history.replaceState(null, "", found.address));
  else if (found !== undefined) leave(() => location.replace(goneBack));
}

/** The page around a row that the usual one does not reach back to, else that one. */
async function around({ row }, usual) {
  const address = new URL(location.pathname, location.href);
  address.search = new URLSearchParams({ at: row.slice("message-".length) });
  const found = await ask(address);
  const marked = found?.next?.querySelector(".message--marked");
  if (!marked) return found === undefined ? undefined : usual;
  marked.classList.remove("message--marked");
  marked.removeAttribute("autofocus");
  return found;
}

/**
 * Asks for a page: `next` is its document, null where it is no page that could be shown here, as where it is `closed` to the reader. The
 * answer is null where none came, and undefined when something else was asked for meanwhile.
 */
async function ask(address) {
  asking.abort();
  const mine = (asking = new AbortController());
  const late = setTimeout(() => mine.abort("late"), patience);
  try {
    const answer = await fetch(address, { signal: mine.signal });
    const text = await answer.text();
    const next = new DOMParser().parseFromString(text, "text/html");
    clearTimeout(late);
    await settled(sendingFirst);
    if (mine !== asking || mine.signal.aborted) return undefined;
    const refused = [403, 404].includes(answer.status) && answer.headers.get("Content-Type")?.startsWith("text/plain") ? text : "";
    return { address: answer.url, closed: answer.status === 403, refused, next: answer.ok && alike(next) ? next : null };
  } catch {
    if (mine.signal.reason === "late") return { next: null };
    return mine === asking ? null : undefined;
  } finally {
    clearTimeout(late);
  }
}

/** Whether a page is one of this person's and of this server as it was, in the zone, language and look of this one. */
function alike(next) {
  const chat = next.getElementById("chat");
  const [root, other] = [document.documentElement, next.documentElement];
  const script = (shown) => shown.querySelector("script[type=module]")?.getAttribute("src");
  if (!chat || chat.dataset.user !== user || chat.dataset.rules !== page.chat.dataset.rules || script(next) !== script(document)) return false;
  if (root.dataset.zone !== undefined && root.dataset.zone !== Intl.DateTimeFormat().resolvedOptions().timeZone) return false;
  return ["lang", "data-zone", "data-theme", "data-density"].every((name) => root.getAttribute(name) === other.getAttribute(name));
}

function leave(go) {
  goOn();
  go();
}

function show(next, enter, place = null) {
  closeChannel();
  channelShown(under);
  giveUpAll(before);
  for (const open of document.querySelectorAll("#sidebar:popover-open, #emoji-picker:popover-open")) open.hidePopover();
  if (!cover()) document.activeElement?.blur();
  enter();
  document.title = next.title;
  replace(next);
  openChannel();
  if (place) bringBack(place);
  if (document.activeElement === document.body) focus(page.log.querySelector("[autofocus]")) || focus(document.getElementById("main"));
  announce(document.title);
}

/** The sidebar stays as the reader has scrolled it. */
function replace(next) {
  for (const part of next.querySelectorAll("noscript")) part.remove();
  const links = document.querySelectorAll("body > .skip-link");
  links[0].before(...next.querySelectorAll("body > .skip-link"));
  for (const link of links) link.remove();
  const sidebar = document.getElementById("sidebar");
  window.Idiomorph.morph(sidebar, next.getElementById("sidebar").innerHTML, { morphStyle: "innerHTML" });
  const chat = next.getElementById("chat");
  page.chat.replaceWith(chat);
  for (const part of [sidebar, chat]) window.htmx.process(part);
}

/** Shows at once in the sidebar where it goes. */
function point(address) {
  const { pathname } = new URL(address, location.href);
  const links = [...document.querySelectorAll("#sidebar-lists .sidebar__link")];
  if (!links.some((link) => link.pathname === pathname)) return;
  for (const link of links) {
    if (link.pathname === pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

const addressOf = ({ pathname, search }) => pathname + search;

/** Notes where the page is now. */
function arrived() {
  here = addressOf(location);
  places.arrived();
}

/** Before whatever leads on. */
export const keepPlace = () => places.keep(placeNow());
