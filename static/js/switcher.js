// The switcher: opened by its keys, its list walked from the search field, which keeps the focus.
import { hold } from "./ahead.js";
import { unshifted } from "./keys.js";
import { onSwap } from "./page.js";

const dialog = document.getElementById("dialog");

/** Ends what holds back the keys after Enter, while the list that it waits for is on its way. */
let release = null;

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "switcher-query") pressed(event);
  });
  document.addEventListener("htmx:afterSwap", () => {
    const list = document.getElementById("destinations-list");
    if (!list) offerNothing();
    else if (dialog.contains(list) && list.role !== "listbox") offer(list);
  });
  document.addEventListener("request-failed", ({ target }) => {
    if (target.id === "switcher-query") failed();
  });
  dialog.addEventListener("close", giveUp);
  onSwap(() => dialog.open && options().forEach(count));
}

/** What is unread there is what the sidebar says by now. The order stays: whoever looks for a name does so in one that stands still. */
function count(link) {
  const now = document.getElementById(`unread:${link.getAttribute("href")}`);
  const shown = link.querySelector(".badge");
  if (!now || words(shown) === words(now)) return;
  link.classList.toggle("destinations__one--unread", !now.hidden);
  shown?.remove();
  if (now.hidden) return;
  const badge = now.cloneNode(true);
  badge.removeAttribute("id");
  link.append(badge);
}

const words = (badge) => badge?.textContent.trim() ?? "";

/** Makes the links the options of the search field, the first of them chosen. */
function offer(list) {
  list.role = "listbox";
  for (const link of options()) {
    link.parentElement.role = "presentation";
    link.role = "option";
    link.tabIndex = -1;
  }
  const field = document.getElementById("switcher-query");
  field.role = "combobox";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", list.id);
  choose(options()[0]);
  if (wanted(field)) arrive();
}

function offerNothing() {
  const field = document.getElementById("switcher-query");
  if (!dialog.contains(field)) return;
  if (wanted(field)) giveUp();
  field.setAttribute("aria-expanded", "false");
  for (const name of ["aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
}

const options = () => [...document.querySelectorAll("#destinations-list a")];
const chosen = () => document.querySelector('#destinations-list [aria-selected="true"]');

function choose(link) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === link));
  document.getElementById("switcher-query").setAttribute("aria-activedescendant", link?.id ?? "");
  link?.scrollIntoView({ block: "nearest" });
}

function pressed(event) {
  const list = options();
  const at = list.indexOf(chosen());
  const to = unshifted(event) ? { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key] : undefined;
  if (to !== undefined) {
    event.preventDefault();
    choose(list.at(to % list.length));
  } else if (event.key === "Enter") {
    event.preventDefault();
    goTo(event.target);
  } else {
    delete event.target.dataset.wanted;
    giveUp();
  }
}

/** Goes to the first of the list for what stands in the field. What else is typed is for there. */
export function goTo(field, typed = "") {
  field.dataset.wanted = field.value;
  release ??= hold(typed);
  if (shows(field)) arrive();
}

function arrive() {
  chosen()?.click();
  giveUp();
}

/** What waits for a list does so no longer. */
function giveUp() {
  release?.();
  release = null;
}

/** Whether the list is the one for what stands in the field; Enter waits for it. */
const shows = (field) => document.getElementById("destinations").dataset.query === field.value.trim();
const wanted = (field) => field.dataset.wanted === field.value && shows(field);

function failed() {
  giveUp();
  document.getElementById("destinations-list")?.remove();
  offerNothing();
  document.querySelector(".destinations__summary").textContent = document.getElementById("destinations").dataset.failed;
}
