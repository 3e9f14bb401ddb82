import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("Back from a search, a list and another document leads to where the reader was, in a channel and in what was found", async ({ signup, withoutPage }) => {
  const [bob] = await withoutPage("bob");
  await bob.sendMany("general", 120);
  const alice = await signup("alice");
  await new Api(alice).markRead("general");
  const [chat, dialogs] = [await new Chat(alice).open("general"), new Dialogs(alice)];
  const found = alice.locator(".search-page__body");
  const place = () => found.evaluate((element) => element.scrollTop);
  const stands = async (row: string, before: number) => {
    await dialogs.expectHeading("general");
    await expect(alice).toHaveTitle("general · MiniMost");
    await expect.poll(async () => Math.abs((await chat.top(chat.message(row))) - before)).toBeLessThan(2);
  };

  await test.step("a search", async () => {
    const row = chat.message("message 90");
    await chat.scrollTo(row);
    const before = await chat.top(row);
    await chat.page.getByRole("combobox", { name: "Search messages" }).fill("message");
    await alice.keyboard.press("Enter");
    await expect(alice).toHaveURL(/\/search\?q=message$/);
    await expect(alice).toHaveTitle("Search · MiniMost");
    await alice.waitForLoadState(); // with all that was found
    await found.evaluate((element) => (element.scrollTop = 700));
    await found.getByRole("link", { name: "message 112" }).press("Enter");
    await expect(chat.message("message 112")).toHaveClass(/message--marked/);
    await expect(alice).toHaveURL(/\/c\/general\?at=\d+$/);
    await alice.goBack();
    await expect(alice).toHaveURL(/\/search\?q=message$/);
    await expect.poll(place).toBe(700);
    await expect(found.getByRole("link", { name: "message 112" })).toBeFocused();
    await alice.goBack();
    await expect(alice).toHaveURL(/\/c\/general$/);
    await stands("message 90", before);
  });

  await test.step("a list, from what the page that is asked for anew does not reach", async () => {
    await chat.loadEarlier.click();
    const row = chat.message("message 40");
    await expect(row).toBeAttached();
    await chat.scrollTo(row);
    const before = await chat.top(row);
    await alice.getByRole("link", { name: "Activity" }).click();
    await expect(alice).toHaveTitle("Activity · MiniMost");
    await alice.goBack();
    await stands("message 40", before);
    await expect(alice).toHaveURL(/\/c\/general$/);
    await expect(alice.locator(".message--marked")).toHaveCount(0);
    await alice.goForward();
    await expect(alice).toHaveTitle("Activity · MiniMost");
    await alice.goBack();
    await stands("message 40", before);
  });

  await test.step("who was at the end has what came since before them", async () => {
    await chat.open("random");
    await chat.open("general");
    await alice.getByRole("link", { name: "Saved" }).click();
    await expect(alice).toHaveTitle("Saved messages · MiniMost");
    await bob.send("general", "meanwhile");
    await alice.goBack();
    await expect(chat.message("meanwhile")).toBeInViewport();
  });
});

test("Back from a far quote leads to the end that one had jumped to, read or not", async ({ signup, withoutPage }) => {
  const [bob] = await withoutPage("bob");
  const alice = await signup("alice");
  await alice.goto("about:blank");
  await bob.send("general", "the first");
  const first = await bob.messageId("general", "the first");
  await bob.sendMany("general", 120);
  await bob.form("/send/general", { text: "an answer", reply_to_id: String(first) });
  await alice.route("**/mark_read/**", () => {}); // the server does not hear of it in time
  const chat = await new Chat(alice).open("general");
  await chat.newMessagesButton.click();
  const answer = chat.message("an answer");
  await expect(answer).toBeInViewport();
  await answer.getByRole("link", { name: "the first" }).click();
  await expect(alice).toHaveURL(/\?at=1$/);
  await expect(alice.locator(".message--marked")).toContainText("the first");
  await alice.goBack();
  await expect(alice).toHaveURL(/\/c\/general$/);
  await expect(answer).toBeInViewport();

  // From here on every entry shows one channel, some of them under one address.
  const newest = alice.getByRole("button", { name: /^Jump to the newest$|new messages?$/ });
  const marked = alice.locator(".message--marked");
  const quote = answer.getByRole("link", { name: "the first" });
  let before = 0;
  const stands = async () => {
    await expect(alice).toHaveURL(/\/c\/general$/);
    await expect.poll(async () => Math.abs((await chat.top(answer)) - before)).toBeLessThan(2);
  };

  await test.step("the newest is the channel's own address, with Back to where the quote was, and Forward to the newest", async () => {
    await bob.sendMany("general", 30, "after");
    await expect(chat.message("after 30")).toBeAttached();
    await chat.scrollTo(answer);
    before = await chat.top(answer);
    await quote.click();
    await expect(marked).toContainText("the first");
    await newest.click();
    await expect(alice).toHaveURL(/\/c\/general$/);
    await expect(chat.message("after 30")).toBeInViewport();
    await alice.goBack();
    await stands();
    await alice.goForward();
    await expect(chat.message("after 30")).toBeInViewport();
    await expect(alice).toHaveURL(/\/c\/general$/);
    await alice.goBack();
    await stands();
  });

  await test.step("so it is for who scrolls to it, and a reload and another tab stay there", async () => {
    await quote.click();
    await expect(alice).toHaveURL(/\?at=1$/);
    await chat.scroller.press("Shift"); // from now on the reader scrolls
    await expect(async () => {
      await chat.scrollTo(chat.messages.last());
      await expect(chat.message("after 30")).toBeInViewport({ timeout: 1_000 });
    }).toPass();
    await chat.scroller.press("End");
    await expect(alice).toHaveURL(/\/c\/general$/);
    await alice.unroute("**/mark_read/**");
    await new Api(alice).markRead("general");
    const tab = new Chat(await alice.context().newPage());
    await tab.page.goto(alice.url());
    await expect(tab.message("after 30")).toBeInViewport();
    await tab.page.close();
    await alice.reload();
    await expect(chat.message("after 30")).toBeInViewport();
    await expect(marked).toHaveCount(0);
    await alice.goBack();
    await stands();
  });

  await test.step("a quote that the page shows is an entry of its own, until the newest", async () => {
    const second = await bob.messageId("general", "after 1");
    await bob.form("/send/general", { text: "nearer", reply_to_id: String(second) });
    const [nearer, quoted] = [chat.message("nearer"), alice.locator(`#message-${second}`)];
    await nearer.getByRole("link", { name: "after 1" }).click();
    await expect(alice).toHaveURL(/\/c\/general#message-\d+$/);
    await expect(quoted).toBeInViewport();
    await expect(nearer).not.toBeInViewport();
    const row = chat.message("after 5");
    await chat.scrollTo(row);
    before = await chat.top(row);
    await alice.goBack();
    await expect(nearer).toBeInViewport();
    await alice.goForward();
    await expect.poll(async () => Math.abs((await chat.top(row)) - before)).toBeLessThan(2);
    await newest.click();
    await expect(nearer).toBeInViewport();
    await expect(alice).toHaveURL(/\/c\/general$/);
  });
});
