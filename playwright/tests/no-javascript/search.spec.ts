import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";

test("searching, with filters, further results and a hit's address, and a far quote's", async ({ signup, withoutPage, allowProblems }) => {
  allowProblems(/status of 422/);
  const [alice] = await withoutPage("alice");
  await alice.sendMany("general", 70, "plan");
  await alice.send("random", "a plan elsewhere");
  const bob = await signup("bob", { javaScriptEnabled: false });
  const chat = new Chat(bob);
  const results = bob.getByRole("region", { name: "Newest first" });
  const hits = results.getByRole("listitem");
  const field = bob.getByRole("main").getByRole("searchbox", { name: "Search messages" });
  const search = async (query: string) => {
    await field.fill(query);
    await bob.getByRole("main").getByRole("button", { name: "Search" }).click();
  };

  await test.step("from the box of a channel", async () => {
    const box = bob.getByRole("combobox", { name: "Search messages" }).or(bob.getByRole("searchbox", { name: "Search messages" }));
    await box.fill("plan");
    await box.press("Enter");
    await expect(field).toHaveValue("plan");
    await expect(hits).toHaveCount(20);
    await expect(hits.first()).toContainText("a plan elsewhere");
    await expect(hits.first().locator("mark")).toHaveText("plan");
  });

  await test.step("filters, and what is wrong with one in words", async () => {
    await search("plan in:random");
    await expect(hits).toHaveCount(1);
    await search("plan -in:random from:alice");
    await expect(hits.first()).toContainText("plan 70");
    await search("plan from:bob");
    await expect(bob.getByText("Nothing was found")).toBeVisible();
    await search("plan from:bbo in:secret");
    await expect(bob.getByText("There is no account called “bbo”.")).toBeVisible();
    await expect(bob.getByText("You see no channel called “secret”.")).toBeVisible();
    await search("plan before:yesterday-ish");
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveValue("plan before:yesterday-ish");
  });

  await test.step("more results, to the last, and back", async () => {
    await search("plan in:general");
    for (const [newest, count] of [["plan 70", 20], ["plan 50", 20], ["plan 30", 20], ["plan 10", 10]] as const) {
      await expect(hits.first()).toContainText(newest);
      await expect(hits).toHaveCount(count);
      if (count === 20) await bob.getByRole("link", { name: "More results" }).click();
    }
    await expect(bob.getByRole("link", { name: "More results" })).toHaveCount(0);
    await bob.goBack();
    await expect(hits.first()).toContainText("plan 30");
  });

  await test.step("a hit leads to its place, and so does a quote of what is far above", async () => {
    await hits.filter({ hasText: "plan 12" }).getByRole("link", { name: "plan 12" }).click();
    await expect(chat.message("plan 12")).toHaveClass(/message--marked/);
    await expect(chat.message("plan 12")).toBeInViewport();
    await expect(chat.message("plan 70")).toHaveCount(0);
    const first = await alice.messageId("general", "plan 5");
    await alice.form("/send/general", { text: "about that", reply_to_id: String(first) });
    await chat.open("general");
    await bob.goto("/c/general?newest=1");
    await chat.message("about that").getByRole("link", { name: /alice.*plan 5/ }).click();
    await expect(bob).toHaveURL(new RegExp(`\\?at=${first}$`));
    await expect(chat.message("plan 5")).toHaveClass(/message--marked/);
    await expect(chat.message("plan 5")).toBeInViewport();
    await expect(chat.message("plan 70")).toHaveCount(0);
  });
});
