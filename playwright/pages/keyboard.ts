import { expect, type Locator, type Page } from "@playwright/test";

/** More stops than any screen of the tests has. */
const patience = 80;

/** Tab goes on from the beginning of the page, as in a page that was just opened and in which nothing has the focus. */
export async function toTop(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // What a page gives the focus by itself has it when the page is first drawn.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
}

/** Presses Tab, or another key, until the element has focus. */
export async function tabTo(element: Locator, key = "Tab"): Promise<void> {
  const page = element.page();
  for (let presses = 0; presses < patience; presses++) {
    if (await hasFocus(element)) return;
    await page.keyboard.press(key);
  }
  await expect(element, `reached with ${key}`).toBeFocused();
}

/** Goes to a message from the composer, and through what is in it to the element. */
export async function arrowTo(message: Locator, element: Locator): Promise<void> {
  await tabTo(message, "Shift+Tab");
  await tabTo(element, "ArrowRight");
}

async function hasFocus(element: Locator): Promise<boolean> {
  return (await element.count()) > 0 && element.first().evaluate((element) => element === document.activeElement);
}

/** The accessible description of whatever has focus, by its label or text, on each press of Tab until it comes round. */
export async function tabOrder(page: Page): Promise<string[]> {
  const names: string[] = [];
  await toTop(page);
  for (let presses = 0; presses < patience; presses++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "";
      const label = element.getAttribute("aria-label") ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent;
      return (label ?? "").replace(/\s+/g, " ").trim() || element.id;
    });
    if (name === "" || (names.length > 1 && name === names[0])) break;
    names.push(name);
  }
  return names;
}

export type Key = { key: string } & Pick<KeyboardEventInit, "altKey" | "ctrlKey" | "metaKey" | "modifierAltGraph" | "isComposing" | "keyCode">;

/** A key as the system in question tells of it, where the focus is; whether the page took it. */
export const press = (page: Page, key: Key) =>
  page.evaluate((key) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...key });
    return !(document.activeElement ?? document.body).dispatchEvent(event);
  }, key);
