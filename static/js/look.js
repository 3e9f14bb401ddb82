// Gives an open page the theme, density and skin tone that were chosen in the account dialog, once the server has them. Every other page
// has them from its first paint on.
import { onSwap } from "./page.js";

export function start() {
  onSwap(({ target }) => target.id === "look" && apply());
}

function apply() {
  const form = document.querySelector("#look form");
  const { theme, density, skin_tone: tone } = Object.fromEntries(new FormData(form));
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
