import type { Route } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { makeImpatient } from "../../impatience";

test("an emoji by its name: completed behind a colon, picked into the text, in the tone that one has chosen", async ({ signup, allowProblems }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  const options = page.getByRole("listbox", { name: "Emoji", exact: true }).getByRole("option");

  await test.step("the one that is called so comes first, and Enter takes it", async () => {
    await chat.composer.fill("at 10:30 :heart"); // at once: no other list is on its way as Enter is pressed
    await expect(options.first()).toHaveText("❤️ :heart:");
    await page.keyboard.press("Enter");
    await expect(chat.composer).toHaveValue("at 10:30 ❤️ ");
    await expect(options).toHaveCount(0);
  });

  await test.step("the picker puts it where the caret is, the exact name first, with one Enter", async () => {
    await page.keyboard.press("Home");
    await page.getByRole("button", { name: "Insert an emoji" }).click();
    await expect(dialogs.pickerSearch).toBeFocused();
    await page.keyboard.type("rocket");
    await expect(dialogs.picker.getByRole("option", { name: /^🚀/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(dialogs.picker).toBeHidden();
    await expect(chat.composer).toBeFocused();
    await expect(chat.composer).toHaveValue("🚀at 10:30 ❤️ ");
  });

  await test.step("the tone is chosen once, for both", async () => {
    await chat.openAccount();
    await dialogs.dialog.getByRole("radio", { name: "Medium dark" }).check();
    await expect.poll(() => new Api(page).get("/look")).toMatchObject({ skin_tone: 4 });
    await page.keyboard.press("Escape");
    await dialogs.expectClosed();
    await chat.composer.fill(":thumbsup");
    await expect(options.first()).toContainText("👍🏾");
    await page.keyboard.press("Tab");
    await expect(chat.composer).toHaveValue("👍🏾 ");
    await page.getByRole("button", { name: "Insert an emoji" }).click();
    await expect(dialogs.pickerSearch).toBeFocused();
    await page.keyboard.type("wave");
    await expect(dialogs.picker.getByRole("option", { name: /^👋🏾/ }).first()).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(chat.composer).toHaveValue("👍🏾 👋🏾");
  });

  await test.step("a tone that cannot be stored is told", async () => {
    allowProblems(/\/look|ERR_FAILED/);
    const unreachable = page.getByRole("alert").filter({ hasText: "The server cannot be reached." });
    const makePatient = await makeImpatient(page);
    for (const fail of [(route: Route) => route.abort(), () => {}]) {
      await page.route("**/look", fail);
      await page.getByRole("button", { name: "Insert an emoji" }).click();
      await dialogs.picker.evaluate((picker) => picker.dispatchEvent(new CustomEvent("skin-tone-change", { detail: { skinTone: 2 } })));
      await expect(unreachable).toBeVisible();
      await unreachable.getByRole("button", { name: "Dismiss" }).click();
      await expect(unreachable).toBeHidden();
      await page.unroute("**/look", fail);
      await page.keyboard.press("Escape");
      await expect(dialogs.picker).toBeHidden();
    }
    await makePatient();
  });
});
