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

test("what is typed while the field that it is for is on its way comes there whole, and nowhere else", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/net::ERR_FAILED|htmx:/);
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  await bob!.send("general", "hello");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  const query = dialogs.dialog.getByRole("combobox");
  await chat.send("mine");

  /** Lets what is asked for there come once something has been typed, or fail. */
  const meanwhile = async (address: string | RegExp, act: () => Promise<void>, typing: () => Promise<void>, fails = false) => {
    let go = () => {};
    const typed = new Promise<void>((resolve) => (go = resolve));
    await alice.route(address, async (route) => {
      await typed;
      await (fails ? route.abort() : route.continue());
    });
    const asked = alice.waitForRequest(address);
    await act();
    await asked;
    await typing();
    go();
  };
  const type = (text: string) => () => alice.keyboard.type(text);
  const expectWritten = async (channel: string, text: string) => {
    await expect(chat.composer).toHaveAccessibleName(`Message ${channel}`);
    await expect(chat.composer).toHaveValue(text);
    await expect(chat.composer).toBeFocused();
    await alice.unrouteAll();
  };

  await test.step("the channel that keys lead to", async () => {
    await chat.composer.focus();
    await meanwhile("**/c/random", () => alice.keyboard.press("Alt+ArrowDown"), type("for random"));
    await expectWritten("random", "for random");
    await meanwhile("**/c/general", () => alice.keyboard.press("Alt+ArrowUp"), async () => {
      await alice.keyboard.type("for x");
      await alice.keyboard.press("Backspace");
      await alice.keyboard.type("general");
    });
    await expectWritten("general", "for general");
    await chat.composer.fill("");
  });

  await test.step("the last of several", async () => {
    await meanwhile(/\/c\/(random|general)$/, () => alice.keyboard.press("Alt+ArrowDown"), async () => {
      await alice.keyboard.type(" for");
      await alice.keyboard.press("Alt+ArrowUp");
      await alice.keyboard.type(" general");
    });
    await expectWritten("general", " for general");
    await chat.composer.fill("");
  });

  await test.step("what a link leads to, and Back", async () => {
    await chat.channelLink("random").focus();
    await meanwhile("**/c/random", () => alice.keyboard.press("Enter"), type(", and more"));
    await expectWritten("random", "for random, and more");
    await chat.composer.fill("");
    await meanwhile("**/c/general", async () => void (await alice.evaluate(() => history.back())), type("back"));
    await expectWritten("general", "back");
    await chat.composer.fill("");
  });

  await test.step("what the switcher leads to, at once or by a list that is on its way", async () => {
    await alice.keyboard.press("Control+k");
    await expect(query).toBeFocused();
    await alice.keyboard.press("ArrowDown");
    await meanwhile(/\/c\/random/, async () => {
      await alice.keyboard.type("rand");
      await expect(dialogs.dialog.getByRole("option")).toHaveCount(1);
      await alice.keyboard.press("Enter");
    }, type("one"));
    await expectWritten("random", "one");
    await chat.composer.fill("");
    await meanwhile(/\/ui\/switcher$/, () => alice.keyboard.press("Control+k"), async () => {
      await alice.keyboard.type("gener");
      await alice.keyboard.press("Enter");
      await alice.keyboard.type("two words");
    });
    await expectWritten("general", "two words");
    await chat.composer.fill("");
  });

  await test.step("an edit", async () => {
    await meanwhile(/\/ui\/edit\//, () => alice.keyboard.press("ArrowUp"), type(", and more"));
    await expect(chat.editor).toHaveValue("mine, and more");
    await alice.keyboard.press("Escape");
    await alice.keyboard.press("Escape");
    await expectWritten("general", "");
  });

  await test.step("the search among emoji, unless it was put away meanwhile", async () => {
    const picker = () => alice.keyboard.press("Tab").then(() => alice.keyboard.press("Enter"));
    await meanwhile(/emoji-picker/, picker, async () => {
      await alice.keyboard.type("thu");
      await alice.keyboard.press("Escape");
      await expect(dialogs.picker).toBeHidden();
      await alice.keyboard.type("to the text");
    });
    await expectWritten("general", "to the text");
    await chat.composer.fill("");
    await alice.reload();
    await chat.composer.focus();
    await meanwhile(/emoji-picker/, picker, type("thumbs up"));
    await expect(dialogs.pickerSearch).toHaveValue("thumbs up");
    await alice.keyboard.press("Escape");
    await alice.unrouteAll();
  });

  await test.step("where one was, if it does not come", async () => {
    await meanwhile("**/c/random", () => alice.keyboard.press("Alt+ArrowDown"), type("stays"), true);
    await expectWritten("general", "stays");
    await chat.composer.fill("");
    await meanwhile(/\/ui\/edit\//, () => alice.keyboard.press("ArrowUp"), type("here"), true);
    await expectWritten("general", "here");
    await chat.composer.fill("");
  });

  await test.step("the switcher's field, where its list has nothing", async () => {
    await alice.keyboard.press("Control+k");
    await expect(query).toBeFocused();
    await meanwhile(/\/ui\/switcher\/found/, async () => {
      await alice.keyboard.type("nob");
      await alice.keyboard.press("Enter");
    }, type("ody"));
    await expect(query).toHaveValue("nobody");
  });
});

test("a dialog that is opened while a channel is on its way stays, and has what is typed in it", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  await bob!.post("/public_channels/create", { name: "plans" });
  await alice.request.post("/public_channels/plans/join");
  const [chat, dialogs] = [await new Chat(alice).open("general"), new Dialogs(alice)];
  const query = dialogs.dialog.getByRole("combobox");
  const held = async (address: string | RegExp) => {
    let go = () => {};
    const gone = new Promise<void>((resolve) => (go = resolve));
    await alice.route(address, async (route) => {
      await gone;
      await route.continue();
    });
    return { asked: alice.waitForRequest(address), go };
  };

  await test.step("the switcher, which leads on", async () => {
    const visit = await held("**/c/random");
    await alice.keyboard.press("Alt+ArrowDown");
    await visit.asked;
    await alice.keyboard.type("for random");
    await alice.keyboard.press("Control+k");
    await expect(query).toBeFocused();
    await alice.keyboard.type("pla");
    await expect(query).toHaveValue("pla");
    visit.go();
    await expect(chat.composer).toHaveAccessibleName("Message random");
    await expect(chat.composer).toHaveValue("for random");
    await expect(query).toBeFocused();
    await alice.keyboard.type("ns");
    await expect(query).toHaveValue("plans");
    await expect(dialogs.dialog.getByRole("option")).toHaveCount(1);
    await alice.keyboard.press("Enter");
    await expect(dialogs.dialog).toBeHidden();
    await expect(chat.composer).toHaveAccessibleName("Message plans");
    await expect(chat.composer).toBeFocused();
    await expect(chat.composer).toHaveValue("");
  });

  await test.step("also one that comes after the channel", async () => {
    const [visit, switcher] = [await held("**/c/general"), await held(/\/ui\/switcher$/)];
    await chat.channelLink("general").click();
    await visit.asked;
    await alice.keyboard.type("for general");
    await alice.keyboard.press("Control+k");
    await switcher.asked;
    await alice.keyboard.type("rand");
    visit.go();
    await expect(chat.composer).toHaveAccessibleName("Message general");
    await expect(chat.composer).toHaveValue("for general");
    switcher.go();
    await expect(query).toHaveValue("rand");
    await expect(query).toBeFocused();
    await alice.keyboard.press("Escape");
    await alice.keyboard.press("Escape");
    await expect(dialogs.dialog).toBeHidden();
    await expect(chat.composer).toBeFocused();
  });

  await test.step("not for what was done elsewhere", async () => {
    const fold = await held("**/ui/sidebar_settings");
    await chat.sidebar.getByRole("button", { name: "Channels", exact: true }).click();
    await fold.asked;
    await dialogs.newChannel.click();
    await expect(dialogs.dialog.getByRole("heading", { level: 1 })).toBeVisible();
    const folded = alice.waitForResponse("**/ui/sidebar_settings");
    fold.go();
    await folded;
    await expect(chat.sidebar.getByRole("region", { name: "Channels", exact: true }).locator(".sidebar__link:visible")).toHaveCount(1);
    await alice.evaluate(() => new Promise(requestAnimationFrame));
    await expect(dialogs.dialog).toBeVisible();
  });
});
