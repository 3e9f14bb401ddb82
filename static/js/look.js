// Gives an open page the theme and density that were chosen in the account dialog, once the server has them. Every other page
// has them from its first paint on.
import { onSwap } from "./page.js";

export function start() {
  onSwap(({ target }) => target.id === "look" && apply());
}

function apply() {
  const form = document.querySelector("#look form");
  const { theme, density } = Object.fromEntries(new FormData(form));
  const page = document.documentElement;
  page.dataset.density = density;
  if (theme === "system") delete page.dataset.theme;
  else page.dataset.theme = theme;
}
