import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("a pin shows with everybody in the channel, and so does its end; what is saved shows with oneself alone", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [hers, his] = [new Chat(alice), new Chat(bob)];
  const [herDialogs, hisDialogs] = [new Dialogs(alice), new Dialogs(bob)];
  const pins = (chat: Chat) => chat.page.getByRole("link", { name: /^\d+ pinned$/ });
  await hers.send("the door code is 2580");
  await expect(his.message("the door code is 2580")).toBeVisible();

  await his.act(his.message("the door code is 2580"), "Pin");
  await hisDialogs.expectOpen("Pin this message?");
  await hisDialogs.button("Pin message").click();
  await hisDialogs.expectClosed();
  for (const chat of [hers, his]) {
    await expect(chat.message("the door code is 2580")).toContainText("Pinned by bob");
    await expect(chat.message("bob pinned a message")).toBeVisible();
    await expect(pins(chat)).toHaveAccessibleName("1 pinned");
  }

  await pins(hers).click();
  await herDialogs.expectOpen("Pinned in general");
  await expect(hers.dialog).toContainText("the door code is 2580");
  await hers.dialog.getByRole("link", { name: "Unpin the message of alice" }).click();
  await herDialogs.expectOpen("Unpin this message?");
  await herDialogs.button("Unpin message").click();
  await herDialogs.expectClosed();
  for (const chat of [hers, his]) {
    await expect(chat.message("alice unpinned a message")).toBeVisible();
    await expect(pins(chat)).toHaveCount(0);
    await expect(chat.message("the door code is 2580")).not.toContainText("Pinned");
  }

  await his.act(his.message("the door code is 2580"), "Save");
  await hisDialogs.button("Save message").click();
  await hisDialogs.expectClosed();
  await bob.getByRole("link", { name: "Saved", exact: true }).click();
  await expect(bob.getByRole("heading", { name: "Saved messages" })).toBeVisible();
  await bob.getByRole("link", { name: "Go to the message of alice" }).click();
  await expect(bob).toHaveURL(/\/c\/general\?at=/);
  await expect(his.message("the door code is 2580")).toBeFocused();
});
