// Keeps the document's title at the channel's name and the number of unread messages, for a tab in the background, and the icons
// of the tab and the app at what of them is meant for the reader.
const product = document.title.slice(document.title.lastIndexOf(" · "));
/** What a page that shows no channel is called. */
const alone = document.title.slice(0, -product.length).replace(/^\(\d+\) /, "");

export function start() {
  document.addEventListener("htmx:afterSwap", show);
}

export const open = () => queueMicrotask(show);

function show() {
  const name = document.querySelector(".channel-header__name")?.dataset.title ?? alone;
  let unread = 0;
  for (const badge of document.querySelectorAll("#sidebar-lists [data-unread]")) unread += Number(badge.dataset.unread);
  const title = `${unread > 0 ? `(${unread}) ` : ""}${name}${product}`;
  if (document.title !== title) document.title = title;
  let calls = 0;
  for (const badge of document.querySelectorAll("#sidebar-lists [data-calls]")) calls += Number(badge.dataset.calls);
  for (const badge of document.querySelectorAll('#sidebar-lists [id^="unread:/c/dm:"]')) calls += Number(badge.dataset.unread);
  if (calls !== shownCalls) showCalls(calls);
}

let shownCalls = 0;

function showCalls(calls) {
  shownCalls = calls;
  const icon = document.querySelector('link[rel="icon"]');
  icon.href = icon.href.replace(/favicon(-called)?\.svg$/, calls ? "favicon-called.svg" : "favicon.svg");
  (calls ? navigator.setAppBadge?.(calls) : navigator.clearAppBadge?.())?.catch(() => {}); // an app that is not installed has none
}
