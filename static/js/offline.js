// On the page that says that there is no network: keeps what is typed as the reader's draft of the channel in the address, and
// goes on as soon as the network is back.
const field = document.getElementById("offline-text");

document.getElementById("offline-again").addEventListener("click", () => location.reload());
addEventListener("online", () => location.reload());
keepDraft();

/** As draft.js does, for whom the tab's last page was drawn. Where nothing may be kept, the field ends with the page. */
function keepDraft() {
  const channel = decodeURIComponent(location.pathname.match(/^\/c\/(.+)$/)?.[1] ?? "");
  const place = channel ? `draft:${sessionStorage.getItem("reader") ?? ""}:${channel}` : "offline";
  field.value = sessionStorage.getItem(place) ?? "";
  field.addEventListener("input", () => sessionStorage.setItem(place, field.value));
}
