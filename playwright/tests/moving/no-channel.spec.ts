import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";

const scripts = (page: Page) => expect(page.locator("html[data-scripts=ready]")).toBeAttached();

for (const address of ["/channels", "/activity", "/saved", "/search?q=hello"]) {
  test(`dialogs open over ${address}, and give the focus back`, async ({ signup }) => {
    const alice = await signup("alice");
    await alice.goto(address);
    await scripts(alice);
    for (const [opener, title] of [["#account-button a", "Your account"], ["#sidebar-settings", "Order and reading"], ["#mentions-link", "Mentions"]]) {
      await alice.locator(opener).click();
      await expect(alice.getByRole("dialog", { name: title })).toBeVisible();
      await alice.keyboard.press("Escape");
      await expect(alice.getByRole("dialog")).toHaveCount(0);
      await expect(alice.locator(opener)).toBeFocused();
    }
    await alice.keyboard.press("Control+k");
    await expect(alice.getByRole("combobox")).toBeFocused();
    await alice.keyboard.press("Escape");
    expect(new URL(alice.url()).pathname).toBe(address.replace(/\?.*/, ""));
  });
}

test("the list of channels makes one in a dialog, which says what is wrong with a name", async ({ signup, allowProblems }) => {
  allowProblems(/status of 422/);
  const alice = await signup("alice");
  await alice.goto("/channels");
  await scripts(alice);
  const offCentre = await alice.locator(".channels__name").first().evaluate((name) => {
    const icon = name.querySelector("svg")!.getBoundingClientRect();
    const text = document.createRange();
    text.selectNodeContents(name.lastChild!);
    const context = new OffscreenCanvas(1, 1).getContext("2d")!;
    context.font = getComputedStyle(name).font;
    const { fontBoundingBoxAscent, actualBoundingBoxAscent } = context.measureText("x");
    return text.getBoundingClientRect().top + fontBoundingBoxAscent - actualBoundingBoxAscent / 2 - (icon.top + icon.bottom) / 2;
  });
  expect(Math.abs(offCentre), "the sign stands beside its name").toBeLessThan(1);
  await alice.locator("main").getByRole("link", { name: "New channel" }).click();
  const dialog = alice.getByRole("dialog", { name: "New channel" });
  await dialog.getByLabel("Name").fill("Not a name");
  await dialog.getByLabel("Name").press("Enter");
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(alice).toHaveURL(/\/channels$/);
  await dialog.getByLabel("Name").fill("plans");
  await dialog.getByLabel("Name").press("Enter");
  await expect(alice).toHaveURL(/\/c\/plans$/);
});

test("a theme that is chosen over a list is that of the list at once", async ({ signup }) => {
  const alice = await signup("alice");
  await alice.goto("/activity");
  await scripts(alice);
  await alice.locator("#account-button a").click();
  const theme = alice.getByRole("dialog").getByRole("group", { name: "Theme" });
  await theme.getByLabel("Dark").check();
  await expect(alice.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("a list shows the beginning of a long message, and its code is copied there", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  await bob.send("general", "@alice this is it:\n```\nmake check\n```");
  await bob.send("general", `@alice ${"and so on. ".repeat(400)}`);
  await alice.goto("/activity");
  await scripts(alice);
  const long = alice.getByRole("listitem").filter({ hasText: "and so on" });
  expect((await long.boundingBox())!.height).toBeLessThan(400);
  const copy = alice.getByRole("button", { name: "Copy code" });
  await copy.click();
  await expect(copy).toHaveAttribute("data-copied", "");
});
