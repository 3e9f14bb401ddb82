// Gives an open page the theme, density and skin tone that were chosen in the account dialog, once the server has them, also where the
// dialog is closed by then. Every other page has them from its first paint on.
import { accepted } from "./page.js";

export function start() {
  document.addEventListener("htmx:beforeSend", ({ target, detail }) => {
    if (!target.closest("#look")) return;
    const chosen = Object.fromEntries(new FormData(target.closest("form")));
    detail.xhr.addEventListener("load", () => accepted(detail.xhr) && apply(chosen));
  });
}

function apply({ theme, density, skin_tone: tone }) {
  const page = document.documentElement;
  page.dataset.density = density;
  const picker = document.getElementById("emoji-picker");
  if (picker && picker.dataset.skinTone !== tone) {
    document.getElementById("emoji-picker-slot").replaceChildren();
    picker.dataset.skinTone = tone;
  }
  if (theme === "system") delete page.dataset.theme;
  else page.dataset.theme = theme;
}
