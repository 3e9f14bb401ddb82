import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test("on a finger's screen the newest message alone says that it has actions, and any other once it is tapped", async ({ signup, login }) => {
  const api = new Api(await signup("alice"));
  for (const text of ["one", "two", "three"]) await api.send("general", text);
  const alice = await login("alice", phone);
  const chat = await new Chat(alice).open("general");
  const more = (text: string) => chat.message(text).getByRole("button", { name: "Actions for the message from alice" });
  await expect(more("three")).toHaveCSS("opacity", "1");
  for (const text of ["one", "two"]) await expect(more(text), "it is there for the keyboard and for who hears the page").toHaveCSS("opacity", "0");

  await chat.message("one").getByText("one").tap();
  await expect(more("one")).toHaveCSS("opacity", "1");
  await expect(more("two")).toHaveCSS("opacity", "0");
  await chat.message("two").getByText("two").tap();
  await expect(more("one")).toHaveCSS("opacity", "0");
  await more("two").tap();
  const sheet = chat.message("two").getByRole("button", { name: "Reply" });
  await expect(sheet).toBeVisible();
  await sheet.tap();
  await expect(alice.getByText("Replying to")).toBeVisible();
});

test("above a phone's keyboard the sheet of a message has all of its actions in reach", async ({ signup, login }) => {
  const api = new Api(await signup("alice"));
  await api.send("general", "one");
  const alice = await login("alice", { ...phone, viewport: { width: 390, height: 300 } });
  const chat = await new Chat(alice).open("general");
  await chat.message("one").getByRole("button", { name: "Actions for the message from alice" }).tap();
  for (const name of ["React", "Delete", "React"]) {
    const action = chat.action(chat.message("one"), name);
    await action.scrollIntoViewIfNeeded();
    await expect(action, name).toBeInViewport({ ratio: 1 });
  }
});
