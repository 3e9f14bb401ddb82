import type { Page } from "@playwright/test";
import { expect, test as base } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";
import { Relay } from "../../relay";

/** What a browser says of a stream that ends in the middle. */
const broken = /net::ERR_(EMPTY_RESPONSE|CONNECTION_(RESET|CLOSED)|INCOMPLETE_CHUNKED_ENCODING).*\/ui\/events\//;

/** The longest time between two tries to stream, at the beginning. */
const soon = { timeout: 15_000 };

const test = base.extend<{ relay: Relay }>({
  relay: async ({ server }, use) => {
    const relay = await Relay.start(server.baseURL);
    await use(relay);
    relay.stop();
  },
});

/** The requests of a page that ask what is new. */
function polls(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/ui/live/")) asked.push(request.url());
  });
  return asked;
}

test("a page that is pushed to does not ask", async ({ signup, newContext, relay }) => {
  const alice = await signup("alice");
  const context = await newContext({ baseURL: relay.baseURL });
  await context.clock.install();
  const accounts = new Accounts(await context.newPage());
  await accounts.signUp("bob");
  await accounts.expectLoggedIn();
  const chat = new Chat(accounts.page);
  await new Api(alice).send("general", "pushed");
  await expect(chat.message("pushed")).toBeVisible();
  const asked = polls(accounts.page);
  await accounts.page.clock.runFor(14_000);
  await new Api(alice).send("general", "and again");
  await expect(chat.message("and again")).toBeVisible();
  expect(asked).toEqual([]);
});

test("where the stream breaks the poll takes over, and the stream goes on where it was", async ({ signup, relay, allowProblems }) => {
  allowProblems(broken);
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  const chat = new Chat(bob);
  const api = new Api(alice);
  await expect.poll(() => relay.streams).toBe(1);
  await api.send("general", "by the stream");
  await expect(chat.message("by the stream")).toBeVisible();

  const asked = polls(bob);
  relay.treatStreams("cut");
  await api.send("general", "while it is broken");
  await expect(chat.message("while it is broken")).toBeVisible();
  await api.edit("general", "by the stream", "by the stream, edited");
  await expect(chat.message("by the stream, edited")).toBeVisible();
  expect(asked.length).toBeGreaterThan(0);
  await expect(chat.connectionBanner).toBeHidden();

  relay.treatStreams("pass");
  await expect.poll(() => relay.streams, soon).toBe(1);
  await api.sendMany("general", 3, "by the stream again");
  await expect(chat.message("by the stream again 3")).toBeVisible();
  await expect(chat.messages).toHaveText([/by the stream, edited/, /while it is broken/, /again 1/, /again 2/, /again 3/]);
});

test("behind a proxy that keeps events back the poll goes on", async ({ signup, relay }) => {
  relay.treatStreams("hold");
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  const chat = new Chat(bob);
  await new Api(alice).send("general", "one");
  await expect(chat.message("one")).toBeVisible();
  await expect.poll(() => relay.streams).toBe(1);
  await expect.poll(() => relay.streams, soon).toBe(0);
  await chat.send("two");
  await new Api(alice).send("general", "three");
  await expect(chat.message("three")).toBeVisible();
  await expect(chat.messages).toHaveText([/one/, /two/, /three/]);
});

test("what one sends shows although the stream has silently died", async ({ signup, relay }) => {
  const bob = await signup("bob", { baseURL: relay.baseURL });
  const chat = new Chat(bob);
  await expect.poll(() => relay.streams).toBe(1);
  await chat.send("heard");
  relay.treatStreams("hold");
  await chat.send("not heard of");
  await expect(chat.messages).toHaveText([/heard/, /not heard of/]);
});

test("a hidden page holds no stream", async ({ signup, relay }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", { baseURL: relay.baseURL })]);
  const chat = new Chat(bob);
  await expect.poll(() => relay.streams).toBe(1);
  await chat.setVisibility("hidden");
  await expect.poll(() => relay.streams).toBe(0);
  await new Api(alice).sendMany("general", 2, "meanwhile");
  await chat.setVisibility("visible");
  await expect(chat.message("meanwhile 2")).toBeVisible();
  await expect.poll(() => relay.streams).toBe(1);
  await new Api(alice).send("general", "afterwards");
  await expect(chat.messages).toHaveText([/meanwhile 1/, /meanwhile 2/, /afterwards/]);
  await bob.goto("about:blank");
  await expect.poll(() => relay.streams).toBe(0);
});

test("two tabs are each pushed to, and both end with the session", async ({ signup, relay }) => {
  const bob = await signup("bob", { baseURL: relay.baseURL });
  const other = await bob.context().newPage();
  const [one, two] = [new Chat(bob), await new Chat(other).open("general")];
  await expect.poll(() => relay.streams).toBe(2);
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
  const chat = await new Chat(bob).open("general");
  await expect.poll(() => relay.streams).toBe(1);
  await chat.loadEarlier.click();
  await expect(chat.message("message 1")).toBeAttached();
  await expect.poll(() => relay.streams).toBe(1);
  const asked = polls(bob);
  await api.edit("general", "message 2", "the second");
  await expect(chat.message("the second")).toBeAttached();
  await expect(chat.messages).toHaveCount(55);
  expect(asked).toEqual([]);
});

test("a page that asks for a stream of a channel it has lost is sent away, not refused", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const channel = await new Api(alice).createPrivate("plans", "bob");
  await bob.route(/\/ui\/live\//, () => {}); // no poll is answered
  await bob.route(/\/ui\/events\/private/, async (route) => {
    await new Api(alice).post("/private_channels/1/remove_member", { username: "bob" });
    await route.continue();
  });
  const answer = bob.waitForResponse(/\/ui\/events\/private/);
  await bob.goto(`/c/${channel}`);
  expect((await answer).status()).toBe(204);
  await expect(bob.getByText("You no longer have access to that channel.")).toBeVisible();
});
