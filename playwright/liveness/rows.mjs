// When others see that somebody's last page has gone, and that it has not: a real Chromium behind a link of its own.
//
//   make liveness
//
// Each row says within how many milliseconds others must see it; the table that is printed, how long it took.
import { createServer } from "node:http";
import { address, makeNetwork } from "./network.mjs";
import { observer, password, sessionOf, signIn, startServer } from "./chat.mjs";

const patience = 120_000; // milliseconds until a row is given up
const second = 1000; // milliseconds
const settles = 1500; // milliseconds until a page has its socket
const navigations = 200;
const reloads = 20;
const idleAfter = 10 * 60_000; // more than the five minutes without a key or a movement
const away = ["offline"];
const there = ["active", "idle", "hidden"];

/** What happens, within how long others see it, and how it is made to happen: `polls` without a socket, `hidden` to a page nobody sees, `clock` to one whose clock can be set. */
const leaving = [
  ["closed", 2000, ({ page }) => page.close()],
  ["gone to another site", 2000, ({ page, elsewhere }) => page.goto(elsewhere)],
  ["crashed", 4000, ({ page }) => void page.goto("chrome://crash").catch(() => {})],
  ["killed", 4000, ({ network }) => network.signal("SIGKILL")],
  ["network gone", 15_000, ({ network }) => network.link("down")],
  ["frozen", 15_000, ({ network }) => network.signal("SIGSTOP")],
  ["closed, hidden", 2000, ({ page }) => page.close(), "hidden"],
  ["crashed, hidden", 4000, ({ page }) => void page.goto("chrome://crash").catch(() => {}), "hidden"],
  ["killed, hidden", 4000, ({ network }) => network.signal("SIGKILL"), "hidden"],
  ["network gone, hidden", 35_000, ({ network }) => network.link("down"), "hidden"],
  ["frozen, hidden", 35_000, ({ network }) => network.signal("SIGSTOP"), "hidden"],
  ["closed, by poll", 2000, ({ page }) => page.close(), "polls"],
  ["killed, by poll", 8000, ({ network }) => network.signal("SIGKILL"), "polls"],
  ["network gone, by poll", 8000, ({ network }) => network.link("down"), "polls"],
];

/** What happens to a page that stays open, as what others must see its person within a second. */
const showing = [
  ["hidden", "hidden", ({ page }) => page.evaluate(hide)],
  ["shown", "active", ({ page }) => page.evaluate(show), "hidden"],
  ["idle", "idle", ({ page }) => page.clock.fastForward(idleAfter), "clock"],
  ["override", "idle", async ({ server, whom }) => (await signIn(server, whom)).post("/presence/override", { override: "idle" })],
  ["logout", "offline", async ({ server, page }) => (await sessionOf(server, page.context())).post("/logout", new URLSearchParams())],
];

/** After what a page's socket must be closed within a second. */
const closing = [
  ["logout", async ({ server, page }) => (await sessionOf(server, page.context())).post("/logout", new URLSearchParams())],
  ["a new password", async ({ server, whom }) =>
    (await signIn(server, whom)).post("/account/password", { password, new_password: `${password} anew` })],
  ["deactivation", ({ bob, whom }) => bob.post(`/administration/people/${whom}/deactivate`, {})],
  ["lost access", async ({ bob, whom, room }) => bob.post(`/private_channels/${room.id}/remove_member`, { username: whom })],
];

/** What others must not see anything of; each returns how often they saw the person offline. */
const staying = [
  [`${navigations} links within the site`, async ({ page, bob, whom }) => bob.during(whom, away, async () => {
    for (let i = 0; i < navigations; i++) {
      await page.locator(`.sidebar a[href="/c/${i % 2 ? "general" : "random"}"]`).click({ noWaitAfter: true });
      await page.waitForURL(`**/c/${i % 2 ? "general" : "random"}`, { waitUntil: "domcontentloaded" });
    }
  })],
  [`${reloads} reloads`, async ({ page, bob, whom }) => bob.during(whom, away, async () => {
    for (let i = 0; i < reloads; i++) {
      await page.reload({ waitUntil: "domcontentloaded" });
    }
  })],
];

const results = [];
const failures = [];

/** Notes a result, and whether it holds. */
function note(row, bound, got, holds) {
  results.push({ row, bound, got });
  if (!holds) {
    failures.push(`${row}: ${got}, wanted ${bound}`);
  }
  console.log(`${holds ? "✓" : "✗"} ${row}: ${got} (${bound})`);
}

/** As behind a proxy that forwards no upgrades: every socket is closed before it is open. */
function refuseSockets() {
  function Refused() {
    this.readyState = 0;
    this.close = () => {};
    setTimeout(() => this.onclose?.(new CloseEvent("close", { code: 1006 })));
  }
  Object.assign(window, { WebSocket: Object.assign(Refused, { CONNECTING: 0, OPEN: 1 }) });
}

/** As behind another tab. */
function hide() {
  Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** As once it is before the reader's eyes again. */
function show() {
  Object.defineProperty(document, "visibilityState", { get: () => "visible", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** Has somebody sign up in a browser, and does something once others see them. */
async function withPage(network, server, bob, whom, mode, act) {
  const browser = await network.launch();
  try {
    const context = await browser.newContext();
    await context.newPage(); // the browser goes on without the other, as a person's does: its beacons get through
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    if (mode?.includes("polls")) {
      await page.addInitScript(refuseSockets);
    }
    if (mode?.includes("clock")) {
      await page.clock.install();
    }
    await page.goto(`${server.url()}/signup`);
    await page.fill("#username", whom);
    await page.fill("#password", password);
    await page.fill("#confirm_password", password);
    await page.press("#confirm_password", "Enter");
    await page.waitForURL((url) => url.pathname !== "/signup");
    await page.waitForFunction(() => document.documentElement.dataset.scripts === "ready");
    const opened = await bob.until(whom, there, patience);
    await page.waitForTimeout(settles);
    if (mode?.includes("hidden")) {
      await page.evaluate(hide);
      await bob.until(whom, ["hidden"], patience);
    }
    await act({ page, server, network, bob, whom, elsewhere: `http://${address}:${other.address().port}/` }, opened);
  } finally {
    network.link("up");
    network.signal("SIGCONT");
    network.signal("SIGKILL");
    await Promise.race([browser.close().catch(() => {}), new Promise((done) => setTimeout(done, 3000))]);
  }
}

const network = await makeNetwork();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => network.remove().finally(() => process.exit(1)));
}
const other = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end("<p>elsewhere")).listen(0, address);
const server = await startServer(address);
try {
  const bob = await observer(server, "bob");
  const only = new RegExp(process.env.ROWS || "");
  let n = 0;
  const attempt = async (row, mode, act) => {
    if (only.test(row)) {
      await withPage(network, server, bob, `alice${++n}`, mode, act).catch((error) => note(row, "", String(error), false));
    }
  };
  for (const [row, bound, happens, mode] of leaving) {
    await attempt(row, mode, async (scene) => {
      const began = performance.now();
      await happens(scene);
      await bob.until(scene.whom, away, patience);
      const took = Math.round(performance.now() - began);
      note(row, `at most ${bound} ms`, `${took} ms`, took <= bound);
    });
  }
  await attempt("opened", "", async (_, opened) => {
    const took = Math.round(opened);
    note("opened", `at most ${second} ms after its scripts run`, `${took} ms`, took <= second);
  });
  for (const [row, state, happens, mode] of showing) {
    await attempt(row, mode, async (scene) => {
      const began = performance.now();
      await happens(scene);
      await bob.until(scene.whom, [state], patience);
      const took = Math.round(performance.now() - began);
      note(row, `at most ${second} ms`, `${took} ms`, took <= second);
    });
  }
  for (const [cause, happens] of closing) {
    await attempt(`socket closed after ${cause}`, "", async (scene) => {
      const room = await (await bob.post("/private_channels/create", { name: scene.whom, members: [scene.whom] })).json();
      const ofRoom = (socket) => decodeURIComponent(socket.url()).includes(`/${room.channel}?`);
      const opened = scene.page.waitForEvent("websocket", { predicate: ofRoom, timeout: patience });
      await scene.page.goto(`${server.url()}/c/${room.channel}`);
      const socket = await opened;
      await bob.until(scene.whom, there, patience);
      await scene.page.waitForTimeout(settles);
      const closed = socket.waitForEvent("close", { timeout: patience });
      const began = performance.now();
      await happens({ ...scene, room });
      await closed;
      const took = Math.round(performance.now() - began);
      note(`socket closed after ${cause}`, `at most ${second} ms`, `${took} ms`, took <= second);
    });
  }
  for (const [row, seen] of staying) {
    await attempt(row, "", async (scene) => {
      const times = await seen(scene);
      note(row, "never offline", `${times} times offline`, times === 0);
    });
  }
  await attempt("the server restarted", "", async ({ whom }) => {
    await server.restart();
    const took = Math.round(await bob.until(whom, there, patience));
    const offline = await bob.during(whom, away, () => new Promise((done) => setTimeout(done, 5000)));
    note("the server restarted", "at most 3000 ms, then never offline", `${took} ms, then ${offline} times offline`, took <= 3000 && offline === 0);
  });
} finally {
  other.close();
  await server.remove();
  await network.remove();
}
if (failures.length > 0) {
  console.error(failures.join("\n"));
  process.exitCode = 1;
}
