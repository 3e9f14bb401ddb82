import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";

test("the sidebar marks the page that one is on, whether it shows a channel or not", async ({ signup }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const sidebar = alice.locator("#sidebar");
  const current = sidebar.locator("[aria-current=page]");
  for (const name of ["Activity", "Saved", "Browse channels"]) {
    const link = sidebar.getByRole("link", { name });
    const ground = () => link.evaluate((element) => getComputedStyle(element).backgroundColor);
    const before = await ground();
    await link.click();
    await expect(alice.getByRole("heading", { level: 1, name: name === "Browse channels" ? "Channels" : name })).toBeVisible();
    await expect(current).toHaveText([name]);
    await alice.mouse.move(0, 0);
    expect(await ground(), name).not.toBe(before);
  }
  await chat.channelLink("general").click();
  await expect(current).toHaveText([/general/]);
});
