import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("an open account dialog says what the page says", { tag: ["@poll", "@nodes"] }, async ({ signup, login }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  const elsewhere = new Chat(await login("alice"));
  await chat.openAccount();
  const now = dialogs.dialog.getByRole("status").first();
  await expect(now).toContainText("Online: connected in");
  await elsewhere.chooseOverride("Away");
  await expect(now.locator("[data-user='alice']")).toHaveText("Away");
  await expect(now).toContainText("Away: you chose Away until changed");
  await elsewhere.closeDialog();
  await elsewhere.chooseOverride("Automatic");
  await expect(now.locator("[data-user='alice']")).toHaveText("Online");
  await expect(now).toContainText("Online: connected in");
});
