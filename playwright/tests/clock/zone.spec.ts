import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Accounts, goodPassword } from "../../pages/accounts";
import { Chat } from "../../pages/chat";

/** How the reader's own clock shows a moment, by the browser alone. */
const onTheReadersClock = (page: Page, moments: string[]) =>
  page.evaluate(
    (moments) =>
      moments.map((moment) => {
        const at = new Date(moment);
        const clock = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
        const day = at.toLocaleDateString("en-CA"); // as in 2026-03-04
        return { clock, day };
      }),
    moments,
  );

/** The times of all messages and the last day's divider, as they stand on the page. */
async function shown(page: Page) {
  const times = await new Chat(page).messages.locator("time").evaluateAll((all) =>
    all.map((time) => ({ moment: (time as HTMLTimeElement).dateTime, text: time.textContent })));
  const day = await page.locator(".divider:not(.divider--new) time").last().getAttribute("datetime");
  return { times, day };
}

async function expectReadersClock(page: Page, messages: number) {
  const { times, day } = await shown(page);
  expect(times).toHaveLength(messages);
  const expected = await onTheReadersClock(page, times.map(({ moment }) => moment));
  expect(times.map(({ text }) => text)).toEqual(expected.map(({ clock }) => clock));
  expect(day).toBe(expected.at(-1)?.day);
}

for (const timezoneId of ["America/Sao_Paulo", "Pacific/Kiritimati"]) {
  test(`in ${timezoneId} everything is by the reader's clock, in the first answer and live`, async ({ newContext, signup }) => {
    const bob = new Chat(await signup("bob", { timezoneId: "UTC" }));
    await bob.send("before");
    const page = await (await newContext({ timezoneId })).newPage();
    await new Accounts(page).signUp("alice", goodPassword);
    const alice = new Chat(page);
    await expect(alice.composer).toBeVisible();
    // No script has rewritten anything: it is what the server answers.
    const { times } = await shown(page);
    const answer = await (await page.request.get("/")).text();
    expect(answer).toContain(`data-zone="${timezoneId}"`);
    expect(answer).toContain(`datetime="${times[0]?.moment}"`);
    await expectReadersClock(page, 1);
    await bob.send("live");
    await expect(alice.message("live")).toBeVisible();
    await expectReadersClock(page, 2);
    await page.request.post("/presence/override", { data: { override: "idle", minutes: 30 } });
    await expect(alice.accountLink).toContainText(/Away until (\d+ \w+, )?\d\d:\d\d ,/);
  });
}

test("on a page that stays open beyond midnight the day before is yesterday, also one of 23 hours", async ({ newContext }) => {
  const context = await newContext({ timezoneId: "Europe/Berlin" });
  await context.clock.install();
  const accounts = new Accounts(await context.newPage());
  await accounts.signUp("alice");
  await accounts.expectLoggedIn();
  const page = accounts.page;
  await new Chat(page).send("good night");
  await page.locator(".divider--day time").evaluate((time: HTMLTimeElement) => (time.dateTime = "2027-03-28"));
  await page.clock.setSystemTime("2027-03-28T21:59:50Z"); // ten seconds before midnight on the day on which summer time began
  await page.clock.runFor(60_000);
  await expect(page.locator(".divider--day time")).toHaveText("Yesterday");
});

test("a page that was drawn without knowing the zone is asked for again, once", async ({ newContext }) => {
  const page = await (await newContext({ timezoneId: "Pacific/Kiritimati" })).newPage();
  let drawn = 0;
  page.on("response", (response) => (drawn += response.request().isNavigationRequest() && new URL(response.url()).pathname === "/" ? 1 : 0));
  await new Accounts(page).send("/signup", { username: "alice", password: goodPassword, confirm_password: goodPassword });
  await expect(page.locator("html")).toHaveAttribute("data-zone", "Pacific/Kiritimati");
  await expect(new Chat(page).composer).toBeVisible();
  expect(drawn).toBe(2);
  await page.reload();
  await expect(new Chat(page).composer).toBeVisible();
  expect(drawn).toBe(3);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("times say that they are in UTC", async ({ newContext }) => {
    const page = await (await newContext({ javaScriptEnabled: false, timezoneId: "Pacific/Kiritimati" })).newPage();
    await new Accounts(page).signUp("alice", goodPassword);
    const chat = new Chat(page);
    await chat.composer.fill("hello");
    await chat.sendButton.click();
    await expect(chat.message("hello").locator("time")).toHaveText(/^\d\d:\d\d UTC$/);
    await expect(page.locator(".divider time")).toHaveText(/^\w+, \d+ \w+ \d{4} UTC$/);
  });
});
