import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Api, Chat, type Override } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { tabTo } from "../../pages/keyboard";

test("each choice says at once how others see me and why, and stands after a reload", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  const why = dialogs.dialog.getByRole("status").first();
  await chat.openAccount();
  await expect(why).toContainText("Online: connected in 1 tab");
  await expect(chat.override("Automatic")).toBeChecked();
  for (const [choice, duration, sentence] of [
    ["Away", "30 minutes", /Away: you chose Away until (\d+ \w+, )?\d\d:\d\d/],
    ["Online", "4 hours", /Online: you chose Online until (\d+ \w+, )?\d\d:\d\d/],
    ["Offline", "Until changed", /Offline: you chose Offline until changed/],
    ["Automatic", "Until changed", /Online: connected in 1 tab/],
  ] as [Override, string, RegExp][]) {
    await test.step(choice, async () => {
      await chat.override(choice).check();
      await dialogs.field("For how long").selectOption({ label: duration });
      await dialogs.button("Apply").click();
      await expect(why).toHaveText(sentence);
      await expect(dialogs.button("Apply")).toBeFocused();
      await page.reload();
      await chat.openAccount();
      await expect(chat.override(choice)).toBeChecked();
      await expect(dialogs.field("For how long").locator("option:checked")).toHaveText(duration);
    });
  }
});

test("the switches save themselves, one at a time and both, and stand after a reload", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs, api] = [new Chat(page), new Dialogs(page), new Api(page)];
  await chat.openAccount();
  const typing = dialogs.dialog.getByRole("switch", { name: "When I am typing" });
  const receipts = dialogs.dialog.getByRole("switch", { name: "What I have read" });
  await expect(typing).toBeChecked();
  await expect(receipts).toBeChecked();
  await typing.evaluate((before) => before.setAttribute("data-before", ""));
  await typing.uncheck();
  await expect.poll(() => api.get("/settings")).toEqual({ share_last_seen: true, share_receipts: true, share_typing: false });
  await expect(typing, "the answer has taken its place, not in the middle of a key").not.toHaveAttribute("data-before");
  await expect(typing).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(receipts).toBeFocused();
  await page.keyboard.press("Space");
  await expect.poll(() => api.get("/settings")).toEqual({ share_last_seen: true, share_receipts: false, share_typing: false });
  await page.reload();
  await chat.openAccount();
  await expect(typing).not.toBeChecked();
  await expect(receipts).not.toBeChecked();
});

test("of what is chosen right after each other in the account dialog nothing is lost", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs, api] = [new Chat(page), new Dialogs(page), new Api(page)];
  await chat.openAccount();
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  let asked = 0;
  await page.route(/\/ui\/(settings|look|presence\/override|account\/status)$/, async (route) => {
    const first = await route.fetch();
    asked++;
    await held;
    await route.fulfill({ response: first }).catch(() => {}); // the page no longer waits for it
  });
  const typing = dialogs.dialog.getByRole("switch", { name: "When I am typing" });
  const receipts = dialogs.dialog.getByRole("switch", { name: "What I have read" });
  // The server has each before the next one is chosen: one that is given up sooner never leaves the browser, or comes after the next.
  const asks = (times: number) => expect.poll(() => asked, "the same is asked for once").toBe(times);
  await typing.uncheck();
  await asks(1);
  await receipts.uncheck();
  await asks(2);
  await dialogs.dialog.getByRole("group", { name: "Theme" }).getByLabel("Dark").check();
  await asks(3);
  await dialogs.dialog.getByRole("group", { name: "Density" }).getByLabel("Compact").check();
  await asks(4);
  await chat.override("Away").check();
  await dialogs.button("Apply").dblclick();
  await asks(5);
  await chat.override("Online").check();
  await dialogs.button("Apply").dblclick();
  await asks(6);
  await dialogs.button("Lunch").click();
  await asks(7);
  await dialogs.field("Status").fill("In a train");
  await dialogs.button("Save status").dblclick();
  await asks(8);
  answer();
  await expect(dialogs.dialog.getByRole("status").first()).toContainText("you chose Online");
  await expect(dialogs.field("Status")).toHaveValue("In a train");
  expect(await api.get("/presence/override")).toEqual({ override: "active" });
  await expect.poll(() => api.get("/settings")).toEqual({ share_last_seen: true, share_receipts: false, share_typing: false });
  await expect.poll(() => api.get("/look")).toMatchObject({ theme: "dark", density: "compact" });
  await expect(page.locator("html[data-theme=dark][data-density=compact]")).toBeAttached();
  await expect(receipts).not.toBeChecked();
  await expect(typing).not.toBeChecked();

  await test.step("what is still on its way keeps no page of somebody who has logged out elsewhere", async () => {
    await page.evaluate(() => document.addEventListener("htmx:configRequest", (event) => ((event as CustomEvent).detail.timeout = 600_000), { capture: true }));
    await page.route(/\/ui\/account\/status$/, () => {}); // the answer never comes
    await dialogs.button("Lunch").click();
    await page.request.post("/logout", { form: {}, maxRedirects: 0 });
    await new Accounts(page).expectLoginPage();
  });
});

test("choosing a status leaves the switches, and a switch leaves a choice that is not set yet", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await chat.openAccount();
  await chat.override("Away").check();
  const typing = dialogs.dialog.getByRole("switch", { name: "When I am typing" });
  const saved = page.waitForResponse(/\/ui\/settings$/);
  await typing.uncheck();
  await saved;
  await expect(typing).not.toBeChecked();
  await expect(chat.override("Away")).toBeChecked();
  await dialogs.button("Apply").click();
  await expect(dialogs.dialog.getByRole("status").first()).toContainText("you chose Away");
  await expect(typing).not.toBeChecked();
});

test("the keyboard alone changes the status and logs out", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await tabTo(chat.accountLink);
  await page.keyboard.press("Enter");
  await dialogs.expectOpen("Your account");
  await tabTo(chat.override("Automatic"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(chat.override("Away")).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(dialogs.dialog.getByRole("status").first()).toContainText("you chose Away");
  await tabTo(dialogs.button("Log out"));
  await page.keyboard.press("Enter");
  await new Accounts(page).expectLoginPage();
});
