// Opens the card of a person whose name or face is clicked as a dialog: links to cards are plain, so that a message stays short.
const card = "/ui/people/";

export function start() {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href]") ?? nameBeside(event.target);
    if (!link?.getAttribute("href").startsWith(card) || link.hasAttribute("hx-get")) return;
    event.preventDefault();
    window.htmx.ajax("GET", link.getAttribute("href"), { source: link, event, target: "#dialog", swap: "innerHTML" });
  });
}

/** The name that belongs to the face of a message. */
function nameBeside(element) {
  return element.closest(".message__face .avatar")?.closest(".message").querySelector("a.message__from");
}
