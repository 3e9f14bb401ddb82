// Completes what is typed in the composer, the edit form and the search box: a combobox over a list that the server draws.
import { ask as request, drawnFor } from "./page.js";
import { fields } from "./field.js";
import { verbatim } from "./in-code.js";
import { unshifted } from "./keys.js";

const pause = 100;
/** For so long a list stands for what was typed before, while the next is on its way. */
const lasting = 1_000;

/** What can be completed: the sign with what is typed behind it, where the list is asked for, and what an option puts there. */
const kinds = [];

/** The field, the kind and the place of its sign that the list is for. */
let current = null;
let waiting = 0;
/** The number of the list that is wanted: what comes for one before it is too late. */
let wanted = 0;

/**
 * With a list of its own, which it names by its id, a kind completes other fields than those of messages: it is open as soon as
 * such a field is entered, and Enter takes nothing there that was not chosen.
 * @param {{ started: RegExp, address: (typed: string) => string, text: (option: HTMLElement) => string, fields?: string, list?: string }} kind
 */
export function complete(kind) {
  kinds.push({ fields, list: "completion-list", waits: !!kind.list, ...kind });
}

export const open = (signal) => signal.addEventListener("abort", close);

export function start() {
  document.addEventListener("input", ({ target }) => kinds.some((kind) => target.matches(kind.fields)) && look(target));
  document.addEventListener("focusin", ({ target }) => kinds.some((kind) => kind.waits && target.matches(kind.fields)) && look(target));
  document.addEventListener("keydown", (event) => current && event.target === current.field && pressed(event), { capture: true });
  document.addEventListener("selectionchange", () => current && !begun(current.field) && close());
  document.addEventListener("submit", close, { capture: true });
  document.addEventListener("focusout", ({ target }) => target === current?.field && close());
  // The field keeps the focus while an option is pressed.
  document.addEventListener("mousedown", (event) => current && listOf(current.kind).contains(event.target) && event.preventDefault());
  document.addEventListener("click", ({ target }) => current && listOf(current.kind).contains(target) && take(target.closest("[role=option]")));
}

/** What the caret stands behind. */
function begun(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const before = field.value.slice(0, field.selectionStart);
  for (const kind of kinds) {
    const found = field.matches(kind.fields) && kind.started.exec(before);
    if (!found) continue;
    if (!kind.waits && verbatim(before, field.value.slice(field.selectionStart))) return null;
    return { field, kind, at: found.index, typed: found[1] };
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
  const mine = ++wanted;
  const late = setTimeout(() => mine === wanted && clear(), lasting);
  const answer = await request(kind.address(typed), { headers: { "HX-Request": "true", ...drawnFor } });
  const html = answer?.ok && (await answer.text().catch(() => ""));
  clearTimeout(late);
  if (mine !== wanted) return;
  if (!html) return clear(); // the rest is typed: what was shown is no answer to other letters
  const now = begun(field);
  if (now?.kind !== kind || now.typed !== typed || document.activeElement !== field) return;
  const list = listOf(kind);
  list.innerHTML = html;
  if (options(kind).length === 0) return close();
  current = now;
  list.hidden = false;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.firstElementChild.id);
  if (field.role === "combobox") field.setAttribute("aria-expanded", "true");
  if (!kind.waits) choose(options()[0]);
  else field.removeAttribute("aria-activedescendant");
}

const listOf = (kind) => document.getElementById(kind.list);
const options = (kind = current.kind) => [...listOf(kind).querySelectorAll("[role=option]")];
const chosen = () => listOf(current.kind).querySelector('[aria-selected="true"]');

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  current.field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function close() {
  clearTimeout(waiting);
  wanted++;
  clear();
}

function clear() {
  if (!current) return;
  const { field, kind } = current;
  current = null;
  for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
  if (field.role === "combobox") field.setAttribute("aria-expanded", "false");
  listOf(kind).hidden = true;
  listOf(kind).replaceChildren();
}

function pressed(event) {
  const all = options();
  const takes = event.key === "Tab" || (event.key === "Enter" && !event.shiftKey);
  const step = unshifted(event) && { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(all.at((all.indexOf(chosen() ?? all.at(Math.min(-step, 0))) + step) % all.length));
  else if (takes && chosen() && !answers(chosen())) return close(); // as it would be once the list for these letters is there
  else if (takes && chosen()) take(chosen());
  else if (event.key === "Escape") close();
  else if (event.key === "Tab") return close(); // the browser would go into the list, which scrolls
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Whether an option is what is typed by now, also where the list is for fewer letters. */
function answers({ childNodes }) {
  const typed = begun(current.field)?.typed.toLowerCase();
  if (typed === current.typed.toLowerCase()) return true;
  const shown = [...childNodes].map(({ textContent }) => textContent.toLowerCase());
  return shown.join(" ").split(/[^\p{L}\p{M}\p{N}_+-]+/u).some((word) => word.startsWith(typed));
}

/** What ends with a colon goes on: with a name, say. */
function take(option) {
  if (!option) return;
  const { field, kind, at } = current;
  const text = kind.text(option);
  const goesOn = text.endsWith(":") && kind.waits;
  const spaced = field.value[field.selectionStart] === " ";
  field.setRangeText(goesOn || spaced ? text : `${text} `, at, field.selectionStart, "end");
  if (spaced && !goesOn) field.selectionStart++;
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
