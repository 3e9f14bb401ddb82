import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";

/** What the browser and htmx say of an answer of 503. */
const refusals = /503/;
const sentence = "cannot reach its database";

test("a message that cannot be stored stays in the composer with the reason, until there is room again", async ({
  signup,
  server,
  allowProblems,
}) => {
  allowProblems(refusals);
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(bob);
  await chat.send("before");
  await server.limitFiles(0);

  await test.step("the text and the focus stay", async () => {
    await chat.composer.fill("do not lose me");
    await chat.composer.press("Enter");
    await expect(chat.composerForm.getByRole("alert")).toContainText(sentence);
    await expect(chat.composer).toHaveValue("do not lose me");
    await expect(chat.composer).toBeFocused();
    await expect(chat.messages).toHaveCount(1);
  });

  await test.step("the page goes on, and so does a second try", async () => {
    await expect(chat.message("before")).toBeVisible();
    await expect(chat.connectionBanner).toBeHidden();
    await chat.composer.press("Enter");
    await expect(chat.composerForm.getByRole("alert")).toContainText(sentence);
    await expect(chat.composer).toHaveValue("do not lose me");
  });

  await server.limitFiles("unlimited");
  await chat.composer.press("Enter");
  await expect(chat.message("do not lose me")).toBeVisible();
  await expect(chat.composer).toHaveValue("");
  await expect(chat.messages).toHaveCount(2);
  await expect(new Chat(alice).message("do not lose me")).toBeVisible();
  expect(await server.query("SELECT content FROM messages ORDER BY id")).toBe("before\ndo not lose me");
});

test("an edit that cannot be stored stays in its field", async ({ signup, server, allowProblems }) => {
  allowProblems(refusals);
  const bob = await signup("bob");
  const chat = new Chat(bob);
  await chat.send("before");
  await chat.act(chat.message("before"), "Edit");
  const field = chat.editor;
  await field.fill("changed a lot");
  await server.limitFiles(0);
  await field.press("Enter");
  await expect(bob.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
  await expect(field).toHaveValue("changed a lot");
  await server.limitFiles("unlimited");
  await field.press("Enter");
  await expect(chat.message("changed a lot")).toBeVisible();
});

test("without JavaScript the text is on the page that says why", async ({ login, signup, server, allowProblems }) => {
  allowProblems(refusals);
  await signup("bob");
  const bob = await login("bob", { javaScriptEnabled: false });
  await bob.goto("/c/general");
  const chat = new Chat(bob);
  await chat.composer.fill("do not lose me");
  await server.limitFiles(0);
  await chat.sendButton.click();
  await expect(bob.locator("body")).toContainText(sentence);
  await expect(chat.composer).toHaveValue("do not lose me");
  await server.limitFiles("unlimited");
  await chat.sendButton.click();
  await expect(chat.message("do not lose me")).toBeVisible();
});
