import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

const emojiModule = /emoji-picker-element/;
const emojiData = /\/emoji\/en\.json/;

/** How long the page waits for what never arrives. */
const patience = 8_000;

/** Every way in which the picker may have no emoji to show. */
const failures: Record<string, (page: Page) => Promise<unknown>> = {
  "its script cannot be loaded": (page) => page.route(emojiModule, (route) => route.abort("failed")),
  "its script never arrives": (page) => page.route(emojiModule, () => {}),
  "its data are missing": (page) => page.route(emojiData, (route) => route.fulfill({ status: 404, body: "There is nothing at this address." })),
  "its data are no emoji": (page) => page.route(emojiData, (route) => route.fulfill({ status: 200, contentType: "application/json", body: "{}" })),
  "its data never arrive": (page) => page.route(emojiData, () => {}),
  "storage is denied": (page) =>
    page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("denied", "SecurityError");
      };
    }),
  "storage fails": (page) =>
    page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        const request = new EventTarget() as unknown as IDBOpenDBRequest;
        Object.defineProperty(request, "error", { value: new DOMException("no room", "UnknownError") });
        setTimeout(() => request.onerror?.(new Event("error")));
        return request;
      };
    }),
  "storage never answers": (page) =>
    page.addInitScript(() => {
      IDBFactory.prototype.open = () => new EventTarget() as unknown as IDBOpenDBRequest;
    }),
  // Of any kind, as where a reader has turned it off: everything else goes on without.
  "there is no storage": (page) =>
    page.addInitScript(() => {
      for (const name of ["indexedDB", "localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: null });
    }),
};

for (const [name, fail] of Object.entries(failures)) {
  test(`where ${name}, a dialog takes the picker's place`, async ({ signup, allowProblems }) => {
    allowProblems(/emoji|ERR_FAILED|denied|no room|indexedDB|Expected|array|undefined|null|404/i);
    const page = await signup("alice");
    const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
    await chat.send("lunch?");
    await fail(page);
    await page.clock.install();
    await page.reload();
    for (const emoji of ["👍", "🎉"]) {
      await chat.act(chat.message("lunch?"), "React");
      await expect(async () => {
        await page.clock.fastForward(patience);
        await dialogs.expectOpen("React to a message", { timeout: 500 });
      }).toPass();
      await expect(dialogs.picker).toBeHidden();
      await dialogs.button(new RegExp(emoji)).click();
      await dialogs.expectClosed();
      await expect(chat.reaction(chat.message("lunch?"), new RegExp(`^${emoji}`))).toHaveAttribute("aria-pressed", "true");
    }
  });
}
