// Completes what is typed in the composer, the edit form and the search box: a combobox over a list that the server draws.
import { follow } from "./page.js";
import { fields } from "./field.js";

const pause = 100;

/** What can be completed: the sign with what is typed behind it, where the list is asked for, and what an option puts there. */
const kinds = [];

/** The field, the kind and the place of its sign that the list is for. */
let open = null;
let waiting = 0;

/**
 * With a list of its own a kind completes other fields than those of messages: it is open as soon as such a field is entered,
 * and Enter takes nothing there that was not chosen.
 * @param {{ started: RegExp, address: (typed: string) => string, text: (option: HTMLElement) => string, fields?: string, list?: HTMLElement }} kind
 */
export function complete(kind) {
  kinds.push({ fields, list: document.getElementById("completion-list"), waits: !!kind.list, ...kind });
}

export function start() {
  document.addEventListener("input", ({ target }) => kinds.some((kind) => target.matches(kind.fields)) && look(target));
  document.addEventListener("focusin", ({ target }) => kinds.some((kind) => kind.waits && target.matches(kind.fields)) && look(target));
  document.addEventListener("keydown", (event) => open && event.target === open.field && pressed(event), { capture: true });
  document.addEventListener("selectionchange", () => open && !begun(open.field) && close());
  document.addEventListener("focusout", ({ target }) => target === open?.field && close());
  // The field keeps the focus while an option is pressed.
  document.addEventListener("mousedown", (event) => open?.kind.list.contains(event.target) && event.preventDefault());
  document.addEventListener("click", ({ target }) => open?.kind.list.contains(target) && take(target.closest("[role=option]")));
}

/** What the caret stands behind. */
function begun(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const before = field.value.slice(0, field.selectionStart);
  for (const kind of kinds) {
    const found = field.matches(kind.fields) && kind.started.exec(before);
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
  kind.list.innerHTML = html;
  if (options(kind).length === 0) return close();
  open = now;
  kind.list.hidden = false;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", kind.list.firstElementChild.id);
  if (field.role === "combobox") field.setAttribute("aria-expanded", "true");
  if (!kind.waits) choose(options()[0]);
  else field.removeAttribute("aria-activedescendant");
}

const options = ({ list } = open.kind) => [...list.querySelectorAll("[role=option]")];
const chosen = () => open.kind.list.querySelector('[aria-selected="true"]');

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  open.field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function close() {
  clearTimeout(waiting);
  if (!open) return;
  const { field, kind } = open;
  open = null;
  for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
  if (field.role === "combobox") field.setAttribute("aria-expanded", "false");
  kind.list.hidden = true;
  kind.list.replaceChildren();
}

function pressed(event) {
  const all = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(all.at((all.indexOf(chosen() ?? all.at(Math.min(-step, 0))) + step) % all.length));
  else if (chosen() && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey))) take(chosen());
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** What ends with a colon goes on: with a name, say. */
function take(option) {
  if (!option) return;
  const { field, kind, at } = open;
  const text = kind.text(option);
  field.setRangeText(text.endsWith(":") && kind.waits ? text : `${text} `, at, field.selectionStart, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
