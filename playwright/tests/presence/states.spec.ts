import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { afterGrace, Api, Chat, graceIsOver, lostConnection, shape } from "../../pages/chat";

const fiveMinutes = 5 * 60_000;
/** The longest time between two reports of a tab. */
const heartbeat = 33_000;

/** Signs somebody up whose pages live by a clock that the test can move. */
async function signUpWithClock(context: BrowserContext, username: string): Promise<Page> {
  await context.clock.install();
  const accounts = new Accounts(await context.newPage());
  await accounts.signUp(username);
  await accounts.expectLoggedIn();
  return accounts.page;
}

test("each state shows as its own word and shape, and hidden as away", { tag: ["@poll", "@nodes"] }, async ({ signup, newContext }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const bob = await signUpWithClock(await newContext(), "bob");
  await chat.expectDot("bob", "Online");
  expect(await shape(chat.dot("bob"))).toBe("filled");

  await test.step("idle after five minutes without a key", async () => {
    await bob.clock.fastForward(fiveMinutes);
    await chat.expectDot("bob", "Away");
    expect(await shape(chat.dot("bob"))).toBe("half");
    expect((await new Api(alice).onlineUsers()).bob).toBe("idle");
  });

  await test.step("active again on a key", async () => {
    await bob.keyboard.press("Shift");
    await chat.expectDot("bob", "Online");
  });

  await test.step("hidden", async () => {
    await new Chat(bob).setVisibility("hidden");
    await chat.expectDot("bob", "Away");
    expect(await shape(chat.dot("bob"))).toBe("half");
    expect((await new Api(alice).onlineUsers()).bob).toBe("hidden");
    await new Chat(bob).setVisibility("visible");
    await chat.expectDot("bob", "Online");
  });

  await test.step("gone", async () => {
    await bob.goto("about:blank");
    await chat.expectDot("bob", "Offline", afterGrace);
    expect(await shape(chat.dot("bob"))).toBe("hollow");
    expect((await new Api(alice).onlineUsers()).bob).toBe("offline");
  });
});

test("moving the pointer, too, ends idleness", async ({ signup, newContext }) => {
  const chat = new Chat(await signup("alice"));
  const bob = await signUpWithClock(await newContext(), "bob");
  await bob.clock.fastForward(fiveMinutes);
  await chat.expectDot("bob", "Away");
  await bob.mouse.move(100, 100);
  await bob.mouse.move(120, 110);
  await chat.expectDot("bob", "Online");
});

test("all dots of a person on the page agree: header, messages, sidebar", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await new Api(bob).send("dm:alice:bob", "hello");
  const chat = await new Chat(alice).open("dm:alice:bob");
  const dots = [
    chat.dot("bob"),
    chat.message("hello").locator('[data-user="bob"]'),
    chat.channelLink(/bob/).locator('[data-user="bob"]'),
  ];
  for (const [state, label] of [
    ["hidden", "Away"],
    ["visible", "Online"],
  ] as const) {
    await new Chat(bob).setVisibility(state);
    for (const dot of dots) {
      await expect(dot).toHaveText(label);
    }
  }
});

test.describe("by polls alone", () => {
  test.use({ push: false });

  test("two tabs in different states do not take turns", async ({ signup, newContext }) => {
    const alice = await signup("alice");
    const chat = new Chat(alice);
    const context = await newContext();
    const front = await signUpWithClock(context, "bob");
    const back = await context.newPage();
    await new Chat(back).open("general");
    await new Chat(back).setVisibility("hidden");
    await chat.expectDot("bob", "Online");
    const seen = await chat.watchDots("bob");
    for (let beats = 0; beats < 3; beats++) {
      for (const tab of [back, front]) {
        const reported = tab.waitForResponse(/\/ui\/live\//);
        await context.clock.fastForward(heartbeat);
        await reported;
        expect((await new Api(alice).onlineUsers()).bob).toBe("active");
      }
      await new Api(alice).send("general", `beat ${beats}`);
      await expect(chat.message(`beat ${beats}`)).toBeVisible();
    }
    expect(await seen.jsonValue()).toEqual(["Online"]);
  });
});

test("closing one of two tabs keeps the person, closing the last one does not", { tag: ["@poll", "@nodes"] }, async ({ signup }) => {
  const alice = await signup("alice");
  const first = await signup("bob");
  const chat = new Chat(alice);
  const second = await first.context().newPage();
  await new Chat(second).open("general");
  await chat.expectDot("bob", "Online");
  const seen = await chat.watchDots("bob");

  await first.close();
  await alice.waitForTimeout(graceIsOver); // nothing is to happen
  expect(await seen.jsonValue()).toEqual(["Online"]);

  await second.close();
  await chat.expectDot("bob", "Offline", afterGrace);
});

test("a reload and a change of channel never show as going offline", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  await chat.expectDot("bob", "Online");
  const seen = await chat.watchDots("bob");
  await bob.addInitScript(() => document.addEventListener("live:reached", () => Object.assign(window, { isKnown: true }), { once: true }));
  const began = Date.now();
  await bob.reload();
  await bob.waitForFunction(() => "isKnown" in window);
  // A page that is loaded again says that it leaves, and is gone unless the next one has said within 1.8 s that it is there.
  const inTime = Date.now() - began < 1_700;
  await new Chat(bob).switchTo("random");
  await chat.expectDot("bob", "Online");
  // The tabs that were left behind are forgotten meanwhile.
  const until = Date.now() + graceIsOver;
  while (Date.now() < until) {
    expect((await new Api(alice).onlineUsers()).bob).toBe("active");
    await expect.poll(() => seen.jsonValue(), { intervals: [200] }).toEqual(inTime ? ["Online"] : expect.arrayContaining(["Online"]));
  }
});

test("logging out shows as offline without waiting for the tab", { tag: ["@poll", "@nodes"] }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  await chat.expectDot("bob", "Online");
  await new Accounts(bob).logOut();
  await new Accounts(bob).expectLoginPage();
  expect((await new Api(alice).onlineUsers()).bob).toBe("offline");
  await chat.expectDot("bob", "Offline");
});

test("dots are unknown while this page is cut off, and known again afterwards", { tag: "@poll" }, async ({ signup, allowProblems }) => {
  allowProblems(lostConnection);
  const [alice] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  await chat.expectDot("bob", "Online");
  await expect(chat.membersLink).toHaveAccessibleName(/Online/);
  const context = alice.context();
  await context.setOffline(true);
  await expect(chat.connectionBanner).toBeVisible();
  expect(await shape(chat.dot("bob"))).toBe("dotted");
  await expect(chat.membersLink).toHaveAccessibleName(/Status unknown/);
  await expect(chat.membersLink).not.toHaveAccessibleName(/Online/);

  await context.setOffline(false);
  await expect(chat.connectionBanner).toBeHidden();
  expect(await shape(chat.dot("bob"))).toBe("filled");
  await expect(chat.membersLink).toHaveAccessibleName(/Online/);
});
