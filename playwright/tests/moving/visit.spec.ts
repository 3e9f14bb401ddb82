import type { Page, Request, Route, WebSocket } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat, reloadByScript } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

/** The channels of the sockets that a page has open, by now. */
function sockets(page: Page): () => string[] {
  const open = new Set<WebSocket>();
  page.on("request", (request) => request.isNavigationRequest() && open.clear()); // of their end nobody is told
  page.on("websocket", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  return () => [...open].map((socket) => new URL(socket.url()).pathname.replace("/ui/socket/", ""));
}

/** Waits until a page has shown every channel that it was asked to: one of them may be shown already as it is asked for once more. */
function visitsOf(page: Page): () => Promise<void> {
  const asked = new Set<Request>();
  page.on("request", (request) => request.resourceType() === "fetch" && /\/c\/[^/]+$/.test(request.url()) && asked.add(request));
  for (const end of ["requestfinished", "requestfailed"] as const) page.on(end as "requestfailed", (request) => asked.delete(request));
  return async () => {
    await expect.poll(() => asked.size).toBe(0);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  };
}

/** Keeps from a page what would tell it of others, until the end. */
async function holdNews(page: Page): Promise<{ end(): Promise<void> }> {
  let held = true;
  const polls: Route[] = [];
  await page.route(/\/ui\/live\//, (route) => (held ? void polls.push(route) : route.continue()));
  await page.routeWebSocket(/\/ui\/socket\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => held || socket.send(message));
  });
  await page.reload();
  const end = async () => {
    held = false;
    await Promise.all(polls.map((poll) => poll.continue().catch(() => {}))); // the page has given up some
  };
  return { end };
}

test("going from channel to channel keeps the document, the drafts, the places and the presence", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/ERR_FAILED.*\/c\/random/);
  const [carol] = await withoutPage("carol");
  for (const name of ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]) await carol!.post("/public_channels/create", { name });
  await carol!.sendMany("general", 90);
  const alice = await signup("alice");
  const bob = await signup("bob");
  const watching = new Chat(bob);
  await watching.expectDot("alice", "Online");
  const seen = await watching.watchDots("alice");

  const [open, arrive] = [sockets(alice), visitsOf(alice)];
  const documents: string[] = [];
  alice.on("request", (request) => request.isNavigationRequest() && documents.push(request.url()));
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  const shows = async (channel: string, draft: string, title = new RegExp(`^(\\(\\d+\\) )?\u2068?${channel}\u2069? · MiniMost$`)) => {
    await dialogs.expectHeading(channel);
    await expect(alice).toHaveURL(new RegExp(`/c/${channel}$`));
    await expect(alice).toHaveTitle(title);
    await expect(chat.composer).toHaveValue(draft);
    await expect(chat.composer).toBeFocused();
    await expect(chat.channelLink(new RegExp(`^${channel}`))).toHaveAttribute("aria-current", "page");
    await expect.poll(open).toEqual([channel]);
  };
  await reloadByScript(alice);
  documents.length = 0;

  await test.step("a click shows the other channel, live, with a draft of its own", async () => {
    await chat.composer.fill("half a thought");
    // What was read of one channel is newer than what is unread in the next, which is read there all the same.
    const unread = (channel: string) => async () => (await new Api(alice).get<Record<string, number>>("/channel_unreads"))[channel] ?? 0;
    await carol!.send("random", "before");
    await carol!.send("general", "after that");
    await expect.poll(unread("general")).toBe(0);
    await chat.channelLink("random").click();
    await shows("random", "");
    await expect.poll(unread("random")).toBe(0);
    await carol!.send("random", "news of random");
    await expect(chat.message("news of random")).toBeVisible();
    await carol!.send("general", "news of general");
    await expect(chat.channelLink(/^general draft 1 unread$/)).toBeVisible();
    await chat.composer.fill("another");
  });

  await test.step("Back and Forward lead through them as well", async () => {
    await alice.goBack();
    await shows("general", "half a thought");
    await expect(chat.message("news of general")).toBeVisible();
    await alice.goForward();
    await shows("random", "another");
    await chat.send("sent from here");
    await alice.goBack();
    await shows("general", "half a thought");
  });

  await test.step("whoever comes back is where they were, also far up and after a reload", async () => {
    await chat.scrollTo(chat.message("message 60"));
    await chat.loadEarlier.click();
    const row = chat.message("message 12");
    await expect(row).toBeAttached();
    await chat.scrollTo(row);
    const before = await chat.top(row);
    await chat.channelLink("random").click();
    await shows("random", "");
    await reloadByScript(alice);
    await alice.goBack();
    await shows("general", "half a thought");
    await expect.poll(async () => Math.abs((await chat.top(row)) - before)).toBeLessThan(2);
    await expect(alice).toHaveURL(/\/c\/general$/);
    documents.length = 0;
  });

  await test.step("who goes through many at once ends at the last, with one socket", async () => {
    for (let i = 0; i < 9; i++) await alice.keyboard.press("Alt+ArrowUp");
    for (let i = 0; i < 8; i++) await alice.keyboard.press("Alt+ArrowDown");
    const last = await alice.locator("#sidebar-lists [aria-current]").getAttribute("href");
    await arrive();
    await shows(last!.slice("/c/".length), "");
  });

  await test.step("a drawer and a dialog are closed by what is chosen in them, and the address of a message leads to it", async () => {
    const id = await carol!.messageId("random", "news of random");
    await carol!.send("general", `see [there](/m/${id})`);
    await alice.keyboard.press("Control+k");
    await alice.keyboard.type("general");
    await expect(dialogs.dialog.getByRole("option").first()).toHaveAccessibleName(/^general/);
    await alice.keyboard.press("Enter");
    await dialogs.expectClosed();
    await shows("general", "half a thought");
  });

  await test.step("without an answer nothing is lost, and a sentence says so", async () => {
    await alice.route("**/c/random", (route) => route.abort());
    await chat.channelLink("random").click();
    await expect(alice.getByRole("alert").filter({ hasText: "The server cannot be reached" })).toBeVisible();
    await expect(chat.composer).toHaveValue("half a thought");
    await expect(chat.channelLink(/^general/)).toHaveAttribute("aria-current", "page");
    await alice.unroute("**/c/random");
    await chat.channelLink("random").click();
    await shows("random", "");
  });

  expect(documents).toEqual([]);
  expect(await seen.jsonValue()).toEqual(["Online"]);
});

test("a channel that one was removed from before its link is gone is said to be lost, as on its own page", { tag: "@poll" }, async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 403|403 .*\/c\/private/);
  allowProblems(/htmx:(timeout|afterRequest)/); // what is held for longer than a page waits
  const [carol] = await withoutPage("carol");
  const alice = await signup("alice");
  const channel = await carol.createPrivate("plans", "alice");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await chat.open(channel);
  await chat.channelLink("general").click();
  await dialogs.expectHeading("general");
  await chat.composer.fill("half a thought");
  const notice = alice.getByRole("status").filter({ hasText: "You no longer have access to that channel." });
  // The page does not know yet: what would tell it is held.
  const hold = await holdNews(alice);
  const link = chat.channelLink("plans");
  await carol.post("/private_channels/1/remove_member", { username: "alice" });

  await test.step("by its link", async () => {
    await link.click();
    await expect(notice).toBeVisible();
    await dialogs.expectHeading("general");
    await expect(alice).toHaveURL(/\/c\/general$/);
    await expect(link).toHaveCount(0);
    await expect(chat.composer).toHaveValue("half a thought");
  });

  await test.step("by Back", async () => {
    await alice.getByRole("link", { name: "Dismiss the notice" }).click();
    await alice.goBack();
    await alice.goBack();
    await expect(notice).toBeVisible();
    await dialogs.expectHeading("general");
    await expect(alice).toHaveURL(/\/c\/general$/);
  });

  await test.step("what comes goes on", async () => {
    await hold.end();
    await carol.send("general", "still there?");
    await expect(chat.message("still there?")).toBeVisible();
  });

  await test.step("what stands before and after a page that was closed, in entries that another document has made, is shown as well", async () => {
    const row = chat.message("message 5");
    await carol.sendMany("general", 40);
    await new Api(alice).markRead("general");
    await carol.post("/private_channels/1/add_member", { username: "alice" });
    await chat.open("random");
    await chat.channelLink(/^general/).click();
    await chat.scrollTo(row);
    const before = await chat.top(row);
    for (const name of ["plans", "random"]) {
      await chat.channelLink(new RegExp(`^${name}`)).click();
      await dialogs.expectHeading(name);
    }
    await alice.getByRole("link", { name: "Activity" }).click();
    await expect(alice).toHaveTitle(/Activity · MiniMost$/);
    await carol.post("/private_channels/1/remove_member", { username: "alice" });
    const back = async () => {
      await alice.evaluate(() => void setTimeout(() => history.go(-2)));
      await expect(alice).toHaveURL(/\/c\/random$/);
      await dialogs.expectHeading("random");
    };
    await back();
    await expect(alice.locator("#notice"), "another takes the place of what is closed").toContainText("You no longer have access to that channel.");
    await alice.goForward();
    await expect(alice).toHaveURL(/\/c\/random$/);
    await dialogs.expectHeading("random");
    await alice.goForward();
    await expect(alice).toHaveTitle(/Activity · MiniMost$/);
    await back();
    await alice.goBack();
    await expect(alice).toHaveURL(/\/c\/general$/);
    await dialogs.expectHeading("general");
    await expect.poll(async () => Math.abs((await chat.top(row)) - before)).toBeLessThan(2);
  });
});

test("a channel is shown though no socket comes up, goes on by polls, and has a socket again", async ({ signup, withoutPage }) => {
  const [carol] = await withoutPage("carol");
  const alice = await signup("alice");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  let works = true;
  let opened = 0;
  await alice.routeWebSocket(/\/ui\/socket\//, (socket) => {
    if (!works) return; // it hangs
    socket.connectToServer();
    opened++;
  });
  await chat.open("general");
  await expect.poll(() => opened).toBeGreaterThan(0);
  works = false;
  await chat.channelLink("random").click();
  await dialogs.expectHeading("random");
  await expect(chat.composer).toBeFocused();
  await carol.send("random", "by a poll");
  await expect(chat.message("by a poll")).toBeVisible();
  await expect(alice.getByText("Reconnecting…")).toBeHidden();
  works = true;
  opened = 0;
  await expect.poll(() => opened, { timeout: 100_000 }).toBeGreaterThan(0); // one more where a poll has come before it
  await carol.send("random", "by a socket");
  await expect(chat.message("by a socket")).toBeVisible();
});

test("without a network a visit says so, keeps what is typed, and what was missed comes with the network", { tag: "@poll" }, async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/ERR_INTERNET_DISCONNECTED|Failed to fetch|htmx:|WebSocket/);
  const [carol] = await withoutPage("carol");
  const alice = await signup("alice");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await chat.composer.fill("half a thought");
  await alice.context().setOffline(true);
  await chat.channelLink("random").click();
  await expect(alice.getByRole("alert").filter({ hasText: "The server cannot be reached" })).toBeVisible();
  await expect(alice.getByText("Reconnecting…")).toBeVisible();
  await dialogs.expectHeading("general");
  await expect(chat.composer).toHaveValue("half a thought");
  await carol.send("general", "missed");
  await alice.context().setOffline(false);
  await expect(chat.message("missed")).toBeVisible();
  await expect(alice.getByText("Reconnecting…")).toBeHidden();
  await expect(alice.getByRole("alert").filter({ hasText: "The server cannot be reached" }), "it goes by itself").toBeHidden();
  await chat.channelLink("random").click();
  await dialogs.expectHeading("random");
  await carol.send("random", "live again");
  await expect(chat.message("live again")).toBeVisible();
});
