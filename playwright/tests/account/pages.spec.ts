import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("every dialog is a page of its own that leads back to the channel", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  await withoutPage("bob");
  const channel = await new Api(page).createPrivate("plans", "bob");
  await new Api(page).send(channel, "lunch?");
  const id = await new Api(page).messageId(channel, "lunch?");
  for (const [path, title] of [
    ["/ui/account", "Your account"],
    ["/ui/dms/new", "New direct message"],
    ["/ui/private_channels/new", "New private channel"],
    [`/ui/channels/${channel}/members`, "2 members of plans"],
    ["/ui/private_channels/1/members", "2 members of plans"],
    ["/ui/private_channels/1/rename", "Rename channel"],
    ["/ui/private_channels/1/add_member", "Add to plans"],
    ["/ui/private_channels/1/remove_member?username=bob", "Remove bob?"],
    ["/ui/private_channels/1/leave", "Leave plans?"],
    ["/ui/private_channels/1/archive", "Archive plans?"],
    [`/ui/receipts/${id}`, "Who has read this"],
    [`/ui/react/${id}`, "React to a message"],
    [`/ui/delete/${id}`, "Delete this message?"],
  ]) {
    await test.step(title, async () => {
      await page.goto(`/c/${channel}`);
      await page.goto(path, { referer: page.url() });
      await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(page).toHaveTitle(/ · MiniMost$/);
      await expect(page.getByRole("link", { name: "Close" })).toHaveAttribute("href", `/c/${channel}`);
    });
  }
});

test("opened in a new tab, a dialog works without the chat around it", async ({ signup }) => {
  const page = await signup("alice");
  const chat = new Chat(page);
  const opened = page.context().waitForEvent("page");
  await chat.accountLink.click({ modifiers: ["ControlOrMeta"] });
  const tab = await opened;
  await expect(tab.getByRole("heading", { name: "Your account" })).toBeVisible();
  await expect(chat.dialog).toBeHidden();
  await tab.getByRole("radio", { name: /^Away/ }).check();
  await tab.getByRole("button", { name: "Apply" }).click();
  await expect(tab.getByRole("status")).toContainText("Away: you chose Away until changed");
  await expect(tab.getByRole("radio", { name: /^Away/ })).toBeChecked();
  await tab.getByRole("switch", { name: "When I am typing" }).uncheck();
  await tab.getByRole("button", { name: "Save sharing" }).click();
  await expect(tab.getByRole("switch", { name: "When I am typing" })).not.toBeChecked();
  await expect(chat.accountLink).toContainText("Away until changed");
  await tab.getByRole("link", { name: "Close" }).click();
  await expect(new Chat(tab).composer).toBeVisible();
});
