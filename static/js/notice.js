// A notice at the top of the page is said once: it is gone from the address, so that a reload does not repeat it, and is put away
// where it stands.
import { channel, focusSomewhere } from "./page.js";

export function start() {
  const notice = document.getElementById("notice");
  if (!notice) return;
  history.replaceState(history.state, "", `/c/${channel}`);
  notice.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    notice.remove();
    focusSomewhere();
  });
}
