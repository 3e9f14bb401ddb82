import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("what is marked unread in one tab is so in all until a page is opened anew, and whichever is asked for at the same time all agree", { tag: "@poll" }, async ({ signup, withoutPage }) => {
  const bob = await signup("bob");
  const [alice] = await withoutPage("alice");
  const api = new Api(bob);
  await alice.sendMany("general", 3);
  await alice.sendMany("random", 2);
  await api.markRead("general");
  await api.markRead("random");
  const tabs = [await new Chat(bob).open("general"), await new Chat(await bob.context().newPage()).open("general")];
  const [one, other] = tabs;
  const unread = () => api.get<Record<string, number>>("/channel_unreads");
  const expectCounts = async (general: RegExp, random = /^random$/) => {
    for (const chat of tabs) {
      await expect(chat.channelLink(general)).toBeVisible();
      await expect(chat.channelLink(random)).toBeVisible();
    }
  };
  const markUnread = async (chat: Chat, text: string) => {
    await chat.page.bringToFront();
    await chat.act(chat.message(text), "Mark unread");
  };

  await test.step("no open page reads it, whatever comes", async () => {
    await markUnread(one, "message 2");
    await expectCounts(/general 2 unread/);
    await expect(other.log.getByText("New messages")).toBeVisible();
    await other.page.bringToFront();
    await alice.send("general", "one more");
    await expect(other.message("one more")).toBeVisible();
    await expectCounts(/general 3 unread/);
    await other.composer.press("End"); // somebody is there
    await alice.send("random", "elsewhere");
    await expectCounts(/general 3 unread/, /random 1 unread/);
    expect(await unread()).toMatchObject({ general: 3, random: 1 });
  });

  await test.step("it is offered where something would be unread", async () => {
    const offered = (chat: Chat) => chat.message("my own").locator(".message__action--unread:not([hidden])");
    await one.send("my own");
    for (const chat of tabs) {
      await expect(chat.message("my own")).toBeVisible();
      await expect(offered(chat)).toHaveCount(0);
    }
    await alice.send("general", "one more after it");
    for (const chat of tabs) await expect(offered(chat)).toHaveCount(1);
    await alice.delete("general", "one more after it");
    for (const chat of tabs) await expect(offered(chat)).toHaveCount(0);
  });

  await test.step("a page that is opened anew does", async () => {
    await other.page.reload();
    await expectCounts(/^general$/, /random 1 unread/);
  });

  await test.step("both at once", async () => {
    const dialogs = new Dialogs(other.page);
    for (let round = 0; round < 5; round++) {
      await other.page.bringToFront();
      await other.page.getByRole("link", { name: "Order and reading" }).click();
      await dialogs.expectOpen("Order and reading");
      await Promise.all([
        dialogs.button("Mark everything as read").click(),
        one.action(one.message("message 2"), "Mark unread").dispatchEvent("click"),
      ]);
      await dialogs.expectClosed();
      await expect(async () => {
        const { general, random } = await unread();
        expect([0, 3, undefined]).toContain(general);
        expect(random ?? 0).toBe(0);
        await expectCounts(general ? /general 3 unread/ : /^general$/);
        expect((await unread()).general).toBe(general);
      }).toPass();
    }
  });
});
