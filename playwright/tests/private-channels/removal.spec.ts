import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { Reader } from "../../pages/reader";

test("one who is removed loses the channel at once and can fetch nothing of it", { tag: ["@poll", "@nodes"] }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const channel = await new Api(alice).createPrivate("plans", "bob");
  const [owner, dialogs] = [await new Chat(alice).open(channel), new Dialogs(alice)];
  const member = await new Chat(bob).open(channel);
  await owner.send("a secret");
  await expect(member.message("a secret")).toBeVisible();
  const id = await new Api(bob).messageId(channel, "a secret");

  await owner.membersLink.click();
  await expect(dialogs.dialog.getByRole("listitem").first()).toContainText("Owner");
  await dialogs.dialog.getByRole("link", { name: "Remove bob" }).click();
  await dialogs.expectOpen("Remove bob?");
  await dialogs.button("Remove bob").click();
  await expect(bob.getByText("a secret")).toHaveCount(0);
  await expect(bob).not.toHaveURL(/private/);
  await expect(bob.getByText("You no longer have access to that channel.")).toBeVisible();
  await expect(member.channelLink("plans")).toHaveCount(0);

  for (const path of [
    `/messages/${channel}?after=0`,
    `/messages_before/${channel}?before=9999999999`,
    `/read_receipts/${channel}`,
    `/last_read/${channel}`,
    `/channel_members/${channel}`,
    "/private_channels/1/members",
    `/c/${channel}`,
    "/ui/private_channels/1/members",
  ]) {
    expect((await bob.request.get(path)).status(), path).toBe(403);
  }
  expect((await bob.request.get(`/message/${id}`)).status()).toBe(404);
  expect(await new Api(bob).get("/private_channels")).toEqual([]);
  expect((await bob.request.post(`/send/${channel}`, { form: { text: "still here?" } })).status()).toBe(403);

  await dialogs.expectClosed();
  await expect(owner.log.getByText("alice removed bob from this channel")).toBeVisible();
  await expect(owner.membersLink).toContainText("1 member");
});

test.describe("by polls alone", () => {
  test.use({ push: false });

  test("a page that does not know yet that it lost its channel asks nothing that is refused", async ({ signup, newContext }) => {
    const alice = new Api(await signup("alice"));
    const member = await Reader.signUp(await newContext(), "bob");
    const bob = member.page;
    const channel = await alice.createPrivate("plans", "bob");
    await member.open(channel);
    await member.lookAway();
    await alice.send(channel, "a secret");
    await expect(member.message("a secret")).toBeVisible();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let asked = 0;
    await bob.route(/\/ui\/live\//, async (route) => {
      asked++;
      await held;
      await route.continue();
    });
    await expect.poll(() => asked).toBe(1); // none that was on its way before has an answer to come
    await alice.post("/private_channels/1/remove_member", { username: "bob" });
    const statuses = Promise.all(
      [/\/mark_read\//, /\/typing\//].map(async (path) => (await bob.waitForResponse((answer) => path.test(answer.url()))).status()),
    );
    await member.lookBack();
    await member.composer.press("h");
    expect(await statuses).toEqual([204, 204]);
    letGo();
    await expect(bob).not.toHaveURL(/private/);
    await expect(bob.getByText("You no longer have access to that channel.")).toBeVisible();
  });
});

test("a hidden tab of one who was removed shows nothing of the channel on return", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const channel = await alice.createPrivate("plans", "bob");
  const member = await new Chat(bob).open(channel);
  await alice.send(channel, "a secret");
  await member.act(member.message("a secret"), "Reply");
  await expect(member.composerForm).toContainText("Replying to alice: a secret");

  await member.setVisibility("hidden");
  await alice.post("/private_channels/1/remove_member", { username: "bob" });
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await bob.route(/\/ui\/live\//, async (route) => {
    await held;
    await route.continue();
  });
  // A page with a socket has been told, and may be on its way just now.
  await expect(() => member.setVisibility("visible")).toPass();
  await expect(bob.getByText("a secret").first(), "before the server has answered").toBeHidden();
  await expect(bob.getByText("a secret").filter({ visible: true })).toHaveCount(0);
  release();
  await expect(bob).not.toHaveURL(/private/);
  await expect(bob.getByText("a secret")).toHaveCount(0);
  await expect(member.channelLink("plans")).toHaveCount(0);
});

test("a hidden tab of one who may stay shows everything again, with the caret where it was", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const channel = await alice.createPrivate("plans", "bob");
  const member = await new Chat(bob).open(channel);
  await alice.send(channel, "a secret");
  await expect(member.message("a secret")).toBeVisible();
  await member.composer.fill("hm");
  await member.setVisibility("hidden");
  await member.setVisibility("visible");
  await expect(member.message("a secret")).toBeVisible();
  await expect(member.composer).toBeFocused();
  await expect(member.composer).toHaveValue("hm");
});

test("a dialog that is open while one is removed goes with the channel", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const channel = await alice.createPrivate("plans", "bob");
  await new Chat(bob).open(channel);
  const dialogs = new Dialogs(bob);
  await dialogs.openChannelDialog("Rename");
  await alice.post("/private_channels/1/remove_member", { username: "bob" });
  await expect(bob).not.toHaveURL(/private/);
  await dialogs.expectClosed();
  await expect(bob.getByText("You no longer have access to that channel.")).toBeVisible();
});

test("only the owner is offered to remove others, and a member who tries is refused", async ({ signup, withoutPage }) => {
  const bob = await signup("bob");
  const [alice] = await withoutPage("alice", "carol");
  const channel = await alice.createPrivate("plans", "bob", "carol");
  const chat = await new Chat(bob).open(channel);
  await chat.membersLink.click();
  const dialogs = new Dialogs(bob);
  await dialogs.expectOpen("3 members of plans");
  await expect(dialogs.dialog.getByRole("link", { name: /^Remove/ })).toHaveCount(0);
  await expect(dialogs.dialog.getByRole("link", { name: "Archive" })).toHaveCount(0);
  for (const action of ["remove_member", "archive"]) {
    expect((await bob.request.post(`/private_channels/1/${action}`, { data: { username: "carol" } })).status()).toBe(403);
  }
});

test("one who comes back sees again what was visible before", async ({ signup, withoutPage }) => {
  const bob = await signup("bob");
  const [alice] = await withoutPage("alice");
  const channel = await alice.createPrivate("plans", "bob");
  await alice.send(channel, "before");
  await alice.post("/private_channels/1/remove_member", { username: "bob" });
  await alice.post("/private_channels/1/add_member", { username: "bob" });
  await alice.send(channel, "after");
  const chat = await new Chat(bob).open(channel);
  await expect(chat.message("after")).toBeVisible();
  await expect(chat.message("before")).toBeVisible();
});

test("who leaves by themself is told so, whichever way the page hears of it first, and not that they lost access", { tag: "@nodes" }, async ({ signup, login, allowProblems }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [api, dialogs] = [new Api(alice), new Dialogs(alice)];
  const notice = alice.locator("#notice");
  await alice.clock.install();
  for (const first of ["the answer", "the socket"]) {
    const channel = await api.createPrivate("Project <Aurora>", "bob");
    await new Chat(alice).open(channel);
    await new Chat(bob).open(channel);
    await dialogs.openChannelDialog("Leave");
    if (first === "the socket") {
      await alice.route("**/leave", async (route) => {
        await new Reader(alice).stopTime(); // the page does not wait for ever for the answer that names the channel
        const answer = await route.fetch({ maxRedirects: 0 });
        await expect(new Chat(bob).membersLink).toContainText("1 member"); // everybody has heard of it
        await route.fulfill({ response: answer });
        await alice.clock.resume();
      });
    }
    await dialogs.button("Leave channel").click();
    await dialogs.expectHeading("general");
    await expect(notice, first).toContainText("You left Project <Aurora>.");
    await expect(alice).toHaveURL(/\/c\/general$/);
    await expect(new Chat(bob).log.getByText("alice has left the channel")).toBeVisible();
  }
  await notice.getByRole("link", { name: "Dismiss the notice" }).click();
  await expect(notice).toHaveCount(0);
  await alice.reload();
  await expect(notice).toHaveCount(0);

  await test.step("in their other pages too, also those of another device and of a program's doing", async () => {
    const other = await login("alice");
    const tab = await alice.context().newPage();
    for (const how of ["the form", "a program"]) {
      const channel = await api.createPrivate("Project <Aurora>", "bob");
      for (const page of [alice, tab, other]) await new Chat(page).open(channel);
      await alice.bringToFront();
      await expect(alice.locator("#notice")).toHaveCount(0);
      if (how === "the form") {
        await dialogs.openChannelDialog("Leave");
        await dialogs.button("Leave channel").click();
      } else {
        await api.post(`/private_channels/${channel.split(":")[1]}/leave`, {});
      }
      for (const page of [alice, tab, other]) await expect(page.locator("#notice"), how).toContainText(/You left (the channel|Project <Aurora>)\./);
    }
    await tab.close();
    const channel = await new Api(bob).createPrivate("Others", "alice");
    await new Chat(other).open(channel);
    await new Api(bob).post(`/private_channels/${channel.split(":")[1]}/remove_member`, { username: "alice" });
    await expect(other.getByText("You no longer have access to that channel."), "a moment after").toBeVisible();

    // Back comes to one of those that were left, which is closed now, and shows another in its place.
    allowProblems(/status of 403|403 .*\/c\/private/);
    await other.locator("#notice").getByRole("link", { name: "Dismiss the notice" }).click();
    await expect(other.locator("#notice")).toHaveCount(0);
    await other.goBack();
    await expect(other.locator("#notice")).toContainText("You no longer have access to that channel.");
    await expect(other).toHaveURL(/\/c\/general$/);
  });

  await test.step("and of a public channel", async () => {
    await new Chat(alice).open("random");
    await dialogs.openChannelDialog("Leave");
    await dialogs.button(/Leave/).click();
    await expect(notice).toContainText("You left random.");
  });
});
