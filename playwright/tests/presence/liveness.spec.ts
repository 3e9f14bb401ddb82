import { chromium, type Browser, type BrowserServer, type Page, type TestInfo } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { expect, test } from "../../fixtures";
import { Accounts, goodPassword } from "../../pages/accounts";
import { Chat, reloadByScript } from "../../pages/chat";

/** What others see of a page that ends, each with a real end of it. The times are measured, and noted with the test. */

/** Each word a person's dot has had on a page, and when. */
async function dotsOf(page: Page, user: string) {
  return page.evaluateHandle((user) => {
    const seen: { word: string; at: number }[] = [];
    const look = () => {
      const word = document.querySelector(`.presence-dot[data-user="${user}"]`)?.textContent ?? "";
      if (word !== seen.at(-1)?.word) seen.push({ word, at: Date.now() });
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    return seen;
  }, user);
}

/** A browser with a process of its own, which a test may stop and kill. */
async function ownBrowser(info: TestInfo): Promise<{ server: BrowserServer; browser: Browser }> {
  const server = await chromium.launchServer({ ...info.project.use.launchOptions });
  return { server, browser: await chromium.connect(server.wsEndpoint()) };
}

/** The processes of a browser, itself first. */
function family(pid: number): number[] {
  const table = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) found.push(...table.filter(([, ppid]) => ppid === parent).map(([child]) => child));
  return found;
}

const signal = (pids: number[], name: NodeJS.Signals) => {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended by itself.
    }
  }
};

test.describe("with sockets", () => {
  for (const how of ["closed", "crashed", "killed", "stopped"] as const) {
    test(`a page that is ${how} is seen to be gone`, async ({ signup, baseURL }, info) => {
      const chat = new Chat(await signup("alice"));
      const { server, browser } = await ownBrowser(info);
      try {
        const context = await browser.newContext({ baseURL, locale: "en-GB", timezoneId: "UTC" });
        // Else the page is asked for again once it has told its zone, perhaps while it is looked at.
        await context.addCookies([{ name: "minimost_zone", value: "UTC", url: baseURL }]);
        const accounts = new Accounts(await context.newPage());
        await accounts.send("/signup", { username: "bob", password: goodPassword, confirm_password: goodPassword });
        await accounts.expectLoggedIn();
        await chat.expectDot("bob", "Online");
        // A page that has just come by a form said that it goes on; its socket has come up since.
        await expect.poll(() => accounts.page.evaluate(() => document.getElementById("shell")?.dataset.connection ?? "up")).toBe("up");
        const pids = family(server.process().pid ?? 0);
        const began = Date.now();
        if (how === "closed") await accounts.page.close({ runBeforeUnload: true });
        if (how === "crashed") await accounts.page.goto("chrome://crash").catch(() => {});
        if (how === "killed") signal(pids, "SIGKILL");
        if (how === "stopped") signal(pids, "SIGSTOP");
        await chat.expectDot("bob", "Offline", 60_000);
        info.annotations.push({ type: "seen after", description: `${Date.now() - began} ms` });
        signal(pids, "SIGCONT");
      } finally {
        await server.kill();
      }
    });
  }
});

/** The ways within the site, the first from a channel's page: what a link, a form or a script does, and the browser's own Back. */
const ways: ((page: Page) => Promise<unknown>)[] = [
  (page) => new Chat(page).switchTo("random"),
  (page) => new Chat(page).switchTo("general"),
  async (page) => {
    await page.getByRole("combobox", { name: "Search messages" }).fill("hello");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?*");
  },
  (page) => new Chat(page).switchTo("random"),
  async (page) => {
    await page.evaluate(() => location.assign("/c/general"));
    await page.waitForURL("**/c/general");
  },
  async (page) => {
    await page.getByRole("link", { name: "Activity", exact: true }).click();
    await page.waitForURL("**/activity");
  },
  (page) => new Chat(page).switchTo("general"),
  (page) => page.goBack(),
];

// `make liveness` goes on two hundred times, in a network of its own.
test("whoever goes on within the site, again and again, is never seen as gone", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await new Chat(alice).expectDot("bob", "Online");
  const seen = await dotsOf(alice, "bob");
  for (let i = 0; i < 56; i++) {
    await ways[i % ways.length](bob);
    if (i % 10 === 9) await reloadByScript(bob);
  }
  await new Chat(alice).expectDot("bob", "Online");
  expect((await seen.jsonValue()).map(({ word }) => word)).toEqual(["Online"]);
});

test("a restart of the server shows nobody as gone who is there, and whoever left meanwhile soon", { tag: "@poll" }, async ({ signup, server, allowProblems }, info) => {
  allowProblems(/./);
  const [alice, bob, carol] = await Promise.all([signup("alice"), signup("bob"), signup("carol")]);
  const chat = new Chat(alice);
  await chat.expectDot("bob", "Online");
  await chat.expectDot("carol", "Online");
  const seen = await dotsOf(alice, "bob");
  await carol.context().setOffline(true);
  await server.restart();
  const began = Date.now();
  await chat.expectDot("carol", "Offline", 60_000);
  info.annotations.push({ type: "gone after", description: `${Date.now() - began} ms` });
  await chat.expectDot("bob", "Online");
  expect((await seen.jsonValue()).map(({ word }) => word)).toEqual(["Online"]);
  expect(await new Chat(bob).page.title()).not.toBe("");
});
