import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Reader } from "../../pages/reader";

type Watermarks = Record<string, number>;

const long = 10_000;

test("a message counts as read half a second after it came before the reader's eyes, and not sooner", { tag: "@poll" }, async ({ newContext, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await Reader.signUp(await newContext(), "bob");
  await bob.lookAway();
  await alice.send("general", "hello");
  await bob.expectKnown(bob.message("hello"));
  const marks: string[] = [];
  bob.page.on("request", (request) => request.url().includes("/mark_read/") && marks.push(request.url()));

  await bob.page.clock.pauseAt(Date.now() + long);
  await bob.lookBack();
  await bob.page.clock.runFor(200);
  await bob.page.clock.setSystemTime(Date.now() - 3_600_000); // a clock that was wrong is set back meanwhile
  await bob.page.clock.runFor(250);
  expect(marks).toEqual([]);
  await bob.page.clock.runFor(100);
  await expect.poll(() => marks.length).toBe(1);
  await expect.poll(async () => Object.keys(await alice.get<Watermarks>("/read_receipts/general"))).toEqual(["bob"]);
});

test("a glance shorter than half a second does not count", async ({ newContext, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await Reader.signUp(await newContext(), "bob");
  await bob.lookAway();
  await alice.send("general", "hello");
  await bob.expectKnown(bob.message("hello"));
  await bob.page.clock.pauseAt(Date.now() + long);
  await bob.lookBack();
  await bob.page.clock.runFor(400);
  await bob.lookAway();
  await bob.page.clock.runFor(long);
  expect(await alice.get("/read_receipts/general")).toEqual({});
});

test("what comes while the window is in the background is not read, until the reader returns", { tag: "@poll" }, async ({ newContext, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await Reader.signUp(await newContext(), "bob");
  await bob.lookAway();
  await alice.send("general", "hello");
  await expect(bob.message("hello")).toBeVisible();
  await bob.page.clock.runFor(long);
  expect(await alice.get("/read_receipts/general")).toEqual({});
  await expect(bob.channelLink(/general 1 unread/)).toBeVisible();
  await expect(bob.page).toHaveTitle(/^\(1\) general/);

  await bob.lookBack();
  await expect.poll(async () => Object.keys(await alice.get<Watermarks>("/read_receipts/general"))).toEqual(["bob"]);
  await expect(bob.channelLink(/general$/)).toBeVisible();
  await expect(bob.page).toHaveTitle(/^general/);
});

test("a hidden tab counts in its title what it has not read, and reads it on return", async ({ newContext, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await Reader.signUp(await newContext(), "bob");
  await bob.setVisibility("hidden");
  await alice.send("general", "hello");
  await alice.send("dm:alice:bob", "psst");
  await expect.poll(() => bob.page.clock.runFor(40_000).then(() => bob.page.title())).toMatch(/^\(2\) general/);
  expect(await alice.get("/read_receipts/general")).toEqual({});
  await bob.setVisibility("visible");
  await expect.poll(async () => Object.keys(await alice.get<Watermarks>("/read_receipts/general"))).toEqual(["bob"]);
  await expect(bob.page).toHaveTitle(/^\(1\) general/);
});

test("what arrives below the edge is not read before the reader goes there", async ({ newContext, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  await alice.sendMany("general", 30);
  const bob = await Reader.signUp(await newContext(), "bob");
  await bob.scrollTo(bob.message("message 3"));
  await alice.send("general", "hello");
  await expect(bob.newMessagesButton).toHaveText(/1 new message/);
  await bob.page.clock.runFor(long);
  expect(await alice.get("/read_receipts/general")).toEqual({});
  await bob.newMessagesButton.click();
  await expect.poll(async () => Object.keys(await alice.get<Watermarks>("/read_receipts/general"))).toEqual(["bob"]);
});

test("unread messages are counted beside their channels and begin below a divider", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const chat = new Chat(await signup("bob"));
  await alice.send("random", "before");
  await chat.open("random");
  await expect(chat.message("before")).toBeVisible();
  await expect.poll(async () => Object.keys(await alice.get<Watermarks>("/read_receipts/random"))).toEqual(["bob"]);
  await chat.open("general");
  await alice.sendMany("random", 3);
  await expect(chat.channelLink(/random 3 unread/)).toBeVisible();
  await expect(chat.page).toHaveTitle(/^\(3\) general/);

  await chat.channelLink(/random/).click();
  const divider = chat.log.getByText("New messages");
  await expect(divider).toBeVisible();
  expect(await chat.top(chat.message("before"))).toBeLessThan(await chat.top(divider));
  expect(await chat.top(divider)).toBeLessThan(await chat.top(chat.message("message 1")));
  await expect(chat.channelLink(/random$/)).toBeVisible();
  await expect(chat.page).toHaveTitle(/^random/);
  await expect(divider, "it stays for this visit").toBeVisible();

  await chat.page.reload();
  await expect(chat.message("message 3")).toBeVisible();
  await expect(divider).toBeHidden();
});

test("one's own, deleted and system messages are never unread", async ({ signup, withoutPage }) => {
  const page = await signup("bob");
  const [alice] = await withoutPage("alice");
  const channel = await new Api(page).createPrivate("plans", "alice");
  await new Api(page).send("random", "mine");
  await alice.send("random", "a mistake");
  await alice.delete("random", "a mistake");
  await alice.post(`/private_channels/${channel.split(":")[1]}/rename`, { name: "plots" });
  const chat = new Chat(page);
  await expect(chat.channelLink(/^plots$/)).toBeVisible();
  await expect(chat.channelLink(/^random$/)).toBeVisible();
  await expect(page).toHaveTitle(/^general/);
});
