// How a few states look, to the eye. Fonts and browsers draw differently from machine to machine, so these pictures are a
// project of their own: `make pixels` compares them, `make pixels UPDATE=1` takes them again, and no other target runs them.
import { expect, test } from "../../fixtures";

test.use({ serverFlags: ["--dev"] });

const components = [
  "avatar/presence",
  "typing-banner/two",
  "message/rich",
  "reaction-bar/many",
  "read-receipts/several",
  "account-dialog/away",
];

const looks = ["light", "dark"] as const;

for (const state of components) {
  for (const colorScheme of looks) {
    test(`${state}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width: 600, height: 800 });
      await page.goto(`/gallery/${state}`);
      const component = page.getByRole("main").locator("> :not(h1)").first();
      await expect(component).toHaveScreenshot(`${state.replace("/", "-")}-${colorScheme}.png`);
    });
  }
}

for (const { colorScheme, width } of [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 390 },
] as const) {
  test(`a working day, ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/gallery/chat/day");
    await expect(page).toHaveScreenshot(`chat-day-${colorScheme}-${width}.png`);
  });
}
