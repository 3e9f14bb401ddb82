import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { Reader } from "../../pages/reader";

test("the address of a message is copied, and leads whoever follows it to the message among its neighbours", async ({ signup, withoutPage, baseURL }) => {
  const [bob] = await withoutPage("bob");
  await bob.sendMany("general", 150);
  const alice = await signup("alice", { permissions: ["clipboard-read", "clipboard-write"] });
  await alice.clock.install();
  await alice.goto(`/m/${await bob.messageId("general", "message 70")}`);
  const chat = new Reader(alice);
  const copy = chat.action(chat.message("message 70"), "Copy link");

  await test.step("the button says that it has, and says it again", async () => {
    await chat.stopTime(); // it says so for a while
    await chat.act(chat.message("message 70"), "Copy link");
    const done = chat.message("message 70").getByRole("button", { name: "Link copied", exact: true });
    await expect(done.locator("use")).toHaveAttribute("href", "#icon-check");
    await done.click();
    await expect(async () => {
      await alice.clock.runFor(2_500); // from when it was copied again, which may take the browser a moment
      await expect(copy.locator("use")).toHaveAttribute("href", "#icon-link", { timeout: 1_000 });
    }).toPass();
    await expect(copy).not.toHaveAttribute("data-done");
    await alice.clock.resume();
  });

  await test.step("another tab opens there, and loads what is before and after", async () => {
    const address = await alice.evaluate(() => navigator.clipboard.readText());
    expect(address).toBe(`${baseURL}/m/${await bob.messageId("general", "message 70")}`);
    const tab = new Chat(await alice.context().newPage());
    await tab.page.goto(address);
    await expect(tab.page).toHaveURL(/\/c\/general\?at=/);
    await expect(tab.message("message 70")).toHaveClass(/message--marked/);
    await expect(tab.message("message 70")).toBeInViewport();
    await expect(tab.page.locator(".message--marked")).toHaveCount(1);
    await tab.scroller.press("Shift"); // from now on the reader scrolls
    for (const [text, edge] of [["message 1", "message 45"], ["message 150", "message 95"]]) {
      await expect(tab.message(text)).toHaveCount(0);
      await expect(async () => {
        await tab.scrollTo(text === "message 1" ? tab.messages.first() : tab.messages.last());
        await expect(tab.message(text)).toBeAttached({ timeout: 1_000 });
      }, `beyond ${edge}`).toPass();
    }
    await tab.page.close();
  });

  await test.step("where no script may copy there is a field to copy from", async () => {
    await alice.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await chat.open("general");
    await chat.act(chat.message("message 150"), "Copy link");
    const dialogs = new Dialogs(alice);
    await dialogs.expectOpen("Link to this message");
    const field = dialogs.field("Copy this address");
    await expect(field).toHaveValue(`${baseURL}/m/${await bob.messageId("general", "message 150")}`);
    expect(await field.evaluate((input: HTMLInputElement) => input.value.slice(input.selectionStart!, input.selectionEnd!))).toBe(await field.inputValue());
  });
});

test("the address or the quote of a message that was deleted leads to where it was, which says so", async ({ signup, withoutPage, baseURL, allowProblems }) => {
  const [bob] = await withoutPage("bob");
  await bob.sendMany("general", 120);
  const id = await bob.messageId("general", "message 40");
  await bob.form("/send/general", { text: "about that", reply_to_id: String(id) });
  await bob.delete("general", "message 40");
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const marked = alice.locator(".message--marked");
  const expectPlace = async () => {
    await expect(alice).toHaveURL(new RegExp(`/c/general\\?at=${id}$`));
    await expect(marked).toHaveCount(1);
    await expect(marked).toBeInViewport();
    await expect(marked).toContainText("This message was deleted.");
    await expect(chat.message("message 39")).toBeInViewport();
    await expect(chat.message("message 41")).toBeInViewport();
  };
  await alice.goto(`/m/${id}`);
  await expectPlace();
  await alice.goto("/c/general?newest=1");
  await expect(marked).toHaveCount(0);
  await chat.message("about that").getByRole("link", { name: /bob.*deleted message/ }).click();
  await expectPlace();

  await test.step("where there is no such message that is said, in the page and where it opens", async () => {
    allowProblems(/404/);
    await bob.send("general", `${baseURL}/m/999999`);
    await alice.goto("/c/general?at=999999");
    await expect(alice.locator("#notice")).toContainText("There is no such message, or you may not see it.");
    await expect(alice).toHaveURL(/\/c\/general$/);
    await chat.messages.getByRole("link", { name: "/m/999999" }).click();
    await expect(alice.locator("#failure")).toContainText("There is no such message, or you may not see it.");
    await expect(alice).toHaveURL(/\/c\/general$/);
  });
});
