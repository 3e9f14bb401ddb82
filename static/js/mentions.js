// Completes a name behind an "@" in the composer and the edit form. The list is the server's: who is there first.
import { channel, follow } from "./page.js";
import { fields } from "./field.js";

const list = document.getElementById("mention-list");
/** An "@" that may start a mention, with what is typed of the name so far. */
const started = /(?<![\p{L}\p{N}@._-])@([A-Za-z0-9_-]{0,32})$/u;
const pause = 100;

/** The field and the place of its "@" that the list is for. */
let open = null;
let waiting = 0;

export function start() {
  document.addEventListener("input", ({ target }) => target.matches(fields) && look(target));
  document.addEventListener("keydown", (event) => open && event.target === open.field && pressed(event), { capture: true });
  document.addEventListener("selectionchange", () => open && !mention(open.field) && close());
  document.addEventListener("focusout", ({ target }) => target === open?.field && close());
  // The field keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => take(target.closest("[role=option]")));
}

/** The mention that the caret stands behind. */
function mention(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const found = started.exec(field.value.slice(0, field.selectionStart));
  return found && { field, at: found.index, typed: found[1] };
}

function look(field) {
  clearTimeout(waiting);
  const found = mention(field);
  if (!found) return close();
  waiting = setTimeout(() => ask(found), pause);
}

async function ask({ field, typed }) {
  const query = new URLSearchParams({ channel, q: typed });
  // Without an answer there is no list, and the name is typed.
  const answer = await fetch(`/ui/mentions/people?${query}`, { headers: { "HX-Request": "true" } }).then(follow).catch(() => null);
  const html = answer?.ok && (await answer.text().catch(() => ""));
  const now = mention(field);
  if (!html || now?.typed !== typed || document.activeElement !== field) return;
  list.innerHTML = html;
  if (options().length === 0) return close();
  open = now;
  list.hidden = false;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "mention-options");
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
  const { field, at } = open;
  field.setRangeText(`@${option.dataset.name} `, at, field.selectionStart, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
