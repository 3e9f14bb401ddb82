import { expect, test } from "../../fixtures";

test("a new invite link is copied by its button, where scripts may", async ({ signup, newContext }) => {
  const alice = await signup("alice", { permissions: ["clipboard-read", "clipboard-write"] });
  await alice.goto("/invites");
  await alice.getByRole("button", { name: "Make an invite link" }).click();
  const link = alice.locator(".admin__link");
  const copy = alice.getByRole("status").getByRole("button");
  await expect(copy).toHaveAccessibleName("Copy link");
  await copy.press("Enter");
  await expect(copy).toHaveAccessibleName("Link copied");
  await expect(copy.locator("use")).toHaveAttribute("href", "#icon-check");
  expect(await alice.evaluate(() => navigator.clipboard.readText())).toBe(await link.textContent());
  await expect(copy).toBeFocused();
  await expect(copy).toHaveAccessibleName("Copy link");

  await test.step("without the browser's clipboard too", async () => {
    await alice.evaluate(() => navigator.clipboard.writeText("something else"));
    await alice.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await copy.click();
    await expect(copy).toHaveAccessibleName("Link copied");
    const reader = await alice.context().newPage();
    await reader.goto("/invites");
    expect(await reader.evaluate(() => navigator.clipboard.readText())).toBe(await link.textContent());
  });

  await test.step("without scripts it is there to be selected", async () => {
    const plain = await (await newContext({ javaScriptEnabled: false, storageState: await alice.context().storageState() })).newPage();
    await plain.goto("/invites");
    await plain.getByRole("button", { name: "Make an invite link" }).click();
    await expect(plain.locator(".admin__link")).toHaveText(/\/invite\//);
    await expect(plain.getByRole("status").getByRole("button")).toHaveCount(0);
  });
});
