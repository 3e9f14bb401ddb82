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
  await name.click();
  await chat.dialog.getByRole("link", { name: "Message" }).click();
  await alice.waitForURL(/\/c\/dm:alice:bob$/);
  await expect(alice.getByRole("heading", { level: 1 })).toContainText("Bob Miller");
});
