import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

/** alice, the owner of a private channel with bob in it, on the channel's page; bob has read her message. */
async function owner(page: Page, bob: Api): Promise<{ chat: Chat; dialogs: Dialogs; channel: string }> {
  const channel = await new Api(page).createPrivate("plans", "bob");
  const chat = await new Chat(page).open(channel);
  await chat.send("lunch?");
  await bob.post(`/mark_read/${channel}`, undefined);
  await expect(chat.log.getByRole("link", { name: /^Read by/ })).toBeVisible();
  return { chat, dialogs: new Dialogs(page), channel };
}

const closings: Record<string, (dialogs: Dialogs) => Promise<void>> = {
  Esc: (dialogs) => dialogs.page.keyboard.press("Escape"),
  "×": (dialogs) => dialogs.button("Close").click(),
  "a press beside it": (dialogs) => dialogs.page.mouse.click(5, 5),
};

test("every dialog gives focus back to what opened it, however it is closed", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  const [bob] = await withoutPage("bob");
  const { chat, dialogs } = await owner(page, bob);
  const message = chat.message("lunch?");
  const menuLink = (name: string) => page.getByRole("link", { name, exact: true });
  const openers: Record<string, { press: Locator; menu?: Locator }> = {
    "Your account": { press: chat.accountLink },
    "New private channel": { press: dialogs.newChannel },
    "New direct message": { press: dialogs.newDirect },
    "2 members of plans": { press: chat.membersLink },
    "Who has read this": { press: chat.log.getByRole("link", { name: /^Read by/ }) },
    "Delete this message?": { press: chat.action(message, "Delete") },
    "Add to plans": { press: menuLink("Add member"), menu: dialogs.channelMenu },
    "Rename channel": { press: menuLink("Rename"), menu: dialogs.channelMenu },
    "Leave plans?": { press: menuLink("Leave"), menu: dialogs.channelMenu },
    "Archive plans?": { press: menuLink("Archive"), menu: dialogs.channelMenu },
  };
  for (const [title, { press, menu }] of Object.entries(openers)) {
    for (const [how, close] of Object.entries(closings)) {
      await test.step(`${title}: ${how}`, async () => {
        if (menu) await menu.click();
        await (menu ?? press).focus();
        await press.click();
        await dialogs.expectOpen(title);
        await expect.poll(() => dialogs.dialog.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
        await close(dialogs);
        await dialogs.expectClosed();
        await expect(menu ?? press).toBeFocused();
      });
    }
    const cancel = dialogs.button("Cancel");
    await test.step(`${title}: Cancel`, async () => {
      if (menu) await menu.click();
      await press.click();
      await dialogs.expectOpen(title);
      if (await cancel.isVisible()) await cancel.click();
      else await closings.Esc(dialogs);
      await dialogs.expectClosed();
      await expect(menu ?? press).toBeFocused();
    });
    await dialogs.expectClosed();
  }
});

test("focus stays inside an open dialog", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await chat.openAccount();
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => {
      const dialog = document.querySelector("dialog");
      return document.activeElement === document.body || dialog?.contains(document.activeElement);
    });
    expect(where, `after ${presses + 1} presses`).toBe(true);
  }
  await dialogs.button("Close").click();
});

test("after a success focus goes back too, or where one goes on when its place is gone", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  const [bob] = await withoutPage("bob", "carol");
  const { chat, dialogs } = await owner(page, bob);

  await test.step("renamed", async () => {
    await dialogs.openChannelDialog("Rename");
    await dialogs.field("Name").fill("plots");
    await dialogs.button("Rename").click();
    await dialogs.expectClosed();
    await expect(dialogs.channelMenu).toBeFocused();
  });
  await test.step("added", async () => {
    await dialogs.openChannelDialog("Add member");
    await dialogs.choosePerson("carol");
    await dialogs.button("Add member").click();
    await dialogs.expectClosed();
    await expect(dialogs.channelMenu).toBeFocused();
  });
  await test.step("removed, from one dialog by way of another", async () => {
    await chat.membersLink.click();
    await dialogs.dialog.getByRole("link", { name: "Remove carol" }).click();
    await dialogs.expectOpen("Remove carol?");
    await dialogs.button("Remove carol").click();
    await dialogs.expectClosed();
    await expect(chat.membersLink).toBeFocused();
  });
  await test.step("deleted, and the button with it", async () => {
    await chat.act(chat.message("lunch?"), "Delete");
    await dialogs.button("Delete message").click();
    await dialogs.expectClosed();
    await expect(chat.log.getByText("This message was deleted.")).toBeVisible();
    await expect(chat.composer).toBeFocused();
  });
});

test("an error keeps the dialog open and puts the caret into the wrong field", async ({ signup, allowProblems }) => {
  allowProblems(/status of 422/);
  const page = await signup("alice");
  const dialogs = new Dialogs(page);
  await dialogs.newChannel.click();
  await dialogs.button("Create channel").click();
  await expect(dialogs.field("Name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialogs.newChannel).toBeFocused();
});

test("a double press creates one channel", async ({ signup }) => {
  const page = await signup("alice");
  const dialogs = new Dialogs(page);
  await dialogs.newChannel.click();
  await dialogs.field("Name").fill("plans");
  await dialogs.button("Create channel").dblclick();
  await dialogs.expectHeading("plans");
  expect(await new Api(page).get("/private_channels")).toHaveLength(1);
});

test("an open dialog and what was typed in it survive what others do", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  const [bob] = await withoutPage("bob");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await dialogs.newChannel.click();
  await dialogs.field("Name").fill("pla");
  await bob.send("general", "hello");
  await bob.send("dm:alice:bob", "hello");
  await expect(chat.log.getByText("hello")).toBeVisible();
  await expect(page).toHaveTitle(/^\([12]\) /);
  await expect(dialogs.field("Name")).toHaveValue("pla");
  await expect(dialogs.field("Name")).toBeFocused();
  await page.keyboard.type("ns");
  await expect(dialogs.field("Name")).toHaveValue("plans");
});
