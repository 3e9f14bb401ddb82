import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("a pin shows with everybody in the channel, and so does its end; what is saved shows with oneself alone", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [hers, his] = [new Chat(alice), new Chat(bob)];
  const [herDialogs, hisDialogs] = [new Dialogs(alice), new Dialogs(bob)];
  const pins = (chat: Chat) => chat.page.getByRole("link", { name: /^\d+ pinned$/ });
  await hers.send("the door code is 2580");
  await expect(his.message("the door code is 2580")).toBeVisible();

  await his.act(his.message("the door code is 2580"), "Pin");
  await hisDialogs.expectOpen("Pin this message?");
  await hisDialogs.button("Pin message").click();
  await hisDialogs.expectClosed();
  for (const chat of [hers, his]) {
    await expect(chat.message("the door code is 2580")).toContainText("Pinned by bob");
    await expect(chat.message("bob pinned a message")).toBeVisible();
    await expect(pins(chat)).toHaveAccessibleName("1 pinned");
  }

  await pins(hers).click();
  await herDialogs.expectOpen("Pinned in general");
  await expect(hers.dialog).toContainText("the door code is 2580");
  await hers.dialog.getByRole("link", { name: "Unpin the message of alice" }).click();
  await herDialogs.expectOpen("Unpin this message?");
  await herDialogs.button("Unpin message").click();
  await herDialogs.expectClosed();
  for (const chat of [hers, his]) {
    await expect(chat.message("alice unpinned a message")).toBeVisible();
    await expect(pins(chat)).toHaveCount(0);
    await expect(chat.message("the door code is 2580")).not.toContainText("Pinned");
  }

  await his.act(his.message("the door code is 2580"), "Save");
  await hisDialogs.button("Save message").click();
  await hisDialogs.expectClosed();
  await bob.getByRole("link", { name: "Saved", exact: true }).click();
  await expect(bob.getByRole("heading", { name: "Saved messages" })).toBeVisible();
  await bob.getByRole("link", { name: "Go to the message of alice" }).click();
  await expect(bob).toHaveURL(/\/c\/general\?at=/);
  await expect(his.message("the door code is 2580")).toBeFocused();
});

test("what is saved no more goes from the list, by keys alone too, and the focus goes on to the next", async ({ signup }) => {
  const alice = await signup("alice");
  const [api, dialogs] = [new Api(alice), new Dialogs(alice)];
  for (const text of ["one", "two", "three"]) {
    await api.send("general", text);
    await api.post(`/save/${await api.messageId("general", text)}`, {});
  }
  await alice.goto("/saved");
  const rows = alice.getByRole("main").getByRole("listitem");
  const remove = (text: string) => rows.filter({ hasText: text }).getByRole("link", { name: "Remove the message of alice" });
  await expect(rows).toHaveText([/three/, /two/, /one/]);
  const take = async (text: string) => {
    await remove(text).press("Enter");
    await dialogs.expectOpen("Remove from saved messages?");
    await expect(dialogs.dialog).toContainText(text);
    await dialogs.button("Remove").press("Enter");
    await dialogs.expectClosed();
    await expect(rows.filter({ hasText: text })).toHaveCount(0);
  };
  await alice.waitForLoadState();
  await remove("two").press("Enter");
  await dialogs.expectOpen("Remove from saved messages?");
  await alice.keyboard.press("Escape");
  await expect(remove("two")).toBeFocused();
  await take("two");
  await expect(remove("one")).toBeFocused();
  await take("one");
  await expect(remove("three")).toBeFocused();
  await take("three");
  await expect(alice.getByText("You have saved nothing")).toBeVisible();
});

test("a list of what is saved follows what is done in another tab, and its focus goes on although the list is told first", async ({ signup }) => {
  const alice = await signup("alice");
  const [api, dialogs] = [new Api(alice), new Dialogs(alice)];
  const save = async (text: string) => {
    await api.send("general", text);
    await api.post(`/save/${await api.messageId("general", text)}`, {});
  };
  await alice.goto("/saved");
  const rows = alice.getByRole("main").getByRole("listitem");
  await expect(alice.getByText("You have saved nothing")).toBeVisible();
  await save("one");
  await expect(rows).toHaveText([/one/]);
  await save("two");
  await expect(rows).toHaveText([/two/, /one/]);
  const remove = (text: string) => rows.filter({ hasText: text }).getByRole("link", { name: "Remove the message of alice" });

  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await alice.route("**/ui/save/*", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const done = await route.fetch();
    await held;
    await route.fulfill({ response: done });
  });
  await remove("two").press("Enter");
  await dialogs.expectOpen("Remove from saved messages?");
  await dialogs.button("Remove").press("Enter");
  await expect(rows).toHaveText([/one/]);
  answer();
  await dialogs.expectClosed();
  await expect(remove("one")).toBeFocused();
  await api.post(`/unsave/${await api.messageId("general", "one")}`, {});
  await expect(alice.getByText("You have saved nothing")).toBeVisible();
});
