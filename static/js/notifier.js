// Notifies the reader: by the browser, once in all its tabs, and by a sound. Loaded when there is something to tell, so what it
// needs of the page is handed to it. Locks that the browser keeps for all tabs of a site decide which one tells: no two hold
// the same, whatever else is slow. Over plain HTTP there are none, nor notifications; of the sound the tabs then agree by a channel.

const agreement = 400;
const patience = 20_000;

const registration = () => navigator.serviceWorker?.getRegistration().catch(() => undefined);

/** Tells of a message, unless it is before somebody's eyes in one of the tabs, or another tab does. */
export async function tell(notice, { user, seen, leadTo, within }) {
  const mine = navigator.locks
    ? !seen() && !(await looked(user, notice.channel)) && (await claim(`notice ${user} ${notice.id}`, within))
    : await agree(`${user} ${notice.id}`, seen(), within);
  if (!mine) return;
  if (notice.sound) play();
  await show(notice, user, leadTo);
}

/** Chromium forgets one that is being shown when it is asked meanwhile which stand: one of the two at a time, in whichever tab. */
const inTurn = (act) => navigator.locks.request("notifications", act);

async function looked(user, channel) {
  const { held } = await navigator.locks.query();
  return held.some(({ name }) => name === `looks ${user} ${channel}`);
}

/** Takes a lock for as long as another tab may hear of the same, and tells whether it was free. */
const claim = (name, within) =>
  new Promise((tell) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      tell(Boolean(lock));
      return lock && new Promise((end) => setTimeout(end, within));
    }).catch(() => tell(false));
  });

/** The tab that has seen it wins, and is silent, else the one with the lowest number of those that hear of it within the time. */
function agree(what, seen, within) {
  let own = seen ? -1 : Math.random();
  let lowest = own;
  const others = new BroadcastChannel("minimost-notices");
  const say = () => others.postMessage({ what, number: own });
  others.onmessage = ({ data }) => {
    if (data.what !== what || data.number === own) return;
    if (data.number > own) say();
    lowest = Math.min(lowest, data.number);
  };
  say();
  return new Promise((decide) => {
    setTimeout(() => {
      const mine = !seen && lowest === own;
      own = lowest = -1; // a tab that is slower comes after all that have decided
      decide(mine);
    }, agreement);
    setTimeout(() => others.close(), within);
  });
}

async function show({ id, channel, title, text }, user, leadTo) {
  if (globalThis.Notification?.permission !== "granted") return;
  const address = `/m/${id}`;
  const options = { body: text, tag: `m${id}`, silent: true, data: { address, id: Number(id), channel, user } };
  const worker = await registration();
  if (worker?.active) return inTurn(() => worker.showNotification(title, options));
  const shown = new Notification(title, options);
  shown.onclick = () => {
    focus();
    leadTo(address);
    shown.close();
  };
}

/** What the shown notifications were asked about last. */
let asked = "";

/** Closes what has been read elsewhere, is gone, or is somebody else's. */
export async function tidy(user, headers) {
  const worker = await registration();
  const shown = worker ? await inTurn(() => worker.getNotifications()) : [];
  const mine = shown.filter(({ data }) => data?.user === user);
  for (const other of shown) if (!mine.includes(other)) other.close();
  const badges = [...document.querySelectorAll("#sidebar-lists [data-unread]")].map(({ dataset }) => dataset.unread);
  const question = new URLSearchParams(mine.map(({ data }) => ["id", data.id])).toString();
  const state = `${question} ${badges}`;
  if (!mine.length || state === asked) return;
  asked = state;
  try {
    const answer = await fetch(`/ui/notices?${question}`, { headers, signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error();
    const standing = await answer.json();
    for (const one of mine) if (!standing.includes(one.data.id)) one.close();
  } catch {
    asked = ""; // the next change asks again
  }
}

/** Two short notes. A browser lets nothing sound on a page that nobody has touched. */
export async function play() {
  const audio = new AudioContext();
  if (audio.state === "suspended") await Promise.race([audio.resume(), new Promise((end) => setTimeout(end, agreement))]);
  if (audio.state !== "running") return audio.close();
  document.documentElement.dataset.sounded = Date.now();
  const volume = audio.createGain();
  volume.connect(audio.destination);
  for (const [note, at] of [[660, 0], [880, 0.11]]) {
    const voice = audio.createOscillator();
    voice.type = "sine";
    voice.frequency.value = note;
    voice.connect(volume);
    voice.start(audio.currentTime + at);
    voice.stop(audio.currentTime + at + 0.1);
  }
  volume.gain.setValueAtTime(0.12, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.3);
  setTimeout(() => audio.close(), 600);
}

/** Shows in the dialog what this browser can do, and does it there. */
export async function settle(place, headers) {
  if (place.dataset.settled) return;
  place.dataset.settled = "yes";
  place.hidden = false;
  place.querySelector("[data-try-sound]").onclick = play;
  place.querySelector("[data-allow]").onclick = async () => {
    await Notification.requestPermission();
    await refresh(place);
  };
  const push = place.querySelector("[data-push]");
  if (push) {
    const words = place.querySelector("[data-push-text]");
    push.onchange = words.onchange = () => subscribe(place, push.checked, words.checked, headers);
  }
  await refresh(place);
  // It may be given or taken away in the browser's own settings, too.
  const permission = await navigator.permissions?.query({ name: "notifications" }).catch(() => null);
  if (permission) permission.onchange = () => place.isConnected && refresh(place);
}

function ability() {
  if (!isSecureContext) return "insecure";
  if (!globalThis.Notification) return "unsupported";
  return Notification.permission;
}

async function refresh(place) {
  const push = place.querySelector("[data-push]");
  const manager = push && (await registration())?.pushManager;
  const subscribed = "pushed" in place.dataset && Boolean(await manager?.getSubscription().catch(() => null));
  const state = [ability()];
  if (manager && state[0] === "granted") state.push("push");
  if (subscribed) state.push("pushed");
  for (const part of place.querySelectorAll("[data-when]")) part.hidden = !state.includes(part.dataset.when);
  if (push) push.checked = subscribed;
}

async function subscribe(place, on, withText, headers) {
  const failed = place.querySelector("[data-push-failed]");
  failed.hidden = true;
  try {
    const { pushManager } = await registration();
    let subscription = await pushManager.getSubscription();
    if (on && !("pushed" in place.dataset)) {
      await subscription?.unsubscribe(); // of a session before this one
      subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: place.dataset.pushKey });
    }
    const answer = await fetch(on ? "/push/subscribe" : "/push/unsubscribe", {
      method: "POST",
      signal: AbortSignal.timeout(patience),
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(on ? { ...subscription.toJSON(), with_text: withText } : {}),
    });
    if (!answer.ok) throw new Error();
    if (!on) await subscription?.unsubscribe();
    place.toggleAttribute("data-pushed", on);
  } catch {
    failed.hidden = false;
  }
  await refresh(place);
}
