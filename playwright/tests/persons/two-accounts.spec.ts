import type { Page, Route } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Accounts, goodPassword } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";

/** What Chromium says of an answer that sends a page of somebody else away. */
const refused = /status of (409|401)/;
/** What htmx says when a poll that holdBack keeps is given up, which a slow machine lives to see. */
const heldBack = /htmx:(timeout|error|afterRequest)/;

/** Lets nothing tell a page by itself that somebody else has logged in. */
async function holdBack(page: Page): Promise<void> {
  const never = (route: Route) => void route;
  for (const path of [/\/ui\/live\//, /\/presence$/, /\/mark_read\//, /\/typing\//, /\/drafts\//]) await page.route(path, never);
  await page.routeWebSocket(/\/ui\/socket\//, () => {});
}

/** Logs out and in as another person in a second tab of the same browser. */
async function changePerson(page: Page, username: string): Promise<Page> {
  const other = await page.context().newPage();
  await other.request.post("/logout", { form: {}, maxRedirects: 0 });
  await new Accounts(other).send("/login", { username, password: goodPassword });
  return other;
}

/** Logs out and in as pat, from a page that no poll sends away meanwhile. */
async function comeBack(pat: Page): Promise<void> {
  await pat.goto("about:blank");
  await pat.request.post("/logout", { form: {}, maxRedirects: 0 });
  await new Accounts(pat).send("/login", { username: "pat", password: goodPassword });
}

test.describe("a page of pat's when sam has logged in in another tab", () => {
  test("sends nothing as sam, is gone at once, and pat finds the draft again", async ({ signup, withoutPage, allowProblems }) => {
    allowProblems(refused);
    allowProblems(heldBack);
    const [sam] = await withoutPage("sam");
    const pat = await signup("pat");
    const chat = new Chat(pat);
    await sam.send("general", "hello pat");
    await holdBack(pat);
    await chat.open("general");
    await expect(chat.message("hello pat")).toBeVisible();
    await chat.composer.fill("a secret of pat's");
    const other = await changePerson(pat, "sam");
    await new Chat(other).open("random");

    await pat.bringToFront();
    await chat.composer.press("Enter");
    await expect(pat.getByText("opened by somebody else")).toBeVisible();
    await expect(pat.locator("#chat")).toHaveAttribute("data-user", "sam");
    await expect(chat.composer).toHaveValue("");
    const api = new Api(pat);
    await expect.poll(() => api.get<unknown[]>("/messages/general?after=0")).toHaveLength(1);
    expect(await api.get<unknown[]>("/messages/random?after=0")).toEqual([]);

    await test.step("the draft is pat's and waits for pat", async () => {
      await pat.unrouteAll({ behavior: "ignoreErrors" });
      await pat.goto("/c/general");
      await expect(chat.composer).toHaveValue("");
      await comeBack(pat);
      await pat.goto("/c/general");
      await expect(chat.composer).toHaveValue("a secret of pat's");
    });
  });

  test("shows and writes nothing of pat's when it goes on to another channel, back and forward", async ({ signup, withoutPage, allowProblems }) => {
    allowProblems(refused);
    allowProblems(heldBack);
    const [sam] = await withoutPage("sam");
    const pat = await signup("pat");
    const chat = new Chat(pat);
    await new Api(pat).createPrivate("Pat's plans");
    await sam!.send("general", "hello pat");
    await holdBack(pat);
    await chat.open("general");
    await chat.channelLink("random").click();
    await expect(pat).toHaveURL(/\/c\/random$/);
    await chat.composer.fill("a draft of random");
    await chat.channelLink("general").click();
    await expect(pat).toHaveURL(/\/c\/general$/);
    await chat.composer.fill("a draft of general");
    await changePerson(pat, "sam");

    await pat.bringToFront();
    for (const go of [() => chat.channelLink("random").click(), () => pat.goBack(), () => pat.goForward()]) {
      await go();
      await expect(pat.locator("#chat")).toHaveAttribute("data-user", "sam");
      await expect(chat.composer).toHaveValue("");
      await expect(pat.getByText("Pat's plans")).toHaveCount(0);
    }
    await expect(pat).toHaveURL(/\/c\/random$/);
    await chat.composer.fill("by sam");
    await chat.composer.press("Enter");
    const api = new Api(pat);
    await expect.poll(async () => (await api.get<{ sender: string; content: string }[]>("/messages/random?after=0")).map((m) => `${m.sender}: ${m.content}`)).toEqual(["sam: by sam"]);
    expect(await api.get<unknown[]>("/messages/general?after=0")).toHaveLength(1);

    await test.step("each draft waits for pat in its channel", async () => {
      await pat.unrouteAll({ behavior: "ignoreErrors" });
      await comeBack(pat);
      for (const channel of ["random", "general"]) {
        await pat.goto(`/c/${channel}`);
        await expect(chat.composer).toHaveValue(`a draft of ${channel}`);
      }
    });
  });

  test("does nothing as sam with any of its forms and buttons", async ({ signup, withoutPage, allowProblems }) => {
    allowProblems(refused);
    allowProblems(heldBack);
    const [sam] = await withoutPage("sam");
    const pat = await signup("pat");
    await sam.send("general", "hello pat");
    const pages: Page[] = [];
    const actions: ((chat: Chat) => Promise<void>)[] = [
      (chat) => chat.act(chat.message("hello pat"), "Reply"),
      (chat) => chat.accountLink.click(),
      (chat) => chat.page.getByRole("link", { name: "New private channel" }).click(),
      (chat) => chat.page.getByRole("link", { name: "New direct message" }).click(),
      (chat) => chat.membersLink.click(),
      (chat) => chat.composer.pressSequentially("@p"), // who could be meant
    ];
    for (const _ of actions) {
      const page = pages.length === 0 ? pat : await pat.context().newPage();
      await holdBack(page);
      await new Chat(page).open("general");
      await expect(new Chat(page).message("hello pat")).toBeVisible();
      pages.push(page);
    }
    await changePerson(pat, "sam");
    for (const [i, act] of actions.entries()) {
      const page = pages[i]!;
      await page.bringToFront();
      await act(new Chat(page));
      await expect(page.locator("#chat"), String(act)).toHaveAttribute("data-user", "sam");
      await expect(new Chat(page).dialog).toBeHidden();
    }
  });

  test("is gone as soon as it is looked at, without a key being pressed", async ({ signup, allowProblems }) => {
    allowProblems(refused);
    allowProblems(heldBack);
    const [pat] = await Promise.all([signup("pat"), signup("sam")]);
    // It would be gone before.
    let look = () => {};
    const looked = new Promise<void>((resolve) => (look = resolve));
    await holdBack(pat);
    await pat.route(/\/ui\/live\//, (route) => looked.then(() => route.continue()));
    const chat = await new Chat(pat).open("general");
    await chat.setVisibility("hidden");
    await chat.composer.fill("a secret of pat's");
    await changePerson(pat, "sam");
    await chat.setVisibility("visible");
    look();
    await expect(pat.locator("#chat")).toHaveAttribute("data-user", "sam");
    await expect(chat.composer).toHaveValue("");
  });
});
