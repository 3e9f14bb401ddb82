import type { Page } from "@playwright/test";
import { type Look, looks, opposites, overflow, setLook, violations, violationsIn } from "../../accessibility";
import { expect, test } from "../../fixtures";
import { framed, Gallery } from "../../pages/gallery";

test.use({ serverFlags: ["--dev"] });

/** Looks at every state, and scans those that `worth` asks for; of the others in light, how large things are. */
async function lookAtAll(page: Page, look: Look, worth = async (_: string) => true): Promise<void> {
  const states = await new Gallery(page).states();
  if (page.url() === "about:blank") await page.goto(states[0]);
  await setLook(page, look);
  const found: string[] = [];
  for (const state of states) {
    await new Gallery(page).show(state);
    const seen = (await worth(state)) ? await violationsIn(page, look) : look.colorScheme === "light" ? await violations(page, { only: "sizes" }) : [];
    found.push(...seen.map((violation) => `${state}: ${violation}`));
    if ((await overflow(page)) > 0) found.push(`${state}: scrolls sideways`);
  }
  expect(found).toEqual([]);
}

/**
 * Whether the state that is shown has words, or what has a name, in other colours, sizes or places than it had when this was asked of it
 * before: the style of each, with what lies behind it.
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
      const hasWords = element.matches("input, textarea, select, button, a, summary, img, [role]") || [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== "");
      if (!hasWords || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(element);
      styles.add(`${behindOf(element)} ${color} ${fontSize} ${fontWeight} ${textDecorationLine}`);
    }
    const before = known.get(state);
    known.set(state, styles);
    return before === undefined || [...styles].some((style) => !before.has(style));
  }, state);
}

// A narrow page has little that a wide one has not in the same colours.
for (const colorScheme of ["light", "dark"]) {
  test(`no state of the gallery violates WCAG 2.2 AA: ${colorScheme}, 1280 px, and 390 px where it is another`, async ({ page }) => {
    const [wide, narrow] = looks.filter((look) => look.colorScheme === colorScheme);
    await lookAtAll(page, wide, async (state) => isOther(page, state));
    let others = 0;
    await lookAtAll(page, narrow, async (state) => {
      const other = await isOther(page, state);
      if (other) others++;
      return other;
    });
    expect(others).toBeGreaterThan(0); // such as the drawer
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
  for (const look of opposites) {
    await setLook(page, look);
    expect(await violations(page), look.name).toEqual([]);
  }
});
