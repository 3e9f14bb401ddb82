import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("a channel that one makes is found and joined by another, says what it is about, has a new name and ends, on both pages at once", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [hers, his] = [new Chat(alice), new Chat(bob)];
  const [herDialogs, hisDialogs] = [new Dialogs(alice), new Dialogs(bob)];

  await test.step("made", async () => {
    await alice.getByRole("link", { name: "New channel" }).click();
    await herDialogs.field("Name").fill("plans");
    await herDialogs.button("Create channel").click();
    await herDialogs.expectHeading("plans");
  });
  await test.step("found and joined", async () => {
    await bob.getByRole("link", { name: "Browse channels" }).click();
    await bob.waitForLoadState();
    await bob.getByRole("button", { name: "Join plans" }).click();
    await hisDialogs.expectHeading("plans");
    await expect(hers.membersLink).toContainText("2");
    await his.send("here I am");
    await expect(hers.message("here I am")).toBeVisible();
  });
  await test.step("a topic shows in the header, the purpose in its dialog", async () => {
    await alice.getByRole("link", { name: "Add a topic" }).click();
    await herDialogs.field("Topic").fill("The move in May");
    await herDialogs.field("Purpose").fill("Where we plan");
    await herDialogs.button("Save").click();
    await herDialogs.expectClosed();
    for (const page of [alice, bob]) await expect(page.locator("#channel-topic")).toContainText("The move in May");
    await bob.locator("#channel-topic").click();
    await expect(hisDialogs.field("Purpose")).toHaveValue("Where we plan");
    await bob.keyboard.press("Escape");
  });
  await test.step("renamed", async () => {
    await herDialogs.openChannelDialog("Rename");
    await herDialogs.field("Name").fill("removal");
    await herDialogs.button(/^(Rename|Save)/).click();
    await herDialogs.expectClosed();
    for (const chat of [hers, his]) {
      await expect(chat.page.getByRole("heading", { level: 1 })).toContainText("removal");
      await expect(chat.channelLink(/^removal/)).toBeVisible();
    }
  });
  await test.step("left, still to be read, and joined again", async () => {
    await hisDialogs.openChannelDialog("Leave");
    await hisDialogs.button("Leave channel").click();
    await hisDialogs.expectHeading("general");
    await expect(his.channelLink(/^removal/)).toHaveCount(0);
    await expect(hers.membersLink).toContainText("1");
    await bob.goto("/channels");
    await bob.getByRole("link", { name: "removal" }).click();
    await hisDialogs.expectHeading("removal");
    await expect(bob.getByText("You are not in this channel.")).toBeVisible();
    const line = his.message("here I am");
    for (const name of ["Reply", "Mark unread", "Pin"]) await expect(his.action(line, name)).toHaveCount(0);
    await his.act(line, "Edit");
    await bob.getByRole("textbox", { name: "Edit your message" }).fill("here I was");
    await bob.keyboard.press("Enter");
    await expect(hers.message("here I was")).toBeVisible();
    await bob.getByRole("button", { name: /^Join/ }).click();
    await expect(his.composer).toBeVisible();
    await hisDialogs.expectHeading("removal");
    await expect(his.composer).toHaveText("");
    await his.act(his.message("here I was"), "Reply");
    await expect(bob.getByText("Replying to bob: here I was")).toBeVisible();
  });
  await test.step("archived", async () => {
    await herDialogs.openChannelDialog("Archive");
    await herDialogs.button("Archive channel").click();
    for (const chat of [hers, his]) {
      await expect(chat.composer).toHaveCount(0);
      await expect(chat.message("here I was")).toBeVisible();
    }
  });
});
