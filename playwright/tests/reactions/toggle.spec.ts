import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

const thumbs = /^👍/;

test("a press counts for both who see it, a second press takes it back", { tag: ["@poll", "@nodes"] }, async ({ signup }) => {
  const [alice, bob] = (await Promise.all([signup("alice"), signup("bob")])).map((page) => new Chat(page));
  await alice.send("lunch?");
  await new Api(bob.page).react("general", "lunch?", "👍");
  const mine = alice.reaction(alice.message("lunch?"), thumbs);
  const theirs = bob.reaction(bob.message("lunch?"), thumbs);

  await expect(mine).toHaveAccessibleName("👍 thumbs up, 1 person: bob. Press to react");
  await expect(mine).toHaveAttribute("aria-pressed", "false");
  await expect(theirs).toHaveAttribute("aria-pressed", "true");

  await mine.click();
  await expect(mine).toHaveAttribute("aria-pressed", "true");
  await expect(mine).toHaveAccessibleName("👍 thumbs up, 2 people: you and bob. Press to take yours back");
  await expect(theirs).toHaveText("👍2");
  await expect(theirs).toHaveAccessibleName(/you and alice/);
  await alice.expectAnswered(mine);

  await mine.click();
  await expect(mine).toHaveAttribute("aria-pressed", "false");
  await expect(theirs).toHaveText("👍1");

  await theirs.click();
  await expect(theirs).toBeHidden();
  await expect(mine).toBeHidden();
});

test("a press is under way until it is answered, though what it did shows before", async ({ signup, withoutPage }) => {
  const [bob] = await withoutPage("bob");
  const alice = new Chat(await signup("alice"));
  await bob!.send("general", "lunch?");
  await bob!.react("general", "lunch?", "👍");
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await alice.page.route(/\/ui\/react\//, async (route) => {
    const answer = await route.fetch();
    await held;
    await route.fulfill({ response: answer });
  });
  const mine = alice.reaction(alice.message("lunch?"), thumbs);
  await mine.click();
  await expect(mine).toHaveAttribute("aria-pressed", "true");
  await expect(mine.locator("xpath=ancestor::form[1]")).toHaveClass(/htmx-request/);
  letGo();
  await alice.expectAnswered(mine);
  await mine.click();
  await expect(mine).toHaveAttribute("aria-pressed", "false");
});

test("a double click reacts once", async ({ signup, server }) => {
  const [alice, bob] = (await Promise.all([signup("alice"), signup("bob")])).map((page) => new Chat(page));
  await alice.send("lunch?");
  await new Api(bob.page).react("general", "lunch?", "👍");
  const mine = alice.reaction(alice.message("lunch?"), thumbs);
  await mine.dblclick();
  await expect(mine).toHaveText("👍2");
  await expect(mine).toHaveAttribute("aria-pressed", "true");
  await expect(bob.reaction(bob.message("lunch?"), thumbs)).toHaveText("👍2");
  expect(await server.query("SELECT reactor FROM message_reactions ORDER BY reactor")).toBe("alice\nbob");
});

test("pressing while the last press is under way neither doubles nor loses it", async ({ signup, server }) => {
  const [alice, bob] = (await Promise.all([signup("alice"), signup("bob")])).map((page) => new Chat(page));
  await alice.send("lunch?");
  await new Api(bob.page).react("general", "lunch?", "👍");
  const mine = alice.reaction(alice.message("lunch?"), thumbs);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await alice.page.route(/\/ui\/react\//, async (route) => {
    await held;
    await route.continue();
  });
  await mine.press("Enter");
  await mine.press("Enter");
  release();
  await expect(mine).toHaveAttribute("aria-pressed", "true");
  await expect(mine).toBeFocused();
  expect(await server.query("SELECT reactor FROM message_reactions ORDER BY reactor")).toBe("alice\nbob");
});

test("two who press at the same time both count", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob, carol] = (await Promise.all([signup("alice"), signup("bob"), signup("carol")])).map((page) => new Chat(page));
  await alice.send("lunch?");
  await new Api(alice.page).react("general", "lunch?", "👍");
  const people = [bob, carol];
  await Promise.all(people.map((chat) => chat.reaction(chat.message("lunch?"), thumbs).click()));
  for (const chat of [alice, bob, carol]) {
    const button = chat.reaction(chat.message("lunch?"), thumbs);
    await expect(button).toHaveText("👍3");
    await expect(button).toHaveAttribute("aria-pressed", "true");
  }
});

test("a reaction that does not reach the server changes nothing and can be tried again", async ({ signup, allowProblems }) => {
  allowProblems(/ERR_FAILED|htmx:/);
  const [alice, bob] = (await Promise.all([signup("alice"), signup("bob")])).map((page) => new Chat(page));
  await alice.send("lunch?");
  await new Api(bob.page).react("general", "lunch?", "👍");
  const mine = alice.reaction(alice.message("lunch?"), thumbs);
  await alice.page.route(/\/ui\/react\//, (route) => route.abort("failed"));
  const failed = alice.page.waitForEvent("requestfailed", (request) => request.url().includes("/ui/react/"));
  await mine.click();
  await failed;
  await expect(mine).toHaveText("👍1");
  await expect(mine).toHaveAttribute("aria-pressed", "false");
  await alice.page.unroute(/\/ui\/react\//);
  await mine.click();
  await expect(mine).toHaveText("👍2");
});
