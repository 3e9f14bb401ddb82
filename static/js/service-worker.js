// Runs beside the pages, also when none is open: shows what was pushed, leads to what is clicked, and has the page that says that
// there is no network. The server writes the base of the static files ahead of it. Nothing that anybody wrote is kept here.
const offlinePage = "/offline";
const kept = [offlinePage, `${base}/app.css`, `${base}/js/address.js`, `${base}/js/zone.js`, `${base}/js/offline.js`, `${base}/icons/favicon.svg`];
const store = `minimost ${base}`;
const patience = 3_000;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(store).then((cache) => cache.addAll(kept)));
});

addEventListener("activate", (event) => {
  const others = async () => {
    for (const name of await caches.keys()) if (name !== store) await caches.delete(name);
  };
  event.waitUntil(Promise.all([others(), clients.claim()]));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate" && pathname === "/login") event.waitUntil(closeAll()); // a session has ended
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => caches.match(offlinePage)));
  } else if (kept.includes(pathname) && pathname !== offlinePage) {
    event.respondWith(caches.match(request).then((file) => file ?? fetch(request)));
  }
});

addEventListener("push", (event) => {
  const { id, title, body, user, channel } = event.data.json();
  const options = { body, tag: `m${id}`, data: { address: `/m/${id}`, id, channel, user } };
  event.waitUntil(inTurn(() => registration.showNotification(title, options)));
});

// A browser's address at its push service may change; the session's then does.
addEventListener("pushsubscriptionchange", (event) => {
  const renew = async () => {
    const subscription = event.newSubscription ?? (await registration.pushManager.subscribe(event.oldSubscription.options));
    await fetch("/push/subscribe", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...subscription.toJSON(), renew: true }),
    });
  };
  event.waitUntil(renew());
});

addEventListener("notificationclick", (event) => {
  const { address } = event.notification.data;
  event.notification.close();
  const open = async () => {
    const page = await leader();
    if (!page) return clients.openWindow(address);
    const front = await page.focus().catch(() => page);
    front.postMessage({ open: address });
  };
  event.waitUntil(open());
});

/** The first page to answer of those that follow where a notification leads, if there are any: each holds a lock, by told.js. */
async function leader() {
  const { held } = await navigator.locks.query();
  if (!held.some(({ name }) => name === "follows")) return undefined;
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true }); // also one that opened as the worker began
  return Promise.race([...pages.map(answered), new Promise((end) => setTimeout(end, patience))]);
}

/** The page of a login does not answer, nor one that the browser has frozen. */
const answered = (page) =>
  new Promise((end) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => end(page);
    page.postMessage({ answer: port2 }, [port2]);
  });

/** In turn with the pages: see notifier.js. */
const inTurn = (act) => navigator.locks.request("notifications", act);

const closeAll = () =>
  inTurn(async () => {
    for (const shown of await registration.getNotifications()) shown.close();
  });
