import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, atOnce, Chat } from "../../pages/chat";

async function bobTypes(alice: Page, bob: Page): Promise<void> {
  await new Chat(bob).composer.pressSequentially("something");
  await expect(new Chat(alice).typingBanner).toHaveText("bob is typing…");
}

test("the banner is gone within 8 s of the last keystroke, however late its notice goes out", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const banner = await new Chat(alice).watchTypingBanner();
  // The second keystroke comes right after a notice, so its own one waits for two seconds.
  const told = bob.waitForResponse(/\/typing\//);
  await new Chat(bob).composer.press("h");
  await told;
  await new Chat(bob).composer.press("i");
  const last = Date.now();
  await expect.poll(async () => (await banner.jsonValue()).length, { timeout: 10_000 }).toBe(2);
  const [shown, gone] = await banner.jsonValue();
  expect(shown.text).toBe("bob is typing…");
  expect(gone.text).toBe("");
  expect(gone.at - last).toBeLessThan(8_000);
  expect(gone.at - last, "not before the notice has run out either").toBeGreaterThan(4_000);
});

test("sending takes the banner away at once", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await bobTypes(alice, bob);
  await new Chat(bob).composer.press("Enter");
  await expect(new Chat(alice).typingBanner).toBeEmpty({ timeout: atOnce });
  await expect(new Chat(alice).message("something")).toBeVisible();
});

test("a notice that its own message overtakes does not bring the banner back", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const banner = await new Chat(alice).watchTypingBanner();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await bob.route(/\/typing\//, async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  const arrived = bob.waitForResponse((response) => /\/typing\//.test(response.url()));
  await new Chat(bob).send("quick");
  letGo();
  await arrived;
  await expect.poll(() => new Api(alice).typists("general"), { timeout: atOnce }).toEqual([]);
  await new Api(bob).send("general", "later");
  await expect(new Chat(alice).message("later")).toBeVisible();
  await expect(new Chat(alice).typingBanner).toBeEmpty();
  expect((await banner.jsonValue()).filter(({ text }) => text !== "").length).toBeLessThanOrEqual(1);
});

test("emptying the composer takes the banner away at once", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await bobTypes(alice, bob);
  await bob.keyboard.press("Control+A");
  await bob.keyboard.press("Backspace");
  await expect(new Chat(alice).typingBanner).toBeEmpty({ timeout: atOnce });
});

test("going to another channel takes the banner away at once", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await bobTypes(alice, bob);
  await new Chat(bob).channelLink("random").click();
  await expect(new Chat(alice).typingBanner).toBeEmpty({ timeout: atOnce });
});

test("leaving the site takes the banner away at once", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await bobTypes(alice, bob);
  await bob.goto("about:blank");
  await expect(new Chat(alice).typingBanner).toBeEmpty({ timeout: atOnce });
});

test("a page that comes up with a draft does not claim that somebody types", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await bobTypes(alice, bob);
  await bob.reload();
  await expect(new Chat(bob).composer).toHaveValue("something");
  await expect(new Chat(alice).typingBanner).toBeEmpty({ timeout: atOnce });
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

test("while somebody keeps typing one notice goes out every 2 s, and one after the last key", async ({ signup }) => {
  const bob = await signup("bob");
  const notices: number[] = [];
  bob.on("request", (request) => {
    if (/\/typing\//.test(request.url())) {
      expect(request.method()).toBe("POST");
      notices.push(Date.now());
    }
  });
  await new Chat(bob).composer.pressSequentially("forty keys at one tenth of a second each", { delay: 100 });
  const last = Date.now();
  await expect.poll(() => (notices.at(-1) ?? 0) > last).toBe(true);
  const gaps = notices.slice(1).map((at, i) => at - notices[i]);
  expect(notices.length).toBeGreaterThanOrEqual(3);
  // What Playwright reports is a little late, more for one than for the next.
  expect(Math.min(...gaps)).toBeGreaterThan(1_900);
});

test("writing and deleting in turn sends no more notices than writing does", async ({ signup }) => {
  const bob = await signup("bob");
  const notices: number[] = [];
  bob.on("request", (request) => {
    if (/\/typing\//.test(request.url()) && request.method() === "POST") notices.push(Date.now());
  });
  const { composer } = new Chat(bob);
  const until = Date.now() + 5_000;
  while (Date.now() < until) {
    await composer.press("x");
    await composer.press("Backspace");
  }
  const gaps = notices.slice(1).map((at, i) => at - notices[i]);
  expect(gaps.length).toBeGreaterThan(0);
  expect(Math.min(...gaps)).toBeGreaterThan(1_900);
});
