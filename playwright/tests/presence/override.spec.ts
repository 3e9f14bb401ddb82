import { expect, test } from "../../fixtures";
import { afterGrace, Api, Chat, type Override } from "../../pages/chat";

/** An hour from now, which may be tomorrow. */
const moment = /(\d{1,2} [A-Z][a-z]+, )?\d\d:\d\d/;

for (const { choice, seen } of [
  { choice: "Away", seen: "Away" },
  { choice: "Offline", seen: "Offline" },
] as const) {
  test(`"${choice}" is what others see at once, and stays chosen after a reload`, async ({ signup }) => {
    const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
    const chat = new Chat(alice);
    const bobs = new Chat(bob);
    await chat.expectDot("bob", "Online");
    await bobs.chooseOverride(choice, "1 hour");
    await chat.expectDot("bob", seen);

    await bob.reload();
    await bobs.openAccount();
    await expect(bobs.override(choice)).toBeChecked();
    await expect(bobs.dialog.getByLabel("For how long")).toHaveValue("60");
    await expect(bobs.dialog).toContainText(new RegExp(`${seen}: you chose ${choice} until ${moment.source}`));
    await expect(bob.getByText(new RegExp(`^${choice} until ${moment.source}$`)).first()).toBeVisible();

    await bobs.override("Automatic").check();
    await bobs.dialog.getByRole("button", { name: "Apply" }).click();
    await chat.expectDot("bob", "Online");
    await bob.reload();
    await bobs.openAccount();
    await expect(bobs.override("Automatic")).toBeChecked();
  });
}

test("an override that lasts until changed has no end, one for an hour ends in an hour", async ({ signup, server }) => {
  const bob = await signup("bob");
  const chat = new Chat(bob);
  await chat.chooseOverride("Away");
  expect(await new Api(bob).get("/presence/override")).toEqual({ override: "idle" });
  expect(await server.query("SELECT override, override_until FROM presence WHERE user = 'bob'")).toBe("idle|");

  await chat.closeDialog();
  await chat.chooseOverride("Away", "1 hour");
  const left = Number(await server.query("SELECT override_until FROM presence WHERE user = 'bob'")) - Date.now() / 1_000;
  expect(left).toBeGreaterThan(3_540);
  expect(left).toBeLessThanOrEqual(3_601);
});

test('"Online" holds while the tab is hidden, but not without a tab', async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  await new Chat(bob).chooseOverride("Online");
  await new Chat(bob).setVisibility("hidden");
  await expect.poll(async () => (await new Api(alice).onlineUsers()).bob).toBe("active");
  await chat.expectDot("bob", "Online");
  await bob.goto("about:blank");
  await chat.expectDot("bob", "Offline", afterGrace);
});

test('"Offline" hides typing, new receipts and coming and going', async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const bobs = new Chat(bob);
  await bobs.chooseOverride("Offline");
  await bobs.closeDialog();
  await chat.expectDot("bob", "Offline");
  const banner = await chat.watchTypingBanner();
  const dots = await chat.watchDots("bob");

  await chat.send("is anybody here?");
  await bobs.composer.pressSequentially("I am not here", { delay: 100 });
  await expect(bobs.message("is anybody here?")).toBeVisible();
  await expect.poll(() => new Api(bob).get("/last_read/general")).not.toEqual({ last_read_ts: null });
  await bob.reload();
  await new Api(bob).send("general", "a slip");
  await expect(chat.message("a slip")).toBeVisible();

  expect(await new Api(alice).typists("general")).toEqual([]);
  expect(await new Api(alice).get("/read_receipts/general")).not.toHaveProperty("bob");
  await expect(alice.getByRole("link", { name: /^Read by/ })).toHaveCount(0);
  expect(await banner.jsonValue()).toEqual([]);
  expect(await dots.jsonValue()).toEqual(["Offline"]);
});

test("what was read while offline gets no receipt later", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const bobs = new Chat(bob);
  await bobs.chooseOverride("Offline");
  await bobs.closeDialog();
  await chat.send("read in secret");
  await expect(bobs.message("read in secret")).toBeVisible();
  await expect.poll(() => new Api(bob).get("/last_read/general")).not.toEqual({ last_read_ts: null });
  await bobs.chooseOverride("Automatic");
  await bobs.closeDialog();
  await chat.expectDot("bob", "Online");
  await chat.send("read in public");
  await expect(alice.getByRole("link", { name: "Read by bob" })).toBeVisible();
  const secret = await new Api(alice).messageId("general", "read in secret");
  expect(await new Api(alice).get(`/read_receipts/general/${secret}`)).toEqual([]);
});

test("others' news do not undo a choice that is not yet set", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const bobs = new Chat(bob);
  await bobs.openAccount();
  await bobs.override("Away").check();
  await bobs.dialog.getByLabel("For how long").selectOption({ label: "4 hours" });
  await bobs.dialog.getByLabel("For how long").focus();
  await new Api(alice).send("general", "news");
  await new Chat(alice).setVisibility("hidden");
  await expect(bob.getByText("news", { exact: true })).toBeAttached();
  await expect(bobs.override("Away")).toBeChecked();
  await expect(bobs.dialog.getByLabel("For how long")).toHaveValue("240");
  await expect(bobs.dialog.getByLabel("For how long")).toBeFocused();
});

test("the keyboard alone sets and clears an override", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const bobs = new Chat(bob);
  await bobs.accountLink.focus();
  await bob.keyboard.press("Enter");
  await expect(bobs.dialog).toBeVisible();
  await bobs.override("Automatic").focus();
  const choices: Override[] = ["Automatic", "Online", "Away"];
  for (const choice of choices) {
    await expect(bobs.override(choice)).toBeFocused();
    if (choice !== "Away") await bob.keyboard.press("ArrowDown");
  }
  await bob.keyboard.press("Enter");
  await chat.expectDot("bob", "Away");
  await bob.keyboard.press("Escape");
  await expect(bobs.dialog).toBeHidden();
  await expect(bobs.accountLink).toBeFocused();
});
