// A form that is on its way is not sent again: a second press of its button creates no second channel. htmx keeps the mark
// while the answer leads to another page, when hx-sync would let the form go again.
export function start() {
  document.addEventListener("submit", (event) => {
    if (!event.target.classList.contains("htmx-request")) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });
}
