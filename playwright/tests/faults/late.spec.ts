import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Chat, lostConnection } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

/** Keeps what is asked from the server until the function that it returns lets it go, and waits for the end of that. */
async function delay(page: Page, path: RegExp): Promise<() => Promise<void>> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let ended = Promise.resolve<unknown>(undefined);
  await page.route(path, async (route) => {
    const request = route.request();
    ended = Promise.race(["requestfinished", "requestfailed"].map((event) => page.waitForEvent(event as "requestfailed", { predicate: (one) => one === request })));
    await held;
    await route.continue().catch(() => {}); // it may be given up
  });
  return async () => {
    letGo();
    await ended;
    await page.unroute(path);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  };
}

test("of two dialogs that were asked for the one that was pressed last is shown", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  const letGo = await delay(page, /\/ui\/account$/);
  const asked = page.waitForRequest(/\/ui\/account$/);
  await chat.accountLink.click();
  await asked;
  await dialogs.newChannel.click();
  await dialogs.field("Name").fill("plans");
  await letGo();
  await dialogs.expectOpen("New private channel");
  await expect(dialogs.field("Name")).toHaveValue("plans");
});

test("a dialog that was closed stays so when an answer comes, and another one in its place stays as it is", async ({ signup }) => {
  const page = await signup("alice");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  for (const then of ["nothing", "another"]) {
    await chat.openAccount();
    await dialogs.dialog.getByRole("link", { name: "Your profile" }).click();
    await dialogs.expectOpen("Your profile");
    await dialogs.field("Pronouns").fill(then);
    const letGo = await delay(page, /\/ui\/account\/profile$/);
    const asked = page.waitForRequest(/\/ui\/account\/profile$/);
    await dialogs.button("Save").click();
    await asked;
    await page.keyboard.press("Escape");
    await dialogs.expectClosed();
    if (then === "another") {
      await dialogs.newChannel.click();
      await dialogs.field("Name").fill("plans");
    }
    await letGo();
    if (then === "another") {
      await dialogs.expectOpen("New private channel");
      await expect(dialogs.field("Name")).toHaveValue("plans");
    } else {
      await dialogs.expectClosed();
    }
  }
});

test("a message is sent as the reply that was pressed before it, and a reply that is pressed after it is the next one's", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const page = await signup("bob");
  const chat = new Chat(page);
  await alice!.send("general", "first");
  await alice!.send("general", "second");
  const replied = (text: string) => chat.message(text).getByText("In reply to");

  const letGoReply = await delay(page, /\/ui\/reply\//);
  const asked = page.waitForRequest(/\/ui\/reply\//);
  await chat.act(chat.message("first"), "Reply");
  await asked;
  await chat.composer.fill("an answer");
  await chat.composer.press("Enter");
  await letGoReply();
  await expect(replied("an answer")).toBeAttached();
  await expect(chat.composer).toHaveValue("");
  await expect(chat.composerForm).not.toContainText("Replying");

  const letGoSend = await delay(page, /\/ui\/send\//);
  const sent = page.waitForRequest(/\/ui\/send\//);
  await chat.composer.fill("by the way");
  await chat.composer.press("Enter");
  await sent;
  await chat.act(chat.message("second"), "Reply");
  await expect(chat.composerForm).toContainText("Replying to alice: second");
  await letGoSend();
  await expect(chat.message("by the way")).toBeVisible();
  await expect(chat.composer).toHaveValue("");
  await expect(chat.composerForm).toContainText("Replying to alice: second");
  await expect(replied("by the way")).toHaveCount(0);
  await chat.send("another answer");
  await expect(replied("another answer")).toBeAttached();
});

test("a reply that comes late takes the place of no edit in which something was written", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const page = await signup("bob");
  const chat = new Chat(page);
  await alice!.send("general", "a question");
  await chat.send("tpyo");
  const letGo = await delay(page, /\/ui\/reply\//);
  const asked = page.waitForRequest(/\/ui\/reply\//);
  await chat.act(chat.message("a question"), "Reply");
  await asked;
  await chat.act(chat.message("tpyo"), "Edit");
  await chat.editor.fill("typo");
  await letGo();
  await expect(chat.editor).toHaveValue("typo");
  await expect(chat.editor).toBeFocused();
  await chat.editor.press("Enter");
  await expect(chat.message("typo")).toBeVisible();
  await expect(chat.composerForm).toContainText("Replying to alice: a question");
});

test("what is sent once more is what was sent, though a reply was pressed meanwhile", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(lostConnection);
  allowProblems(/ERR_FAILED/);
  const [alice] = await withoutPage("alice");
  const page = await signup("bob");
  const chat = new Chat(page);
  await alice!.send("general", "a question");
  let lose = () => {};
  const pressed = new Promise<void>((resolve) => (lose = resolve));
  await page.route(/\/ui\/send\//, async (route) => {
    await route.fetch();
    await pressed;
    await route.abort();
  }, { times: 1 });
  const asked = page.waitForRequest(/\/ui\/send\//);
  await chat.composer.fill("by the way");
  await chat.composer.press("Enter");
  await asked;
  await chat.act(chat.message("a question"), "Reply");
  await expect(chat.composerForm).toContainText("Replying to alice: a question");
  lose();
  await expect(chat.composer).toHaveValue("");
  await expect(chat.composerForm).toContainText("Replying to alice: a question");
  await chat.send("an answer");
  await expect(chat.messages).toHaveText([/a question/, /by the way/, /an answer/]);
});
