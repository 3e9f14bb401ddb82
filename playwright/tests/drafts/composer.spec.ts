import type { Route } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Reader } from "../../pages/reader";

test("Enter sends, Shift+Enter breaks the line, an empty line sends nothing", async ({ signup }) => {
  const chat = new Chat(await signup("bob"));
  await chat.composer.press("Enter");
  await chat.composer.pressSequentially("one");
  await chat.composer.press("Shift+Enter");
  await chat.composer.pressSequentially("two");
  await expect(chat.composer).toHaveValue("one\ntwo");
  await chat.composer.press("Enter");
  await expect(chat.composer).toHaveValue("");
  await expect(chat.messages).toHaveCount(1);
  await expect(chat.messages).toContainText(/one\s*two/);
  await chat.composer.pressSequentially("   ");
  await chat.composer.press("Enter");
  await chat.send("and on");
  await expect(chat.messages).toHaveCount(2);
});

test("Enter that ends an input method's composition does not send", async ({ signup }) => {
  const chat = new Chat(await signup("bob"));
  await chat.composer.fill("にほん");
  await chat.composer.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true });
  await expect(chat.composer).toHaveValue("にほん");
  await chat.composer.press("Enter");
  await expect(chat.message("にほん")).toBeVisible();
  await expect(chat.messages).toHaveCount(1);
});

test("one's own message shows at once, and the composer is cleared only when the server has it", async ({ newContext }) => {
  const chat = await Reader.signUp(await newContext(), "bob");
  const bob = chat.page;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await bob.route(/\/ui\/send\//, async (route) => {
    await held;
    await route.continue();
  });
  await chat.composer.fill("on its way");
  await chat.composer.press("Enter");
  await expect(chat.sendButton).toBeDisabled();
  await expect(chat.composer).toHaveValue("on its way");
  await chat.composer.press("Enter");
  await chat.stopTime();
  const sent = bob.waitForResponse(/\/ui\/send\//);
  letGo();
  await sent;
  await chat.expectWithin(500, () => chat.message("on its way").isVisible()); // the next poll would come after 900
  await bob.clock.resume();
  await expect(chat.composer).toHaveValue("");
  await expect(chat.composer).toBeFocused();
  await chat.send("the next one");
  await expect(chat.messages, "Enter pressed twice sends once").toHaveCount(2);
});

test("what is typed while a message is on its way stays", async ({ signup }) => {
  const bob = await signup("bob");
  const chat = new Chat(bob);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await bob.route(/\/ui\/send\//, async (route) => {
    await held;
    await route.continue();
  });
  await chat.composer.pressSequentially("first");
  await chat.composer.press("Enter");
  await chat.composer.pressSequentially(" and more");
  letGo();
  await expect(chat.message("first")).toBeVisible();
  await expect(chat.composer).toHaveValue(" and more");
});

test("a page that is not the server's, in place of an answer, takes no text away", async ({ signup }) => {
  const bob = await signup("bob");
  const chat = new Chat(bob);
  await chat.send("one");
  const welcome = { contentType: "text/html", body: "<h1>Welcome to our network</h1>" };
  const answer = (route: Route) => (route.request().method() === "POST" ? route.fulfill(welcome) : route.continue());
  await bob.route(/\/ui\/(send|edit)\//, answer);
  await chat.composer.fill("two");
  await chat.composer.press("Enter");
  await expect(chat.composerForm.getByRole("alert")).toHaveText("The server could not do that. Your text is still here: try again in a moment.");
  await expect(chat.composer).toHaveValue("two");
  await chat.act(chat.message("one"), "Edit");
  await chat.editor.fill("one more");
  await chat.editor.press("Enter");
  await expect(bob.locator("#edit-error")).toHaveText("The server could not do that. Your text is still here: try again in a moment.");
  await expect(chat.editor).toHaveValue("one more");
  await bob.unroute(/\/ui\/(send|edit)\//, answer);
  await chat.editor.press("Enter");
  await expect(chat.message("one more")).toBeVisible();
  await chat.composer.press("Enter");
  await expect(chat.message("two")).toBeVisible();
});

test("10,001 characters are refused in words, and kept", async ({ signup, allowProblems }) => {
  allowProblems(/status of 422/);
  const chat = new Chat(await signup("bob"));
  await chat.composer.fill("x".repeat(10_000));
  await expect(chat.composerForm).toContainText("0 characters left");
  await chat.composer.press("End");
  await chat.composer.press("x");
  await expect(chat.composerForm).toContainText("1 character too many");
  await chat.composer.press("Enter");
  await expect(chat.composerForm.getByRole("alert")).toContainText(/10,?000/);
  await expect(chat.composer).toHaveValue("x".repeat(10_001));
  await expect(chat.composer).toHaveAttribute("aria-invalid", "true");
  await expect(chat.messages).toHaveCount(0);
  await chat.composer.press("Backspace");
  await expect(chat.composerForm.getByRole("alert")).toBeHidden();
  await chat.composer.press("Enter");
  await expect(chat.messages).toHaveCount(1);
  await expect(chat.composer).toHaveValue("");
});

test.describe("by polls alone", () => {
  test.use({ push: false });

  test("a member removed while writing is told why, and keeps the text until the page is gone", async ({ signup, withoutPage, allowProblems }) => {
    allowProblems(/status of 403|htmx:responseError|Response Status Error Code 403/);
    const [alice] = await withoutPage("alice");
    const bob = await signup("bob");
    const channel = await alice.createPrivate("secret plans", "bob");
    const chat = await new Chat(bob).open(channel);
    await chat.composer.fill("am I still in?");
    // The removal shall not be noticed before, nor by a poll that was on its way.
    let asked = 0;
    await bob.route(/\/ui\/live\//, (route) => {
      asked++;
      return route.fulfill({ status: 204 });
    });
    await expect.poll(() => asked).toBeGreaterThan(0);
    await alice.post(`/private_channels/${channel.split(":")[1]}/remove_member`, { username: "bob" });
    await chat.composer.press("Enter");
    await expect(chat.composerForm.getByRole("alert")).not.toBeEmpty();
    await expect(chat.composer).toHaveValue("am I still in?");
    await bob.unroute(/\/ui\/live\//);
    await expect(bob).not.toHaveURL(/private/);
    await expect(bob.getByRole("status").filter({ hasText: "You no longer have access to that channel." })).toBeVisible();
  });
});

test("↑ in the empty composer edits one's last message, Escape cancels, Enter saves", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const chat = new Chat(bob);
  await chat.send("older");
  await chat.send("tpyo");
  await alice.send("general", "not mine");
  await expect(chat.message("not mine")).toBeVisible();
  await chat.composer.press("ArrowUp");
  await expect(chat.editor).toHaveValue("tpyo");
  await expect(chat.editor).toBeFocused();
  await chat.editor.fill("something else");
  await chat.editor.press("Escape");
  const asked = chat.page.getByRole("alert").filter({ hasText: "Your changes are not saved." });
  await expect(asked).toBeVisible();
  await expect(chat.editor).toBeFocused();
  await chat.editor.fill("something else again");
  await expect(asked).toBeHidden();
  await chat.act(chat.message("older"), "Reply");
  await expect(asked, "nothing else takes its place unasked").toBeVisible();
  await expect(chat.editor).toBeFocused();
  await chat.editor.press("Escape");
  await expect(chat.editor).toBeHidden();
  await expect(chat.composer).toBeFocused();
  await expect(chat.message("tpyo")).toBeVisible();

  await chat.composer.press("ArrowUp");
  await expect(chat.editor).toHaveValue("tpyo");
  await chat.editor.fill("typo");
  await chat.editor.press("Enter");
  await expect(chat.message("typo")).toContainText("(edited)");
  await expect(chat.editor).toBeHidden();
  await expect(chat.composer).toBeFocused();
});

test("↑ in a draft moves the caret, and an edit leaves the draft alone", async ({ signup }) => {
  const chat = new Chat(await signup("bob"));
  await chat.send("sent");
  await chat.composer.fill("a draft");
  await chat.composer.press("ArrowUp");
  await expect(chat.editor).toBeHidden();
  await chat.act(chat.message("sent"), "Edit");
  await expect(chat.editor).toBeFocused();
  await expect(chat.composer).toBeHidden();
  await chat.editor.press("Escape");
  await expect(chat.composer).toHaveValue("a draft");
});

test("an edit to nothing is refused in words and stays open", async ({ signup, allowProblems }) => {
  allowProblems(/status of 422/);
  const chat = new Chat(await signup("bob"));
  await chat.send("something");
  await chat.composer.press("ArrowUp");
  await expect(chat.editor).toBeFocused();
  await chat.editor.fill("");
  await chat.editor.press("Enter");
  await expect(chat.page.getByRole("form", { name: "Edit your message" }).getByRole("alert")).toContainText(/\w/);
  await expect(chat.editor).toHaveAttribute("aria-invalid", "true");
  await expect(chat.message("something")).toBeVisible();
});

test("Escape takes a reply back and keeps the text", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  const chat = new Chat(bob);
  await alice.send("general", "a question");
  await expect(chat.message("a question")).toBeVisible();
  await chat.composer.fill("an answer");
  await chat.act(chat.message("a question"), "Reply");
  await expect(chat.composerForm).toContainText("Replying to alice");
  await chat.composer.press("Escape");
  await expect(chat.composerForm).not.toContainText("Replying");
  await expect(chat.composer).toHaveValue("an answer");
  await expect(chat.composer).toBeFocused();
});
