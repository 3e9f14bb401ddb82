// Keeps the document's title at the channel's name and the number of unread messages, for a tab in the background.
const product = document.title.slice(document.title.lastIndexOf(" · "));

export function start() {
  document.addEventListener("htmx:afterSwap", show);
}

function show() {
  const name = document.querySelector(".channel-header__name").dataset.title;
  let unread = 0;
  for (const badge of document.querySelectorAll("#sidebar-lists [data-unread]")) unread += Number(badge.dataset.unread);
  const title = `${unread > 0 ? `(${unread}) ` : ""}${name}${product}`;
  if (document.title !== title) document.title = title;
}
