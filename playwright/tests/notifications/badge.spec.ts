import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";

/** The badge of an app as a system keeps it, for as long as the browser has its data: 0 is none. */
function keepBadge(): void {
  if (!isSecureContext) return;
  const set = async (count: number) => localStorage.setItem("badge", String(count));
  Object.assign(Navigator.prototype, { setAppBadge: set, clearAppBadge: () => set(0) });
}

const badge = (page: Page) => expect.poll(() => page.evaluate(() => localStorage.getItem("badge")));

test("the badge of the app tells what is meant for its reader, and is gone with what was read and with the session", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const bob = await signup("bob");
  await bob.context().addInitScript(keepBadge);
  await new Chat(bob).open("general");
  const api = new Api(bob);
  await badge(bob).toBe("0");
  await alice!.send("random", "for nobody");
  await alice!.send("random", "for @bob");
  await alice!.send("dm:alice:bob", "psst");
  await badge(bob).toBe("2");
  await api.markRead("random");
  await badge(bob).toBe("1");

  await test.step("what was read while no page was open is not told by the next", async () => {
    const blank = await bob.context().newPage();
    await bob.close();
    await api.markRead("dm:alice:bob");
    await blank.goto("/c/general");
    await badge(blank).toBe("0");
    await alice!.send("dm:alice:bob", "again");
    await badge(blank).toBe("1");
    await new Accounts(blank).logOut();
    await new Accounts(blank).expectLoginPage();
    await badge(blank).toBe("0");
  });
});
