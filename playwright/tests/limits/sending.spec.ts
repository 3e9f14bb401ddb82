import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";

test.use({ serverFlags: ["--rate-limits=true"] });

/** What the browser says of answers of status 429. */
const tooMany = /429/;

/** Asks to send, in the page's name and more often than anybody types, until told to stop. Nothing is sent: the texts are empty. */
async function flood(page: Page): Promise<() => Promise<void>> {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const address = new URL("/send/random", page.url());
  let going = true;
  const senders = Array.from({ length: 16 }, async () => {
    while (going) {
      const answer = await fetch(address, { method: "POST", headers: { cookie }, body: new URLSearchParams({ text: "" }) });
      await answer.text();
    }
  });
  return async () => {
    going = false;
    await Promise.all(senders);
  };
}

test("a message that was sent too soon stays in the field, with the reason beside it", async ({ signup, allowProblems }) => {
  allowProblems(tooMany);
  const bob = await signup("bob");
  const chat = new Chat(bob);
  const stop = await flood(bob);
  const alert = chat.composerForm.getByRole("alert");

  // One of the messages that a second has room for may be this one.
  await expect(async () => {
    await chat.composer.fill("a long thought");
    await chat.composer.press("Enter");
    await expect(alert).toHaveText(/^Too many messages in a short time\. Try again in 1 second\.$/, { timeout: 2_000 });
  }).toPass();
  await expect(chat.composer).toHaveValue("a long thought");
  await expect(chat.composer).toBeFocused();
  await expect(chat.composer).toHaveAttribute("aria-invalid", "true");
  await expect(chat.sendButton).toBeEnabled();

  await stop();
  await expect(async () => {
    await chat.composer.press("Enter");
    await expect(chat.composer).toHaveValue("", { timeout: 2_000 });
  }).toPass();
  await expect(chat.message("a long thought").last()).toBeVisible();
  await expect(alert).toBeHidden();
});

test.describe("without scripts", () => {
  test("the page comes back with the text and the reason", async ({ signup, allowProblems }) => {
    allowProblems(tooMany);
    const bob = await signup("bob", { javaScriptEnabled: false });
    const chat = new Chat(bob);
    const stop = await flood(bob);
    await expect(async () => {
      await chat.composer.fill("a long thought");
      await chat.sendButton.click();
      await expect(chat.composerForm.getByRole("alert")).toContainText("Too many messages", { timeout: 2_000 });
    }).toPass();
    await stop();
    await expect(chat.composer).toHaveValue("a long thought");
  });
});
