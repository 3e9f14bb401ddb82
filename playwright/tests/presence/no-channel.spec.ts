import { expect, test } from "../../fixtures";
import { afterGrace, Api, Chat } from "../../pages/chat";

/** Pages that show no channel: a list, a search, a dialog as a page of its own. */
const pages = ["/saved", "/search?q=hello", "/ui/account"];

test("a page that shows no channel keeps one here as a channel's does", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  await chat.expectDot("bob", "Online");
  for (const path of pages) {
    await test.step(path, async () => {
      await bob.goto(path);
      await new Chat(bob).setVisibility("hidden");
      await chat.expectDot("bob", "Away");
      await new Chat(bob).setVisibility("visible");
      await chat.expectDot("bob", "Online");
    });
  }
  await bob.getByRole("link", { name: "Close" }).click();
  await expect(new Chat(bob).composer).toBeVisible();
  await chat.expectDot("bob", "Online");
  await bob.goto("/saved");
  await bob.close();
  await chat.expectDot("bob", "Offline", afterGrace);
});

test("a list of activity, its sidebar and its title show at once what others do", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [carol] = await withoutPage("carol");
  await new Chat(alice).send("my plan");
  await alice.goto("/activity");
  await expect(alice.getByText("Nothing yet")).toBeVisible();
  const row = alice.getByRole("listitem").filter({ hasText: "my plan" });
  const link = alice.getByRole("link", { name: /random/ });

  await test.step("a reaction, and its end", async () => {
    await carol.react("general", "my plan", "🎉");
    await expect(row).toContainText("carol reacted to your message with 🎉");
    await carol.react("general", "my plan", "🎉");
    await expect(alice.getByText("Nothing yet")).toBeVisible();
  });

  await test.step("a mention, by which the count and the title go, while the focus stays", async () => {
    const search = alice.getByRole("link", { name: "Saved" });
    await search.focus();
    await new Chat(bob).open("random");
    await new Chat(bob).send("what does @alice say?");
    await expect(alice.getByRole("listitem").filter({ hasText: "bob mentioned you" })).toContainText("what does");
    await expect(link).toHaveAccessibleName(/1 unread/);
    await expect(alice).toHaveTitle("(1) Activity · MiniMost");
    await expect(search).toBeFocused();
  });

  await test.step("what was read elsewhere", async () => {
    await new Api(alice).markRead("random");
    await expect(alice).toHaveTitle("Activity · MiniMost");
  });

  await test.step("how the others are", async () => {
    const face = alice.getByRole("listitem").filter({ hasText: "bob mentioned you" });
    await expect(face.locator(".presence-dot")).toHaveText("Online");
    await new Chat(bob).setVisibility("hidden");
    await expect(face.locator(".presence-dot")).toHaveText("Away");
  });
});

test("keys lead on from a page that shows no channel", async ({ signup }) => {
  const alice = await signup("alice");
  await alice.goto("/saved");
  await alice.keyboard.press("Control+/");
  await expect(alice.getByRole("heading", { name: "Keyboard shortcuts" })).toBeVisible();
  await alice.goto("/saved");
  await alice.keyboard.press("Control+k");
  await expect(alice.getByRole("searchbox").or(alice.getByRole("combobox"))).toBeFocused();
  await alice.goto("/activity");
  await alice.keyboard.press("Alt+ArrowDown");
  await expect(new Chat(alice).composer).toBeVisible();
});
