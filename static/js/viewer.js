// Shows the pictures of the conversation one after the other, in the page's dialog: arrow keys and buttons step, Escape closes.
import { alone } from "./keys.js";
import { focus, page } from "./page.js";

const dialog = document.getElementById("dialog");

/** The link whose picture is shown, or null. */
let shown = null;

const pictures = () => [...page.log.querySelectorAll("a[data-picture]")];

export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-picture]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  dialog.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]");
    if (shown && step) show(Number(step.dataset.step));
  });
  dialog.addEventListener("keydown", (event) => {
    if (!shown || !alone(event) || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    const forward = (event.key === "ArrowRight") === (getComputedStyle(dialog).direction === "ltr");
    show(forward ? 1 : -1);
  });
  dialog.addEventListener("close", () => {
    const from = shown;
    shown = null;
    dialog.classList.remove("dialog--viewer");
    if (from) queueMicrotask(() => focus(from));
  });
}

function open(link) {
  shown = link;
  dialog.replaceChildren(document.getElementById("viewer-template").content.cloneNode(true));
  dialog.classList.add("dialog--viewer");
  show(0);
  dialog.showModal();
  focus(dialog.querySelector("[data-step='1']:enabled")) || focus(dialog.querySelector("button"));
}

/** Goes so many pictures on. */
function show(by) {
  const all = pictures();
  const place = Math.min(Math.max(all.indexOf(shown) + by, 0), all.length - 1);
  if (place < 0) return; // its message was deleted
  shown = all[place];
  const name = shown.querySelector("img").alt;
  const picture = dialog.querySelector(".viewer__picture");
  picture.src = shown.getAttribute("href");
  picture.alt = name;
  dialog.querySelector(".file-card__name").textContent = name;
  dialog.querySelector("[data-original]").href = shown.getAttribute("href");
  const status = dialog.querySelector("[data-place]");
  status.textContent = status.dataset.place.replace("{n}", place + 1).replace("{all}", all.length);
  const { activeElement } = document;
  const steps = [...dialog.querySelectorAll("[data-step]")];
  for (const button of steps) button.disabled = !all[place + Number(button.dataset.step)];
  // At either end the button that led there takes no focus any more, and keys would go nowhere.
  if (activeElement.disabled) focus(steps.find((button) => !button.disabled)) || focus(dialog.querySelector("button"));
}
