import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Accounts, goodPassword } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";
import type { WithoutPage } from "../../pages/people";

/** Everything somebody else can do to a page, and then waits until bob's page shows it. */
async function makeNews(alice: Api, bob: Page): Promise<void> {
  await alice.typing("general");
  await alice.react("general", "first", "👍", "🎉");
  await alice.edit("general", "second", "second, edited");
  await alice.delete("general", "third");
  await alice.post("/presence", { state: "hidden", tab: "hers" });
  await alice.send("random", "elsewhere");
  await alice.send("general", "the news");
  await expect(bob.getByText("the news", { exact: true })).toBeAttached();
  await expect(bob.getByText("second, edited", { exact: true })).toBeAttached();
  await expect(bob.getByText("This message was deleted.", { exact: true })).toBeAttached();
}

async function talk(signup: (name: string) => Promise<Page>, withoutPage: WithoutPage): Promise<{ alice: Api; bob: Page; chat: Chat }> {
  const [alice] = await withoutPage("alice");
  await alice.post("/presence", { state: "active", tab: "hers" });
  for (const text of ["first", "second", "third"]) {
    await alice.send("general", text);
  }
  const bob = await signup("bob");
  const chat = new Chat(bob);
  await expect(chat.message("third")).toBeVisible();
  return { alice, bob, chat };
}

test("a draft, its caret and its selection survive what others do", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const { alice, bob, chat } = await talk(signup, withoutPage);
  await chat.composer.pressSequentially("half a thought");
  await chat.composer.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(2, 6, "backward"));
  await makeNews(alice, bob);
  await expect(chat.composer).toHaveValue("half a thought");
  await expect(chat.composer).toBeFocused();
  const caret = await chat.composer.evaluate((field: HTMLTextAreaElement) => [field.selectionStart, field.selectionEnd, field.selectionDirection]);
  expect(caret).toEqual([2, 6, "backward"]);
  await bob.keyboard.type("X");
  await expect(chat.composer).toHaveValue("haX thought");
});

test("text selected in a message survives reactions to it and news around it", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const { alice, bob, chat } = await talk(signup, withoutPage);
  await chat.message("first").getByText("first", { exact: true }).evaluate((text) => getSelection()?.selectAllChildren(text));
  const selected = () => bob.evaluate(() => String(getSelection()).trim());
  expect(await selected()).toBe("first");
  await makeNews(alice, bob);
  expect(await selected()).toBe("first");
});

test("focus on a message's button survives a reaction to that message", async ({ signup, withoutPage }) => {
  const { alice, bob, chat } = await talk(signup, withoutPage);
  const reply = chat.action(chat.message("first"), "Reply");
  await reply.focus();
  await makeNews(alice, bob);
  await expect(reply).toBeFocused();
});

test("an open dialog with a name half typed survives", async ({ signup, withoutPage }) => {
  const { alice, bob, chat } = await talk(signup, withoutPage);
  await bob.getByRole("link", { name: "New private channel" }).click();
  const name = chat.dialog.getByLabel("Name", { exact: true });
  await expect(name).toBeFocused();
  await name.pressSequentially("Plans for ne");
  await makeNews(alice, bob);
  await expect(chat.dialog).toBeVisible();
  await expect(name).toHaveValue("Plans for ne");
  await expect(name).toBeFocused();
});

test("an open emoji picker with a search half typed survives, and still reacts to its message", async ({ signup, withoutPage }) => {
  const { alice, bob, chat } = await talk(signup, withoutPage);
  await chat.act(chat.message("first"), "React");
  const picker = bob.getByRole("dialog", { name: "Choose an emoji" });
  const search = picker.getByRole("combobox");
  await expect(search).toBeFocused();
  await search.pressSequentially("rock");
  await makeNews(alice, bob);
  await expect(picker).toBeVisible();
  await expect(search).toHaveValue("rock");
  await expect(search).toBeFocused();
  await picker.getByRole("option", { name: /rocket/i }).first().click();
  await expect(picker).toBeHidden();
  await expect(chat.message("first").getByRole("button", { name: /rocket/i, pressed: true })).toBeVisible();
});

test("an open menu of a message and an unfolded bar of reactions survive", async ({ signup, withoutPage }) => {
  const { alice, bob, chat } = await talk(signup, withoutPage);
  await alice.react("general", "first", "❤️", "😂", "😄", "🙏", "👏", "🔥", "🚀", "✅", "👀", "💯");
  const bar = chat.message("first").getByRole("group");
  await chat.message("first").getByText("+2", { exact: true }).click();
  await expect(bar.filter({ hasText: "💯" })).toHaveAttribute("open", "");
  await makeNews(alice, bob);
  await expect(chat.message("first").getByText("+4", { exact: true })).toBeAttached();
  await expect(bar.filter({ hasText: "💯" })).toHaveAttribute("open", "");
  await expect(chat.message("first").getByRole("button", { name: /party popper/i })).toBeVisible();
});

test("an edit half typed survives, even when its message gets a reaction", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const { alice, bob, chat } = await talk(signup, withoutPage);
  await chat.send("my own");
  await chat.act(chat.message("my own"), "Edit");
  await expect(chat.editor).toBeFocused();
  await chat.editor.pressSequentially(" words");
  await alice.react("general", "my own", "👍");
  await makeNews(alice, bob);
  await expect(chat.message("my own").getByRole("button", { name: /thumbs up/i })).toBeVisible();
  await expect(chat.editor).toHaveValue("my own words");
  await expect(chat.editor).toBeFocused();
});

test("a reply being written survives when its message is edited", async ({ signup, withoutPage }) => {
  const { alice, bob, chat } = await talk(signup, withoutPage);
  await chat.act(chat.message("second"), "Reply");
  await expect(chat.composerForm).toContainText("Replying to alice: second");
  await expect(chat.composer).toBeFocused();
  await bob.keyboard.type("about th");
  await makeNews(alice, bob);
  await expect(chat.composerForm).toContainText("Replying to alice");
  await expect(chat.composer).toHaveValue("about th");
  await bob.keyboard.type("at");
  await bob.keyboard.press("Enter");
  await expect(chat.message("about that").getByText("In reply to")).toBeAttached();
});

test("each channel keeps its own draft through a switch and a reload", async ({ signup, server }) => {
  const chat = new Chat(await signup("bob"));
  await chat.composer.fill("for general");
  await chat.switchTo("random");
  await expect(chat.composer).toHaveValue("");
  await chat.composer.fill("for random");
  await chat.page.reload();
  await expect(chat.composer).toHaveValue("for random");
  await chat.switchTo("general");
  await expect(chat.composer).toHaveValue("for general");
  let told = 0;
  await chat.page.route("**/drafts/general", (route) => (told++ ? route.continue() : undefined)); // that it is empty by now is late
  await chat.composer.press("Enter");
  await expect(chat.message("for general")).toBeVisible();
  await expect(chat.composer).toHaveValue(""); // the answer is there, too
  await expect.poll(() => told).toBe(1);
  await chat.page.reload();
  await expect.poll(() => told).toBe(2);
  await expect(chat.composer).toHaveValue("");
  await expect.poll(() => server.query("SELECT count(*) FROM drafts WHERE channel = 'general'")).toBe("0");
});

test("logging out takes the drafts along", async ({ signup }) => {
  const bob = await signup("bob");
  const chat = new Chat(bob);
  await chat.composer.fill("nobody else's business");
  await chat.openAccount();
  await bob.getByRole("button", { name: "Log out" }).click();
  await expect(bob).toHaveURL(/\/login$/);
  expect(await bob.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("business");
});

for (const where of ["in its tab", "in another tab"]) {
  test(`a draft whose answer comes as the page goes is kept no more after a logout ${where}`, async ({ signup, withoutPage, allowProblems }) => {
    allowProblems(/status of (401|409)/);
    const bob = await signup("bob");
    await withoutPage("alice");
    const chat = await new Chat(bob).open("dm:alice:bob");
    const other = where === "in its tab" ? bob : (await new Chat(await bob.context().newPage()).open("general")).page;
    await bob.evaluate(() => {
      const ask = fetch;
      globalThis.fetch = (to, options) => (String(to).startsWith("/drafts/") ? answeredAsThePageGoes() : ask(to, options));
      function answeredAsThePageGoes(): Promise<Response> {
        document.body.dataset.asked = "";
        return new Promise((_, fail) => addEventListener("pagehide", () => fail(new Error("gone")), { capture: true }));
      }
    });
    await chat.composer.fill("nobody else's business");
    await expect(bob.locator("body[data-asked]")).toBeAttached();
    await new Accounts(other).logOut();
    await expect(bob).toHaveURL(/\/login/);
    expect(await bob.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("business");
  });
}

test("a half-done edit and a reply's target survive a reload and another channel, and both texts an edit made elsewhere", async ({
  signup,
  withoutPage,
  allowProblems,
}) => {
  allowProblems(/status of 422/);
  const bob = await signup("bob");
  const [alice] = await withoutPage("alice");
  const chat = new Chat(bob);
  await alice.send("general", "a question");
  await chat.send("tpyo");
  await chat.act(chat.message("a question"), "Reply");
  await expect(chat.composerForm).toContainText("Replying to alice: a question");
  await chat.composer.fill("an answer");
  await chat.act(chat.message("tpyo"), "Edit");
  await chat.editor.fill("typo, half");
  await chat.switchTo("random");
  await expect(chat.editor).toBeHidden();
  await chat.channelLink("general").click(); // where the edit stands before the composer
  await expect(chat.editor).toHaveValue("typo, half");
  await new Api(bob).edit("general", "tpyo", "typo, elsewhere");
  await expect(chat.message("typo, elsewhere")).toBeVisible();
  await bob.reload();
  await expect(chat.editor).toHaveValue("typo, half");
  await chat.editor.press("End");
  await chat.editor.pressSequentially(" done");
  await chat.editor.press("Enter");
  const form = bob.getByRole("form", { name: "Edit your message" });
  await expect(form).toContainText("typo, elsewhere");
  await expect(form.getByRole("alert")).toContainText("edited elsewhere meanwhile");
  await expect(chat.editor).toHaveValue("typo, half done");
  await chat.editor.press("Enter");
  await expect(chat.message("typo, half done")).toBeVisible();

  await expect(chat.composer).toHaveValue("an answer");
  await expect(chat.composerForm).toContainText("Replying to alice: a question");
  await chat.composer.press("Enter");
  await expect(chat.message("an answer").getByText("In reply to")).toBeAttached();
  await expect(chat.composer).toHaveValue("");
  await bob.reload();
  await expect(chat.composer).toHaveValue("");
  await expect(chat.composerForm).not.toContainText("Replying");
  await expect(chat.editor).toBeHidden();
});

test("another's login leaves drafts to who wrote them, and a logout by the page takes those of private conversations out of every tab", { tag: "@poll" }, async ({
  signup,
  withoutPage,
  allowProblems,
}) => {
  allowProblems(/status of (401|409)/);
  const bob = await signup("bob");
  await withoutPage("alice");
  const newTab = async () => new Chat(await bob.context().newPage());
  const [direct, away, elsewhere, chat] = [await newTab(), await newTab(), await newTab(), new Chat(bob)];
  await direct.open("dm:alice:bob");
  await direct.composer.fill("between us");
  await elsewhere.open("general");
  await elsewhere.send("tpyo");
  await elsewhere.act(elsewhere.message("tpyo"), "Edit");
  await elsewhere.editor.fill("typo, half");
  await away.open("dm:alice:bob");
  await expect(away.composer).toHaveValue("between us"); // it is bob's, whichever tab he wrote it in
  await away.page.goto("about:blank"); // where nothing hears of a logout

  const login = async (username: string) => {
    await bob.goto("about:blank"); // a page of somebody else's goes elsewhere by itself
    await bob.request.post("/logout", { form: {}, maxRedirects: 0 });
    await new Accounts(bob).send("/login", { username, password: goodPassword });
  };
  for (const tab of [direct, elsewhere]) await tab.page.goto("about:blank");
  await login("alice");
  for (const tab of [direct, away, elsewhere]) {
    await tab.page.goto("/c/general");
    await expect(tab.page.locator("#chat")).toHaveAttribute("data-user", "alice");
    await expect(tab.composer).toHaveValue("");
    await tab.page.goto("about:blank");
  }
  await login("bob");
  for (const [tab, text] of [[direct, "between us"], [away, "between us"]] as const) {
    await tab.open("dm:alice:bob");
    await expect(tab.composer).toHaveValue(text);
  }
  await away.page.goto("about:blank");
  await elsewhere.page.goto("/c/general");
  await expect(elsewhere.editor).toHaveValue("typo, half");

  await bob.goto("/ui/account"); // a page of its own, with other scripts than a channel's
  await bob.getByRole("button", { name: "Log out" }).click();
  for (const tab of [chat, direct, elsewhere]) await new Accounts(tab.page).expectLoginPage(); // before it is asked anything
  const stored = (at: Chat) => at.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  await expect.poll(() => stored(direct)).not.toContain("between us");
  expect(await stored(elsewhere)).toContain("typo, half");
  await new Accounts(bob).send("/login", { username: "bob", password: goodPassword });
  await elsewhere.page.goto("/c/general");
  await expect(elsewhere.editor).toHaveValue("typo, half");
  await away.open("dm:alice:bob");
  await expect(away.composer).toHaveValue("between us"); // as the server has kept it for him
});
