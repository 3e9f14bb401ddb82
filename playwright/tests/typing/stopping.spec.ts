import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Reader } from "../../pages/reader";
import type { Relay } from "../../relay";

/**
 * Once bob's page has told that he does not type: the server knows, and what comes later finds the banner gone, however long the
 * machine takes for all that.
 */
async function expectNoTyping(alice: Page): Promise<void> {
  const chat = new Chat(alice);
  await expect.poll(() => new Api(alice).typists("general")).toEqual([]);
  await new Api(alice).send("general", "a sign that the page is up to date");
  await expect(chat.message("a sign that the page is up to date")).toBeVisible();
  expect(await chat.typingBanner.innerText()).toBe("");
}

/** Waits until a page has told the server that he does not type; a slow one may have told it before, when it had waited for a key. */
const expectTold = (relay: Relay) => expect.poll(() => relay.asked.filter((head) => head.startsWith("DELETE /typing/general "))).not.toEqual([]);

async function bobTypes(alice: Page, bob: Page): Promise<void> {
  const banner = await new Chat(alice).watchTypingBanner();
  await new Chat(bob).composer.pressSequentially("something");
  await expect.poll(async () => (await banner.jsonValue())[0]?.text).toBe("bob is typing…");
}

interface Notice {
  method: string;
  /** By the page's own clock, in milliseconds. */
  at: number;
  /** Until then the next one waits. */
  answered: boolean;
}

/** A page whose clock stands, and the notices that it sends from now on. */
async function typist(context: BrowserContext, prepare: (bob: Reader) => Promise<void> = async () => {}): Promise<{ bob: Reader; notices: () => Promise<Notice[]> }> {
  const bob = await Reader.signUp(context, "bob");
  await prepare(bob);
  await bob.stopTime();
  const sent = await bob.page.evaluateHandle(() => {
    const notices: Notice[] = [];
    const { fetch } = window;
    window.fetch = (address, options) => {
      const answer = fetch(address, options);
      if (String(address).startsWith("/typing/")) {
        const notice = { method: options?.method ?? "GET", at: Date.now(), answered: false };
        notices.push(notice);
        void answer.finally(() => (notice.answered = true));
      }
      return answer;
    };
    return notices;
  });
  return { bob, notices: () => sent.jsonValue() };
}

/** Waits until those that were sent are answered: no time is to pass for the page while the server takes its own. */
async function settle(notices: () => Promise<Notice[]>): Promise<void> {
  await expect.poll(async () => (await notices()).every(({ answered }) => answered), { intervals: [5, 10, 20, 50, 100] }).toBe(true);
}

/** Waits until so many notices were sent and answered, and returns the milliseconds between them. */
async function gapsOf(notices: () => Promise<Notice[]>, count: number): Promise<number[]> {
  await expect.poll(async () => (await notices()).filter(({ answered }) => answered).length).toBe(count);
  const sent = await notices();
  return sent.slice(1).map(({ at }, i) => at - sent[i].at);
}

test("one who stops typing says so a typing window after the last key, and the banner is gone", { tag: "@poll" }, async ({ signup, newContext }) => {
  const alice = new Chat(await signup("alice"));
  const { bob, notices } = await typist(await newContext());
  const window = await bob.rule("typingWindow");
  const banner = await alice.watchTypingBanner();
  // The second key comes right after a notice, so its own one waits for two seconds.
  await bob.composer.press("h");
  await gapsOf(notices, 1);
  await bob.composer.press("i");
  await bob.page.clock.runFor(2_000);
  await gapsOf(notices, 2);
  await expect(alice.typingBanner).toHaveText("bob is typing…");
  await bob.page.clock.runFor(window - 2_000 - 100);
  expect((await notices()).map(({ method }) => method)).toEqual(["POST", "POST"]);
  await bob.page.clock.runFor(200);
  expect(await gapsOf(notices, 3)).toEqual([2_000, window - 2_000]);
  expect((await notices()).at(-1)?.method).toBe("DELETE");
  await expect(alice.typingBanner).toBeEmpty();
  expect((await banner.jsonValue()).map(({ text }) => text)).toEqual(["bob is typing…", ""]);
});

test("the banner of one whose page says no more is gone a typing window after its last notice, not sooner", { tag: "@poll" }, async ({ signup, newContext }) => {
  const alice = new Chat(await signup("alice"));
  const { bob } = await typist(await newContext());
  const banner = await alice.watchTypingBanner();
  const before = Date.now();
  await bob.composer.press("h");
  await expect.poll(async () => (await banner.jsonValue()).length).toBe(2);
  const [shown, gone] = await banner.jsonValue();
  expect([shown.text, gone.text]).toEqual(["bob is typing…", ""]);
  expect(gone.at - before).toBeGreaterThan(await bob.rule("typingWindow"));
});

test("sending takes the banner away at once", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await bobTypes(alice, bob);
  await new Chat(bob).composer.press("Enter");
  await expect(new Chat(alice).message("something")).toBeVisible();
  expect(await new Chat(alice).typingBanner.innerText()).toBe("");
});

test("a notice that its own message overtakes does not bring the banner back", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const banner = await new Chat(alice).watchTypingBanner();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await bob.route(/\/typing\//, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  const told = bob.waitForResponse((answer) => answer.request().method() === "DELETE" && answer.url().includes("/typing/"));
  await new Chat(bob).send("quick");
  letGo();
  await told;
  expect(await new Api(alice).typists("general")).toEqual([]);
  await new Api(bob).send("general", "later");
  await expect(new Chat(alice).message("later")).toBeVisible();
  await expect(new Chat(alice).typingBanner).toBeEmpty();
  expect((await banner.jsonValue()).filter(({ text }) => text !== "").length).toBeLessThanOrEqual(1);
});

test("emptying the composer takes the banner away at once", async ({ signup, relay }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  await bobTypes(alice, bob);
  await bob.keyboard.press("Control+A");
  await bob.keyboard.press("Backspace");
  await expectTold(relay);
  await expectNoTyping(alice);
});

test("going to another channel takes the banner away at once", async ({ signup, relay }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  await bobTypes(alice, bob);
  await new Chat(bob).channelLink("random").click();
  await expectTold(relay);
  await expectNoTyping(alice);
});

test("leaving the site takes the banner away at once", async ({ signup, relay }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  await bobTypes(alice, bob);
  await bob.goto("about:blank");
  await expectTold(relay);
  await expectNoTyping(alice);
});

test("a page that comes up with a draft does not claim that somebody types", async ({ signup, relay }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  await bobTypes(alice, bob);
  await bob.reload();
  await expectTold(relay);
  await expect(new Chat(bob).composer).toHaveValue("something");
  await expectNoTyping(alice);
  await new Api(alice).send("general", "still there?");
  await expect(new Chat(bob).message("still there?")).toBeVisible();
  expect(await new Api(alice).typists("general")).toEqual([]);
});

test("who does not share typing leaves no trace of it", async ({ signup, server }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(bob);
  await chat.openAccount();
  const saved = bob.waitForResponse(/\/ui\/settings$/);
  await bob.getByRole("switch", { name: "When I am typing" }).uncheck();
  await saved;
  await chat.closeDialog();
  const banner = await new Chat(alice).watchTypingBanner();
  await chat.composer.pressSequentially("in secret", { delay: 300 });
  expect(await new Api(alice).typists("general")).toEqual([]);
  expect(await server.query("SELECT count(*) FROM typing")).toBe("0");
  await chat.composer.press("Enter");
  await expect(new Chat(alice).message("in secret")).toBeVisible();
  expect(await banner.jsonValue()).toEqual([]);
});

test("while somebody keeps typing one notice goes out every 2 s, and one after the last key", async ({ newContext }) => {
  const { bob, notices } = await typist(await newContext());
  for (const key of "forty keys at one tenth of a second each") {
    await bob.composer.press(key === " " ? "Space" : key);
    await settle(notices);
    await bob.page.clock.runFor(100);
    await settle(notices);
  }
  await bob.page.clock.runFor(2_000);
  expect(await gapsOf(notices, 3)).toEqual([2_000, 2_000]);
  expect((await notices()).map(({ method }) => method)).toEqual(["POST", "POST", "POST"]);
});

test("writing and deleting in turn sends no more notices than writing does", async ({ newContext }) => {
  const { bob, notices } = await typist(await newContext());
  for (let pairs = 0; pairs < 25; pairs++) {
    for (const key of ["x", "Backspace"]) {
      await bob.composer.press(key);
      await settle(notices);
      await bob.page.clock.runFor(100);
      await settle(notices);
    }
  }
  await expect.poll(async () => (await notices()).filter(({ method }) => method === "POST").length).toBeGreaterThan(1);
  const posts = (await notices()).filter(({ method }) => method === "POST");
  for (const [i, { at }] of posts.entries()) {
    if (i > 0) expect(at - posts[i - 1].at).toBeGreaterThanOrEqual(2_000);
  }
});

test("typing stops, and is told again, after the times that the page was given", async ({ newContext, allowProblems }) => {
  allowProblems(/BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS/); // a page that is made up may open no socket
  const { bob, notices } = await typist(await newContext(), async (reader) => {
    await reader.page.route("**/c/general", async (route) => {
      const answer = await route.fetch();
      const page = (await answer.text()).replace(/(?<=typingWindow&#34;:)\d+/, "1200").replace(/(?<=typingNotice&#34;:)\d+/, "400");
      await route.fulfill({ response: answer, body: page });
    });
    await reader.open("general");
  });
  for (const key of "ten keys!!") {
    await bob.composer.press(key === " " ? "Space" : key);
    await settle(notices);
    await bob.page.clock.runFor(100);
    await settle(notices);
  }
  await bob.page.clock.runFor(200);
  await gapsOf(notices, 4);
  await bob.page.clock.runFor(2_000);
  expect(await gapsOf(notices, 5)).toEqual([400, 400, 400, 900]);
  expect((await notices()).map(({ method }) => method)).toEqual(["POST", "POST", "POST", "POST", "DELETE"]);
});
