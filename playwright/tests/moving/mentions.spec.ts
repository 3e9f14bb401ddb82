import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("mentioning somebody by a few letters, and how they hear of it", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const bob = await signup("bob");
  const [bobby] = await withoutPage("bobby", "carol");
  await bob.goto("/c/random");
  const [chat, options] = [new Chat(alice), alice.getByRole("listbox", { name: "People to mention" }).getByRole("option")];

  await test.step("who is there comes first, and keys choose", async () => {
    await chat.composer.pressSequentially("look, @bo");
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
    await chat.composer.fill("look, @bob ");
    await alice.keyboard.type("@zz");
    await alice.keyboard.press("Enter");
    await expect(chat.composer).toHaveValue("");
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
