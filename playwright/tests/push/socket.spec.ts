import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";
import { Reader } from "../../pages/reader";

/** What a browser says of a socket that does not open. */
const broken = /WebSocket connection to '.*\/ui\/socket.*' failed/;

/** The longest time between two tries to open a socket. */
const soon = { timeout: 100_000 };

/** The requests of a page that ask what is new. */
function polls(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/ui/live/")) asked.push(request.url());
  });
  return asked;
}

/** Runs in each page: notes that a socket brings it what changes. A poll may go before it. */
function noteSocket(): void {
  document.addEventListener("live:opened", () => document.documentElement.setAttribute("data-pushed-to", ""));
}

const expectPushedTo = (page: Page) => expect(page.locator("html[data-pushed-to]")).toBeAttached();

test("a page that is pushed to does not ask", async ({ withoutPage, newContext }) => {
  const [alice] = await withoutPage("alice");
  const context = await newContext();
  await context.addInitScript(noteSocket);
  const chat = await Reader.signUp(context, "bob");
  await expectPushedTo(chat.page);
  await chat.stopTime();
  const asked = polls(chat.page);
  await alice.send("general", "pushed"); // from here on it counts the time in which nothing comes
  await expect(chat.message("pushed")).toBeVisible();
  await chat.page.clock.runFor(8_000);
  await alice.send("general", "and again");
  await expect(chat.message("and again")).toBeVisible();
  expect(asked).toEqual([]);
});

test("where the socket breaks the poll takes over, and a socket goes on where it was", async ({ signup, relay, allowProblems }) => {
  allowProblems(broken);
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  const chat = new Chat(bob);
  const api = new Api(alice);
  await expect.poll(() => relay.sockets).toBe(1);
  await api.send("general", "by the socket");
  await expect(chat.message("by the socket")).toBeVisible();

  const asked = polls(bob);
  relay.treatSockets("cut");
  await api.send("general", "while it is broken");
  await expect(chat.message("while it is broken")).toBeVisible();
  await api.edit("general", "by the socket", "by the socket, edited");
  await expect(chat.message("by the socket, edited")).toBeVisible();
  expect(asked.length).toBeGreaterThan(0);
  await expect(chat.connectionBanner).toBeHidden();

  relay.treatSockets("pass");
  await expect.poll(() => relay.sockets, soon).toBe(1);
  await api.sendMany("general", 3, "by the socket again");
  await expect(chat.message("by the socket again 3")).toBeVisible();
  await expect(chat.messages).toHaveText([/by the socket, edited/, /while it is broken/, /again 1/, /again 2/, /again 3/]);
});

test("behind a proxy that keeps back what the server sends the poll goes on", async ({ signup, withoutPage, relay }) => {
  relay.treatSockets("hold");
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob", { baseURL: relay.baseURL });
  const chat = new Chat(bob);
  await alice.send("general", "one");
  await expect(chat.message("one")).toBeVisible();
  await expect.poll(() => relay.sockets).toBe(1);
  await expect.poll(() => relay.sockets, soon).toBe(0);
  await chat.send("two");
  await alice.send("general", "three");
  await expect(chat.message("three")).toBeVisible();
  await expect(chat.messages).toHaveText([/one/, /two/, /three/]);
});

test("what one sends shows although the socket has silently died", async ({ signup, relay }) => {
  const bob = await signup("bob", { baseURL: relay.baseURL });
  const chat = new Chat(bob);
  await expect.poll(() => relay.sockets).toBe(1);
  await chat.send("heard");
  relay.treatSockets("hold");
  await chat.send("not heard of");
  await expect(chat.messages).toHaveText([/heard/, /not heard of/]);
});

test("a hidden page keeps its socket and is up to date before it is seen again", async ({ newContext, withoutPage, relay }) => {
  const [alice] = await withoutPage("alice");
  const context = await newContext({ baseURL: relay.baseURL });
  await context.addInitScript(noteSocket);
  const chat = await Reader.signUp(context, "bob");
  const bob = chat.page;
  await expectPushedTo(bob);
  await expect.poll(() => relay.sockets).toBe(1);
  await chat.stopTime(); // nor is an answer late by its clock
  const asked = polls(bob);
  await chat.setVisibility("hidden");
  await alice.sendMany("general", 2, "meanwhile");
  await expect(chat.message("meanwhile 2")).toBeVisible();
  await chat.setVisibility("visible");
  await alice.send("general", "afterwards");
  await expect(chat.messages).toHaveText([/meanwhile 1/, /meanwhile 2/, /afterwards/]);
  await bob.clock.runFor(1_200); // a poll would come within
  expect(relay.sockets).toBe(1);
  expect(asked).toEqual([]);
  await bob.goto("about:blank");
  await expect.poll(() => relay.sockets).toBe(0);
});

test("two tabs are each pushed to, and both end with the session", async ({ signup, relay }) => {
  const bob = await signup("bob", { baseURL: relay.baseURL });
  const other = await bob.context().newPage();
  const [one, two] = [new Chat(bob), await new Chat(other).open("general")];
  await expect.poll(() => relay.sockets).toBe(2);
  await one.send("from the first");
  await expect(two.message("from the first")).toBeVisible();
  await two.send("from the second");
  await expect(one.messages).toHaveText([/from the first/, /from the second/]);
  await new Accounts(other).logOut();
  await new Accounts(bob).expectLoginPage();
});

test("messages that a page has loaded later are pushed to as well", async ({ signup, relay }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  const api = new Api(alice);
  await api.sendMany("general", 55);
  await new Api(bob).markRead("general");
  await bob.addInitScript(noteSocket);
  const chat = await new Chat(bob).open("general");
  await expectPushedTo(bob);
  await bob.evaluate(() => document.documentElement.removeAttribute("data-pushed-to"));
  await chat.loadEarlier.click();
  await expect(chat.message("message 1")).toBeAttached();
  await expectPushedTo(bob);
  await expect.poll(() => relay.sockets).toBe(1);
  const asked = polls(bob);
  await api.edit("general", "message 2", "the second");
  await expect(chat.message("the second")).toBeAttached();
  await expect(chat.messages).toHaveCount(55);
  expect(asked).toEqual([]);
});

test("a page that asks for a socket of a channel it has lost is sent away", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(broken);
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const channel = await alice.createPrivate("plans", "bob");
  await bob.routeWebSocket(/\/ui\/socket\/private/, async (socket) => {
    await alice.post("/private_channels/1/remove_member", { username: "bob" });
    socket.connectToServer();
  });
  await bob.goto(`/c/${channel}`);
  await expect(bob.getByText("You no longer have access to that channel.")).toBeVisible();
});

test("eight pages of one browser load, send and are pushed to", async ({ signup }) => {
  const bob = await signup("bob");
  await bob.goto("about:blank"); // the socket of the page before is none of theirs
  const pages = [bob, ...(await Promise.all(Array.from({ length: 7 }, () => bob.context().newPage())))];
  const brought = pages.map(() => 0);
  const chats = await Promise.all(
    pages.map(async (page, index) => {
      page.on("websocket", (socket) => {
        socket.on("framereceived", ({ payload }) => (brought[index] += Number(String(payload).startsWith("fragments "))));
      });
      await page.addInitScript(noteSocket);
      const chat = await new Chat(page).open("general");
      await expectPushedTo(page);
      return chat;
    }),
  );
  brought.fill(0);
  for (const [index, chat] of chats.entries()) await chat.send(`from page ${index + 1}`);
  for (const chat of chats) await expect(chat.messages).toHaveCount(8);
  await expect.poll(() => brought.every((count) => count > 0), { message: "each page's socket brings something" }).toBe(true);
});

test("beside forty sockets of a browser a page is pushed to, and the fifty-first page of a person polls", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(broken);
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const holder = await bob.context().newPage();
  await holder.goto("/readyz"); // no page of the chat, and of the same origin
  await bob.goto("about:blank"); // the socket of the page before is none of theirs
  /** Opens a socket as each of so many pages would, and says how many came up. */
  const hold = (pages: number) =>
    holder.evaluate((count) => {
      const opened = Array.from({ length: count }, () => {
        const socket = new WebSocket(`/ui/socket?drawn_for=bob&tab=${crypto.randomUUID()}`);
        return new Promise<number>((resolve) => {
          socket.onopen = () => resolve(1);
          socket.onclose = () => resolve(0);
        });
      });
      return Promise.all(opened).then((up) => up.filter(Boolean).length);
    }, pages);
  expect(await hold(40)).toBe(40);

  await bob.addInitScript(noteSocket);
  const chat = await new Chat(bob).open("general");
  await expectPushedTo(bob);
  const asked = polls(bob);
  await alice.send("general", "beside forty");
  await expect(chat.message("beside forty")).toBeVisible();
  expect(asked).toEqual([]);
  expect(await hold(10)).toBe(9); // the page has one of fifty
  await chat.send("and back"); // not before: where the socket is slow to tell of it the page takes another
  await expect(chat.messages).toHaveText([/beside forty/, /and back/]);

  const last = await bob.context().newPage();
  const asks = polls(last);
  const refused = last.waitForEvent("websocket").then((socket) => socket.waitForEvent("socketerror"));
  const late = await new Chat(last).open("general");
  await refused;
  await late.send("the fifty-first");
  await alice.send("general", "is told as well");
  await expect(late.message("is told as well")).toBeVisible();
  await expect(chat.message("is told as well")).toBeVisible();
  expect(asks.length).toBeGreaterThan(0);
});
