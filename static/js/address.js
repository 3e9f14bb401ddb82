// Has a page show what its address names. Entries of the tab's history that a script had made share one document, so where another
// one came into one of them, such as an error, Back and Forward to its neighbours change no more than the address: what that names
// is loaded then. Every page has this from its beginning on, which is why this is no module and not deferred; where visit.js has
// begun, that one shows the other channel. Where Back and Forward name a channel that is closed to the reader by now, it shows what that
// one would.
{
  const named = () => location.pathname + location.search;
  const shown = named();
  const hold = () => {
    if (document.documentElement.dataset.visits !== undefined || named() === shown) return;
    history.replaceState({ ...history.state, returned: true }, ""); // as places.js has it
    location.reload();
  };
  addEventListener("popstate", hold);
  addEventListener("pageshow", ({ persisted }) => persisted && hold());
  const cameBack = history.state?.entry || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const closed = () => location.pathname.startsWith("/c/") && document.querySelector("[data-status='403']");
  if (cameBack) addEventListener("DOMContentLoaded", () => closed() && location.replace("/?gone=back"));
}
