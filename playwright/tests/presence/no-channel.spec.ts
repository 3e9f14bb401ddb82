import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";

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
  await chat.expectDot("bob", "Offline");
});
