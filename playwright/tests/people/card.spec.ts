import type { Locator } from "@playwright/test";

import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("a status and a name are seen by others at once, and the card opens from the name by keyboard", async ({ signup, server }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [chat, bobs] = [new Chat(alice), new Chat(bob)];
  await bobs.send("hello");
  const message = chat.message("hello");
  await expect(message).toBeVisible();

  await bobs.openAccount();
  await bobs.dialog.getByRole("button", { name: "Lunch" }).click();
  await expect(bobs.dialog.getByRole("textbox", { name: "Status" })).toHaveValue("Lunch");
  await expect(message.getByRole("img", { name: /^Status: Lunch, until / })).toBeVisible();

  // As when its time is over.
  await server.change("UPDATE presence SET status_until = 1 WHERE user = 'bob'");
  await expect(message.getByRole("img", { name: /^Status/ })).toHaveCount(0);

  await new Api(bob).post("/profile", { display_name: "Bob Miller", pronouns: "he" });
  const name = message.getByRole("link", { name: "Bob Miller" });
  await name.focus();
  await alice.keyboard.press("Enter");
  await expect(chat.dialog.getByRole("heading", { name: "Bob Miller" })).toBeVisible();
  await expect(chat.dialog.getByText("bob", { exact: true })).toBeVisible();
  await alice.keyboard.press("Escape");
  await expect(chat.dialog).toBeHidden();
  await expect(name).toBeFocused();

  // Wherever else a face and a name are shown.
  const card = chat.dialog.getByRole("heading", { name: "Bob Miller" });
  const opens = async (rows: Locator) => {
    const row = rows.filter({ hasText: "Bob Miller" });
    for (const part of [row.locator(".avatar"), row.getByRole("link", { name: "Bob Miller", exact: true })]) {
      await part.click();
      await expect(card).toBeVisible();
      await alice.keyboard.press("Escape");
      await expect(card).toBeHidden();
      await expect(row).toBeVisible(); // also in a dialog, whose place it took
      await expect(row.getByRole("link", { name: "Bob Miller", exact: true })).toBeFocused();
    }
  };
  await new Api(bob).send("general", "@alice look");
  await alice.getByRole("link", { name: "Mentions" }).click();
  await opens(chat.dialog.getByRole("listitem"));
  await alice.keyboard.press("Escape");
  await chat.membersLink.click();
  await opens(chat.dialog.getByRole("listitem"));
  // Escape once more closes all, however late the dialog would be back.
  await chat.dialog.getByRole("link", { name: "Bob Miller", exact: true }).click();
  await expect(card).toBeVisible();
  await alice.route("**/members", () => {});
  const [asked, givenUp] = [alice.waitForRequest("**/members"), alice.waitForEvent("requestfailed")];
  await alice.keyboard.press("Escape");
  await asked;
  await alice.keyboard.press("Escape");
  await expect(chat.dialog).toBeHidden();
  await givenUp;
  await alice.unroute("**/members");
  await alice.getByRole("link", { name: "Activity" }).click();
  await alice.waitForLoadState(); // by scripts a face opens the card
  await opens(alice.locator("#activity").getByRole("listitem"));
  await alice.goto("/search?q=look");
  const hit = alice.locator(".search-hit");
  await opens(hit);
  await hit.locator(".search-hit__what").click({ position: { x: 300, y: 20 } });
  await expect(chat.message("@alice look")).toHaveClass(/message--marked/);
  await alice.waitForLoadState();
  // The message has a face of its own only where "New" parts it from the one before.
  await chat.message("hello").locator(".avatar").click();
  await expect(card).toBeVisible();
  await chat.dialog.getByRole("link", { name: "Message" }).click();
  await alice.waitForURL(/\/c\/dm:alice:bob$/);
  await expect(alice.getByRole("heading", { level: 1 })).toContainText("Bob Miller");
});
