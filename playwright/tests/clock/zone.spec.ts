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

test("the first message after midnight makes a yesterday of the day before", async ({ newContext, withoutPage }) => {
  const [bob] = await withoutPage("bob");
  const context = await newContext({ timezoneId: "America/New_York" });
  await context.clock.install();
  const accounts = new Accounts(await context.newPage());
  await accounts.signUp("alice");
  await accounts.expectLoggedIn();
  const chat = new Chat(accounts.page);
  await chat.send("good night");
  const day = accounts.page.locator(".divider--day time").first();
  await day.evaluate((time: HTMLTimeElement) => (time.dateTime = "2030-11-03"));
  await accounts.page.clock.setFixedTime("2030-11-04T05:00:01Z"); // a second after the midnight that ended a day of 25 hours
  await bob!.send("general", "good morning");
  await expect(chat.message("good morning")).toBeVisible();
  await expect(day).toHaveText("Yesterday");
});

const changes: Record<string, string[]> = {
  // Ends of summer time: a day of 25 hours, with an hour that is there twice.
  "Europe/Berlin": ["2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"],
  "America/New_York": ["2026-11-01T03:59:59Z", "2026-11-01T04:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-02T04:59:59Z", "2026-11-02T05:00:00Z"],
  "Asia/Kolkata": ["2026-11-10T18:29:59Z", "2026-11-10T18:30:00Z"],
  // Summer time of half an hour.
  "Australia/Lord_Howe": ["2026-10-03T13:29:59Z", "2026-10-03T13:30:00Z", "2026-10-03T15:29:59Z", "2026-10-03T15:30:00Z", "2026-10-04T12:59:59Z", "2026-10-04T13:00:00Z"],
};

for (const [timezoneId, moments] of Object.entries(changes)) {
  test(`in ${timezoneId} a day starts at its midnight, also when the clocks change`, async ({ newContext, withoutPage, server }) => {
    const [bob] = await withoutPage("bob");
    for (const [i, moment] of moments.entries()) {
      await bob!.send("general", moment);
      await server.change(`UPDATE messages SET sent_ts = ${Date.parse(moment) / 1000} WHERE id = ${i + 1}`);
    }
    const page = await (await newContext({ timezoneId })).newPage();
    await new Accounts(page).signUp("alice", goodPassword);
    await new Chat(page).open("general");
    await expect(new Chat(page).message(moments.at(-1)!)).toBeVisible();
    const { times } = await shown(page);
    const wanted = await onTheReadersClock(page, moments);
    expect(times.map(({ text }) => text)).toEqual(wanted.map(({ clock }) => clock));
    const days = await page.locator(".divider--day time").evaluateAll((all) => all.map((time) => (time as HTMLTimeElement).dateTime));
    expect(days).toEqual([...new Set(wanted.map(({ day }) => day))]);
  });
}

test("a page that was drawn without knowing the zone is asked for again, once", async ({ newContext }) => {
  const page = await (await newContext({ timezoneId: "Pacific/Kiritimati" })).newPage();
  let drawn = 0;
  // The address is soon that of the channel that is shown.
  page.on("response", (response) => (drawn += response.request().isNavigationRequest() && ["/", "/c/general"].includes(new URL(response.url()).pathname) ? 1 : 0));
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
