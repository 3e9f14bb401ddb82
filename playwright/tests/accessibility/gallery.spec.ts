import { looks, overflow, setLook, violationsIn } from "../../accessibility";
import { expect, test } from "../../fixtures";
import { framed, Gallery } from "../../pages/gallery";

test.use({ serverFlags: ["--dev"] });

for (const look of looks) {
  test(`no state of the gallery violates WCAG 2.2 AA: ${look.name}`, async ({ page }) => {
    const gallery = new Gallery(page);
    const states = await gallery.states();
    await page.goto(states[0]);
    await setLook(page, look);
    const found: string[] = [];
    for (const state of states) {
      await gallery.show(state);
      found.push(...(await violationsIn(page, look)).map((violation) => `${state}: ${violation}`));
      if ((await overflow(page)) > 0) found.push(`${state}: scrolls sideways`);
    }
    expect(found).toEqual([]);
  });
}

test("no state of the gallery scrolls sideways at 320 px", async ({ page }) => {
  const gallery = new Gallery(page);
  const states = await gallery.states();
  await page.goto(states[0]);
  await page.setViewportSize({ width: 320, height: 640 });
  const found: string[] = [];
  for (const state of states) {
    await gallery.show(state);
    const beyond = await overflow(page);
    if (beyond > 0) found.push(`${state}: ${beyond} px`);
  }
  expect(found).toEqual([]);
});

test("the index itself does not violate it either", async ({ page, allowProblems }) => {
  allowProblems(framed);
  // Not what stands in its frames, which takes long to draw and was looked at above.
  await page.route("**/gallery", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(/(<iframe[^>]*) src="[^"]*"/g, "$1") });
  });
  await new Gallery(page).open();
  // The links to all of them stay; what stands for a component is alike for each.
  await page.evaluate(() => {
    for (const [i, component] of document.querySelectorAll(".gallery__component").entries()) if (i >= 8) component.remove();
  });
  for (const look of looks) {
    await setLook(page, look);
    expect(await violationsIn(page, look), look.name).toEqual([]);
  }
});
