import { looks, overflow, setLook, violations } from "../../accessibility";
import { expect, test } from "../../fixtures";
import { Gallery } from "../../pages/gallery";

test.use({ serverFlags: ["--dev"] });

for (const look of looks) {
  test(`no state of the gallery violates WCAG 2.2 AA: ${look.name}`, async ({ page }) => {
    test.slow();
    const gallery = await new Gallery(page).open();
    const states = await gallery.states();
    await page.goto(states[0]);
    await setLook(page, look);
    const found: string[] = [];
    for (const state of states) {
      await gallery.show(state);
      found.push(...(await violations(page)).map((violation) => `${state}: ${violation}`));
    }
    expect(found).toEqual([]);
  });
}

test("no state of the gallery scrolls sideways, down to 320 px", async ({ page }) => {
  const gallery = await new Gallery(page).open();
  const states = await gallery.states();
  await page.goto(states[0]);
  const found: string[] = [];
  for (const width of [1280, 640, 390, 320]) {
    await page.setViewportSize({ width, height: 640 });
    for (const state of states) {
      await gallery.show(state);
      const beyond = await overflow(page);
      if (beyond > 0) found.push(`${state}: ${beyond} px beyond ${width} px`);
    }
  }
  expect(found).toEqual([]);
});

test("the index itself does not violate it either", async ({ page }) => {
  await new Gallery(page).open();
  for (const look of looks) {
    await setLook(page, look);
    expect(await violations(page), look.name).toEqual([]);
  }
});
