// Presses of reactions count once, and who reacted shows on a long press too; Escape puts that away.
const longPress = 500;

let press = 0;
let shown = null;
let swallowClick = false;

const itemOf = (element) => element?.closest?.(".reaction-bar__item");

export function start() {
  document.addEventListener("click", once, { capture: true });
  document.addEventListener("pointerdown", hold);
  for (const type of ["pointerup", "pointercancel", "scroll"]) document.addEventListener(type, () => clearTimeout(press), { capture: true });
  document.addEventListener("contextmenu", (event) => event.pointerType === "touch" && itemOf(event.target) && event.preventDefault());
  document.addEventListener("keydown", (event) => event.key === "Escape" && dismiss());
  for (const type of ["pointerout", "focusout"]) document.addEventListener(type, undismiss);
}

function once(event) {
  const button = event.target.closest(".reaction[name]");
  if (!button) return;
  // The second half of a double click would take the first one back; the end of a long press only showed who.
  if (event.detail > 1 || swallowClick) {
    event.preventDefault();
    event.stopPropagation();
  }
  swallowClick = false;
}

function hold(event) {
  const item = itemOf(event.target);
  if (shown && shown !== item) hide();
  swallowClick = false;
  clearTimeout(press);
  if (!item || event.pointerType === "mouse") return;
  press = setTimeout(() => show(item), longPress);
}

function show(item) {
  hide();
  shown = item;
  shown.dataset.open = "";
  swallowClick = true;
}

function hide() {
  delete shown?.dataset.open;
  shown = null;
}

function dismiss() {
  hide();
  for (const item of document.querySelectorAll(".reaction-bar__item:is(:hover, :focus-within)")) item.dataset.dismissed = "";
}

function undismiss(event) {
  const item = itemOf(event.target);
  if (item && !item.contains(event.relatedTarget)) delete item.dataset.dismissed;
}
