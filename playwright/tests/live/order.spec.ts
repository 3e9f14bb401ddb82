import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

/** Lets the page start its behaviours in the reverse order. */
async function reverse(page: Page): Promise<void> {
  await page.route("**/js/app.js", async (route) => {
    const answer = await route.fetch();
    const script = await answer.text();
    const reversed = script.replace("of behaviours)", "of behaviours.reverse())");
    expect(reversed).not.toBe(script);
    await route.fulfill({ response: answer, body: reversed });
  });
}

test("a page opens at what is new, with its draft, and stays there in whatever order its scripts start", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const draft = Array.from({ length: 8 }, (_, i) => `line ${i}`).join("\n");
  await new Chat(bob).composer.fill(draft);
  await bob.goto("about:blank");
  await alice.sendMany("general", 20, "read");
  await new Api(bob).markRead("general");
  await alice.sendMany("general", 40, "unread");
  await reverse(bob);
  const chat = await new Chat(bob).open("general");
  await expect(chat.composer).toHaveValue(draft);
  await expect(chat.log.getByText("New messages", { exact: true })).toBeInViewport();
  const first = chat.message("unread 1");
  const place = async () => (await first.boundingBox())?.y ?? NaN;
  const before = await place();
  await alice.react("general", "unread 2", "👍");
  await alice.send("general", "news");
  await expect(chat.message("news")).toBeAttached();
  expect(Math.abs((await place()) - before)).toBeLessThan(1);
  await expect(chat.message("news").locator("time")).toHaveAttribute("title", /:/);
  await chat.composer.fill("an answer");
  await chat.composer.press("Enter");
  await expect(chat.message("an answer")).toBeInViewport();
  await expect(chat.composer).toHaveValue("");
});
