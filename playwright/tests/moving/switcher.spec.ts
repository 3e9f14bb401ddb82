import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("going elsewhere by keys alone", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob", "carol");
  await bob!.send("random", "unread");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  const [query, options] = [dialogs.dialog.getByRole("combobox"), dialogs.dialog.getByRole("option")];
  await expect(alice.getByRole("link", { name: /^random 1 unread$/ })).toBeVisible();
  await chat.composer.fill("half a sentence");

  await test.step("the keys open and close it, and the composer has the focus again", async () => {
    await alice.keyboard.press("Control+k");
    await expect(query).toBeFocused();
    await expect(options.first()).toHaveAccessibleName(/^random/);
    // The same key of a Cyrillic keyboard, which Playwright has not.
    await query.dispatchEvent("keydown", { key: "л", code: "KeyK", ctrlKey: true });
    await dialogs.expectClosed();
    await expect(chat.composer).toBeFocused();
  });

  await test.step("what is unread is told while it is open, and what is typed and chosen stays", async () => {
    await alice.keyboard.press("Control+k");
    await expect(query).toBeFocused();
    await alice.keyboard.type("n");
    const [random, general] = [options.filter({ hasText: "random" }), options.filter({ hasText: "general" })];
    await expect(random).toHaveAccessibleName(/^random 1 unread$/);
    await expect(options.filter({ hasText: "bob" })).toHaveCount(0); // the list is the one for what is typed
    await alice.keyboard.press("ArrowDown");
    const chosen = await query.getAttribute("aria-activedescendant");
    await bob!.send("random", "@alice come");
    await expect(random).toHaveAccessibleName(/^random 2 unread, 1 with your name$/);
    await expect(general).toHaveAccessibleName(/^general$/);
    await expect(query).toBeFocused();
    await expect(query).toHaveValue("n");
    await expect(query).toHaveAttribute("aria-activedescendant", chosen!);
    await alice.request.post("/mark_read/random");
    await expect(random).toHaveAccessibleName("random");
    await alice.keyboard.press("Escape");
    await dialogs.expectClosed();
    await bob!.send("random", "unread");
    await expect(alice.getByRole("link", { name: /^random 1 unread$/ })).toBeVisible();
  });

  await test.step("where nothing matches there is no list to choose from", async () => {
    await alice.keyboard.press("Control+k");
    await query.fill("nobody is called so");
    await expect(query).toHaveAttribute("aria-expanded", "false");
    await expect(query).not.toHaveAttribute("aria-controls");
    await query.fill("crl");
    await expect(query).toHaveAttribute("aria-expanded", "true");
    await alice.keyboard.press("Escape");
    await dialogs.expectClosed();
  });

  await test.step("the arrows choose, Enter goes there and waits for what was typed", async () => {
    await alice.keyboard.press("Control+k");
    await expect(query).toBeFocused();
    await alice.keyboard.press("ArrowDown");
    await expect(query).toHaveAttribute("aria-activedescendant", "destination-1");
    await alice.keyboard.type("crl");
    await expect(query).toHaveValue("crl");
    await alice.keyboard.press("Escape"); // once, although a search field would only clear itself
    await dialogs.expectClosed();
    await alice.keyboard.press("Control+k");
    await expect(query).toBeFocused();
    await alice.keyboard.type("crl");
    await alice.keyboard.press("Enter");
    await dialogs.expectHeading("carol");
  });

  await test.step("Alt and arrows go along the sidebar, with Shift to what is unread", async () => {
    await bob!.send("general", "more");
    await expect(alice.getByRole("link", { name: /^general draft 1 unread$/ })).toBeVisible();
    await alice.keyboard.press("Alt+Shift+ArrowUp");
    await dialogs.expectHeading("random");
    await alice.keyboard.press("Alt+ArrowUp");
    await dialogs.expectHeading("general");
    await expect(chat.composer).toHaveValue("half a sentence");
  });

  await test.step("the list of shortcuts", async () => {
    await alice.keyboard.press("Control+/");
    await dialogs.expectOpen("Keyboard shortcuts");
    await alice.keyboard.press("Escape");
    await dialogs.expectClosed();
  });
});

test("what is typed once a dialog is closed is written", async ({ signup }) => {
  const alice = await signup("alice");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  const query = dialogs.dialog.getByRole("combobox");
  for (const text of ["one", "one two", "one two three"]) {
    await chat.composer.press("Control+k");
    await expect(query).toBeFocused();
    await alice.keyboard.press("Escape");
    await expect(dialogs.dialog).toBeHidden();
    await alice.keyboard.type(text.slice((await chat.composer.inputValue()).length));
    await expect(chat.composer).toHaveValue(text);
  }
});
