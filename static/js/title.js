// Keeps the document's title at the channel's name and the number of unread messages, for a tab in the background, and the icons
// of the tab and the app at what of them is meant for the reader.
const product = document.title.slice(document.title.lastIndexOf(" · "));
/** What a page that shows no channel is called. */
const alone = document.title.slice(0, -product.length).replace(/^\(\d+\) /, "");

export function start() {
  document.addEventListener("htmx:afterSwap", show);
  document.addEventListener("submit", ({ target }) => target.getAttribute("action") === "/logout" && badge(0), { capture: true });
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

/** An app keeps its badge while it is closed, so the first page says what it is. */
let shownCalls = NaN;

function showCalls(calls) {
  shownCalls = calls;
  const icon = document.querySelector('link[rel="icon"]');
  const href = icon.href.replace(/favicon(-called)?\.svg$/, calls ? "favicon-called.svg" : "favicon.svg");
  if (icon.href !== href) icon.href = href;
  badge(calls);
}

/** An app that is not installed has none. */
const badge = (calls) => (calls ? navigator.setAppBadge?.(calls) : navigator.clearAppBadge?.())?.catch(() => {});
