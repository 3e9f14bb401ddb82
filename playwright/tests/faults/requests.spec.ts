import type { Page, Route } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { Reader } from "../../pages/reader";
import { makeImpatient } from "../../impatience";

/** Each way in which a request fails, and what is said of it. */
const kinds: Record<string, { fail: (route: Route) => Promise<void>; words: string }> = {
  "503": {
    fail: (route) => route.fulfill({ status: 503, contentType: "text/plain; charset=utf-8", body: "The server is too busy right now." }),
    words: "The server is too busy right now.",
  },
  "429 of a proxy": {
    fail: (route) => route.fulfill({ status: 429, contentType: "text/html", body: "<h1>Too many requests</h1>" }),
    words: "The server could not do that. Try again in a moment.",
  },
  "no answer": { fail: async () => {}, words: "The server cannot be reached. Try again in a moment." },
  "no network": { fail: (route) => route.abort("internetdisconnected"), words: "The server cannot be reached. Try again in a moment." },
};

/** What may fail: all that a page asks for but what keeps it live. */
const asked = /\/ui\/(?!live|events)/;
const failures = /503|429|404|htmx:|ERR_INTERNET_DISCONNECTED/;

const notice = (page: Page) => page.locator("#failure");

for (const [kind, { fail, words }] of Object.entries(kinds)) {
  test(`${kind}: what fails says so in words, which can be put away`, async ({ signup, withoutPage, allowProblems }) => {
    allowProblems(failures);
    const page = await signup("alice");
    const [bob] = await withoutPage("bob");
    const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
    await bob.sendMany("general", 60, "line");
    await chat.send("lunch?");
    await new Api(page).markRead("general");
    await page.reload();

    /** Does something while requests fail; focus is back where it was when the words are put away. */
    const expectWords = async (act: () => Promise<void>) => {
      const makePatient = await makeImpatient(page);
      await page.route(asked, fail);
      await act();
      await expect(notice(page)).toHaveText(words);
      await expect(notice(page)).toHaveRole("alert");
      await notice(page).getByRole("button", { name: "Dismiss" }).click();
      await expect(notice(page)).toBeHidden();
      await page.unroute(asked, fail);
      await makePatient();
    };

    await test.step("a dialog", async () => {
      await expectWords(() => chat.membersLink.click());
      await expect(chat.membersLink).toBeFocused();
      await dialogs.expectClosed();
    });
    await test.step("a reply", () => expectWords(() => chat.act(chat.message("line 60"), "Reply")));
    await test.step("an edit", () => expectWords(() => chat.act(chat.message("lunch?"), "Edit")));
    await test.step("earlier messages", async () => {
      await expectWords(() => chat.loadEarlier.click());
      await chat.loadEarlier.click();
      await expect(chat.message("line 2")).toBeAttached();
    });
    await test.step("a form in a dialog", async () => {
      await dialogs.newChannel.click();
      await dialogs.field("Name").fill("plans");
      await expectWords(() => dialogs.button("Create channel").click());
      await expect(dialogs.field("Name")).toHaveValue("plans");
      await dialogs.button("Create channel").click();
      await dialogs.expectHeading("plans");
      await expect(notice(page)).toBeHidden();
    });
  });
}

for (const kind of ["503", "no answer"]) test(`${kind}: what a page tells in passing and is not heard shows, quietly, until it is`, async ({ newContext, withoutPage, allowProblems }) => {
  allowProblems(/503/);
  const chat = await Reader.signUp(await newContext(), "alice");
  const { page } = chat;
  const [bob] = await withoutPage("bob");
  const passing = /\/(typing|mark_read)\//;
  const quiet = page.getByRole("status").getByText("Others may not see you here");
  let refused = 0;
  await page.route(passing, (route) => {
    refused++;
    return kinds[kind].fail(route);
  });
  const makePatient = await makeImpatient(page);
  await chat.lookAway();
  await bob.send("general", "lunch?");
  await chat.expectKnown(chat.message("lunch?"));
  await chat.stopTime(); // the page tries again by its clock
  await chat.lookBack();
  const pass = () => page.clock.runFor(100);
  await expect.poll(() => pass().then(() => refused), { intervals: [100] }).toBe(1);
  await expect(quiet).toBeHidden(); // once is made good by what comes next
  await page.clock.resume();
  await expect(quiet).toBeVisible();
  await expect(notice(page)).toBeHidden();
  await chat.composer.fill("yes");
  await page.unroute(passing);
  await makePatient();
  await expect(quiet).toBeHidden();
});

test("a search that failed leaves nobody as the answer to other letters", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(failures);
  const page = await signup("alice");
  await withoutPage("bob", "carol");
  const dialogs = new Dialogs(page);
  await dialogs.newChannel.click();
  await dialogs.choosePerson("carol");
  const search = dialogs.dialog.getByRole("searchbox");
  await search.fill("bo");
  await expect(dialogs.person("bob")).toBeVisible();
  const refuse = (route: Route) => route.fulfill({ status: 429, contentType: "text/plain", body: "Too many searches." });
  await page.route(asked, refuse);
  await search.fill("zz");
  await expect(notice(page)).toHaveText("Too many searches.");
  await expect(dialogs.person("bob")).toHaveCount(0);
  await expect(dialogs.person("carol")).toBeChecked();
  await expect(dialogs.dialog).toContainText("The search failed.");
  await page.unroute(asked, refuse);
  await search.fill("bob");
  await expect(dialogs.person("bob")).toBeVisible();
  await expect(notice(page)).toBeHidden();
});

test("a failure is told though an update has taken away what was pressed", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(failures);
  const page = await signup("alice");
  const [bob] = await withoutPage("bob");
  const chat = new Chat(page);
  await bob.send("general", "lunch?");
  await expect(chat.message("lunch?")).toBeVisible();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(asked, async (route) => {
    await held;
    await route.fulfill({ status: 404, contentType: "text/plain", body: "That message is gone." });
  });
  await chat.act(chat.message("lunch?"), "Reply");
  await bob.delete("general", "lunch?");
  await expect(chat.log.getByText("This message was deleted.")).toBeVisible();
  release();
  await expect(notice(page)).toHaveText("That message is gone.");
});
