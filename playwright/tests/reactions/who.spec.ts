import type { Locator } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { arrowTo } from "../../pages/keyboard";
import type { WithoutPage } from "../../pages/people";

const thumbs = /^👍/;

/** Has five others react to a message, after one of them with other emoji, and waits for the page to show it. */
async function popular(chat: Chat, withoutPage: WithoutPage): Promise<void> {
  await new Api(chat.page).send("general", "lunch?");
  const [bob, ...others] = await withoutPage("bob", "carol", "dave", "erin", "frank");
  await bob.react("general", "lunch?", "🎉", "🚀", "👀", "🔥", "🍕", "👍");
  for (const api of others) await api.react("general", "lunch?", "👍");
  await expect(chat.reaction(chat.message("lunch?"), thumbs)).toHaveText("👍5");
}

/** It points at the emoji of that button, and none of it is out of the window. */
async function expectAt(button: Locator, tip: Locator, how: "in its middle" | "shifted"): Promise<void> {
  const [at, box] = [(await button.boundingBox())!, (await tip.boundingBox())!];
  const { width, height } = button.page().viewportSize()!;
  const middle = at.x + at.width / 2;
  expect(box.y + box.height, "it ends at the emoji, not above its line").toBeGreaterThanOrEqual(at.y);
  expect(box.y + box.height).toBeLessThan(at.y + at.height / 2);
  if (how === "in its middle") expect(Math.abs(box.x + box.width / 2 - middle)).toBeLessThanOrEqual(1);
  expect(box.x).toBeLessThan(middle);
  expect(box.x + box.width).toBeGreaterThan(middle);
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
}

const everyone = "bob, carol and 3 more reacted with 👍 thumbs up";

test("the pointer shows who reacted and takes it away again", async ({ signup, withoutPage }) => {
  const chat = new Chat(await signup("alice"));
  await popular(chat, withoutPage);
  const tip = chat.message("lunch?").getByRole("tooltip");
  await expect(tip).toBeHidden();
  await chat.reaction(chat.message("lunch?"), thumbs).hover();
  await expect(tip).toHaveText(everyone);
  await expectAt(chat.reaction(chat.message("lunch?"), thumbs), tip, "in its middle");
  await chat.page.keyboard.press("Escape");
  await expect(tip).toBeHidden();
  await chat.composer.hover();
  await chat.reaction(chat.message("lunch?"), thumbs).hover();
  await expect(tip).toBeVisible();
  await tip.hover();
  await expect(tip, "it can be pointed at").toBeVisible();
  await chat.composer.hover();
  await expect(tip).toBeHidden();
});

test("beside the sidebar who reacted stands beside it, not over it", async ({ signup, withoutPage }) => {
  const chat = new Chat(await signup("alice"));
  await new Api(chat.page).send("general", "lunch?");
  const [bob, carol] = await withoutPage(`bob_${"b".repeat(20)}`, `carol_${"c".repeat(20)}`);
  for (const api of [bob, carol]) await api.react("general", "lunch?", "👍");
  const [button, tip] = [chat.reaction(chat.message("lunch?"), thumbs), chat.message("lunch?").getByRole("tooltip")];
  await button.hover();
  await expect(tip).toBeVisible();
  await expectAt(button, tip, "shifted");
  const sidebar = (await chat.sidebar.boundingBox())!;
  expect((await tip.boundingBox())!.x).toBeGreaterThanOrEqual(sidebar.x + sidebar.width);
  await chat.page.setViewportSize({ width: 1920, height: 800 });
  await chat.composer.hover();
  await button.hover();
  await expect(tip).toBeVisible();
  await expectAt(button, tip, "in its middle");
});

test("the keyboard shows who reacted, and Escape puts it away without leaving", async ({ signup, withoutPage }) => {
  const chat = new Chat(await signup("alice"));
  await popular(chat, withoutPage);
  const button = chat.reaction(chat.message("lunch?"), thumbs);
  const tip = chat.message("lunch?").getByRole("tooltip");
  await chat.composer.focus();
  await arrowTo(chat.message("lunch?"), button);
  await expect(tip).toHaveText(everyone);
  await expectAt(button, tip, "in its middle");
  await chat.page.keyboard.press("Escape");
  await expect(tip).toBeHidden();
  await expect(button).toBeFocused();
  await chat.page.keyboard.press("Enter");
  await expect(button).toHaveAttribute("aria-pressed", "true");
});

test("a long press of a finger shows who reacted and does not react", async ({ signup, withoutPage }) => {
  const chat = new Chat(await signup("alice", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } }));
  await popular(chat, withoutPage);
  const button = chat.reaction(chat.message("lunch?"), thumbs);
  const tip = chat.message("lunch?").getByRole("tooltip");
  const box = (await button.boundingBox())!;
  const finger = await chat.page.context().newCDPSession(chat.page);
  const touch = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [touch] });
  await expect(tip).toHaveText(everyone);
  await expectAt(button, tip, "shifted");
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(tip).toBeVisible();
  await expect(button).toHaveText("👍5");
  await expect(button).toHaveAttribute("aria-pressed", "false");

  await chat.page.getByRole("heading", { level: 1 }).tap();
  await expect(tip).toBeHidden();
  await button.tap();
  await expect(button).toHaveText("👍6");
  await expect(button).toHaveAttribute("aria-pressed", "true");
});

test("what the tooltip says follows what others do while it is open", async ({ signup, withoutPage }) => {
  const chat = new Chat(await signup("alice"));
  const [bob, carol] = await withoutPage("bob", "carol");
  await new Api(chat.page).send("general", "lunch?");
  await bob.react("general", "lunch?", "👍");
  const tip = chat.message("lunch?").getByRole("tooltip");
  await chat.reaction(chat.message("lunch?"), thumbs).hover();
  await expect(tip).toHaveText("bob reacted with 👍 thumbs up");
  await carol.react("general", "lunch?", "👍");
  await expect(tip).toHaveText("bob and carol reacted with 👍 thumbs up");
});
