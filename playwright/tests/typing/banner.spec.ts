import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("the banner names one, then two, then says that several are typing", { tag: ["@poll", "@nodes"] }, async ({ signup }) => {
  const [alice, bob, carol, dave] = await Promise.all(["alice", "bob", "carol", "dave"].map((name) => signup(name)));
  const banner = new Chat(alice).typingBanner;
  await expect(banner).toBeEmpty();
  const typing: Page[] = [];
  for (const [person, text] of [[bob, "bob is typing…"], [carol, "bob and carol are typing…"], [dave, "Several people are typing…"]] as const) {
    typing.push(person);
    // They go on until it shows: on a slow machine one of them would have stopped before the last began.
    await expect(async () => {
      for (const one of typing) await new Chat(one).composer.pressSequentially("hm");
      await expect(banner).toHaveText(text, { timeout: 2_000 });
    }).toPass();
  }
});

test("nobody sees their own typing", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const [shown, seen] = [await chat.watchTypingBanner(), await new Chat(bob).watchTypingBanner()];
  await chat.composer.pressSequentially("to myself");
  await expect.poll(async () => (await seen.jsonValue())[0]?.text).toBe("alice is typing…");
  await new Api(bob).send("general", "a sign that the page is up to date");
  await expect(chat.message("a sign that the page is up to date")).toBeVisible();
  expect(await shown.jsonValue()).toEqual([]);
});

test("the composer does not move by a pixel as people start and stop", async ({ signup }) => {
  const [alice, bob, carol, dave] = await Promise.all(["alice", "bob", "carol", "dave"].map((name) => signup(name)));
  const chat = new Chat(alice);
  const place = async () => [await chat.composerForm.boundingBox(), await chat.scroller.boundingBox()];
  await expect(chat.typingBanner).toBeEmpty();
  const before = await place();
  const typing: Page[] = [];
  for (const [person, text] of [
    [bob, "bob is typing…"],
    [carol, "bob and carol are typing…"],
    [dave, "Several people are typing…"],
  ] as const) {
    typing.push(person);
    await expect(async () => {
      for (const one of typing) await new Api(one).typing("general");
      await expect(chat.typingBanner).toHaveText(text, { timeout: 2_000 });
    }).toPass();
    expect(await place()).toEqual(before);
  }
  for (const one of typing) {
    await one.request.delete("/typing/general");
  }
  await expect(chat.typingBanner).toBeEmpty();
  expect(await place()).toEqual(before);
});

test("a long name does not break the banner's line, nor widen a narrow page", async ({ signup }) => {
  const name = "m".repeat(32);
  const [alice, other] = await Promise.all([signup("alice", { viewport: { width: 320, height: 640 } }), signup(name)]);
  const chat = new Chat(alice);
  const before = await chat.composerForm.boundingBox();
  await new Chat(other).composer.pressSequentially("hm");
  await expect(chat.typingBanner).toHaveText(`${name} is typing…`);
  expect(await chat.composerForm.boundingBox()).toEqual(before);
  expect(await alice.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test("a screen reader hears of typing only when the set of those who type changes", async ({ signup, withoutPage }) => {
  const chat = new Chat(await signup("alice"));
  const [bob, carol, dave] = await withoutPage("bob", "carol", "dave");
  const heard = await chat.watchTypingBanner();
  let news = 0;
  /** Each says so again and again, as whoever keeps typing does, and the page hears of it each time. */
  const goOn = async (...people: Api[]) => {
    for (let times = 0; times < 3; times++) {
      for (const one of people) await one.typing("general");
      await dave.send("general", `news ${++news}`);
      await expect(chat.message(`news ${news}`)).toBeVisible();
    }
  };
  await goOn(bob);
  await expect(chat.typingBanner).toHaveText("bob is typing…");
  await goOn(bob, carol);
  await expect(chat.typingBanner).toHaveText("bob and carol are typing…");
  await carol.request.delete("/typing/general");
  await expect(chat.typingBanner).toHaveText("bob is typing…");
  await bob.request.delete("/typing/general");
  await expect(chat.typingBanner).toBeEmpty();
  const texts = (await heard.jsonValue()).map(({ text }) => text);
  expect(texts).toEqual(["bob is typing…", "bob and carol are typing…", "bob is typing…", ""]);
});
