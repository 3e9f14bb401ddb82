// How a few states look, to the eye. Fonts and browsers draw differently from machine to machine, so these pictures are a
// project of their own: `make pixels` compares them, `make pixels UPDATE=1` takes them again, and no other target runs them.
import { expect, test } from "../../fixtures";

test.use({ serverFlags: ["--dev"] });

for (const { state, width, height } of [
  { state: "presence-dot/idle", width: 390, height: 100 },
  { state: "typing-banner/two", width: 390, height: 100 },
  { state: "message/rich", width: 700, height: 600 },
  { state: "reaction-bar/many", width: 390, height: 160 },
  { state: "read-receipts/several", width: 390, height: 100 },
  { state: "account-dialog/away", width: 600, height: 800 },
  { state: "chat/day", width: 1280, height: 800 },
  { state: "chat/day", width: 390, height: 800 },
]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${state}, ${colorScheme}, ${width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height });
      await page.goto(`/gallery/${state}`);
      await page.evaluate(() => document.fonts.ready);
      await expect(page).toHaveScreenshot(`${state.replace("/", "-")}-${colorScheme}-${width}.png`, {
        maxDiffPixelRatio: 0.03,
        threshold: 0.3,
      });
    });
  }
}
