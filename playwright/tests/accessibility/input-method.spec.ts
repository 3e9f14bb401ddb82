import type { CDPSession, Locator, Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

/** Writes as an input method does: the text is there, and not yet decided. */
async function compose(page: Page, field: Locator): Promise<CDPSession> {
  await field.focus();
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  await expect(field).toHaveValue("にほん");
  return session;
}

/** Presses a key that the input method takes, in each way in which browsers tell of it. */
async function pressWithin(session: CDPSession, key: string, code: number): Promise<void> {
  for (const windowsVirtualKeyCode of [code, 229]) {
    await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, code: key, windowsVirtualKeyCode });
    await session.send("Input.dispatchKeyEvent", { type: "keyUp", key, code: key, windowsVirtualKeyCode });
  }
}

/** Safari has ended the composition when it tells of the key, which has the code 229 alone. */
async function pressAfter(field: Locator, key: string): Promise<void> {
  await field.evaluate((element, key) => {
    element.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: 229, bubbles: true, cancelable: true, composed: true }));
  }, key, { timeout: 10_000 });
}

async function pressAll(session: CDPSession, field: Locator): Promise<void> {
  for (const [key, code] of [["Enter", 13], ["Escape", 27], ["ArrowUp", 38], ["ArrowDown", 40]] as const) {
    await pressWithin(session, key, code);
    await pressAfter(field, key);
  }
}

test("keys of an input method send nothing, create nothing and close nothing", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  const writes: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && /\/ui\//.test(request.url())) writes.push(request.url());
  });
  await chat.send("lunch?");
  writes.length = 0;

  await test.step("in the composer", async () => {
    const session = await compose(page, chat.composer);
    await pressAll(session, chat.composer);
    await expect(chat.composer).toHaveValue("にほん");
    await session.send("Input.insertText", { text: "" });
    await chat.composer.fill("");
  });
  await test.step("in an edit", async () => {
    await chat.act(chat.message("lunch?"), "Edit");
    await chat.editor.fill("");
    const session = await compose(page, chat.editor);
    await pressAll(session, chat.editor);
    await expect(chat.editor).toHaveValue("にほん");
    await session.send("Input.insertText", { text: "" });
    await chat.editor.press("Escape");
  });
  await test.step("in the name of a new channel", async () => {
    await dialogs.newChannel.click();
    const name = dialogs.field("Name");
    const session = await compose(page, name);
    await pressAll(session, name);
    await dialogs.expectOpen(/channel/);
    await expect(name).toHaveValue("にほん");
    await session.send("Input.insertText", { text: "" });
    await chat.closeDialog();
  });
  await test.step("in the search of the picker", async () => {
    await dialogs.openPicker(chat.message("lunch?"));
    const session = await compose(page, dialogs.pickerSearch);
    await pressAll(session, dialogs.pickerSearch);
    await expect(dialogs.picker).toBeVisible();
    await session.send("Input.insertText", { text: "" });
    await page.keyboard.press("Escape");
    await expect(dialogs.picker).toBeHidden();
  });
  expect(writes).toEqual([]);
  await expect(chat.messages).toHaveCount(1);
});

test("a phone's keyboard leaves the picker open, inside what is left of the window", async ({ signup }) => {
  const page = await signup("alice", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await chat.send("lunch?");
  await page.getByRole("button", { name: "Actions for the message from alice" }).tap();
  await chat.action(chat.message("lunch?"), "React").tap();
  await dialogs.pickerSearch.tap();
  await page.setViewportSize({ width: 390, height: 420 });
  await dialogs.pickerSearch.fill("tada");
  await expect(dialogs.picker.getByRole("option", { name: /^🎉/ })).toBeVisible();
  await expect(async () => {
    const box = (await dialogs.picker.boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThanOrEqual(420);
  }).toPass();
  await dialogs.picker.getByRole("option", { name: /^🎉/ }).tap();
  await expect(chat.reaction(chat.message("lunch?"), /^🎉/)).toHaveAttribute("aria-pressed", "true");
});

test("ArrowUp edits one's last message where it is on screen, and no other", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  const chat = new Chat(alice);
  await chat.send("mine");
  await chat.composer.press("ArrowUp");
  await expect(chat.editor).toHaveValue("mine");
  await chat.editor.press("Escape");
  await bob.sendMany("general", 40, "theirs");
  await expect(chat.message("theirs 40")).toBeVisible();
  await chat.scrollTo(chat.message("theirs 40")); // a page of messages at once is not followed to its end
  await expect(chat.message("mine")).not.toBeInViewport();
  const asked: string[] = [];
  alice.on("request", (request) => asked.push(request.url()));
  await chat.composer.press("ArrowUp");
  await chat.send("mine again");
  await expect(chat.editor).toBeHidden();
  expect(asked.filter((url) => url.includes("/ui/edit/"))).toEqual([]);
});
