// Unfolds a long message where a search in the page, a selection or the keyboard has come to what its fold hides, and keeps the
// message on screen that is folded again.
export function start() {
  document.addEventListener("scroll", ({ target }) => unfold(target), true);
  document.addEventListener("toggle", ({ target }) => target.matches?.(".message__fold:not([open])") && keep(target.closest(".message")), true);
}

function unfold(text) {
  if (!text.matches?.(".message__text") || !text.scrollTop) return;
  const fold = text.nextElementSibling;
  if (!fold?.matches(".message__fold:not([open])")) return;
  const down = text.scrollTop;
  fold.open = true;
  text.closest(".message-list__scroller")?.scrollBy(0, down);
}

function keep(row) {
  if (row.getBoundingClientRect().top < 0) row.scrollIntoView({ block: "start" });
}
