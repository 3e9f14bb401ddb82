import type { Locator } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Gallery } from "../../pages/gallery";

test.use({ serverFlags: ["--dev"] });

/** A computed property, of a pseudo-element where one is named. */
const style = (element: Locator, property: string, pseudo?: string) =>
  element.first().evaluate((element, [property, pseudo]) => getComputedStyle(element, pseudo).getPropertyValue(property as string), [property, pseudo]);

test("with forced colours what is told by colour is still told", async ({ newContext }) => {
  const page = await (await newContext({ forcedColors: "active", reducedMotion: "reduce" })).newPage();
  await page.goto("/gallery/chat/day");
  const sidebar = page.getByRole("navigation", { name: "Channels" });
  const ground = (element: Locator, pseudo?: string) => style(element, "background-color", pseudo);
  const canvas = await ground(page.locator("body"));

  const current = sidebar.locator("[aria-current]");
  const other = sidebar.locator(".sidebar__link:not([aria-current])");
  expect(await ground(current), "the current channel").not.toBe(await ground(other));
  const badge = sidebar.locator(".sidebar__link:not([aria-current]) .badge:not([hidden])");
  expect(await ground(badge), "a badge").not.toBe(canvas);
  expect(await style(badge, "color"), "its number").not.toBe(await ground(badge));

  const day = page.locator(".divider:not(.divider--new)");
  const unread = page.locator(".divider--new");
  expect(await ground(day, "::after"), "a day's divider").not.toBe(canvas);
  expect(await ground(unread, "::after"), "the divider of new messages").not.toBe(canvas);
  expect(await ground(unread, "::after"), "both dividers").not.toBe(await ground(day, "::after"));
  expect(await ground(page.locator(".typing-banner__dots > i")), "the typing dots").not.toBe(canvas);

  const gallery = new Gallery(page);
  const outline = (element: Locator) => style(element, "outline-style");
  await gallery.show("/gallery/message-list/behind");
  expect(await outline(page.locator(".message--marked")), "the message that an address leads to").toBe("solid");
  expect(await outline(page.locator(".message:not(.message--marked)")), "any other").toBe("none");
  await gallery.show("/gallery/sidebar/drafts");
  const saved = page.getByRole("link", { name: "Saved" });
  await expect(saved).toHaveAttribute("aria-current", "page");
  expect(await ground(saved), "the page without a channel").not.toBe(await ground(page.getByRole("link", { name: "Activity" })));
  expect(await style(saved, "display", "::before"), "nothing cuts into its ground").toBe("none");
  await gallery.show("/gallery/emoji-picker/form");
  await page.locator(".emoji-grid__choice").first().evaluate((choice) => choice.setAttribute("aria-pressed", "true"));
  expect(await outline(page.locator(".emoji-grid__choice")), "an emoji that is chosen").toBe("solid");
  await gallery.show("/gallery/reaction-bar/many");
  expect(await style(page.locator(".reaction-bar__tip"), "border-top-style"), "who reacted stands in a frame").toBe("solid");
  const indent = () => page.locator(".message").evaluate((message) => message.querySelector(".message__text")!.getBoundingClientRect().left - message.getBoundingClientRect().left);
  await gallery.show("/gallery/message/plain");
  const plain = await indent();
  await gallery.show("/gallery/message/mention");
  expect(await style(page.locator(".message"), "border-left-style"), "a message that mentions its reader").toBe("solid");
  expect(await indent(), "it stands in line with others").toBe(plain);
  const dots: Record<string, Buffer> = {};
  for (const state of ["active", "idle", "offline", "unknown"]) {
    await gallery.show(`/gallery/presence-dot/${state}`);
    dots[state] = await page.locator(".presence-dot").first().screenshot();
    for (const [earlier, picture] of Object.entries(dots)) {
      expect(earlier === state || !picture.equals(dots[state]), `${earlier} and ${state} look different`).toBe(true);
    }
  }
});
