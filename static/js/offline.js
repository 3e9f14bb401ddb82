// On the page that says that there is no network: keeps what is typed as the reader's draft of the channel in the address, and
// goes on as soon as the network, or the server, is back.
const lookEvery = 4_000;
const field = document.getElementById("offline-text");

document.getElementById("offline-again").addEventListener("click", () => location.reload());
for (const type of ["online", "focus"]) addEventListener(type, look);
setInterval(look, lookEvery);
keepDraft();

/** Of a server that is back no browser tells. */
async function look() {
  const answer = await fetch("/livez", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}

/** As draft.js does, for whom the tab's last page was drawn; of no channel for the one that opens next. Where nothing may be kept, the field ends with the page. */
function keepDraft() {
  const channel = decodeURIComponent(location.pathname.match(/^\/c\/(.+)$/)?.[1] ?? "");
  const reader = sessionStorage.getItem("reader") ?? "";
  const place = channel ? `draft:${reader}:${channel}` : `offline:${reader}`;
  field.value = sessionStorage.getItem(place) ?? "";
  field.addEventListener("input", () => sessionStorage.setItem(place, field.value));
}
