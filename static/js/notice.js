// A notice at the top of the page is said once: it is gone from the address, so that a reload does not repeat it, and is put away
// where it stands.
import { focusSomewhere, page } from "./page.js";

export function open() {
  const notice = document.getElementById("notice");
  if (!notice) return;
  history.replaceState(history.state, "", `/c/${page.channel}`);
  notice.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    notice.remove();
    focusSomewhere();
  });
}
