import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { notified, showing, type WorkerScope } from "../../notifications";
import { Accounts } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";

test.use({ launchOptions: showing });

/** Keeps what the browser is asked to show by any page of the site, beside showing it. */
function noteShown(): void {
  if (!isSecureContext) return; // as the empty page, with which a tab begins
  const { prototype } = ServiceWorkerRegistration;
  const show = prototype.showNotification;
  prototype.showNotification = function (title, options) {
    localStorage.setItem("shown", JSON.stringify([...JSON.parse(localStorage.getItem("shown") ?? "[]"), `${title}: ${options?.body}`]));
    return show.call(this, title, options);
  };
}

/** Has the page without a network find no server: else it goes on by itself, at any moment. */
function stayOffline(): void {
  if (location.pathname === "/offline") window.fetch = () => new Promise(() => {});
}

/** Everything that was shown so far, in its order. */
const shown = (page: Page): Promise<string[]> => page.evaluate(() => JSON.parse(localStorage.getItem("shown") ?? "[]"));

/** What the browser shows now. */
const standing = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { ready } = navigator.serviceWorker;
    const all = await navigator.locks.request("notifications", async () => (await ready).getNotifications()); // as the pages ask
    return all.map(({ title, body }) => `${title}: ${body}`);
  });

/** Clicks one of the notifications that the browser shows, as far as a worker can tell, and keeps where a new page would open. */
async function click(page: Page, text: string): Promise<void> {
  await expect.poll(() => page.context().serviceWorkers().length).toBe(1);
  await expect.poll(async () => (await standing(page)).some((one) => one.endsWith(`: ${text}`))).toBe(true);
  const [worker] = page.context().serviceWorkers();
  await worker.evaluate(async (text) => {
    const scope = globalThis as unknown as WorkerScope;
    scope.clients.openWindow = async (address) => (scope.opened = address); // no browser opens one that no finger has asked for
    const all = await navigator.locks.request("notifications", () => scope.registration.getNotifications());
    const notification = all.find(({ body }) => body === text);
    scope.dispatchEvent(new scope.NotificationEvent("notificationclick", { notification }));
  }, text);
}

test("who may be notified is, once in all tabs, of what they asked for and do not look at", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob", notified);
  await bob.context().addInitScript(noteShown);
  const api = new Api(bob);
  const tabs = [new Chat(bob), new Chat(await bob.context().newPage())];
  await tabs[0].open("general");
  await tabs[1].open("general");
  for (const { page } of tabs) await page.evaluate(() => navigator.serviceWorker.ready);
  const sees = async (unread: string) => {
    for (const tab of tabs) await expect(tab.channelLink(unread)).toBeVisible();
  };

  await test.step("not of what is being read, once of what is not", async () => {
    await alice.send("general", "here, @bob");
    for (const tab of tabs) await expect(tab.message("here, @bob")).toBeVisible();
    await alice.send("random", "there, @bob");
    await sees("random 1 unread, 1 with your name");
    await expect.poll(() => shown(bob)).toEqual(["alice in random: there, @bob"]);
    await expect.poll(() => standing(bob)).toEqual(["alice in random: there, @bob"]);
  });

  await test.step("of nothing, of everything, and of nothing while not to be disturbed", async () => {
    await api.post("/notifications", { level: "none" });
    await alice.send("random", "nothing for @bob");
    await sees("random 2 unread, 2 with your name");
    await api.post("/notifications", { level: "all" });
    await alice.send("random", "for all");
    await sees("random 3 unread, 2 with your name");
    await api.post("/notifications", { minutes: 30 });
    await alice.send("random", "quietly, @bob");
    await sees("random 4 unread, 3 with your name");
    await api.post("/notifications", { level: "mentions", minutes: 0 });
    await alice.send("random", "for nobody");
    await sees("random 5 unread, 3 with your name");
    await alice.send("random", "for @bob");
    await expect.poll(() => shown(bob)).toEqual(["alice in random: there, @bob", "alice in random: for all", "alice in random: for @bob"]);
  });

  await test.step("a click opens the message in a page that is there, and what was read is closed", async () => {
    await alice.send("dm:alice:bob", "psst");
    await expect.poll(() => standing(bob)).toContain("alice: psst");
    await click(bob, "for @bob");
    await expect.poll(() => tabs.filter(({ page }) => page.url().includes("/c/random")).length).toBe(1);
    const reader = tabs.find(({ page }) => page.url().includes("/c/random"))!;
    await expect(reader.message("for @bob")).toBeInViewport();
    await expect.poll(() => standing(bob)).toEqual(["alice: psst"]);
  });
});

test("who looks at a list is notified as on any page, and goes to the message", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob", notified);
  await bob.context().addInitScript(noteShown);
  await bob.goto("/activity");
  await bob.evaluate(() => navigator.serviceWorker.ready);
  await alice.send("general", "for @bob");
  await expect.poll(() => standing(bob)).toEqual(["alice in general: for @bob"]);
  await new Api(bob).markRead("general");
  await expect.poll(() => standing(bob)).toEqual([]);
  await alice.send("general", "again, @bob");
  await expect.poll(() => shown(bob)).toEqual(["alice in general: for @bob", "alice in general: again, @bob"]);
  await click(bob, "again, @bob");
  await expect(new Chat(bob).message("again, @bob")).toBeInViewport();
});

test("a click passes over pages that lead nowhere, and a session takes its notifications along", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob", notified);
  await bob.context().addInitScript(stayOffline);
  await bob.evaluate(() => navigator.serviceWorker.ready);
  await bob.goto("/c/random");
  await alice.send("general", "one for @bob");
  await alice.send("dm:alice:bob", "psst");
  await expect.poll(() => standing(bob)).toEqual(expect.arrayContaining(["alice in general: one for @bob", "alice: psst"]));

  await test.step("pages that show nothing of the chat", async () => {
    for (const address of ["/offline", "/ui/shortcuts"]) {
      const other = await bob.context().newPage();
      await other.goto(address);
      await other.bringToFront();
    }
    await click(bob, "one for @bob");
    await expect(new Chat(bob).message("one for @bob")).toBeInViewport();
  });

  await test.step("without another page it opens one", async () => {
    await bob.goto("/offline");
    await click(bob, "psst");
    const [worker] = bob.context().serviceWorkers();
    await expect.poll(() => worker.evaluate(() => (globalThis as unknown as WorkerScope).opened)).toMatch(/^\/m\/\d+$/);
    await expect(bob).toHaveURL(/\/offline$/);
  });

  await test.step("after a logout nothing of it stands", async () => {
    await bob.goto("/c/random");
    await alice.send("general", "two for @bob");
    await expect.poll(() => standing(bob)).toContain("alice in general: two for @bob");
    await new Accounts(bob).logOut();
    await new Accounts(bob).expectLoginPage();
    await expect.poll(() => standing(bob)).toEqual([]);
  });
});
