import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Reader } from "../../pages/reader";

const lookedAt = 600;

/** How many of alice's numbered messages somebody has read, by the mark that the server keeps. */
async function readOf(reader: Chat): Promise<number> {
  const api = new Api(reader.page);
  const { last_read_ts: upTo } = await api.get<{ last_read_ts: number | null }>("/last_read/general");
  const messages = await api.get<{ ts: number; sender: string }[]>("/messages/general?after=0&limit=200");
  return messages.filter(({ ts, sender }) => sender === "alice" && ts <= (upTo ?? 0)).length;
}

/** The number of the last message whose greater part is on screen. */
async function lastOnScreen(reader: Chat): Promise<number> {
  return reader.log.evaluate((log) => {
    const edge = (document.getElementById("scroller") as HTMLElement).getBoundingClientRect();
    const rows = [...log.querySelectorAll(".message")].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return (top + bottom) / 2 <= edge.bottom && (top + bottom) / 2 > edge.top;
    });
    return Number(rows.at(-1)?.textContent?.match(/missed (\d+)/)?.[1] ?? 0);
  });
}

/** Each way of being away from a page that stays open, and of coming back to it. */
const ways: Record<string, { leave: (bob: Reader) => Promise<void>; comeBack: (bob: Reader) => Promise<void> }> = {
  "another window": { leave: (bob) => bob.lookAway(), comeBack: (bob) => bob.lookBack() },
  "another tab": { leave: (bob) => bob.setVisibility("hidden"), comeBack: (bob) => bob.setVisibility("visible") },
  "the coffee machine": {
    leave: async (bob) => bob.page.clock.fastForward((await bob.rule("idleAfter")) + 1_000),
    comeBack: (bob) => bob.page.mouse.move(300, 300),
  },
  "a dialog": { leave: (bob) => bob.openAccount(), comeBack: (bob) => bob.closeDialog() },
};

for (const [where, { leave, comeBack }] of Object.entries(ways)) {
  test(`who was at ${where} while many messages came finds the first of them, and has read no more than was on screen`, { tag: where === "another tab" ? "@poll" : [] }, async ({
    newContext,
    withoutPage,
  }) => {
    const [alice] = await withoutPage("alice");
    const bob = await Reader.signUp(await newContext(), "bob");
    await alice.send("general", "before");
    await expect.poll(() => readOf(bob)).toBe(1);
    await leave(bob);
    await alice.sendMany("general", 60, "missed");
    await expect.poll(() => bob.page.clock.runFor(40_000).then(() => bob.message("missed 60").count())).toBe(1);
    expect(await readOf(bob)).toBe(1);

    await comeBack(bob);
    await bob.page.clock.runFor(lookedAt);
    const divider = bob.log.getByText("New messages", { exact: true });
    await expect(divider).toBeInViewport();
    await expect(bob.message("missed 1")).toBeInViewport();
    expect(await bob.top(divider)).toBeLessThan(await bob.top(bob.message("missed 1")));
    // The page may hear only now that its reader is back.
    await expect.poll(async () => {
      await bob.page.clock.runFor(lookedAt);
      return (await readOf(bob)) - (await lastOnScreen(bob));
    }).toBe(1);
    const unread = 61 - (await readOf(bob));
    expect(unread).toBeGreaterThan(20);
    await expect(bob.newMessagesButton).toHaveText(`${unread} new messages`);
    await expect(bob.channelLink(new RegExp(`general ${unread} unread`))).toBeVisible();
    await expect(bob.page).toHaveTitle(`(${unread}) general · MiniMost`);
    await bob.newMessagesButton.click();
    await bob.page.clock.runFor(lookedAt);
    await expect.poll(() => readOf(bob)).toBe(61);
    await expect(bob.newMessagesButton).toBeHidden();
  });
}

/** What may lie over the messages of a phone, a narrow window, and is taken away again. */
const covers: Record<string, { cover: (bob: Reader) => Promise<void>; uncover: (bob: Reader) => Promise<void> }> = {
  "the sidebar": {
    cover: (bob) => bob.page.getByRole("button", { name: "Channels and conversations" }).click(),
    uncover: (bob) => bob.page.getByRole("button", { name: "Close the sidebar" }).click(),
  },
  "a dialog": {
    cover: async (bob) => {
      await bob.membersLink.click();
      await expect(bob.dialog).toBeVisible();
    },
    uncover: (bob) => bob.closeDialog(),
  },
};

for (const [what, { cover, uncover }] of Object.entries(covers)) {
  test(`what comes behind ${what} of a phone is not read before that is closed`, async ({ newContext, withoutPage }) => {
    const [alice] = await withoutPage("alice");
    const bob = await Reader.signUp(await newContext({ viewport: { width: 390, height: 800 } }), "bob");
    await cover(bob);
    await alice.send("general", "hello");
    await expect(bob.message("hello")).toBeAttached();
    await bob.page.clock.runFor(10_000);
    expect(await readOf(bob)).toBe(0);
    await uncover(bob);
    await bob.page.clock.runFor(2 * lookedAt);
    await expect.poll(() => readOf(bob)).toBe(1);
  });
}

test("the button counts what the server counts as unread, also below a first row of one's own", async ({ newContext, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await Reader.signUp(await newContext(), "bob");
  const api = new Api(bob.page);
  await api.send("general", "mine");
  await alice.sendMany("general", 30, "read");
  await api.markRead("general");
  await bob.page.reload();
  await bob.scrollTo(bob.message("mine"));
  await expect(bob.message("read 1")).toBeInViewport();
  await alice.send("general", "a mistake");
  await alice.send("general", "hello");
  await api.send("general", "mine too");
  await expect(bob.newMessagesButton).toHaveText("2 new messages");
  await alice.delete("general", "a mistake");
  await expect(bob.newMessagesButton).toHaveText("1 new message");
  await expect(bob.page).toHaveTitle("(1) general · MiniMost");
  await api.markRead("general"); // elsewhere
  await expect(bob.newMessagesButton).toBeHidden();
});
