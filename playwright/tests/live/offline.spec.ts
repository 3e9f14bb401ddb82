import { expect, test } from "../../fixtures";
import { Api, Chat, lostConnection } from "../../pages/chat";
import { Reader } from "../../pages/reader";

/** The longest time between two tries while the server cannot be reached, at the beginning. */
const soon = { timeout: 15_000 };

test("while the server is down the page says so, loses nothing, and comes back by itself", { tag: "@poll" }, async ({ signup, server, allowProblems }) => {
  allowProblems(lostConnection);
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(bob);
  await chat.send("before");
  await chat.composer.pressSequentially("half a thought");

  const places = () => Promise.all([chat.scroller, chat.composerForm].map(async (part) => (await part.boundingBox())!));
  const [list, form] = await places();
  await server.stop();
  await expect(chat.connectionBanner).toBeVisible(soon);
  await test.step("it moves nothing and covers nothing", async () => {
    expect(await places()).toEqual([list, form]);
    const banner = (await chat.connectionBanner.boundingBox())!;
    expect(banner.y).toBeGreaterThanOrEqual(list.y + list.height);
    expect(banner.y + banner.height).toBeLessThanOrEqual(form.y);
  });
  await expect(chat.message("before")).toBeVisible();
  await bob.keyboard.type(" and more");

  await test.step("a message sent now is kept with the reason", async () => {
    await chat.composer.press("Enter");
    await expect(chat.composerForm.getByRole("alert")).toContainText("cannot be reached");
    await expect(chat.composer).toHaveValue("half a thought and more");
    await expect(chat.composer).toBeFocused();
    await expect(chat.sendButton).toBeEnabled();
  });

  await server.restart();
  await expect(chat.connectionBanner).toBeHidden(soon);
  await expect(chat.composer).toHaveValue("half a thought and more");

  await test.step("and can be sent again", async () => {
    await chat.composer.press("Enter");
    await expect(chat.message("half a thought and more")).toBeVisible();
    await expect(chat.messages).toHaveCount(2);
    await expect(chat.composer).toHaveValue("");
    await expect(new Chat(alice).message("half a thought and more")).toBeVisible(soon);
  });
});

test("what others wrote before the reader's page was back is there then", { tag: "@poll" }, async ({ withoutPage, newContext, allowProblems }) => {
  allowProblems(lostConnection);
  const [alice] = await withoutPage("alice");
  const chat = await Reader.signUp(await newContext(), "bob");
  const bob = chat.page;
  await alice.send("general", "before");
  await expect(chat.message("before")).toBeVisible();
  await bob.context().setOffline(true);
  await expect(chat.connectionBanner).toBeVisible(soon);
  await alice.sendMany("general", 3, "meanwhile");
  await alice.edit("general", "before", "before, edited");
  await chat.stopTime();
  await bob.context().setOffline(false);
  await chat.expectWithin(500, () => chat.message("meanwhile 3").isVisible());
  await bob.clock.resume();
  await expect(chat.messages).toHaveText([/before, edited/, /meanwhile 1/, /meanwhile 2/, /meanwhile 3/]);
  await expect(chat.connectionBanner).toBeHidden();
});

test.describe("by polls alone", () => {
  test.use({ push: false });

  test("one poll that fails is no reason to alarm anybody", async ({ signup, withoutPage, allowProblems }) => {
    allowProblems(lostConnection);
    const [alice] = await withoutPage("alice");
    const bob = await signup("bob");
    const chat = new Chat(bob);
    const banners = await bob.evaluateHandle(() => {
      const seen: string[] = [];
      const shell = document.getElementById("shell");
      new MutationObserver(() => seen.push(shell?.dataset.connection ?? "")).observe(shell as HTMLElement, { attributes: true });
      return seen;
    });
    const failed = bob.waitForEvent("requestfailed");
    await bob.route(/\/ui\/live\//, (route) => route.abort("connectionrefused"), { times: 1 });
    await failed;
    await alice.send("general", "still there");
    await expect(chat.message("still there")).toBeVisible();
    expect((await banners.jsonValue()).filter((state) => state === "lost")).toEqual([]);
  });
});

test("after a restart of the server people who stayed are online again at once", { tag: "@poll" }, async ({ signup, server, allowProblems }) => {
  allowProblems(lostConnection);
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  await chat.expectDot("bob", "Online");
  await server.restart();
  await expect.poll(async () => (await new Api(alice).onlineUsers()).bob, soon).toBe("active");
  await chat.expectDot("bob", "Online", soon.timeout);
  await expect(new Chat(bob).connectionBanner).toBeHidden(soon);
});

test("a draft outlives a reload while the server was away", { tag: "@poll" }, async ({ signup, server, allowProblems }) => {
  allowProblems(lostConnection);
  const bob = await signup("bob");
  const chat = new Chat(bob);
  await chat.composer.fill("do not lose me");
  await server.stop();
  await expect(chat.connectionBanner).toBeVisible(soon);
  await server.restart();
  await bob.reload();
  await expect(chat.composer).toHaveValue("do not lose me");
});
