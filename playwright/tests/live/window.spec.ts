import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("a page far behind opens at the first unread message, grows both ways and leads to the newest", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const page = await signup("bob");
  const api = new Api(page);
  const [alice] = await withoutPage("alice");
  await page.goto("about:blank");
  await alice.sendMany("general", 60, "read");
  await api.markRead("general");
  await alice.sendMany("general", 90, "unread");
  const chat = await new Chat(page).open("general");
  const divider = chat.log.getByText("New messages", { exact: true });
  await expect(divider).toBeInViewport();
  await expect(chat.message("unread 1")).toBeInViewport();
  await expect(chat.messages).toHaveCount(51);
  await expect(chat.newMessagesButton).toHaveText(/^[5-8]\d new messages$/);

  // What comes now follows the newest, not what is on the page.
  await alice.send("general", "the latest");
  await expect(chat.channelLink(/general \d+ unread/)).toBeVisible();
  await alice.edit("general", "unread 2", "unread two");
  await expect(chat.message("unread two")).toBeInViewport();
  await expect(chat.message("the latest")).toHaveCount(0);

  const place = chat.message("unread 20");
  await chat.scrollTo(place);
  const before = await chat.top(place);
  await chat.loadLater.click();
  await expect(chat.message("unread 76")).toBeAttached();
  expect(Math.abs((await chat.top(place)) - before)).toBeLessThanOrEqual(1);
  // Once the reader scrolls by themselves, what comes near is loaded without a press.
  await chat.scroller.press("Shift");
  await chat.scrollTo(chat.message("read 36"));
  const oldest = await chat.top(chat.message("read 36"));
  await expect(chat.message("read 1")).toBeAttached();
  expect(Math.abs((await chat.top(chat.message("read 36"))) - oldest)).toBeLessThanOrEqual(1);
  const youngest = chat.message("unread 76");
  await chat.scrollTo(youngest);
  const bottom = await chat.top(youngest);
  await expect(chat.message("the latest")).toBeAttached();
  expect(Math.abs((await chat.top(youngest)) - bottom)).toBeLessThanOrEqual(1);
  await expect(chat.loadLater).toHaveCount(0);
  await expect(chat.messages).toHaveCount(151);
  await alice.send("general", "and on");
  await expect(chat.message("and on")).toBeAttached();
  await expect(chat.messages).toHaveCount(152);
  expect(await chat.log.evaluate((log) => new Set([...log.querySelectorAll(".message")].map(({ id }) => id)).size)).toBe(152);

  // Meanwhile no more was read than was on screen.
  await chat.newMessagesButton.click();
  await expect(chat.message("and on")).toBeInViewport();
  await expect(page).toHaveTitle("general · MiniMost");
});

test("at a message's address a page shows it marked, and one's own message leads to the newest", async ({ signup, withoutPage }) => {
  const page = await signup("bob");
  const api = new Api(page);
  const [alice] = await withoutPage("alice");
  await alice.sendMany("general", 120);
  await api.markRead("general");
  await page.goto(`/m/${await alice.messageId("general", "message 30")}`);
  const chat = new Chat(page);
  await expect(page).toHaveURL(/\/c\/general\?at=\d+$/);
  await expect(chat.message("message 30")).toBeInViewport();
  await expect(chat.message("message 30")).toHaveClass(/message--marked/);
  await expect(chat.messages).toHaveCount(51);
  await expect(chat.message("message 56")).toHaveCount(0);
  await chat.composer.fill("mine");
  await chat.composer.press("Enter");
  await expect(chat.message("mine")).toBeInViewport();
  await expect(chat.message("message 120")).toBeInViewport();
  await expect(chat.message("message 30")).toHaveCount(0);
  await expect(page).toHaveURL(/\/c\/general$/);
  await alice.send("general", "and on");
  await expect(chat.message("and on")).toBeInViewport();
});
