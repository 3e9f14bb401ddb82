import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("a topic of a line is read whole beside faces, pins and search", async ({ withoutPage, signup }) => {
  await withoutPage("bob", "carol", "dave", "erin", "frank");
  const alice = await signup("alice");
  const api = new Api(alice);
  await api.send("general", "hello");
  await api.post("/topic/general", { topic: "What everybody should know. Demo for support: Thursday, 14:00" });
  const topic = alice.locator("#channel-topic");
  for (const width of [1280, 1920]) {
    await alice.setViewportSize({ width, height: 800 });
    await new Chat(alice).open("general");
    expect(await topic.evaluate((line) => line.scrollWidth - line.clientWidth), `at ${width}`).toBeLessThanOrEqual(0);
  }
});

test("the actions of a message that is scrolled half away stay in reach below the day", async ({ signup }) => {
  const alice = await signup("alice");
  const api = new Api(alice);
  for (let at = 0; at < 30; at++) await api.send("general", `line ${at}`);
  await api.send("general", Array.from({ length: 8 }, (_, at) => `row ${at}`).join("\n\n"));
  for (let at = 30; at < 60; at++) await api.send("general", `line ${at}`);
  const chat = await new Chat(alice).open("general");
  const message = chat.message("row 7");
  const day = alice.locator(".divider--day").last();
  for (const left of [90, 12]) {
    const below = await message.evaluate((row, left) => {
      const list = row.closest(".message-list__scroller")!;
      list.scrollTop += row.getBoundingClientRect().bottom - document.querySelector(".divider--day")!.getBoundingClientRect().bottom - left;
      return row.getBoundingClientRect();
    }, left);
    await alice.mouse.move(below.x + below.width / 2, below.bottom - 4);
    const line = (await day.boundingBox())!;
    const action = chat.action(message, "Reply");
    await expect.poll(async () => (await action.boundingBox())!.y).toBeGreaterThanOrEqual(line.y + line.height);
    await action.click({ trial: true });
  }
  await chat.action(message, "Reply").click();
  await expect(alice.getByText("Replying to")).toBeVisible();
});

test("in a narrow window the actions of a message cover nothing of what it says", async ({ signup }) => {
  const alice = await signup("alice", { viewport: { width: 390, height: 800 } });
  const api = new Api(alice);
  await api.send("general", "hello");
  await api.send("general", "a line that is as long as the window is wide");
  const chat = await new Chat(alice).open("general");
  for (const text of ["hello", "a line that is as long as the window is wide"]) {
    const message = chat.message(text);
    await message.getByText(text, { exact: true }).hover();
    const bar = (await message.locator(".message__bar").boundingBox())!;
    const said = (await message.getByText(text, { exact: true }).boundingBox())!;
    expect(bar.y + bar.height, text).toBeLessThanOrEqual(said.y + 4); // above the letters a line has some room
    const action = chat.action(message, "Reply");
    const at = (await action.boundingBox())!;
    await alice.mouse.move(at.x + at.width / 2, at.y + at.height / 2, { steps: 10 }); // on the way there it stays
    await action.click({ trial: true });
  }
});

test("the drawer of a phone opens and closes by keys, and is never before what has the focus", async ({ signup }) => {
  const alice = await signup("alice");
  await alice.setViewportSize({ width: 390, height: 844 });
  const menu = alice.getByRole("button", { name: "Channels and conversations" });
  const drawer = alice.getByRole("complementary", { name: "Channels and conversations" });
  const within = () => drawer.evaluate((part) => part.contains(document.activeElement));
  await menu.press("Enter");
  await expect(drawer).toBeVisible();
  await alice.keyboard.press("Tab");
  expect(await within()).toBe(true);
  await alice.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(menu).toBeFocused();

  await menu.press("Enter");
  await drawer.getByRole("link", { name: /account and status$/ }).focus();
  await alice.keyboard.press("Tab");
  await expect(drawer).toBeHidden();
  expect(await alice.evaluate(() => document.activeElement?.closest("#channel-header") !== null), "the focus went on to the page").toBe(true);

  await menu.press("Enter");
  await drawer.getByRole("link", { name: /^Go to/ }).press("Enter");
  await expect(alice.getByRole("dialog")).toBeVisible();
  await expect(drawer).toBeHidden();
  await alice.keyboard.press("Escape");
  await expect(menu).toBeFocused();
});
