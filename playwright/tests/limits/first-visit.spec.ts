import { expect, test } from "../../fixtures";

/** What a first visit may bring, as it travels; interface.md promises it. */
const most = 150_000;

test("a first visit brings less than 150 KB", async ({ signup, newContext }) => {
  const state = await (await signup("alice")).context().storageState();
  const page = await (await newContext({ storageState: state })).newPage();
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  const came: number[] = [];
  network.on("Network.loadingFinished", ({ encodedDataLength }) => came.push(encodedDataLength));
  await page.goto("/");
  await page.waitForFunction(() => document.documentElement.dataset.scripts === "ready");
  await expect(page.getByRole("textbox", { name: "Message general" })).toBeFocused();
  const all = came.reduce((sum, bytes) => sum + bytes, 0);
  expect(came.length).toBeGreaterThan(3);
  expect(all).toBeGreaterThan(50_000); // what was counted is the page
  expect(all).toBeLessThan(most);
});
