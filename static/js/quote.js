// A quote leads to its message: on the page where that shows it, else to the page that does.
import { page } from "./page.js";
import { keepPlace } from "./visit.js";

export function open() {
  page.log.addEventListener("click", (event) => {
    const link = event.target.closest?.(".message__quote-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const id = `message-${link.pathname.split("/").at(-1)}`;
    if (!document.getElementById(id)) return;
    event.preventDefault();
    keepPlace();
    location.assign(`#${id}`);
  });
}
