import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";
import type { WithoutPage } from "../../pages/people";

test("what one sends, edits and deletes shows on the other's page", { tag: ["@poll", "@nodes"] }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const bobs = new Chat(bob);
  await chat.send("frist");
  await expect(bobs.message("frist")).toBeVisible();
  // It moves the message, perhaps between the press and the release of a button.
  await expect(chat.log.getByRole("link", { name: "Read by bob" })).toBeVisible();
  await chat.act(chat.message("frist"), "Edit");
  await chat.editor.fill("first");
  await chat.editor.press("Enter");
  await expect(bobs.message("first")).toContainText("(edited)");
  await chat.act(chat.message("first"), "Delete");
  await chat.dialog.getByRole("button", { name: "Delete message" }).click();
  await expect(chat.dialog).toBeHidden();
  await expect(bobs.message("This message was deleted.")).toBeVisible();
  await expect(bobs.message("first")).toHaveCount(0);
  await expect(bobs.messages).toHaveCount(1);
});

test("a message is announced once, by sender and text, whatever happens to it later", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(bob);
  // A screen reader reads what is added or rewritten where changes are announced.
  const announced = await bob.evaluateHandle(() => {
    const texts: string[] = [];
    const live = "[aria-live], [role='status'], [role='alert'], [role='log']";
    new MutationObserver((records) => {
      for (const node of records.flatMap((record) => (record.type === "childList" ? [...record.addedNodes] : [record.target]))) {
        const element = node instanceof Element ? node : node.parentElement;
        const text = node.textContent?.trim();
        const region = element?.closest(live);
        if (text && region && region.getAttribute("aria-live") !== "off") texts.push(text.replace(/\s+/g, " "));
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    return texts;
  });
  const api = new Api(alice);
  await api.send("general", "ping");
  await expect(chat.message("ping")).toBeVisible();
  await api.react("general", "ping", "👍");
  await new Chat(alice).setVisibility("hidden");
  await expect(chat.message("ping").getByRole("button", { name: /thumbs up/i })).toBeVisible();
  await api.send("general", "pong  **loud**");
  await expect(chat.message(/pong/)).toBeVisible();
  await api.send("general", "- a\n- b\n  - c\n\nline one\nline two\n\n(**done**)");
  await expect(chat.message(/line two/)).toBeVisible();
  await api.send("general", "| c | d |\n|---|---|\n| e | f |");
  await expect(chat.log.getByRole("cell", { name: "f" })).toBeVisible();
  const alices = new Chat(alice);
  const files = ["notes.txt", "plan.pdf"].map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from("words") }));
  await alice.locator("#attach-input").setInputFiles(files);
  await expect(alices.composerForm.getByRole("button", { name: /^Remove / })).toHaveCount(2);
  await alices.composer.press("Enter");
  await expect(chat.log.getByRole("link", { name: "plan.pdf" })).toBeVisible();
  await alices.act(alices.message("ping"), "Edit");
  const { editor } = alices;
  await editor.fill("ping, edited");
  await editor.press("Enter");
  await expect(chat.message(/ping, edited/)).toContainText("(edited)");
  // What shows while somebody types is announced as well, by a region of its own.
  const texts = async () => (await announced.jsonValue()).filter((text) => !text.endsWith("typing…"));
  await expect.poll(texts).toEqual(["alice: ping", "alice: pong loud", "alice: a b c line one line two (done)", "alice: c d e f", "alice: notes.txt, plan.pdf"]);
});

test("times that say the same already are not written again", async ({ signup, withoutPage }) => {
  const bob = await signup("bob");
  const [alice] = await withoutPage("alice");
  const chat = new Chat(bob);
  await alice.send("general", "ping");
  await expect(chat.message("ping")).toBeVisible();
  const written = await bob.evaluateHandle(() => {
    const seen: string[] = [];
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        if (target instanceof HTMLTimeElement && addedNodes.length > 0) seen.push(target.textContent ?? "");
      }
    }).observe(document.body, { childList: true, subtree: true });
    return seen;
  });
  await alice.react("general", "ping", "👍");
  await expect(chat.message("ping").getByRole("button", { name: /thumbs up/i })).toBeVisible();
  await alice.send("general", "pong");
  await expect(chat.message("pong")).toBeVisible();
  expect(await written.jsonValue()).toEqual([]);
});

test("a page opens at the first message that was not read", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  await bob.goto("about:blank");
  await alice.sendMany("general", 20, "read");
  await new Api(bob).markRead("general");
  await alice.sendMany("general", 40, "unread");
  const chat = await new Chat(bob).open("general");
  await expect(chat.log.getByText("New messages", { exact: true })).toBeInViewport();
  await expect(chat.message("unread 1")).toBeInViewport();
  await expect(chat.message("unread 40")).not.toBeInViewport();
});

test.describe("the reader's place", () => {
  async function longTalk(signup: (name: string) => Promise<Page>, withoutPage: WithoutPage): Promise<{ alice: Api; chat: Chat }> {
    const [alice] = await withoutPage("alice");
    await alice.sendMany("general", 70);
    const bob = await signup("bob");
    await new Api(bob).markRead("general");
    const chat = await new Chat(bob).open("general");
    await expect(chat.message("message 70")).toBeInViewport();
    return { alice, chat };
  }

  test("at the end it follows new messages", { tag: "@poll" }, async ({ signup, withoutPage }) => {
    const { alice, chat } = await longTalk(signup, withoutPage);
    for (const text of ["news 1", "news 2"]) {
      await alice.send("general", text);
      await expect(chat.message(text)).toBeInViewport();
    }
    await expect.poll(() => chat.distanceToEnd()).toBe(0);
    await expect(chat.newMessagesButton).toBeHidden();
  });

  test("above the end nothing moves, and a button counts the news and leads to them", { tag: "@poll" }, async ({ signup, withoutPage }) => {
    const { alice, chat } = await longTalk(signup, withoutPage);
    const read = chat.message("message 40");
    await chat.scrollTo(read);
    const before = await chat.top(read);
    await alice.send("general", "news 1");
    await expect(chat.page.getByRole("button", { name: "1 new message", exact: true })).toBeVisible();
    expect(Math.abs((await chat.top(read)) - before)).toBeLessThanOrEqual(1);
    await alice.send("general", "news 2");
    await expect(chat.page.getByRole("button", { name: "2 new messages", exact: true })).toBeVisible();
    expect(Math.abs((await chat.top(read)) - before)).toBeLessThanOrEqual(1);
    await expect(chat.message("news 2")).not.toBeInViewport();

    await chat.newMessagesButton.click();
    await expect(chat.message("news 2")).toBeInViewport();
    await expect(chat.newMessagesButton).toBeHidden();
    await expect.poll(() => chat.distanceToEnd()).toBe(0);
  });

  test("a reaction and an edit above or below do not move it", async ({ signup, withoutPage }) => {
    const { alice, chat } = await longTalk(signup, withoutPage);
    const read = chat.message("message 35");
    await chat.scrollTo(read);
    const before = await chat.top(read);
    await alice.react("general", "message 30", "👍");
    await alice.react("general", "message 69", "👍");
    await alice.edit("general", "message 31", "now\n\nof\n\nseveral\n\nlines");
    await alice.send("general", "the news");
    await expect(chat.page.getByRole("button", { name: "1 new message", exact: true })).toBeVisible();
    await expect(chat.message("several")).toBeAttached();
    await expect(chat.message("message 69").getByRole("button", { name: /thumbs up/i })).toBeAttached();
    expect(Math.abs((await chat.top(read)) - before)).toBeLessThanOrEqual(1);
  });

  test("one's own message leads to the end", async ({ signup, withoutPage }) => {
    const { chat } = await longTalk(signup, withoutPage);
    await chat.scrollTo(chat.message("message 40"));
    await chat.send("mine");
    await expect(chat.message("mine")).toBeInViewport();
    await expect(chat.newMessagesButton).toBeHidden();
  });

  test("loading earlier messages keeps it and shows each once", { tag: "@poll" }, async ({ signup, withoutPage }) => {
    const { alice, chat } = await longTalk(signup, withoutPage);
    await expect(chat.message("message 21")).toBeAttached();
    await expect(chat.message("message 20")).toHaveCount(0);
    await chat.loadEarlier.scrollIntoViewIfNeeded();
    const oldest = chat.message("message 21");
    const before = await chat.top(oldest);
    await chat.loadEarlier.click();
    await expect(chat.message("message 1")).toBeAttached();
    await expect(chat.loadEarlier).toHaveCount(0);
    expect(Math.abs((await chat.top(oldest)) - before)).toBeLessThanOrEqual(1);
    await expect(chat.messages).toHaveCount(70);
    await expect(chat.log.getByText(/^(Today|Yesterday|\w+, \d+ \w+ \d{4})$/)).toHaveCount(1);
    // What was loaded is kept up to date as well.
    await alice.edit("general", "message 1", "message one");
    await expect(chat.message("message one")).toBeAttached();
  });
});

test.describe("in the background", () => {
  test("the title counts what is unread elsewhere and goes back when it is read", async ({ signup, withoutPage }) => {
    const [alice] = await withoutPage("alice");
    const bob = await signup("bob");
    await expect(bob).toHaveTitle("general · MiniMost");
    await alice.sendMany("random", 2);
    await expect(bob).toHaveTitle("(2) general · MiniMost");
    await expect(new Chat(bob).channelLink(/random/)).toHaveAccessibleName(/2 unread/);
    await new Chat(bob).channelLink(/random/).click();
    await expect(bob).toHaveTitle("random · MiniMost");
  });

  test("a hidden tab still counts in its title, and reads only when it is back", { tag: "@poll" }, async ({ signup, newContext }) => {
    const alice = await signup("alice");
    const context = await newContext();
    await context.clock.install();
    const accounts = new Accounts(await context.newPage());
    await accounts.signUp("bob");
    await accounts.expectLoggedIn();
    const chat = new Chat(accounts.page);
    await chat.setVisibility("hidden");
    await new Api(alice).sendMany("general", 3);
    // Longer than a hidden page waits to ask; what it asked before it was hidden may be answered only now.
    await expect.poll(() => chat.page.clock.fastForward(34_000).then(() => chat.page.title())).toBe("(3) general · MiniMost");
    expect(await new Api(chat.page).get("/last_read/general")).toEqual({ last_read_ts: null });
    await chat.setVisibility("visible");
    await expect(chat.page).toHaveTitle("general · MiniMost");
    await expect(alice.getByRole("link", { name: "Read by bob" })).toBeVisible();
  });
});

test("the first row on screen stays there when the window changes its width", async ({ signup, withoutPage }) => {
  const bob = await signup("bob");
  const [alice] = await withoutPage("alice");
  const chat = new Chat(bob);
  await alice.sendMany("general", 40, `long ${"words that fill more than one line ".repeat(8)}`);
  await bob.setViewportSize({ width: 1200, height: 700 });
  await bob.reload();
  const row = chat.messages.nth(12);
  await chat.scrollTo(row);
  const below = async () => (await chat.top(row)) - (await chat.top(chat.scroller));
  // Below the day that sticks there.
  await expect.poll(below).toBeLessThan(40);
  const start = await below();
  for (const width of [500, 340, 900, 1200]) {
    await bob.setViewportSize({ width, height: 700 });
    await expect.poll(async () => Math.abs((await below()) - start), { message: `at ${width} px` }).toBeLessThan(3);
  }
});
