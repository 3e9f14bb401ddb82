// On the page that says that there is no network: keeps what is typed as the draft of the channel in the address, and goes on
// as soon as the network is back.
const field = document.getElementById("offline-text");
const channel = decodeURIComponent(location.pathname.match(/^\/c\/(.+)$/)?.[1] ?? "");
const places = Object.keys(sessionStorage).filter((name) => channel && name.startsWith("draft:") && name.endsWith(`:${channel}`));
const place = places[0] ?? "offline";

field.value = sessionStorage.getItem(place) ?? "";
field.addEventListener("input", () => sessionStorage.setItem(place, field.value));
document.getElementById("offline-again").addEventListener("click", () => location.reload());
addEventListener("online", () => location.reload());
