import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { arrowTo, tabTo } from "../../pages/keyboard";

const emojiFiles = /emoji-picker-element|\/emoji\//;

test("the picker and its data load when it first opens, from this server alone", async ({ signup, baseURL }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await chat.send("lunch?");
  await page.reload();
  await expect(chat.message("lunch?")).toBeVisible();
  expect(asked.filter((url) => emojiFiles.test(url))).toEqual([]);

  await dialogs.openPicker(chat.message("lunch?"));
  await expect(dialogs.picker.getByRole("menuitem").first()).toBeVisible();
  expect(asked.filter((url) => emojiFiles.test(url)).length).toBeGreaterThan(1);
  expect(asked.filter((url) => !url.startsWith(`${baseURL}/`))).toEqual([]);
});

test("an emoji that is picked lands on its message, and focus goes back to where it came from", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await chat.send("lunch?");
  await chat.send("dinner?");
  await dialogs.openPicker(chat.message("lunch?"));
  await dialogs.pickEmoji("tada", /^🎉/);
  await expect(dialogs.picker).toBeHidden();
  await expect(chat.reaction(chat.message("lunch?"), /^🎉/)).toHaveAttribute("aria-pressed", "true");
  await expect(chat.action(chat.message("lunch?"), "React")).toBeFocused();
  await expect(chat.message("dinner?").locator("[aria-pressed]")).toHaveCount(0);
  await expect(new Chat(bob).reaction(new Chat(bob).message("lunch?"), /^🎉/)).toHaveText("🎉1");

  await test.step("again, from the bar's own button", async () => {
    await chat.action(chat.message("lunch?"), "Add reaction").click();
    await dialogs.pickEmoji("rocket", /^🚀/);
    await expect(chat.reaction(chat.message("lunch?"), /^🚀/)).toHaveAttribute("aria-pressed", "true");
    await expect(chat.action(chat.message("lunch?"), "Add reaction")).toBeFocused();
  });
});

test("an emoji for a message that is deleted while it is picked is refused in words", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 404|Response Status Error Code 404/);
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await bob.send("general", "lunch?");
  await dialogs.openPicker(chat.message("lunch?"));
  await bob.delete("general", "lunch?");
  await expect(chat.message("This message was deleted.")).toBeVisible();
  await dialogs.pickEmoji("tada", /^🎉/);
  await expect(dialogs.picker).toBeHidden();
  await expect(alice.locator("#failure")).toContainText("There is no such message.");
});

test("the keyboard alone opens the picker, picks, reacts again and closes it", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await chat.send("lunch?");
  const react = chat.action(chat.message("lunch?"), "React");
  await arrowTo(chat.message("lunch?"), react);
  await page.keyboard.press("Enter");
  await expect(dialogs.pickerSearch).toBeFocused();
  await page.keyboard.type("tada");
  await expect(dialogs.picker.getByRole("option", { name: /^🎉/ })).toBeVisible();
  // The list is drawn anew as the word grows, and each time nothing is chosen in it.
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(dialogs.pickerSearch).toHaveAttribute("aria-activedescendant", /🎉/, { timeout: 500 });
  }).toPass();
  await page.keyboard.press("Enter");
  const tada = chat.reaction(chat.message("lunch?"), /^🎉/);
  await expect(tada).toHaveAttribute("aria-pressed", "true");
  await expect(dialogs.picker).toBeHidden();
  await expect(react).toBeFocused();

  await tabTo(chat.action(chat.message("lunch?"), "Add reaction"), "ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(dialogs.pickerSearch).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialogs.picker).toBeHidden();
  await expect(chat.action(chat.message("lunch?"), "Add reaction")).toBeFocused();

  await tabTo(tada, "ArrowLeft");
  await page.keyboard.press("Space");
  await expect(tada).toBeHidden();
});

test("an open picker and what was typed in it survive what others do", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const [bob] = await withoutPage("bob");
  const alice = await signup("alice");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await chat.send("lunch?");
  await dialogs.openPicker(chat.message("lunch?"));
  await dialogs.pickerSearch.fill("tada");
  await bob.react("general", "lunch?", "👍", "❤️");
  await bob.send("general", "where?");
  await expect(chat.reaction(chat.message("lunch?"), /^❤️/)).toBeVisible();
  await expect(chat.message("where?")).toBeVisible();
  await expect(dialogs.picker).toBeVisible();
  await expect(dialogs.pickerSearch).toHaveValue("tada");
  await expect(dialogs.pickerSearch).toBeFocused();
  await dialogs.picker.getByRole("option", { name: /^🎉/ }).first().click();
  await expect(chat.reaction(chat.message("lunch?"), /^🎉/)).toHaveText("🎉1");
});

test("a finger opens the picker from the message's sheet, without the phone's keyboard", async ({ signup }) => {
  const page = await signup("alice", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await chat.send("lunch?");
  await page.getByRole("button", { name: "Actions for the message from alice" }).tap();
  await chat.action(chat.message("lunch?"), "React").tap();
  await expect(dialogs.pickerSearch).toBeVisible();
  await expect(dialogs.pickerSearch).not.toBeFocused();
  const box = (await dialogs.picker.boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  expect(box.y + box.height).toBeLessThanOrEqual(800);
  await dialogs.picker.getByRole("menuitem", { name: /😀/ }).first().tap();
  await expect(chat.reaction(chat.message("lunch?"), /^😀/)).toHaveAttribute("aria-pressed", "true");
});

test("where the picker cannot be loaded a dialog takes its place", async ({ signup, allowProblems }) => {
  allowProblems(/emoji-picker-element|ERR_FAILED/);
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await page.route(/emoji-picker-element/, (route) => route.abort("failed"));
  await chat.send("lunch?");
  await chat.act(chat.message("lunch?"), "React");
  await dialogs.expectOpen("React to a message");
  await expect(dialogs.picker).toBeHidden();
  await dialogs.button(/👍/).click();
  await dialogs.expectClosed();
  await expect(chat.reaction(chat.message("lunch?"), /^👍/)).toHaveAttribute("aria-pressed", "true");
});

test("what is typed as soon as the picker opens again stays", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await chat.send("lunch?");
  await dialogs.openPicker(chat.message("lunch?"));
  await dialogs.pickerSearch.fill("tada");
  await page.keyboard.press("Escape");
  await expect(dialogs.picker).toBeHidden();

  // Within one task, before any frame is drawn.
  const typed = await chat.action(chat.message("lunch?"), "React").evaluate((button: HTMLElement) => {
    button.click();
    const search = document.querySelector("emoji-picker")!.shadowRoot!.querySelector<HTMLInputElement>("#search")!;
    const before = search.value;
    search.value = "rocket";
    search.dispatchEvent(new Event("input", { bubbles: true }));
    return before;
  });
  expect(typed).toBe("");
  await expect(dialogs.pickerSearch).toBeFocused();
  await expect(dialogs.pickerSearch).toHaveValue("rocket");
  await expect(dialogs.picker.getByRole("option", { name: /^🚀/ })).toBeVisible();
});
