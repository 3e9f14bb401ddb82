// Completes what is typed behind a sign in the composer and the edit form: a combobox over a list that the server draws.
import { follow } from "./page.js";
import { fields } from "./field.js";

const list = document.getElementById("completion-list");
const pause = 100;

/** What can be completed: the sign with what is typed behind it, where the list is asked for, and what an option puts there. */
const kinds = [];

/** The field, the kind and the place of its sign that the list is for. */
let open = null;
let waiting = 0;

/** @param {{ started: RegExp, address: (typed: string) => string, text: (option: HTMLElement) => string }} kind */
export function complete(kind) {
  kinds.push(kind);
}

export function start() {
  document.addEventListener("input", ({ target }) => target.matches(fields) && look(target));
  document.addEventListener("keydown", (event) => open && event.target === open.field && pressed(event), { capture: true });
  document.addEventListener("selectionchange", () => open && !begun(open.field) && close());
  document.addEventListener("focusout", ({ target }) => target === open?.field && close());
  // The field keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => take(target.closest("[role=option]")));
}

/** What the caret stands behind. */
function begun(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const before = field.value.slice(0, field.selectionStart);
  for (const kind of kinds) {
    const found = kind.started.exec(before);
    if (found) return { field, kind, at: found.index, typed: found[1] };
  }
  return null;
}

function look(field) {
  clearTimeout(waiting);
  const found = begun(field);
  if (!found) return close();
  waiting = setTimeout(() => ask(found), pause);
}

async function ask({ field, kind, typed }) {
  // Without an answer there is no list, and the rest is typed.
  const answer = await fetch(kind.address(typed), { headers: { "HX-Request": "true" } }).then(follow).catch(() => null);
  const html = answer?.ok && (await answer.text().catch(() => ""));
  const now = begun(field);
  if (!html || now?.kind !== kind || now.typed !== typed || document.activeElement !== field) return;
  list.innerHTML = html;
  if (options().length === 0) return close();
  open = now;
  list.hidden = false;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.firstElementChild.id);
  choose(options()[0]);
}

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector('[aria-selected="true"]');

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  open.field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function close() {
  clearTimeout(waiting);
  for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) open?.field.removeAttribute(name);
  open = null;
  list.hidden = true;
  list.replaceChildren();
}

function pressed(event) {
  const all = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(all.at((all.indexOf(chosen()) + step) % all.length));
  else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) take(chosen());
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(option) {
  if (!option) return;
  const { field, kind, at } = open;
  field.setRangeText(`${kind.text(option)} `, at, field.selectionStart, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
