import type { Page } from "@playwright/test";
import { type Look, looks, overflow, setLook, violationsIn } from "../../accessibility";
import { expect, test } from "../../fixtures";
import { framed, Gallery } from "../../pages/gallery";

test.use({ serverFlags: ["--dev"] });

/** Looks at every state, and scans those that `worth` asks for. */
async function lookAtAll(page: Page, look: Look, worth = async (_: string) => true): Promise<void> {
  const states = await new Gallery(page).states();
  if (page.url() === "about:blank") await page.goto(states[0]);
  await setLook(page, look);
  const found: string[] = [];
  for (const state of states) {
    await new Gallery(page).show(state);
    if (await worth(state)) found.push(...(await violationsIn(page, look)).map((violation) => `${state}: ${violation}`));
    if ((await overflow(page)) > 0) found.push(`${state}: scrolls sideways`);
  }
  expect(found).toEqual([]);
}

/**
 * Whether the state that is shown has words in other colours, sizes or places than it had when this was asked of it before: each word's
 * style, with what lies behind it.
 */
async function isOther(page: Page, state: string): Promise<boolean> {
  return page.evaluate((state) => {
    const known = ((window as unknown as { known?: Map<string, Set<string>> }).known ??= new Map<string, Set<string>>());
    const behind = new Map<Element, string>();
    const behindOf = (element: Element | null): string => {
      if (!element) return "";
      let found = behind.get(element);
      if (found === undefined) {
        const { backgroundColor, backgroundImage, opacity, position, zIndex } = getComputedStyle(element);
        found = `${behindOf(element.parentElement)}/${element.localName}.${element.className} ${backgroundColor} ${backgroundImage} ${opacity} ${position} ${zIndex}`;
        behind.set(element, found);
      }
      return found;
    };
    const styles = new Set<string>();
    for (const element of document.body.querySelectorAll("*")) {
      const hasWords = element.matches("input, textarea, select") || [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== "");
      if (!hasWords || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(element);
      styles.add(`${behindOf(element)} ${color} ${fontSize} ${fontWeight} ${textDecorationLine}`);
    }
    const before = known.get(state);
    known.set(state, styles);
    return before === undefined || [...styles].some((style) => !before.has(style));
  }, state);
}

for (const look of looks.filter(({ colorScheme }) => colorScheme === "light")) {
  test(`no state of the gallery violates WCAG 2.2 AA: ${look.name}`, async ({ page }) => lookAtAll(page, look));
}

// A narrow page has few words that a wide one has not in the same colours.
test("no state of the gallery violates WCAG 2.2 AA: dark, 1280 px, and 390 px where it is another", async ({ page }) => {
  const [wide, narrow] = looks.filter(({ colorScheme }) => colorScheme === "dark");
  await lookAtAll(page, wide, async (state) => isOther(page, state));
  let others = 0;
  await lookAtAll(page, narrow, async (state) => {
    const other = await isOther(page, state);
    if (other) others++;
    return other;
  });
  expect(others).toBeGreaterThan(0); // such as the drawer
});

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
