import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";

test("a removed member's page shows nothing of the channel any more", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const channel = await alice.createPrivate("secret plans", "bob");
  await alice.send(channel, "the secret");
  const chat = await new Chat(bob).open(channel);
  await expect(chat.message("the secret")).toBeVisible();
  await expect.poll(() => new Api(bob).get(`/last_read/${channel}`)).not.toEqual({ last_read_ts: null });
  await alice.post(`/private_channels/${channel.split(":")[1]}/remove_member`, { username: "bob" });
  await expect(chat.message("the secret")).toBeHidden();
  await expect(bob.getByRole("status").filter({ hasText: "You no longer have access to that channel." })).toBeVisible();
  await expect(chat.channelLink(/secret plans/)).toHaveCount(0);
});

test("a hidden page shows nothing on return before it is sure that one may see it", { tag: "@poll" }, async ({ signup, withoutPage, push, allowProblems }) => {
  allowProblems(/WebSocket is already in CLOSING or CLOSED state/); // Playwright tells a page somewhat later that the server has closed it
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const channel = await alice.createPrivate("secret plans", "bob");
  await alice.send(channel, "the secret");
  let held = Promise.resolve();
  if (push) {
    await bob.routeWebSocket(/\/ui\/socket\//, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => void held.then(() => socket.send(message)));
    });
  }
  const chat = await new Chat(bob).open(channel);
  await chat.composer.focus();
  await chat.setVisibility("hidden");
  await expect(chat.message("the secret")).toBeHidden();
  let letGo = () => {};
  held = new Promise<void>((resolve) => (letGo = resolve));
  await bob.route(/\/ui\/live\//, async (route) => {
    await held;
    await route.continue();
  });
  await chat.setVisibility("visible");
  await expect(chat.message("the secret")).toBeHidden();
  letGo();
  await expect(chat.message("the secret")).toBeVisible();
  await expect(chat.composer).toBeFocused();

  await chat.setVisibility("hidden");
  await alice.post(`/private_channels/${channel.split(":")[1]}/remove_member`, { username: "bob" });
  if (!push) await chat.setVisibility("visible"); // else it is gone before
  await expect(bob.getByRole("status").filter({ hasText: "You no longer have access to that channel." })).toBeVisible();
  await expect(bob.getByText("the secret")).toHaveCount(0);
});

test("a new channel, its rename and a new conversation appear in others' sidebars", { tag: ["@poll", "@nodes"] }, async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const chat = new Chat(bob);
  const channel = await alice.createPrivate("secret plans", "bob");
  await expect(chat.channelLink(/secret plans/)).toBeVisible();
  await alice.post(`/private_channels/${channel.split(":")[1]}/rename`, { name: "open secrets" });
  await expect(chat.channelLink(/open secrets/)).toBeVisible();
  await expect(chat.channelLink(/secret plans/)).toHaveCount(0);
  await alice.send("dm:alice:bob", "psst");
  await expect(chat.channelLink(/alice.*1 unread/)).toBeVisible();
  await expect(bob).toHaveTitle(/^\(1\)/);
});

test("a login that ended elsewhere ends on every open page", { tag: ["@poll", "@nodes"] }, async ({ signup, allowProblems }) => {
  allowProblems(/status of 401|htmx:responseError|htmx:afterRequest|Response Status Error Code 401/);
  const bob = await signup("bob");
  const other = await bob.context().newPage();
  await new Chat(other).open("general");
  await new Accounts(other).logOut();
  await new Accounts(bob).expectLoginPage();
});
