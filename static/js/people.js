// Opens the card of a person whose name or face is clicked as a dialog: links to cards are plain, so that a message stays short.
const card = "/ui/people/";
const dialog = document.getElementById("dialog");

export function start() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const pressed = event.target.closest("a[href], [data-card]");
    const url = pressed?.dataset.card || (pressed?.closest("a") ?? sender(pressed))?.getAttribute("href");
    if (!url?.startsWith(card) || pressed.hasAttribute("hx-get")) return;
    event.preventDefault();
    if (dialog) window.htmx.ajax("GET", url, { source: nameBeside(pressed, url) ?? pressed, event, target: "#dialog", swap: "innerHTML" }).catch(() => {});
    else location.assign(url); // its page
  });
}

/** The name of the message that a face is of. */
const sender = (face) => face?.closest(".message")?.querySelector("a.message__from");

/** The name that leads to the same card as a face, to which the focus comes back. */
function nameBeside(face, url) {
  for (let around = face.parentElement; !face.href && around; around = around.parentElement) {
    const name = around.querySelector(`a[href="${CSS.escape(url)}"]`);
    if (name) return name;
  }
}
