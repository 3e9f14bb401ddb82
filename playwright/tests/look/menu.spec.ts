import { expectAccessibleInEveryLook } from "../../accessibility";
import { expect, test } from "../../fixtures";

test.use({ serverFlags: ["--dev"] });

for (const javaScriptEnabled of [true, false]) {
  test(`what may be done about a person is a menu, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({ newContext }) => {
    const page = await (await newContext({ javaScriptEnabled })).newPage();
    await page.goto("/gallery/admin-people/some");
    const opener = page.getByRole("button", { name: "Actions for bob" });
    const menu = page.getByRole("group", { name: "bob" });
    await opener.focus();
    await page.keyboard.press("Enter");
    await expect(menu).toBeVisible();
    const [button, list] = [(await opener.boundingBox())!, (await menu.boundingBox())!];
    expect(Math.round(list.y), "it stands below its button").toBe(Math.round(button.y + button.height));
    expect(Math.round(list.x + list.width), "and ends with it").toBe(Math.round(button.x + button.width));
    await page.keyboard.press("Tab");
    await expect(menu.getByRole("button", { name: "Make administrator: bob" })).toBeFocused();
    await expect(menu.getByRole("link", { name: "Remove: bob" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(opener).toBeFocused();
  });
}

test("an open menu is accessible", async ({ page }) => {
  await page.goto("/gallery/admin-people/some");
  await page.getByRole("button", { name: "Actions for bob" }).click();
  await expectAccessibleInEveryLook(page, ".menu:popover-open");
});
