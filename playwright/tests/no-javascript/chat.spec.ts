import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";

const noScript = { javaScriptEnabled: false };

async function openActions(chat: Chat, text: string, action: string): Promise<void> {
  const message = chat.message(text);
  await message.hover();
  await chat.action(message, action).click();
}

async function send(page: Page, text: string): Promise<Chat> {
  const chat = new Chat(page);
  await chat.composer.fill(text);
  await chat.sendButton.click();
  await expect(chat.message(text)).toBeVisible();
  return chat;
}

test("reading and sending", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", noScript)]);
  await new Api(alice).send("general", "hello bob");
  await bob.reload();
  const chat = await send(bob, "hello alice");
  await expect(chat.message("hello bob")).toBeVisible();
  await expect(chat.composer).toHaveValue("");
  await expect(bob).toHaveURL(/\/c\/general/);
  await expect(new Chat(alice).message("hello alice")).toBeVisible();
  await new Chat(alice).expectDot("bob", "Online");
});

test("a message that is refused stays in the field with the reason", async ({ signup, allowProblems }) => {
  allowProblems(/status of 422/);
  const bob = await signup("bob", noScript);
  const chat = new Chat(bob);
  await chat.composer.fill("x".repeat(10_001));
  await chat.sendButton.click();
  await expect(chat.composerForm.getByRole("alert")).toContainText(/10,?000/);
  await expect(chat.composer).toHaveValue("x".repeat(10_001));
});

test("earlier messages and back", async ({ signup }) => {
  const bob = await signup("bob", noScript);
  await new Api(bob).sendMany("general", 60);
  await bob.reload();
  const chat = new Chat(bob);
  await expect(chat.message("message 60")).toBeInViewport();
  await chat.loadEarlier.click();
  await expect(chat.message("message 10")).toBeVisible();
  await expect(chat.message("message 60")).toHaveCount(0);
  await bob.getByRole("link", { name: "Later messages" }).click();
  await expect(chat.message("message 11")).toBeVisible();
  await expect(chat.message("message 60")).toBeVisible();
  await chat.loadEarlier.click();
  await bob.getByRole("link", { name: "Back to the newest messages" }).click();
  await expect(chat.message("message 60")).toBeVisible();
});

test("a message's address, and on from there", async ({ signup }) => {
  const bob = await signup("bob", noScript);
  const api = new Api(bob);
  await api.sendMany("general", 90);
  await bob.goto(`/m/${await api.messageId("general", "message 30")}`);
  const chat = new Chat(bob);
  await expect(chat.message("message 30")).toBeInViewport();
  await expect(chat.message("message 90")).toHaveCount(0);
  await chat.loadLater.click();
  await expect(chat.message("message 56")).toBeVisible();
  await bob.goBack();
  await bob.getByRole("link", { name: "Jump to the newest" }).click();
  await expect(chat.message("message 90")).toBeInViewport();
});

test("reacting, and taking it back", async ({ signup }) => {
  const bob = await signup("bob", noScript);
  const chat = await send(bob, "react to me");
  await openActions(chat, "react to me", "React");
  await bob.getByRole("button", { name: /thumbs up/i }).click();
  const thumb = chat.message("react to me").getByRole("button", { name: /thumbs up/i });
  await expect(thumb).toHaveAttribute("aria-pressed", "true");
  await thumb.click();
  await expect(thumb).toHaveCount(0);
  await expect(chat.message("react to me")).toBeVisible();
});

test("a reaction that is no emoji is refused in words", async ({ signup, allowProblems }) => {
  allowProblems(/status of 422/);
  const bob = await signup("bob", noScript);
  const chat = await send(bob, "react to me");
  await openActions(chat, "react to me", "React");
  const other = bob.getByRole("textbox", { name: "Any other emoji" });
  await other.fill("no emoji");
  await bob.getByRole("button", { name: "React", exact: true }).click();
  await expect(other).toHaveAttribute("aria-invalid", "true");
  await expect(other).toHaveValue("no emoji");
});

test("replying", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", noScript)]);
  await new Api(alice).send("general", "a question");
  await bob.reload();
  const chat = new Chat(bob);
  await openActions(chat, "a question", "Reply");
  await expect(chat.composerForm).toContainText("Replying to alice");
  await send(bob, "an answer");
  await expect(chat.message("an answer").getByRole("link", { name: /alice.*a question/ })).toBeVisible();
});

test("editing, and cancelling it", async ({ signup }) => {
  const bob = await signup("bob", noScript);
  const chat = await send(bob, "tpyo");
  await openActions(chat, "tpyo", "Edit");
  await bob.getByRole("link", { name: "Cancel editing" }).click();
  await expect(chat.editor).toHaveCount(0);
  await openActions(chat, "tpyo", "Edit");
  await expect(chat.editor).toHaveValue("tpyo");
  await chat.editor.fill("typo");
  await bob.getByRole("form", { name: "Edit your message" }).getByRole("button", { name: "Save" }).click();
  await expect(chat.message("typo")).toContainText("(edited)");
});

test("deleting, asked once", async ({ signup }) => {
  const bob = await signup("bob", noScript);
  const chat = await send(bob, "regret");
  await openActions(chat, "regret", "Delete");
  await expect(bob.getByText("It cannot be brought back.")).toBeVisible();
  await bob.getByRole("button", { name: "Delete message" }).click();
  await expect(chat.message("This message was deleted.")).toBeVisible();
});

test("choosing how others see oneself", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", noScript)]);
  await new Chat(bob).accountLink.click();
  await bob.getByRole("radio", { name: /^Away/ }).check();
  await bob.getByLabel("For how long").selectOption({ label: "1 hour" });
  await bob.getByRole("button", { name: "Apply" }).click();
  await expect(bob.getByRole("radio", { name: /^Away/ })).toBeChecked();
  await expect(bob.getByText(/Away: you chose Away until/)).toBeVisible();
  await new Chat(alice).expectDot("bob", "Away");
  await bob.getByRole("switch", { name: "When I am typing" }).uncheck();
  await bob.getByRole("button", { name: "Save sharing" }).click();
  await expect(bob.getByRole("switch", { name: "When I am typing" })).not.toBeChecked();
  await bob.getByRole("link", { name: "Close" }).click();
  await expect(new Chat(bob).composer).toBeVisible();
});

test("marking as read", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", noScript)]);
  await new Chat(alice).send("read me");
  await bob.reload();
  await expect(new Chat(bob).log.getByText("New messages", { exact: true })).toBeVisible();
  await bob.getByRole("button", { name: "Mark as read" }).click();
  await expect(bob.getByRole("button", { name: "Mark as read" })).toHaveCount(0);
  await expect(alice.getByRole("link", { name: "Read by bob" })).toBeVisible();
});

test("creating a channel with a member who is searched for, adding one, renaming and leaving", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob", noScript), signup("carol")]);
  const chat = new Chat(bob);
  await bob.getByRole("link", { name: "New private channel" }).click();
  await bob.getByLabel("Name", { exact: true }).fill("plans");
  await bob.getByRole("searchbox").fill("ali");
  await bob.getByRole("button", { name: "Search" }).click();
  await expect(bob.getByLabel("Name", { exact: true })).toHaveValue("plans");
  await bob.getByRole("checkbox", { name: /alice/ }).check();
  await bob.getByRole("button", { name: "Create channel" }).click();
  await expect(bob.getByRole("heading", { level: 1, name: /^plans/ })).toBeVisible();
  await expect(new Chat(alice).channelLink(/plans/)).toBeVisible();

  await test.step("adding", async () => {
    await chat.membersLink.click();
    await bob.getByRole("link", { name: "Add member" }).click();
    await bob.getByRole("searchbox").fill("carol");
    await bob.getByRole("button", { name: "Search" }).click();
    await bob.getByRole("radio", { name: /carol/ }).check();
    await bob.getByRole("radio", { name: /^Everything/ }).check();
    await bob.getByRole("button", { name: "Add member" }).click();
    await expect(chat.membersLink).toHaveAccessibleName(/3 members$/);
  });

  await test.step("renaming", async () => {
    await chat.membersLink.click();
    await bob.getByRole("link", { name: "Rename" }).click();
    await bob.getByLabel("Name", { exact: true }).fill("better plans");
    await bob.getByRole("button", { name: "Rename", exact: true }).click();
    await expect(bob.getByRole("heading", { level: 1, name: /^better plans/ })).toBeVisible();
  });

  await test.step("leaving", async () => {
    await chat.membersLink.click();
    await bob.getByRole("link", { name: "Leave" }).click();
    await expect(bob.getByText(/alice becomes its owner/)).toBeVisible();
    await bob.getByRole("button", { name: "Leave channel" }).click();
    await expect(chat.composer).toBeVisible();
    await expect(chat.channelLink(/better plans/)).toHaveCount(0);
  });
});

test("starting a conversation and hiding it", async ({ signup }) => {
  const [, bob] = await Promise.all([signup("alice"), signup("bob", noScript)]);
  const chat = new Chat(bob);
  await bob.getByRole("link", { name: "New direct message" }).click();
  await bob.getByRole("checkbox", { name: /alice/ }).check();
  await bob.getByRole("button", { name: /message|conversation/i }).click();
  await expect(chat.composer).toHaveAccessibleName("Message alice");
  await send(bob, "hello");
  await chat.channelLink("general").click();
  await chat.channelLink(/alice/).hover();
  await bob.getByRole("button", { name: "Hide the conversation with alice" }).click();
  await expect(chat.channelLink(/alice/)).toHaveCount(0);
});

test("logging out", async ({ signup }) => {
  const bob = await signup("bob", noScript);
  await new Accounts(bob).logOut();
  await new Accounts(bob).expectLoginPage();
});
