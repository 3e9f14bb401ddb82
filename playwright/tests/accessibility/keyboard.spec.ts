import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { tabOrder, tabTo, toTop } from "../../pages/keyboard";

test("Tab goes by the skip link, the sidebar, the messages and the composer, in this order", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  const [bob] = await withoutPage("bob");
  await bob.send("general", "hello");
  await bob.send("dm:alice:bob", "psst");
  await bob.react("general", "hello", "👍");
  await page.reload();
  const chat = new Chat(page);
  await expect(chat.reaction(chat.message("hello"), /^👍/)).toBeVisible();
  await expect(chat.channelLink(/bob/)).toBeVisible();
  const order = await tabOrder(page);
  const expected = [
    /^Skip to the messages/, /^Skip to the composer/, /^MiniMost/, /^general/, /^random/, /^New private channel/, /^New direct message/, /bob/,
    /^Hide the conversation with bob/, /alice.*account and status/, /2 members/, /^Messages in general/, /bob.*hello/,
    /^Message general/, /^Send$/,
  ];
  let at = -1;
  for (const name of expected) {
    const next = order.findIndex((label, i) => i > at && name.test(label));
    expect(next, `${name} after ${order[at]} in ${order.join(" | ")}`).toBeGreaterThan(at);
    at = next;
  }
  // A message is one stop, through which the arrows lead.
  expect(order.filter((label) => /👍|^Reply$/.test(label))).toHaveLength(1);
  const message = chat.message("hello");
  await tabTo(message, "Shift+Tab");
  for (const name of [/^bob$/, /^👍/, /^Add reaction/, /^React$/, /^Reply$/]) {
    await tabTo(message.getByRole("button", { name }).or(message.getByRole("link", { name })), "ArrowRight");
  }
  await tabTo(message, "ArrowLeft");
  await page.keyboard.type("typed anywhere");
  await expect(chat.composer).toHaveValue("typed anywhere");
});

test("the skip link leads past the sidebar", async ({ signup }) => {
  const page = await signup("alice");
  const skip = page.getByRole("link", { name: "Skip to the messages" });
  await expect(new Chat(page).composer).toBeFocused();
  await toTop(page);
  await tabTo(skip);
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement))).toBe(true);
});

test("everything that takes focus shows it", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  const [bob] = await withoutPage("bob");
  await bob.send("general", "hello");
  await bob.react("general", "hello", "👍");
  await page.reload();
  await expect(new Chat(page).message("hello")).toBeVisible();
  const hidden: string[] = [];
  await toTop(page);
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(async () => {
      // Even without motion, what is faded in takes a frame.
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const element = document.activeElement as HTMLElement;
      if (!element || element === document.body) return null;
      const box = element.getBoundingClientRect();
      const ring = (of: Element) => {
        const style = getComputedStyle(of);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      };
      const around = element.closest(".composer__box");
      const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      const opaque = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      return { name: element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "", ok: inView && opaque && (ring(element) || (around !== null && ring(around))) };
    });
    if (seen === null) break;
    if (!seen.ok) hidden.push(seen.name);
  }
  expect(hidden).toEqual([]);
});

test("the keyboard alone makes a channel, writes, reacts, answers and leaves", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  await withoutPage("bob");
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  const keys = page.keyboard;
  await toTop(page);
  await tabTo(dialogs.newChannel);
  await keys.press("Enter");
  await expect(dialogs.field("Name")).toBeFocused();
  await keys.type("plans");
  await tabTo(dialogs.person("bob"));
  await keys.press("Space");
  await tabTo(dialogs.button("Create channel"));
  await keys.press("Enter");
  await dialogs.expectHeading("plans");

  await tabTo(chat.composer);
  await keys.type("lunch?");
  await keys.press("Enter");
  await expect(chat.message("lunch?")).toBeVisible();
  await expect(chat.composer).toBeFocused();
  await tabTo(chat.message("lunch?"), "Shift+Tab");
  await tabTo(chat.action(chat.message("lunch?"), "Reply"), "ArrowRight");
  await keys.press("Enter");
  await expect(chat.composer).toBeFocused();
  await keys.type("anybody?");
  await keys.press("Enter");
  await expect(chat.message("anybody?")).toContainText("In reply to");

  await tabTo(dialogs.channelMenu, "Shift+Tab");
  await keys.press("Enter");
  await tabTo(page.getByRole("link", { name: "Leave", exact: true }));
  await keys.press("Enter");
  await dialogs.expectOpen("Leave plans?");
  await tabTo(dialogs.button("Leave channel"));
  await keys.press("Enter");
  await dialogs.expectHeading("general");
  expect(await new Api(page).get("/private_channels")).toEqual([]);
});

test("nothing moves for who wants no motion, and something does for who does not mind", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  const [bob] = await withoutPage("bob");
  const chat = new Chat(page);
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 10).length);
  for (const [reducedMotion, moves] of [
    ["no-preference", true],
    ["reduce", false],
  ] as const) {
    await page.emulateMedia({ reducedMotion });
    await bob.typing("general");
    await expect(chat.typingBanner).toHaveText("bob is typing…");
    await chat.openAccount();
    const seen = async () => {
      await bob.typing("general"); // the dots of the banner move as long as he types
      return (await moving()) > 0;
    };
    if (moves) await expect.poll(seen).toBe(true);
    else expect(await seen()).toBe(false);
    await chat.closeDialog();
  }
});
