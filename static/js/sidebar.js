// Keeps the sidebar's rows in order as messages come, folds its sections at once, keeps its place from page to page, and tells
// of unread channels above and below what is on screen.
import { accepted, focus, hide, onSwap } from "./page.js";
import { ofTab } from "./storage.js";

const lists = document.getElementById("sidebar-lists");
const placeKept = "sidebar-place";
/** Kept as it changes: asked as the page goes, the browser would lay all of it out once more. */
let scrolled = 0;

export function start() {
  onSwap(order);
  lists.addEventListener("submit", ({ target }) => target.matches(".sidebar__fold") && queueMicrotask(() => fold(target)));
  lists.addEventListener("htmx:afterRequest", ({ target, detail }) => target.matches(".sidebar__fold") && !accepted(detail.xhr) && fold(target));
  lists.scrollTop = scrolled = Number(ofTab.get(placeKept));
  addEventListener("pagehide", () => ofTab.set(placeKept, String(scrolled)));
  for (const pill of pills()) pill.addEventListener("click", () => lead(pill));
  lists.addEventListener("scroll", scroll, { passive: true });
  new ResizeObserver(tell).observe(lists);
  document.addEventListener("htmx:afterSwap", tell);
  const drawer = document.getElementById("sidebar");
  drawer.addEventListener("toggle", tell);
  // Whoever tabs on out of the drawer would be behind it.
  document.addEventListener("focusin", ({ target }) => drawer.matches(":popover-open") && !drawer.contains(target) && drawer.hidePopover());
}

function scroll() {
  scrolled = lists.scrollTop;
  tell();
}

/** The current channel is in view wherever the lists were scrolled to before. */
export function open() {
  const current = lists.querySelector("[aria-current]");
  if (current && outside(current)) current.scrollIntoView({ block: "nearest" });
  tell();
}

const badge = (row) => row.querySelector(".badge");
const newest = (row) => Number(badge(row)?.dataset.newest ?? Number.MAX_VALUE);
const unread = (row) => (badge(row)?.hidden === false ? 0 : 1);
const place = (row) => Number(row.dataset.place ?? 0);

/** By what each section is kept in order, as its data-order says. */
const keys = {
  newest: (row) => [-newest(row)],
  unread: (row) => [unread(row), place(row)],
  "unread newest": (row) => [unread(row), -newest(row)],
};

function order() {
  for (const section of lists.querySelectorAll("[data-order]")) {
    const key = keys[section.dataset.order];
    const list = section.querySelector("ul");
    if (key && list) sort(list, key);
  }
}

function sort(list, key) {
  const focused = document.activeElement;
  const rows = [...list.children].map((row) => ({ row, by: key(row) }));
  rows.sort((a, b) => a.by[0] - b.by[0] || (a.by[1] ?? 0) - (b.by[1] ?? 0));
  rows.forEach(({ row }, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at]);
  });
  if (list.contains(focused)) focus(focused);
}

/** What the server is asked is in the form already; one that it refuses goes back. It draws the section anew with the next press in it. */
function fold(form) {
  const folded = form.closest(".sidebar__section").toggleAttribute("data-folded");
  form.querySelector("button").setAttribute("aria-expanded", String(!folded));
  form.querySelector("[name='fold'], [name='unfold']").name = folded ? "unfold" : "fold";
  tell();
}

const pills = () => document.querySelectorAll(".sidebar__pill");

/** -1 for what is above the part of the lists that is seen, 1 for what is below it, else 0. */
function outside(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  const edge = lists.getBoundingClientRect();
  if (!height || !edge.height) return 0;
  if (bottom <= edge.top + height / 2) return -1;
  return top >= edge.bottom - height / 2 ? 1 : 0;
}

const unreadLinks = () => [...lists.querySelectorAll(".sidebar__link:has(.badge:not([hidden]))")];

function tell() {
  const sides = unreadLinks().map(outside);
  for (const pill of pills()) {
    const wanted = sides.includes(Number(pill.dataset.side));
    if (!wanted && document.activeElement === pill) focus(lists.querySelector("[aria-current]"));
    hide(pill, !wanted);
  }
}

/** To the nearest unread channel on that side. */
function lead(pill) {
  const side = Number(pill.dataset.side);
  const found = unreadLinks().filter((link) => outside(link) === side);
  const next = side < 0 ? found.at(-1) : found[0];
  next?.scrollIntoView({ block: "center" });
  focus(next); // Enter opens it
}
