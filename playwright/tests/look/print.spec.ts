import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("on paper stands the conversation, whole, and not the window around it", async ({ signup }) => {
  const alice = await signup("alice");
  const api = new Api(alice);
  await api.sendMany("general", 40);
  await api.send("general", `${"a line\n".repeat(60)}the last line`);
  await api.send("general", "https://example.org/bare and [a name](https://example.org/named)");
  await api.react("general", "message 40", "👍");
  const chat = await new Chat(alice).open("general");
  await expect(chat.composer).toBeVisible();
  await alice.emulateMedia({ media: "print", colorScheme: "dark" });

  for (const [what, part] of [
    ["the sidebar", chat.sidebar], ["the composer", chat.composer], ["the search", alice.getByRole("search")], ["the menu", alice.getByRole("button", { name: "Channel actions" })],
    ["an invitation to say what it is about", alice.getByText("Add a topic")], ["the switch of a long message", alice.getByText("Show more")],
    ["the button that adds a reaction", alice.getByRole("button", { name: "Add reaction" })],
  ] as const) await expect(part, what).toBeHidden();
  await expect(alice.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(chat.reaction(chat.message("message 40"), /thumbs up/)).toBeVisible();
  // Nothing is left in a box that scrolls, nor faded out.
  const page = await alice.evaluate(() => ({ whole: document.documentElement.scrollHeight, first: document.querySelector(".message")!.getBoundingClientRect().height }));
  expect(page.whole).toBeGreaterThan(41 * 20 + 60 * 15);
  const long = alice.locator(".message__text", { hasText: "the last line" });
  expect(await long.evaluate((text) => text.scrollHeight - text.clientHeight)).toBeLessThan(5);
  await expect(long).toHaveCSS("mask-image", "none");
  const behind = (name: string) => alice.getByRole("link", { name }).evaluate((link) => getComputedStyle(link, "::after").content);
  expect(await behind("a name")).toContain("example.org/named");
  expect(await behind("https://example.org/bare"), "an address is not said twice").toBe("none");
  const ink = await alice.evaluate(() => getComputedStyle(document.body).color.match(/[\d.]+/g)!.slice(0, 3).map(Number));
  expect(Math.max(...ink), "dark on white, whatever the theme").toBeLessThan(90);
});
