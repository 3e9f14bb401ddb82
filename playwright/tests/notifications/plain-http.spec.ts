import { browserArgs, browserPath } from "../../browser.mjs";
import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

const name = "chat.example";

test.use({
  launchOptions: { executablePath: browserPath, args: [...browserArgs, `--host-resolver-rules=MAP ${name} 127.0.0.1`] },
  serverFlags: ["--hosts", name],
});

test("over plain HTTP the settings say why there are no notifications; title, icon, sound and copying work all the same", async ({ newContext, withoutPage, baseURL, allowProblems }) => {
  allowProblems(/Cross-Origin-Opener-Policy header has been ignored/);
  const [alice] = await withoutPage("alice");
  const address = `http://${name}:${new URL(baseURL!).port}`;
  const context = await newContext({ baseURL: address });
  const accounts = new Accounts(await context.newPage());
  await accounts.signUp("bob");
  await accounts.expectLoggedIn();
  const { page } = accounts;
  const [chat, dialogs] = [await new Chat(page).open("random"), new Dialogs(page)];
  expect(await page.evaluate(() => [isSecureContext, "serviceWorker" in navigator, "clipboard" in navigator])).toEqual([false, false, false]);
  const icon = page.locator('link[rel="icon"]');
  const sounded = () => page.locator("html").getAttribute("data-sounded");

  await test.step("the reason stands in the settings, and nothing that cannot be", async () => {
    await chat.openAccount();
    await chat.dialog.getByRole("link", { name: "Notifications" }).click();
    const here = chat.dialog.getByRole("region", { name: "In this browser" });
    await expect(here.getByText("Browsers show notifications only of sites that are reached over https.")).toBeVisible();
    await expect(here.getByText("Notifications are shown here.")).toBeHidden();
    await expect(here.getByRole("button", { name: "Allow notifications" })).toBeHidden();
    await here.getByRole("button", { name: "Hear the sound" }).click();
    await expect.poll(sounded).not.toBeNull();
    await page.evaluate(() => delete document.documentElement.dataset.sounded);
    await chat.dialog.getByRole("switch", { name: "Play a sound" }).check();
    await dialogs.button("Save").click();
    await expect(chat.dialog.getByText("Your choice is saved.")).toBeVisible();
    await chat.closeDialog();
  });

  await test.step("who is mentioned hears it once in all tabs, and sees it in title and icon", async () => {
    const other = await context.newPage();
    await new Chat(other).open("random");
    await other.mouse.click(700, 300); // nothing sounds on a page that nobody has touched
    await expect(page).toHaveTitle("random · MiniMost");
    await expect(icon).toHaveAttribute("href", /favicon\.svg$/);
    await alice!.send("general", "look, @bob");
    for (const tab of [page, other]) {
      await expect(tab).toHaveTitle("(1) random · MiniMost");
      await expect(tab.locator('link[rel="icon"]')).toHaveAttribute("href", /favicon-called\.svg$/);
    }
    const heard = async () => (await Promise.all([page, other].map((tab) => tab.locator("html").getAttribute("data-sounded")))).filter(Boolean).length;
    await expect.poll(heard).toBe(1);
    await alice!.send("general", "and again, @bob");
    await expect(page).toHaveTitle("(2) random · MiniMost");
    await expect.poll(heard).toBeLessThanOrEqual(2);
    await other.close();
    await chat.channelLink("general 2 unread, 2 with your name").click();
    await expect(page).toHaveTitle("general · MiniMost");
    await expect(icon).toHaveAttribute("href", /favicon\.svg$/);
  });

  await test.step("nothing sounds where nothing is to be told", async () => {
    await page.evaluate(() => delete document.documentElement.dataset.sounded);
    await alice!.send("random", "for nobody");
    await expect(chat.channelLink("random 1 unread")).toBeVisible();
    await chat.openAccount();
    await chat.dialog.getByRole("link", { name: "Notifications" }).click();
    await chat.dialog.getByRole("switch", { name: "Play a sound" }).uncheck();
    await dialogs.button("Save").click();
    await expect(chat.dialog.getByText("Your choice is saved.")).toBeVisible();
    await chat.closeDialog();
    await alice!.send("random", "quietly, @bob");
    await expect(chat.channelLink("random 2 unread, 1 with your name")).toBeVisible();
    expect(await sounded()).toBeNull();
  });

  await test.step("a link is copied from a field", async () => {
    await chat.act(chat.message("look, @bob"), "Copy link");
    await expect(dialogs.field("Copy this address")).toHaveValue(`${address}/m/${await alice!.messageId("general", "look, @bob")}`);
  });
});
