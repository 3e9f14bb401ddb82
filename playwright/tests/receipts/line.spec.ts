import type { Locator } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { Reader } from "../../pages/reader";

/** The line that stands directly below a message. */
function lineBelow(message: Locator): Locator {
  return message.locator("xpath=following-sibling::*[1]").getByRole("link", { name: /^Read/ });
}

test("the line stands below my newest message that somebody has read, and moves with the readers", { tag: ["@poll", "@nodes"] }, async ({ signup, newContext }) => {
  const chat = new Chat(await signup("alice"));
  const bob = await Reader.signUp(await newContext(), "bob");
  await chat.send("first");
  await expect(lineBelow(chat.message("first"))).toHaveText("Read by bob");

  await bob.lookAway();
  await chat.send("second");
  await expect(bob.message("second")).toBeVisible();
  await expect(lineBelow(chat.message("first"))).toHaveText("Read by bob");
  await expect(lineBelow(chat.message("second"))).toBeHidden();

  await bob.lookBack();
  await expect(lineBelow(chat.message("second"))).toHaveText("Read by bob");
  await expect(lineBelow(chat.message("first"))).toBeHidden();
  await chat.page.reload();
  await expect(lineBelow(chat.message("second"))).toHaveText("Read by bob");
});

test("the line names two and counts the rest", async ({ signup, withoutPage }) => {
  const chat = new Chat(await signup("alice"));
  const readers = await withoutPage("bob", "carol", "dave", "erin");
  await chat.send("lunch?");
  const texts = ["Read by bob", "Read by bob and carol", "Read by bob, carol and 1 more", "Read by bob, carol and 2 more"];
  for (const [i, reader] of readers.entries()) {
    await reader.post("/mark_read/general", undefined);
    await expect(lineBelow(chat.message("lunch?"))).toHaveText(texts[i]);
  }
});

test("in a conversation the list says who has read it, when, and who has not yet", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob", "carol");
  const channel = await new Api(alice).createPrivate("plans", "bob", "carol");
  const [chat, dialogs] = [await new Chat(alice).open(channel), new Dialogs(alice)];
  await chat.send("lunch?");
  await bob.post(`/mark_read/${channel}`, undefined);
  await lineBelow(chat.message("lunch?")).click();
  await dialogs.expectOpen("Who has read this");
  await expect(dialogs.dialog).toContainText("lunch?");
  const read = dialogs.dialog.getByRole("region", { name: "Read by 1" }).getByRole("listitem");
  await expect(read).toHaveCount(1);
  await expect(read).toContainText("bob");
  await expect(read.getByRole("time")).toHaveText(/^\d+ \w+, \d\d:\d\d$/);
  const waiting = dialogs.dialog.getByRole("region", { name: "Not read yet" }).getByRole("listitem");
  await expect(waiting).toHaveCount(1);
  await expect(waiting).toContainText("carol");
  await expect(waiting.getByRole("time")).toHaveCount(0);
});

test("in a direct conversation everyone is one, and nobody is left to wait for", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  const [chat, dialogs] = [await new Chat(alice).open("dm:alice:bob"), new Dialogs(alice)];
  await chat.send("hello");
  await expect(lineBelow(chat.message("hello"))).toBeHidden();
  await bob.post("/mark_read/dm:alice:bob", undefined);
  await expect(lineBelow(chat.message("hello"))).toHaveText("Read");
  await lineBelow(chat.message("hello")).click();
  await expect(dialogs.dialog.getByRole("region", { name: "Read by 1" })).toContainText("bob");
  await expect(dialogs.dialog.getByText("Not read yet")).toBeHidden();
});

test("in a public channel nobody is said to be late", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob", "carol");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await chat.send("lunch?");
  await bob.post("/mark_read/general", undefined);
  await lineBelow(chat.message("lunch?")).click();
  await expect(dialogs.dialog.getByRole("region", { name: "Read by 1" })).toContainText("bob");
  await expect(dialogs.dialog.getByText("Not read yet")).toBeHidden();
  await expect(dialogs.dialog).not.toContainText("carol");
});

test("one who does not share leaves no trace, stands on no list, and still sees others' receipts", async ({ signup, withoutPage, server }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [carol] = await withoutPage("carol");
  const [dialogs, bobsDialogs] = [new Dialogs(alice), new Dialogs(bob)];
  await new Chat(bob).openAccount();
  const saved = bob.waitForResponse(/\/ui\/settings$/);
  await bobsDialogs.dialog.getByRole("switch", { name: "What I have read" }).uncheck();
  await saved;
  await new Chat(bob).closeDialog();

  const channel = await new Api(alice).createPrivate("plans", "bob", "carol");
  const chat = await new Chat(alice).open(channel);
  await chat.send("lunch?");
  const reader = await new Chat(bob).open(channel);
  await expect(reader.message("lunch?")).toBeVisible();
  await expect(reader.channelLink(/plans$/), "his own count still ends").toBeVisible();
  await expect.poll(() => new Api(bob).get(`/last_read/${channel}`)).not.toEqual({ last_read_ts: null });
  expect(await server.query("SELECT * FROM read_receipts")).toBe("");
  expect(await new Api(alice).get(`/read_receipts/${channel}`)).toEqual({});

  await carol.post(`/mark_read/${channel}`, undefined);
  await expect(lineBelow(chat.message("lunch?"))).toHaveText(/^Read by (carol|everyone)$/);
  await lineBelow(chat.message("lunch?")).click();
  await expect(dialogs.dialog.getByRole("region", { name: "Read by 1" })).toContainText("carol");
  await expect(dialogs.dialog).not.toContainText("bob");
  await chat.closeDialog();

  await reader.send("coming");
  await carol.post(`/mark_read/${channel}`, undefined);
  await expect(lineBelow(reader.message("coming"))).toBeVisible();
  await lineBelow(reader.message("coming")).click();
  await expect(bobsDialogs.dialog).toContainText("You do not share when you have read something.");
  await expect(bobsDialogs.dialog.getByRole("region", { name: /^Read by/ })).toContainText("carol");
});

test("what was read while not sharing never gets a receipt later", async ({ signup, withoutPage, server }) => {
  const chat = new Chat(await signup("alice"));
  const [bob] = await withoutPage("bob");
  await bob.post("/settings", { share_receipts: false, share_typing: true });
  await chat.send("before");
  await bob.post("/mark_read/general", undefined);
  await bob.post("/settings", { share_receipts: true, share_typing: true });
  await bob.post("/mark_read/general", undefined);
  await chat.send("after");
  await bob.post("/mark_read/general", undefined);
  await expect(lineBelow(chat.message("after"))).toHaveText("Read by bob");
  expect(await server.query("SELECT count(*) FROM read_receipts")).toBe("1");
});

test("the words are those of the place: a conversation of two says Read, a private channel that everyone has, and one's own choice is told", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob, carol] = await withoutPage("bob", "carol");
  const [api, chat] = [new Api(alice), new Chat(alice)];
  const line = (text: string) => lineBelow(chat.message(text));

  await chat.open("dm:alice:bob");
  await chat.send("psst");
  await bob!.markRead("dm:alice:bob");
  await expect(line("psst")).toHaveText("Read");
  await alice.reload();
  await expect(line("psst")).toHaveText("Read");

  const channel = await api.createPrivate("plans", "bob", "carol");
  await chat.open(channel);
  await chat.send("lunch?");
  await bob!.post("/profile", { display_name: "Bobby" });
  await bob!.markRead(channel);
  await expect(line("lunch?")).toHaveText("Read by Bobby");
  await carol!.markRead(channel);
  await expect(line("lunch?")).toHaveText("Read by everyone");
});
