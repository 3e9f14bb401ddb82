// Opens the emoji picker beside the button that asks for it: what is picked is a reaction to a message, or goes into a text. It is
// loaded on first use; where it or its emoji cannot be, in time, a reaction's button does what it does without this script and opens
// the dialog, and a text's puts a ":" there, behind which emoji complete themselves.
import { hold, write } from "./ahead.js";
import { tellOf } from "./failures.js";
import { drawnFor, focus, focusSomewhere, invoker, page } from "./page.js";

const popover = document.getElementById("emoji-picker");
const slot = document.getElementById("emoji-picker-slot");
const gap = 4;
const patience = 8_000;

/** The message that is reacted to, or the field that is written in, and the buttons that may have focus back. */
const into = "into:";
let message = "";
let from = null;
let pressedWhileOpen = "";
/** Ends what holds back the keys that are meant for the search, while that is on its way. */
let release = null;

export function start() {
  // Before htmx, whose own listener is on the button.
  document.addEventListener("click", intercept, { capture: true });
  document.addEventListener("pointerdown", () => (pressedWhileOpen = popover.matches(":popover-open") ? message : ""), { capture: true });
  popover.addEventListener("beforetoggle", ({ newState }) => newState === "closed" && release?.(() => {}));
  popover.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (popover.contains(document.activeElement) || document.activeElement === document.body)) giveFocusBack();
  });
  // A search field would only clear itself.
  popover.addEventListener("keydown", (event) => event.key === "Escape" && popover.hidePopover(), { capture: true });
  popover.addEventListener("keydown", takeFirst, { capture: true });
  popover.addEventListener("emoji-click", (event) => picked(event.detail.unicode));
  popover.addEventListener("skin-tone-change", (event) => keepTone(event.detail.skinTone));
  // Such as when a phone's keyboard comes up.
  addEventListener("resize", () => popover.matches(":popover-open") && place());
}

function intercept(event) {
  const button = event.target.closest("[data-pick]");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  // The press that closes the picker is on the button that opened it.
  if (pressedWhileOpen !== button.dataset.pick) open(button);
  pressedWhileOpen = "";
}

async function open(button) {
  button.closest(".message__actions:popover-open")?.hidePopover();
  message = button.dataset.pick;
  from = button.checkVisibility() ? button : invoker(button);
  // At once: a frame later it would take away what has been typed meanwhile.
  clearSearch();
  popover.showPopover();
  place();
  const typed = (release = hold());
  const asked = message;
  const wanted = () => asked === message && popover.matches(":popover-open");
  try {
    await inTime(load());
    if (wanted()) requestAnimationFrame(() => focusSearch(typed));
    // Without storage or its data it would show a sentence and stay empty.
    await inTime(slot.firstElementChild.database.ready());
  } catch {
    slot.replaceChildren(); // the next press tries anew
    if (!wanted()) return;
    release = null;
    popover.hidePopover();
    if (field()) insert(":");
    else openDialog(button);
    typed(field() ? undefined : () => {});
  }
}

/** The field that is written in, null for a reaction. */
const field = () => (message.startsWith(into) ? document.getElementById(message.slice(into.length)) : null);

async function load() {
  if (slot.firstElementChild) return;
  const { module, source, words } = popover.dataset;
  const [{ Database }, said] = await Promise.all([import(module), words && import(words)]);
  const locale = document.documentElement.lang;
  await useTone(new Database({ dataSource: source, locale }));
  if (slot.firstElementChild) return;
  const picker = document.createElement("emoji-picker");
  picker.setAttribute("locale", locale);
  picker.setAttribute("data-source", source);
  if (said) picker.i18n = said.default;
  exactFirst(picker.database);
  slot.append(picker);
}

/** What is called as was typed comes before what is only called a little like it. */
function exactFirst(database) {
  const search = database.getEmojiBySearchQuery.bind(database);
  database.getEmojiBySearchQuery = async (query) => {
    const typed = query.toLowerCase().replace(/^:|:$/g, "");
    const exact = ({ annotation, shortcodes = [] }) => annotation?.toLowerCase() === typed || shortcodes.includes(typed);
    const found = await search(query);
    return [...found.filter(exact), ...found.filter((emoji) => !exact(emoji))];
  };
}

/** The skin tone is the person's, whichever device it was chosen on. A picker reads it when it is made. */
async function useTone(database) {
  const tone = Number(popover.dataset.skinTone);
  if ((await database.getPreferredSkinTone()) !== tone) await database.setPreferredSkinTone(tone);
}

function keepTone(tone) {
  popover.dataset.skinTone = tone;
  const headers = { "Content-Type": "application/json", ...drawnFor };
  // Until it is stored it is this page's.
  tellOf(from ?? popover, "/look", { method: "POST", headers, body: JSON.stringify({ skin_tone: tone }) });
}

function inTime(loading) {
  let timer = 0;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("too late")), patience)));
  return Promise.race([loading, late]).finally(() => clearTimeout(timer));
}

const searchField = () => slot.firstElementChild?.shadowRoot.getElementById("search");

function clearSearch() {
  const search = searchField();
  if (!search || search.value === "") return;
  search.value = "";
  search.dispatchEvent(new Event("input", { bubbles: true }));
}

function focusSearch(typed) {
  const search = searchField();
  // A phone's keyboard would cover half of the emoji.
  if (matchMedia("(hover: hover)").matches) search?.focus({ preventScroll: true });
  typed((text) => write(search, text.replaceAll("\n", "")));
}

function openDialog(button) {
  const source = button.isConnected ? button : document.body;
  window.htmx.ajax("GET", `/ui/react/${message}`, { source, target: "#dialog", swap: "innerHTML" }).catch(() => {});
}

const place = () => placeBeside(from?.isConnected ? from : document.getElementById(`message-${message}`) ?? document.body);

/** Below the button where there is room, else above it; always inside the window, and where one writes inside the field's box. */
function placeBeside(element) {
  const at = element.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const full = Math.max(height, parseFloat(getComputedStyle(popover).maxHeight) || 0);
  const below = at.bottom + gap + full <= innerHeight;
  const end = element.closest(".composer__box")?.getBoundingClientRect().right ?? innerWidth - gap;
  const x = Math.max(gap, Math.min(at.left, end - width));
  const y = below ? at.bottom + gap : Math.max(gap, at.top - gap - full);
  Object.assign(popover.style, { inset: "auto", margin: "0", left: `${x}px`, top: `${Math.min(y, Math.max(gap, innerHeight - full - gap))}px` });
}

/** Enter takes the first that is found, unless the arrows have chosen another. */
async function takeFirst(event) {
  const search = searchField();
  if (event.key !== "Enter" || event.composedPath()[0] !== search || search.value === "" || search.hasAttribute("aria-activedescendant")) return;
  event.preventDefault();
  event.stopPropagation();
  // What is on screen may be for fewer letters.
  const [best] = await slot.firstElementChild.database.getEmojiBySearchQuery(search.value).catch(() => []);
  const tone = Number(popover.dataset.skinTone);
  if (best && popover.matches(":popover-open")) picked(best.skins?.find((skin) => skin.tone === tone)?.unicode ?? best.unicode);
}

function picked(emoji) {
  if (!field()) return react(emoji);
  popover.hidePopover();
  insert(emoji);
}

/** Puts it where the caret is. */
function insert(text) {
  const written = field();
  focus(written);
  written.setRangeText(text, written.selectionStart, written.selectionEnd, "end");
  written.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A refusal is shown in the dialog; what the server accepts comes with the live update that follows at once. */
function react(reaction) {
  const row = document.getElementById(`reactions-${message}`) ?? document.getElementById(`message-${message}`);
  popover.hidePopover();
  // Without its message it is asked for all the same: the server says why nothing comes of it.
  const source = from?.isConnected ? from : (row ?? page.scroller);
  window.htmx.ajax("POST", `/ui/react/${message}`, { source, target: "#dialog", swap: "innerHTML", values: { reaction } }).catch(() => {});
}

function giveFocusBack() {
  focus(field()) || focus(from) || focus(from?.id && document.getElementById(from.id)) || focus(document.getElementById(`message-${message}-react`)) || focusSomewhere();
}
