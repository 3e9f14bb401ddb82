import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("a channel with a member found by search shows up beside both at once, and beside no one else", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [carol] = await withoutPage("carol", "dave");
  const dialogs = new Dialogs(alice);
  await dialogs.newChannel.click();
  await dialogs.expectOpen("New private channel");
  await expect(dialogs.field("Name")).toBeFocused();
  await dialogs.field("Name").fill("plans");
  await dialogs.choosePerson("bob", "BO");
  await expect(dialogs.person("carol")).toBeHidden();
  await dialogs.dialog.getByRole("searchbox").fill("zzz");
  await expect(dialogs.dialog.getByText("Nobody matches")).toBeHidden();
  await expect(dialogs.person("bob"), "whom I chose stays chosen").toBeChecked();
  await expect(dialogs.person("alice")).toBeHidden();
  await dialogs.button("Create channel").click();

  await dialogs.expectHeading("plans");
  await expect(alice).toHaveURL(/\/c\/private:1$/);
  await expect(new Chat(alice).channelLink("plans")).toHaveAttribute("aria-current", "page");
  await expect(new Chat(bob).channelLink("plans")).toBeVisible();
  expect(await carol.get("/private_channels")).toEqual([]);

  await new Chat(bob).switchTo("plans");
  await new Chat(bob).send("hello");
  await expect(new Chat(alice).message("hello")).toBeVisible();
});

test("a new name shows at once to everybody, with a line that says who gave it", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const channel = await new Api(alice).createPrivate("plans", "bob");
  const [chat, dialogs] = [await new Chat(bob).open(channel), new Dialogs(bob)];
  await new Chat(alice).open(channel);
  await dialogs.openChannelDialog("Rename");
  await expect(dialogs.field("Name")).toHaveValue("plans");
  await dialogs.field("Name").fill("Summer & sun <3");
  await dialogs.field("Name").press("Enter");
  await dialogs.expectClosed();
  await expect(dialogs.channelMenu).toBeFocused();
  for (const person of [chat, new Chat(alice)]) {
    await expect(person.log.getByText('bob has renamed the channel to "Summer & sun <3"')).toBeVisible();
    await expect(person.channelLink("Summer & sun <3")).toBeVisible();
    await expect(person.page.getByRole("heading", { level: 1 })).toContainText("Summer & sun <3");
    await expect(person.page).toHaveTitle(/^Summer & sun <3 · /);
    await expect(person.page.getByRole("textbox", { name: "Message Summer & sun <3" })).toHaveAttribute("placeholder", /^Message .*Summer & sun <3/);
    await expect(person.page.getByRole("form", { name: "Write to Summer & sun <3" })).toBeVisible();
    await expect(person.page.getByRole("log", { name: "Messages in Summer & sun <3" })).toBeVisible();
  }
});

test("a dialog that is open calls the channel by its new name", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  const channel = await new Api(alice).createPrivate("plans", "bob");
  await new Chat(alice).open(channel);
  const dialogs = new Dialogs(alice);
  await dialogs.openChannelDialog("My settings");
  await dialogs.expectOpen("Your settings for plans");
  await dialogs.button("Save").focus();
  await bob.post(`/private_channels/${channel.split(":")[1]}/rename`, { name: "$& <new>" });
  await dialogs.expectOpen("Your settings for $& <new>");
  await expect(dialogs.button("Save")).toBeFocused();
});

test("one added from now on sees nothing from before, one added with everything sees it all", async ({ signup, withoutPage }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [carol] = await withoutPage("carol");
  const channel = await new Api(alice).createPrivate("plans");
  const [chat, dialogs] = [await new Chat(alice).open(channel), new Dialogs(alice)];
  await chat.send("a secret");

  await dialogs.openChannelDialog("Add member");
  await dialogs.expectOpen("Add to plans");
  await expect(dialogs.radio("From now")).toBeChecked();
  await dialogs.choosePerson("bob");
  await dialogs.button("Add member").click();
  await dialogs.expectClosed();
  await expect(dialogs.channelMenu).toBeFocused();
  await expect(chat.log.getByText("alice added bob to this channel")).toBeVisible();

  await dialogs.openChannelDialog("Add member");
  await expect(dialogs.person("bob"), "members are not offered").toBeHidden();
  await dialogs.choosePerson("carol");
  await dialogs.radio("Everything").check();
  await dialogs.button("Add member").click();
  await dialogs.expectClosed();
  await expect(chat.membersLink).toContainText("3 members");

  const contents = async (api: Api) => (await api.get<{ content: string }[]>(`/messages/${channel}?after=0`)).map(({ content }) => content);
  const added = ["alice added bob to this channel", "alice added carol to this channel"];
  expect(await contents(new Api(bob))).toEqual(added);
  expect(await contents(carol)).toEqual(["a secret", ...added]);
  await new Chat(bob).channelLink("plans").click();
  await expect(new Chat(bob).log.getByText(added[1])).toBeVisible();
  await expect(new Chat(bob).message("a secret")).toBeHidden();
});

test("before an owner leaves the dialog says who is next, and the last to leave archives the channel", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const channel = await new Api(alice).createPrivate("plans", "bob");
  const [dialogs, bobs] = [new Dialogs(alice), new Dialogs(bob)];
  await new Chat(alice).open(channel);
  const chat = await new Chat(bob).open(channel);
  await bobs.channelMenu.click();
  await expect(bob.getByRole("link", { name: "Archive" })).toBeHidden();
  await bob.keyboard.press("Escape");

  await bobs.openChannelDialog("Leave");
  await expect(bobs.dialog).not.toContainText("owner");
  await bobs.button("Cancel").click();
  await dialogs.openChannelDialog("Leave");
  await dialogs.expectOpen("Leave plans?");
  await expect(dialogs.dialog).toContainText("bob becomes its owner.");
  await dialogs.button("Leave channel").click();
  await dialogs.expectHeading("general");
  await expect(new Chat(alice).channelLink("plans")).toBeHidden();
  await expect(chat.log.getByText("alice has left the channel")).toBeVisible();
  expect((await alice.request.get(`/messages/${channel}?after=0`)).status()).toBe(403);

  await chat.membersLink.click();
  await expect(bobs.dialog.getByRole("listitem")).toHaveCount(1);
  await expect(bobs.dialog.getByRole("listitem")).toContainText("Owner");
  await bobs.dialog.getByRole("link", { name: "Leave" }).click();
  await expect(bobs.dialog).toContainText("You are its last member, so it is archived");
  await bobs.button("Leave channel").click();
  await bobs.expectHeading("general");
  expect(await new Api(bob).get("/private_channels")).toEqual([]);
  expect((await bob.request.get(`/messages/${channel}?after=0`)).status()).toBe(403);
});

test("archiving asks once, and then the channel is gone for everybody", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const channel = await new Api(alice).createPrivate("plans", "bob");
  const dialogs = new Dialogs(alice);
  await new Chat(alice).open(channel);
  const chat = await new Chat(bob).open(channel);
  await dialogs.openChannelDialog("Archive");
  await dialogs.expectOpen("Archive plans?");
  await dialogs.button("Cancel").click();
  await dialogs.expectClosed();
  await expect(new Chat(alice).channelLink("plans")).toBeVisible();

  await dialogs.openChannelDialog("Archive");
  await dialogs.button("Archive channel").click();
  await dialogs.expectHeading("general");
  await expect(new Chat(alice).channelLink("plans")).toBeHidden();
  await expect(alice.locator("#notice")).toContainText("You archived plans.");
  await expect(chat.page).not.toHaveURL(/private/);
  await expect(bob.locator("#notice")).toContainText("alice archived plans.");
  await expect(chat.channelLink("plans")).toBeHidden();
  for (const page of [alice, bob]) {
    expect((await page.request.get(`/messages/${channel}?after=0`)).status()).toBe(403);
  }
});

test.describe("errors stand beside the field", () => {
  test.beforeEach(({ allowProblems }) => allowProblems(/status of 422/));

  test("a channel without a name", async ({ signup, withoutPage }) => {
    const page = await signup("alice");
    await withoutPage("bob");
    const dialogs = new Dialogs(page);
    await dialogs.newChannel.click();
    await dialogs.choosePerson("bob");
    await dialogs.field("Name").fill("   ");
    await dialogs.button("Create channel").click();
    await expect(dialogs.field("Name")).toHaveAttribute("aria-invalid", "true");
    await expect(dialogs.field("Name")).toHaveAccessibleDescription(/name/i);
    await expect(dialogs.field("Name")).toBeFocused();
    await expect(dialogs.person("bob"), "what was chosen stays").toBeChecked();
    await dialogs.field("Name").fill("plans");
    await dialogs.field("Name").press("Enter");
    await dialogs.expectHeading("plans");
  });

  test("a name that is too long", async ({ signup }) => {
    const page = await signup("alice");
    const channel = await new Api(page).createPrivate("plans");
    await new Chat(page).open(channel);
    const dialogs = new Dialogs(page);
    await dialogs.openChannelDialog("Rename");
    await dialogs.field("Name").fill("x".repeat(81));
    await dialogs.button("Rename").click();
    await expect(dialogs.field("Name")).toHaveAttribute("aria-invalid", "true");
    await expect(dialogs.field("Name")).toHaveValue("x".repeat(81));
    await expect(dialogs.field("Name")).toHaveAccessibleDescription(/80/);
  });

  test("a member who has no account, is one already, or was not chosen", async ({ signup, withoutPage }) => {
    const page = await signup("alice");
    await withoutPage("bob");
    const channel = await new Api(page).createPrivate("plans", "bob");
    await new Chat(page).open(channel);
    const dialogs = new Dialogs(page);
    await dialogs.openChannelDialog("Add member");
    const search = dialogs.dialog.getByRole("searchbox");
    await expect(dialogs.dialog.getByRole("status")).toHaveText("There is nobody else here yet.");
    for (const [name, sentence] of [
      ["", /Choose somebody/],
      ["nobody", /no account/i],
      ["bob", /already/i],
    ] as const) {
      await search.fill(name);
      await dialogs.button("Add member").click();
      await expect(search).toHaveAttribute("aria-invalid", "true");
      await expect(search).toHaveAccessibleDescription(sentence);
      await expect(search).toHaveValue(name);
    }
  });
});
