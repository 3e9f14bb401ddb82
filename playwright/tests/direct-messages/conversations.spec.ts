import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("a conversation begun by search appears beside the other at once, with dot and count", { tag: ["@poll", "@nodes"] }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await expect(chat.sidebar).toContainText("No conversations yet.");
  await dialogs.newDirect.click();
  await dialogs.expectOpen("New direct message");
  await expect(dialogs.dialog.getByRole("searchbox")).toBeFocused();
  await dialogs.choosePerson("bob");
  await dialogs.button("Start conversation").click();
  await expect(alice).toHaveURL(/\/c\/dm:alice:bob$/);
  await expect(alice.getByText("This is the beginning of your conversation with bob")).toBeVisible();
  await expect(new Chat(bob).channelLink(/alice/), "nothing is there to read yet").toHaveCount(0);

  await chat.send("hello");
  const link = new Chat(bob).channelLink(/alice/);
  await expect(link).toHaveAccessibleName(/Online\s*alice\s*1 unread/);
  await expect(bob).toHaveTitle(/^\(1\) /);
  await chat.send("are you there?");
  await expect(link).toHaveAccessibleName(/2 unread/);

  await link.click();
  await expect(new Chat(bob).message("are you there?")).toBeVisible();
  await expect(link).not.toHaveAccessibleName(/unread/);
  await expect(bob).toHaveTitle(/^alice · /);
  await expect(chat.log.getByRole("link", { name: "Read", exact: true })).toBeVisible();
});

test("the dot beside a conversation follows the other", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await new Api(bob).send("dm:alice:bob", "hello");
  const link = new Chat(alice).channelLink(/bob/);
  await expect(link).toHaveAccessibleName(/^Online/);
  await new Chat(bob).setVisibility("hidden");
  await expect(link).toHaveAccessibleName(/^Away/);
});

test("hiding a conversation lasts until there is a newer message", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  await bob.send("dm:alice:bob", "hello");
  const chat = new Chat(alice);
  await expect(chat.channelLink(/bob/)).toBeVisible();
  await chat.channelLink(/bob/).hover();
  await chat.sidebar.getByRole("button", { name: "Hide the conversation with bob" }).click();
  await expect(chat.channelLink(/bob/)).toHaveCount(0);
  await alice.reload();
  await expect(chat.channelLink("general")).toBeVisible();
  await expect(chat.channelLink(/bob/)).toHaveCount(0);

  await bob.send("dm:alice:bob", "hello again");
  await expect(chat.channelLink(/bob/)).toBeVisible();
  await chat.channelLink(/bob/).click();
  await expect(chat.message("hello")).toBeVisible();
  await expect(chat.message("hello again")).toBeVisible();
});

test("hiding with the keyboard leaves focus in the sidebar", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob, carol] = await withoutPage("bob", "carol");
  await bob.send("dm:alice:bob", "hello");
  await carol.send("dm:alice:carol", "hello");
  const chat = new Chat(alice);
  const hide = chat.sidebar.getByRole("button", { name: "Hide the conversation with bob" });
  await hide.focus();
  await expect(hide).toBeVisible();
  await alice.keyboard.press("Enter");
  await expect(chat.channelLink(/bob/)).toHaveCount(0);
  await expect.poll(() => alice.evaluate(() => document.activeElement !== document.body)).toBe(true);
});

test("a conversation of three is one channel for all three", async ({ signup, withoutPage }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [carol] = await withoutPage("carol");
  const dialogs = new Dialogs(alice);
  await dialogs.newDirect.click();
  await dialogs.choosePerson("carol");
  await dialogs.choosePerson("bob");
  await expect(dialogs.person("carol")).toBeChecked();
  await dialogs.button("Start conversation").click();
  await expect(alice).toHaveURL(/\/c\/dm:alice:bob:carol$/);
  await dialogs.expectHeading("bob, carol");
  await new Chat(alice).send("hello");
  await expect(new Chat(bob).channelLink(/alice, carol/)).toHaveAccessibleName(/1 unread/);
  expect(await carol.get("/unread_count")).toEqual({ count: 1 });
});

test("nobody chosen and nobody of that name are said beside the search", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 422/);
  const page = await signup("alice");
  const dialogs = new Dialogs(page);
  await dialogs.newDirect.click();
  await expect(dialogs.dialog.getByRole("status")).toHaveText("There is nobody else here yet.");
  await dialogs.button("Cancel").click();
  await withoutPage("bob");
  await dialogs.newDirect.click();
  const search = dialogs.dialog.getByRole("searchbox");
  await dialogs.button("Start conversation").click();
  await expect(search).toHaveAccessibleDescription("Choose at least one person.");
  await search.fill("nobody");
  await expect(dialogs.dialog.getByRole("status")).toContainText("Nobody matches “nobody”.");
  await dialogs.button("Start conversation").click();
  await expect(search).toHaveAccessibleDescription("There is no account nobody.");
  await search.fill("BOB");
  await expect(dialogs.person("bob")).toBeVisible();
  await dialogs.button("Start conversation").click();
  await expect(page).toHaveURL(/\/c\/dm:alice:bob$/);
});

test("a conversation of others opens for nobody else", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 403/);
  const page = await signup("carol");
  const [alice] = await withoutPage("alice", "bob");
  await alice.send("dm:alice:bob", "a secret");
  await page.goto("/c/dm:alice:bob");
  await expect(page.getByText("a secret")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const path of ["/messages/dm:alice:bob?after=0", "/read_receipts/dm:alice:bob", "/ui/live/dm:alice:bob"]) {
    expect(await (await page.request.get(path)).text(), path).not.toContain("a secret");
  }
});
