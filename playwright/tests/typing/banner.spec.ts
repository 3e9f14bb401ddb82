import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("the banner names one, then two, then says that several are typing", { tag: ["@poll", "@nodes"] }, async ({ signup }) => {
  const [alice, bob, carol, dave] = await Promise.all(["alice", "bob", "carol", "dave"].map((name) => signup(name)));
  const banner = new Chat(alice).typingBanner;
  await expect(banner).toBeEmpty();
  await new Chat(bob).composer.pressSequentially("hello");
  await expect(banner).toHaveText("bob is typing…");
  await new Chat(carol).composer.pressSequentially("hi");
  await new Chat(bob).composer.pressSequentially("!");
  await expect(banner).toHaveText("bob and carol are typing…");
  await new Chat(dave).composer.pressSequentially("hey");
  await new Chat(bob).composer.pressSequentially("!");
  await new Chat(carol).composer.pressSequentially("!");
  await expect(banner).toHaveText("Several people are typing…");
});

test("nobody sees their own typing", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const shown = await chat.watchTypingBanner();
  await chat.composer.pressSequentially("to myself");
  await expect(new Chat(bob).typingBanner).toHaveText("alice is typing…");
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
  const typing = [];
  for (const [person, text] of [
    [bob, "bob is typing…"],
    [carol, "bob and carol are typing…"],
    [dave, "Several people are typing…"],
  ] as const) {
    typing.push(person);
    for (const one of typing) {
      await new Api(one).typing("general");
    }
    await expect(chat.typingBanner).toHaveText(text);
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

test("a screen reader hears of typing only when the set of those who type changes", async ({ signup }) => {
  const [alice, bob, carol] = await Promise.all(["alice", "bob", "carol"].map((name) => signup(name)));
  const chat = new Chat(alice);
  const heard = await chat.watchTypingBanner();
  // Long enough for three renewals of one who keeps typing.
  await new Chat(bob).composer.pressSequentially("a sentence of some length", { delay: 300 });
  await Promise.all([
    new Chat(bob).composer.pressSequentially(" that goes on", { delay: 200 }),
    new Chat(carol).composer.pressSequentially("me too, me too", { delay: 200 }),
  ]);
  await new Chat(carol).composer.fill("");
  await expect(chat.typingBanner).toHaveText("bob is typing…");
  await new Chat(bob).composer.fill("");
  await expect(chat.typingBanner).toBeEmpty();
  const texts = (await heard.jsonValue()).map(({ text }) => text);
  expect(texts).toEqual(["bob is typing…", "bob and carol are typing…", "bob is typing…", ""]);
});
