import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { Reader } from "../../pages/reader";

test("mentioning somebody by a few letters, and how they hear of it", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/503/);
  const alice = await signup("alice");
  const bob = await signup("bob");
  const [bobby] = await withoutPage("bobby", "carol");
  await bob.goto("/c/random");
  const [chat, options] = [new Chat(alice), alice.getByRole("listbox", { name: "People to mention" }).getByRole("option")];

  await test.step("who is there comes first, and keys choose", async () => {
    await chat.composer.fill("look, @bo"); // at once: a list for less of it, and another after it, would take the choice along
    await expect(options).toHaveCount(2);
    await expect(options.first()).toHaveAttribute("data-name", "bob");
    await alice.keyboard.press("ArrowDown");
    await expect(chat.composer).toHaveAttribute("aria-activedescendant", "mention-bobby");
    await alice.keyboard.press("ArrowUp");
    await alice.keyboard.press("Enter");
    await expect(chat.composer).toHaveValue("look, @bob ");
    await expect(options).toHaveCount(0);
    await bobby!.post("/profile", { display_name: "Öztürk" });
    await alice.keyboard.type("@öz");
    await expect(options).toHaveText([/Öztürk/]);
    await alice.keyboard.press("Escape");
    await chat.composer.fill("to @bo first");
    await chat.composer.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(6, 6));
    await alice.keyboard.type("b");
    await expect(options.first()).toHaveAttribute("data-name", "bob");
    await alice.keyboard.press("Tab");
    await alice.keyboard.type("come ");
    await expect(chat.composer, "one space behind the name").toHaveValue("to @bob come first");
    await chat.composer.fill("look, @bob @zz");
    await alice.keyboard.press("Enter");
    await expect(chat.composer).toHaveValue("");
  });

  await test.step("what was found is no answer to other letters, where theirs is refused or long in coming", async () => {
    for (const answer of ["refused", "held"]) {
      await chat.composer.fill("@bo");
      await expect(options).toHaveCount(2);
      await alice.route(/\/ui\/mentions\/people/, (route) => (answer === "refused" ? route.fulfill({ status: 503 }) : undefined));
      await alice.keyboard.type("x");
      await expect(options, answer).toHaveCount(0);
      await alice.unrouteAll({ behavior: "ignoreErrors" });
    }
    await chat.composer.fill("");
  });

  await test.step("the badge is loud, the message marked, and the list leads to it", async () => {
    const link = bob.getByRole("link", { name: "general 1 unread, 1 with your name" });
    await expect(link).toBeVisible();
    await bob.getByRole("link", { name: "Mentions" }).click();
    const dialogs = new Dialogs(bob);
    await dialogs.expectOpen("Mentions");
    await dialogs.dialog.getByRole("link", { name: "Go to the message of alice" }).click();
    const message = new Chat(bob).message("look, @bob @zz");
    await expect(message).toBeInViewport();
    await expect(message).toHaveClass(/message--mentions/);
    await expect(message.locator(".mention")).toHaveText(["@bob"]);
  });
});

test("until the list for more letters is there Enter takes what begins with them, and sends what nobody is called", async ({ newContext, withoutPage }) => {
  await withoutPage("bob", "bobby");
  const chat = await Reader.signUp(await newContext(), "alice");
  const options = chat.page.getByRole("listbox", { name: "People to mention" }).getByRole("option");
  const pass = () => chat.page.clock.runFor(100);
  await chat.stopTime(); // the list for more letters is asked for a moment later
  for (const letter of ["b", "x"]) {
    await chat.composer.fill("@bo");
    await expect.poll(() => pass().then(() => options.count())).toBe(2);
    await chat.page.keyboard.type(letter);
    await chat.page.keyboard.press("Enter");
    await expect(options).toHaveCount(0);
    if (letter === "b") await expect(chat.composer).toHaveValue("@bob ");
    else await expect.poll(() => pass().then(() => chat.message("@box").isVisible())).toBe(true);
  }
});

test("a word for many of more than fifty asks once, whatever list comes late, and nobody hears before the answer", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 422|422 .*ui\/send/);
  const alice = await signup("alice");
  const bob = await signup("bob");
  await withoutPage(...Array.from({ length: 50 }, (_, i) => `m${i}`));
  await bob.goto("/c/random");
  const chat = new Chat(alice);
  const question = alice.getByText("This would tell everybody in a channel of more than 50 people. It is not sent yet.");
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await alice.route(/\/ui\/mentions\/people/, async (route) => {
    await held;
    await route.continue();
  });
  const asked = alice.waitForRequest(/\/ui\/mentions\/people/);
  await chat.composer.pressSequentially("lunch, @channel");
  await asked;
  await alice.keyboard.press("Enter");
  await expect(question).toBeVisible();
  const list = alice.waitForResponse(/\/ui\/mentions\/people/);
  letGo();
  await (await list).finished();
  await expect(chat.composer).toHaveValue("lunch, @channel");
  await alice.keyboard.press("Enter"); // no answer: it asks again, and a list that had come would take the key
  await expect(question).toBeVisible();
  await expect(chat.composer).toHaveValue("lunch, @channel");
  await expect(new Chat(bob).channelLink(/^general$/)).toBeVisible();
  for (const from of [chat.composer, alice.getByRole("button", { name: "Tell everybody" })]) {
    await from.focus();
    await alice.keyboard.press("Escape");
    await expect(question).toBeHidden();
    await expect(chat.composer).toBeFocused();
    await expect(chat.composer).toHaveValue("lunch, @channel");
    await alice.keyboard.press("Enter");
    await expect(question).toBeVisible();
  }
  await alice.getByRole("button", { name: "Tell everybody" }).press("Enter");
  await expect(chat.message("lunch, @channel")).toBeVisible();
  await expect(question).toBeHidden();
  await expect(new Chat(bob).channelLink("general 1 unread, 1 with your name")).toBeVisible();
});

test("in code and in addresses nothing is completed, neither a name nor an emoji", async ({ signup, withoutPage }) => {
  await withoutPage("bob");
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const options = alice.locator("#completion-list").getByRole("option");
  const asked: string[] = [];
  alice.on("request", (request) => asked.push(request.url()));
  const type = async (text: string, behind = "") => {
    await chat.composer.fill(text.slice(0, -1) + behind);
    await chat.composer.evaluate((field: HTMLTextAreaElement, at) => field.setSelectionRange(at, at), text.length - 1);
    await alice.keyboard.type(text.at(-1)!);
  };
  const code = ["`@bo", "``a` @bo", "```\n@bo", "```go\nx\n@bo", "> ```\n> @bo", "a `b` and `@bo", "`:tad", "```\n:tad", "see https://chat.example/@bo"];
  const text = ["@bo", "`x` @bo", "```\nx\n``` @bo", "it`s @bo", "\\`@bo", "`a\n@bo", "a ` b @bo", ":tad", "https://chat.example @bo"];
  for (const plain of text) {
    await type(plain);
    await expect(options.first(), plain).toBeVisible();
    await alice.keyboard.press("Escape");
    for (const verbatim of [code.shift()].filter((one) => one !== undefined)) {
      asked.length = 0;
      await type(verbatim);
      await type("@b"); // what is asked for one is asked in turn
      await expect(options.first()).toBeVisible();
      await alice.keyboard.press("Escape");
      expect(asked.filter((url) => /q=(bo|tad)$/.test(url)), verbatim).toEqual([]);
    }
  }
  asked.length = 0;
  await type("a `@bo", " b`");
  await type("it`s @b", " and `this");
  await chat.composer.fill("@bob"); // at once: less of it might be asked for, too
  await expect(options.first()).toBeVisible();
  expect(asked.filter((url) => /q=bo?$/.test(url))).toEqual([]);
});
