import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { toTop } from "../../pages/keyboard";

type Key = { key: string } & Pick<KeyboardEventInit, "altKey" | "ctrlKey" | "metaKey" | "modifierAltGraph" | "isComposing" | "keyCode">;

/** A key as the system in question tells of it, where the focus is; whether the page took it. */
const press = (page: Page, key: Key) =>
  page.evaluate((key) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...key });
    return !(document.activeElement ?? document.body).dispatchEvent(event);
  }, key);

// AltGr is told of as Ctrl and Alt by Windows, and as neither by Linux.
const altGr = [{ modifierAltGraph: true, ctrlKey: true, altKey: true }, { modifierAltGraph: true }];

test("AltGr writes and triggers nothing, and no shortcut takes a key that an input method composes with", async ({ signup }) => {
  const alice = await signup("alice");
  const chat = await new Chat(alice).open("general");
  await expect(alice.locator("html[data-scripts=ready]")).toBeAttached();
  const switcher = alice.locator("#switcher-query");
  const shortcuts: Key[] = [{ key: "k", ctrlKey: true }, { key: "/", ctrlKey: true }, { key: "ArrowDown", altKey: true }];
  const nothing = async () => {
    await expect(alice.locator("dialog[open]")).toHaveCount(0);
    await expect(alice).toHaveURL(/\/c\/general/);
  };

  await test.step("AltGr", async () => {
    for (const modifiers of altGr) {
      for (const key of ["k", "/", "@", "€", "ArrowDown"]) expect(await press(alice, { key, ...modifiers }), key).toBe(false);
      await nothing();
      for (const key of ["@", "{", "€"]) {
        await toTop(alice);
        await expect(chat.composer).not.toBeFocused();
        await press(alice, { key, ...modifiers });
        await expect(chat.composer, key).toBeFocused();
      }
    }
    // What is no AltGr writes nothing.
    for (const modifiers of [{ ctrlKey: true, altKey: true }, { altKey: true }]) {
      await toTop(alice);
      await press(alice, { key: "q", ...modifiers });
      await expect(chat.composer).not.toBeFocused();
    }
  });

  await test.step("while an input method composes, in a channel and elsewhere", async () => {
    for (const page of ["/c/general", "/activity"]) {
      await alice.goto(page);
      await expect(alice.locator("html[data-scripts=ready]")).toBeAttached();
      for (const key of shortcuts) {
        for (const composing of [{ isComposing: true }, { keyCode: 229 }]) expect(await press(alice, { ...key, ...composing }), key.key).toBe(false);
      }
      await expect(alice.locator("dialog[open]")).toHaveCount(0);
      expect(await press(alice, shortcuts[0])).toBe(true);
      await expect(switcher).toBeFocused();
      await alice.keyboard.press("Escape");
    }
  });
});

test("on a Mac ⌘ is as good as Ctrl, and Option writes signs", async ({ signup }) => {
  const alice = await signup("alice");
  await alice.addInitScript(() => Object.defineProperty(navigator, "platform", { value: "MacIntel" }));
  const chat = await new Chat(alice).open("general");
  await expect(alice.locator("html[data-scripts=ready]")).toBeAttached();
  for (const [key, title] of [["k", "Go to"], ["/", "Keyboard shortcuts"]]) {
    expect(await press(alice, { key, metaKey: true })).toBe(true);
    await expect(chat.dialog).toContainText(title);
    await alice.keyboard.press("Escape");
    await expect(chat.dialog).toBeHidden();
  }
  for (const key of ["@", "€", "∂"]) {
    await toTop(alice);
    await press(alice, { key, altKey: true });
    await expect(chat.composer, key).toBeFocused();
  }
  for (const modifiers of [{ altKey: true, metaKey: true }, { altKey: true, ctrlKey: true }]) {
    await toTop(alice);
    expect(await press(alice, { key: "˚", ...modifiers })).toBe(false);
    await expect(chat.composer).not.toBeFocused();
  }
});
