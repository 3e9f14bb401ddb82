import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { toTop } from "../../pages/keyboard";

test("what is typed outside of every field is written in the composer, and nowhere that has keys of its own", async ({ signup }) => {
  const alice = await signup("alice");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await chat.send("hello");
  const away = () => toTop(alice);
  const nothing = async (what: string) => {
    await expect(chat.composer, what).not.toBeFocused();
    await expect(chat.composer, what).toHaveValue("");
  };

  await test.step("also from a message, a link and a button", async () => {
    for (const [where, key] of [[chat.message("hello"), "x"], [chat.channelLink("random"), "e"], [chat.membersLink, "@"], [alice.locator("#main"), "Shift+?"]] as const) {
      await where.focus();
      await alice.keyboard.press(key);
      await expect(chat.composer).toBeFocused();
      await expect(chat.composer).toHaveValue(key.at(-1)!);
      await chat.composer.fill("");
    }
    await away();
    await alice.keyboard.type("hi there");
    await expect(chat.composer).toHaveValue("hi there");
    await chat.composer.fill("");
  });

  await test.step("not with Ctrl, Meta or Alt, nor a key that writes nothing, nor a space", async () => {
    for (const key of ["Control+b", "Meta+b", "Alt+b", "ArrowDown", "Escape", "Shift", "F2", "Space"]) {
      await away();
      await alice.keyboard.press(key);
      await nothing(key);
    }
  });

  await test.step("not from another field, a dialog or a menu", async () => {
    const search = alice.getByRole("combobox", { name: "Search messages" });
    await search.focus();
    await alice.keyboard.type("plan");
    await expect(search).toHaveValue("plan");
    await nothing("the search");
    await chat.openAccount();
    await dialogs.button("Close").focus();
    await alice.keyboard.type("q");
    await nothing("a dialog");
    await chat.closeDialog();
    await away();
    await dialogs.channelMenu.click();
    await alice.keyboard.type("q");
    await nothing("a menu");
    await alice.keyboard.press("Escape");
  });

  await test.step("and in the edit, while one is open", async () => {
    await chat.act(chat.message("hello"), "Edit");
    await expect(chat.editor).toBeFocused();
    await chat.membersLink.focus();
    await alice.keyboard.type("!");
    await expect(chat.editor).toHaveValue("hello!");
  });
});
