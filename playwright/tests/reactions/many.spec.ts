import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { arrowTo, tabTo } from "../../pages/keyboard";

const twenty = [..."😀😃😄😁😆😅😂🙂🙃😉😊😇😍🤩😘😗😚😙😋😛"];
const reason = "This message has all the different emoji it can hold";

test("more than eight fold, and an open fold stays open while others react", async ({ signup, withoutPage }) => {
  const chat = new Chat(await signup("alice"));
  const [bob] = await withoutPage("bob");
  await chat.send("lunch?");
  const message = chat.message("lunch?");
  await bob.react("general", "lunch?", ...twenty.slice(0, 10));
  const fold = message.getByLabel("2 more reactions");
  await expect(fold).toBeVisible();
  await expect(chat.reaction(message, new RegExp(`^${twenty[7]}`))).toBeVisible();
  const folded = chat.reaction(message, new RegExp(`^${twenty[9]}`));
  await expect(folded).toBeHidden();

  await fold.click();
  await expect(folded).toBeVisible();
  await bob.react("general", "lunch?", twenty[10]);
  await expect(chat.reaction(message, new RegExp(`^${twenty[10]}`))).toBeVisible();
  await expect(message.getByLabel("3 more reactions")).toBeVisible();
  await folded.click();
  await expect(folded).toHaveText(`${twenty[9]}2`);
  await expect(folded).toBeFocused();
  await bob.react("general", "lunch?", twenty[9]);
  await expect(folded).toHaveText(`${twenty[9]}1`);
  await expect(folded).toBeVisible();
});

test("the keyboard opens the fold and reaches what is in it", async ({ signup }) => {
  const page = await signup("alice");
  const chat = new Chat(page);
  await chat.send("lunch?");
  const message = chat.message("lunch?");
  await new Api(page).react("general", "lunch?", ...twenty.slice(0, 10));
  const fold = message.getByLabel("2 more reactions");
  await expect(fold).toBeVisible();
  await arrowTo(message, fold);
  await page.keyboard.press("Enter");
  const last = chat.reaction(message, new RegExp(`^${twenty[9]}`));
  await expect(last).toBeVisible();
  await tabTo(last, "ArrowRight");
  await page.keyboard.press("Enter");
  await expect(last).toBeHidden();
  await expect(message.getByLabel("1 more reaction", { exact: true })).toBeVisible();
});

test("at twenty different emoji the picker is closed and says why, those there still count", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await chat.send("lunch?");
  const message = chat.message("lunch?");
  await bob.react("general", "lunch?", ...twenty.slice(0, 19));
  const add = chat.action(message, "Add reaction");
  await expect(message.getByLabel("11 more reactions")).toBeVisible();
  await expect(add).toBeEnabled();
  await bob.react("general", "lunch?", twenty[19]);

  await expect(add).toBeDisabled();
  await expect(add).toHaveAccessibleDescription(reason);
  await add.click({ force: true });
  await expect(dialogs.picker).toBeHidden();
  await dialogs.expectClosed();
  await add.hover();
  await expect(message.getByRole("tooltip")).toHaveText(reason);

  await test.step("the message's own button says so too", async () => {
    const react = chat.action(message, "React");
    await message.hover();
    await expect(react).toBeDisabled();
    await expect(react).toHaveAccessibleDescription(reason);
    await react.click({ force: true });
    await expect(dialogs.picker).toBeHidden();
    await dialogs.expectClosed();
  });

  await chat.reaction(message, new RegExp(`^${twenty[0]}`)).click();
  await expect(chat.reaction(message, new RegExp(`^${twenty[0]}`))).toHaveText(`${twenty[0]}2`);

  await test.step("and opens again when one is taken back", async () => {
    await bob.react("general", "lunch?", twenty[19]);
    await expect(add).toBeEnabled();
    await expect(chat.action(message, "React")).toBeEnabled();
  });
});

test("a pick that comes too late is refused in words", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 422/);
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await chat.send("lunch?");
  await bob.react("general", "lunch?", ...twenty.slice(0, 19));
  await expect(chat.message("lunch?").getByLabel("11 more reactions")).toBeVisible();
  await dialogs.openPicker(chat.message("lunch?"));
  await bob.react("general", "lunch?", twenty[19]);
  await expect(chat.message("lunch?").getByLabel("12 more reactions")).toBeVisible();
  await dialogs.pickEmoji("rocket", /^🚀/);
  await dialogs.expectOpen("React to a message");
  await expect(dialogs.dialog).toContainText("20 different emoji");
});
