import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("finding what somebody wrote by keys alone, and being told what they did", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  await bob.send("general", "the plan for March");
  await bob.send("random", "no such thing");
  await new Api(alice).send("general", "my own plan");
  const chat = await new Chat(alice).open("random");
  const box = alice.getByRole("combobox", { name: "Search messages" });
  const options = alice.getByRole("listbox", { name: "Filters" }).getByRole("option");

  await test.step("the box suggests filters, then people for them", async () => {
    await box.focus();
    await expect(options.first()).toHaveText(/^from:/);
    await expect(box).toHaveAttribute("aria-expanded", "true");
    await box.press("ArrowDown");
    await expect(box).toHaveAttribute("aria-activedescendant", "search-option-0");
    await box.press("Enter");
    await expect(box).toHaveValue("from:");
    await box.pressSequentially("b");
    await expect(options).toHaveCount(1);
    await box.press("ArrowUp");
    await box.press("Tab");
    await expect(box).toHaveValue("from:bob ");
    await box.pressSequentially("plan");
    await expect(options).toHaveCount(0);
  });

  await test.step("Escape puts the suggestions away, then leaves the box for what had the focus", async () => {
    await chat.composer.focus();
    await box.focus();
    await box.press("Space");
    await box.pressSequentially("-");
    await expect(options).not.toHaveCount(0);
    await box.press("Escape");
    await expect(options).toHaveCount(0);
    await expect(box).toBeFocused();
    await expect(box).toHaveValue(/plan/);
    await box.press("Escape");
    await expect(chat.composer).toBeFocused();
    await expect(box).toHaveValue("");
    await box.fill("from:bob plan");
    await expect(options).toHaveCount(0);
    await box.press("Enter");
  });

  await test.step("what is found leads to its place, where its author hides it again", async () => {
    await expect(alice.getByRole("heading", { name: "Newest first" })).toBeVisible();
    const found = alice.getByRole("link", { name: "the plan for March" });
    await expect(found).toHaveCount(1);
    await found.click();
    await expect(chat.message("the plan for March")).toHaveClass(/message--marked/);
    await bob.delete("general", "the plan for March");
    await alice.goto("/search?q=from:bob+plan");
    await expect(alice.getByText("Nothing was found")).toBeVisible();
  });

  await test.step("an open page of activity shows what comes", async () => {
    await alice.getByRole("link", { name: "Activity" }).click();
    await expect(alice.getByText("Nothing yet")).toBeVisible();
    await bob.react("general", "my own plan", "🎉");
    const row = alice.getByRole("listitem").filter({ hasText: "reacted to your message with 🎉" });
    await expect(row).toContainText("my own plan");
    await row.getByRole("link", { name: /go to the message/ }).click();
    await expect(chat.message("my own plan")).toBeInViewport();
  });
});
