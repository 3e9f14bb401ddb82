import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(createRequire(require.resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js"), "utf8");

const wcag22AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Those of them that ask for colours. */
const colorRules = ["color-contrast", "link-in-text-block"];
/** Those that ask how large things are, and what has to be scrolled. */
const sizeRules = ["target-size", "scrollable-region-focusable"];

export const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
  [1280, 390].map((width) => ({ colorScheme, width, name: `${colorScheme}, ${width} px` })),
);

export type Look = (typeof looks)[number];

/**
 * Of screens whose parts the gallery has in each look: each colour scheme and each width once, and every rule in both. Dark is other
 * tokens alone, whatever the width.
 */
export const opposites = [looks[0], looks[3]];

/** Shows the page in a look. Motion is reduced, so that nothing is measured half-way. */
export async function setLook(page: Page, { colorScheme, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate(async () => {
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // Those that go by scrolling end where somebody has scrolled.
    const running = () =>
      document.getAnimations().filter(({ playState, timeline, effect }) =>
        timeline === document.timeline && playState === "running" && effect?.getComputedTiming().iterations !== Infinity);
    await drawn();
    // The end of one starts others: a colour that has changed is inherited.
    for (let left = running(); left.length > 0; left = running()) {
      await Promise.allSettled(left.map(({ finished }) => finished));
      await drawn();
    }
  });
}

interface Axe {
  run(context: Document | Element, options: object): Promise<{ violations: Violation[] }>;
}

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Makes axe part of the document; unlike AxeBuilder it stays there, so that the next scan of it is quick. */
export async function prepareAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(axeSource);
  }
}

/** What is scanned: all that the document holds, or what stands within a selector; by every rule, or by those of one kind alone. */
export interface Scan {
  within?: string;
  only?: "colors" | "sizes";
}

/** What in the document as it is now violates WCAG 2.2 AA. */
export async function violations(page: Page, { within, only }: Scan = {}): Promise<string[]> {
  await prepareAxe(page);
  const runOnly = only ? { type: "rule", values: only === "colors" ? colorRules : sizeRules } : { type: "tag", values: wcag22AA };
  return page.evaluate(
    async ({ runOnly, within }) => {
      const { axe } = window as unknown as { axe: Axe };
      const context = within ? document.querySelector(within) : document;
      if (!context) throw new Error(`there is no ${within}`);
      const { violations } = await axe.run(context, { runOnly, resultTypes: ["violations"], iframes: false });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary ?? ""}`),
      );
    },
    { runOnly, within },
  );
}

/** The violations in one of `looks`. Dark differs from light in its colours alone. */
export async function violationsIn(page: Page, look: Look, within?: string): Promise<string[]> {
  return violations(page, { within, only: look.colorScheme === "dark" ? "colors" : undefined });
}

/** Scans the page as it is now for violations of WCAG 2.2 AA. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

/** How many CSS pixels of the page are beyond the right edge. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Scans the page, or a part of it, in light and dark, wide and narrow, and asks that the page does not scroll sideways. */
export async function expectAccessibleInEveryLook(page: Page, within?: string): Promise<void> {
  await expectAccessibleIn(page, looks, (look) => violationsIn(page, look, within));
}

/** The same for a screen that consists of what the gallery shows. */
export async function expectAccessibleInOppositeLooks(page: Page, within?: string): Promise<void> {
  await expectAccessibleIn(page, opposites, () => violations(page, { within }));
}

async function expectAccessibleIn(page: Page, looks: Look[], scan: (look: Look) => Promise<string[]>): Promise<void> {
  for (const look of looks) {
    await test.step(look.name, async () => {
      await setLook(page, look);
      expect(await scan(look)).toEqual([]);
      expect(await overflow(page), "pixels beyond the right edge").toBeLessThanOrEqual(0);
    });
  }
}
