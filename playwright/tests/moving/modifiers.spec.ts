import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { type Key, press, toTop } from "../../pages/keyboard";

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

test("an arrow is the composer's, a list's or the viewer's only where it is pressed alone", async ({ signup }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  await chat.send("mine");
  const asked: string[] = [];
  alice.on("request", (request) => asked.push(new URL(request.url()).pathname));

  await test.step("nothing is edited", async () => {
    for (const modifiers of [{ altKey: true, ctrlKey: true }, { ctrlKey: true }, { metaKey: true }]) expect(await press(alice, { key: "ArrowUp", ...modifiers })).toBe(false);
    await alice.keyboard.press("Shift+ArrowUp");
    await alice.keyboard.press("Alt+ArrowDown");
    await expect(chat.composer).toHaveAccessibleName("Message random");
    await alice.keyboard.press("Alt+ArrowUp");
    await expect(chat.composer).toHaveAccessibleName("Message general");
    await alice.keyboard.press("ArrowUp");
    await expect(chat.editor).toBeFocused();
    expect(asked.filter((path) => path.startsWith("/ui/edit/"))).toHaveLength(1);
    await alice.keyboard.press("Escape");
  });

  await test.step("nothing is chosen from a list", async () => {
    await chat.composer.pressSequentially(":tad");
    await expect(alice.getByRole("listbox", { name: "Emoji" }).getByRole("option").first()).toBeVisible();
    for (const modifiers of [{ ctrlKey: true }, { metaKey: true }]) expect(await press(alice, { key: "ArrowDown", ...modifiers })).toBe(false);
    expect(await press(alice, { key: "ArrowDown" })).toBe(true);
  });
});
