import type { Page } from "@playwright/test";
import { expectAccessible, expectAccessibleInOppositeLooks, opposites, overflow, setLook } from "../../accessibility";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import type { WithoutPage } from "../../pages/people";

const channel = "private:1";

/** alice's private channel with what a channel can hold; bob and carol have read and reacted. */
async function fill(alice: Page, withoutPage: WithoutPage): Promise<Api> {
  const [bob, carol] = await withoutPage("bob", "carol", "dave");
  await new Api(alice).createPrivate("plans", "bob", "carol", "dave");
  await bob.send(channel, "**lunch**? `12:30`\n\n> or later\n\n- soup\n- [salad](https://example.com/)\n\n```\ncode\n```");
  await bob.send(channel, `a word that does not fit: ${"m".repeat(200)}`);
  await new Api(alice).send(channel, "I would love to");
  await bob.react(channel, "I would love to", ..."😀😃😄😁😆😅😂🙂🙃😉");
  await carol.react(channel, "I would love to", "😀");
  await new Api(alice).react(channel, "I would love to", "😀");
  await bob.send(channel, "a mistake");
  await bob.delete(channel, "a mistake");
  await carol.send("dm:alice:carol", "hello");
  for (const reader of [bob, carol]) {
    await reader.post(`/mark_read/${channel}`, undefined);
  }
  return bob;
}

test("the chat in every state of a day", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 4/);
  const page = await signup("alice");
  const bob = await fill(page, withoutPage);
  const mine = new Api(page);
  await mine.post("/public_channels/create", { name: "old" });
  await mine.send("old", "long ago");
  await mine.react("old", "long ago", "👍", "🎉");
  await mine.post("/public_channels/old/archive", {});
  const chat = await new Chat(page).open(channel);
  await expect(page.getByRole("link", { name: /^Read by/ })).toBeVisible();
  await bob.typing(channel);
  await expect(chat.typingBanner).toHaveText("bob is typing…");
  const tooLong = "a text that is too long";
  const steps: Record<string, () => Promise<unknown>> = {
    "a day's messages": async () => {},
    "a message with its buttons, an open fold, and a reply to it": async () => {
      await chat.log.getByLabel("2 more reactions").click();
      await chat.act(chat.message("I would love to"), "Reply");
    },
    "an edit": () => chat.act(chat.message("I would love to"), "Edit"),
    [tooLong]: async () => {
      await page.keyboard.press("Escape");
      await chat.composer.fill("x".repeat(10_001));
    },
    "a channel without messages": () => chat.open("random"),
    "a conversation": () => chat.open("dm:alice:carol"),
    "a channel that one has left": async () => {
      await new Api(page).post("/public_channels/random/leave", {});
      await page.goto("/c/random");
      await expect(page.locator("#composer-closed")).toContainText("Join");
    },
    "an archived channel with reactions": async () => {
      await page.goto("/c/old");
      await expect(page.locator("#composer-closed")).toContainText("This channel is archived");
      await expect(page.locator(".reaction[aria-disabled='true']").first()).toBeVisible();
    },
    "no access": () => page.goto("/c/private:99"),
    "no such page": () => page.goto("/nowhere"),
  };
  for (const [name, show] of Object.entries(steps)) {
    await test.step(name, async () => {
      await page.setViewportSize({ width: 1280, height: 800 });
      await show();
      await expectAccessibleInOppositeLooks(page, name === tooLong ? ".composer" : undefined);
    });
  }
});

test("every dialog", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 422/);
  const page = await signup("alice");
  await fill(page, withoutPage);
  const [chat, dialogs] = [await new Chat(page).open(channel), new Dialogs(page)];
  const message = chat.message("I would love to");
  const steps: Record<string, () => Promise<unknown>> = {
    account: () => chat.openAccount(),
    "new private channel": () => dialogs.newChannel.click(),
    "new private channel, refused": async () => {
      await dialogs.newChannel.click();
      await dialogs.button("Create channel").click();
      await expect(dialogs.field("Name")).toHaveAttribute("aria-invalid", "true");
    },
    "new direct message": () => dialogs.newDirect.click(),
    members: () => chat.membersLink.click(),
    "add member": () => dialogs.openChannelDialog("Add member"),
    rename: () => dialogs.openChannelDialog("Rename"),
    "rename, refused": async () => {
      await dialogs.openChannelDialog("Rename");
      await dialogs.field("Name").fill("");
      await dialogs.button("Rename").click();
      await expect(dialogs.field("Name")).toHaveAttribute("aria-invalid", "true");
    },
    "about this channel": () => dialogs.openChannelDialog("About this channel"),
    leave: () => dialogs.openChannelDialog("Leave"),
    archive: () => dialogs.openChannelDialog("Archive"),
    remove: async () => {
      await chat.membersLink.click();
      await dialogs.dialog.getByRole("link", { name: "Remove bob" }).click();
      await dialogs.expectOpen("Remove bob?");
    },
    receipts: () => page.getByRole("link", { name: /^Read by/ }).click(),
    delete: () => chat.act(message, "Delete"),
  };
  for (const [name, show] of Object.entries(steps)) {
    await test.step(name, async () => {
      await page.setViewportSize({ width: 1280, height: 800 });
      await show();
      await expect(dialogs.dialog).toBeVisible();
      // Behind the first stands the page; it is the same behind the others.
      await expectAccessibleInOppositeLooks(page, name === "account" ? undefined : "dialog");
      await page.keyboard.press("Escape");
      await dialogs.expectClosed();
    });
  }
});

test("the emoji picker, the channel's menu and the drawer", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  await fill(page, withoutPage);
  const [chat, dialogs] = [await new Chat(page).open(channel), new Dialogs(page)];
  for (const look of opposites) {
    await test.step(look.name, async () => {
      await setLook(page, look);
      await dialogs.openPicker(chat.message("I would love to"));
      await expect(dialogs.picker.getByRole("menuitem").first()).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await dialogs.channelMenu.click();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      if (look.width > 720) return;
      await page.getByRole("button", { name: "Channels and conversations" }).click();
      await expect(chat.sidebar).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await expect(chat.sidebar).toBeHidden();
    });
  }
});

test("a finger's screen: the message's sheet", async ({ signup, withoutPage }) => {
  const page = await signup("alice", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
  await fill(page, withoutPage);
  const chat = await new Chat(page).open(channel);
  await page.getByRole("button", { name: "Actions for the message from alice" }).last().tap();
  await expect(chat.action(chat.message("I would love to"), "Delete")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await setLook(page, { colorScheme, width: 390, name: colorScheme });
    await expectAccessible(page);
  }
});

test("at 320 px nothing scrolls sideways, dialogs included", async ({ signup, withoutPage }) => {
  const page = await signup("alice", { viewport: { width: 320, height: 640 } });
  await fill(page, withoutPage);
  const dialogs = new Dialogs(page);
  const chat = await new Chat(page).open(channel);
  await expect(chat.message("I would love to")).toBeVisible();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  for (const action of ["Add member", "Rename", "Leave", "Archive"]) {
    await dialogs.openChannelDialog(action);
    const box = (await dialogs.dialog.boundingBox())!;
    expect(box.x, action).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width, action).toBeLessThanOrEqual(320);
    expect(await dialogs.dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth), action).toBeLessThanOrEqual(0);
    await page.keyboard.press("Escape");
  }
  for (const path of ["/login", "/signup", "/ui/account", "/ui/private_channels/new", "/ui/dms/new", "/ui/private_channels/1/members"]) {
    await page.goto(path);
    expect(await overflow(page), path).toBeLessThanOrEqual(0);
  }
});
