import { type Locator, type Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

const place = async (part: Locator) => (await part.boundingBox())!;

/** What is at the left and right end of a page's middle stands in one line, however wide the window is. */
test("text, composer, header and the titles of pages share one measure", async ({ signup }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  await chat.send("hello");
  for (const width of [1920, 1280, 900]) {
    await alice.setViewportSize({ width, height: 800 });
    await chat.open("general");
    const composer = await place(alice.locator(".composer__box"));
    expect(composer.width, `at ${width}`).toBeLessThanOrEqual(960);
    const [title, face] = [await place(alice.locator(".channel-header__name")), await place(alice.locator(".message .avatar").first())];
    expect(Math.abs(title.x - composer.x), `the title at ${width}`).toBeLessThan(2);
    expect(Math.abs(face.x - composer.x), `the faces at ${width}`).toBeLessThan(width > 1200 ? 2 : 12);
    const ground = await place(alice.locator(".message").first());
    expect(ground.x, `the ground of a message at ${width}`).toBeGreaterThanOrEqual(composer.x - (width > 1200 ? 13 : 23));
    expect(ground.x + ground.width).toBeLessThanOrEqual(composer.x + composer.width + 13);
    const passing = await place(alice.locator(".typing-banner"));
    expect(composer.y - passing.y - passing.height, "nothing stands between who types and the composer").toBeLessThan(2);
    const search = alice.locator(".search-box");
    const end = await place(search);
    expect(Math.abs(end.x + end.width - composer.x - composer.width), `the search box at ${width}`).toBeLessThan(2);
    for (const [address, content] of [["/search?q=hello", ".search-page__form"], ["/activity", ".search-page__body > *"], ["/saved", ".search-page__body > *"], ["/channels", ".search-page__body > *"]]) {
      await alice.goto(address);
      const [head, body] = [await place(alice.locator(".search-page__title")), await place(alice.locator(content).first())];
      expect(Math.abs(head.x - body.x), `the title of ${address} at ${width}`).toBeLessThan(2);
    }
  }
});

test("of a name that is too long the end is left out, from whichever side it is written", async ({ signup }) => {
  const alice = await signup("alice");
  const api = new Api(alice);
  const names = ["Everything there is to say about the northern lights", "كل ما يمكن أن يقال عن الأضواء الشمالية في الليل الطويل"];
  for (const name of names) await api.createPrivate(name);
  await new Chat(alice).open("general");
  for (const name of names) {
    const shown = await alice.locator(".sidebar__link bdi", { hasText: name }).evaluate((part) => {
      const first = document.createRange();
      first.setStart(part.firstChild!, 0);
      first.setEnd(part.firstChild!, 1);
      const [letter, row] = [first.getBoundingClientRect(), part.parentElement!.getBoundingClientRect()];
      return { cut: part.scrollWidth > part.clientWidth, begins: letter.left >= row.left && letter.right <= row.right + 1 };
    });
    expect(shown, name).toEqual({ cut: true, begins: true });
  }
});

/** How high a row of each kind is. */
async function heights(page: Page) {
  const high = async (selector: string) => Math.round((await place(page.locator(selector).first())).height);
  return {
    message: await high(".message:not(.message--grouped, .message--system)"),
    grouped: await high(".message--grouped"),
    reaction: await high(".reaction"),
    row: await high(".sidebar__link"),
  };
}

test("messages and rows are dense, and denser where one wants them compact", async ({ signup }) => {
  const alice = await signup("alice");
  const api = new Api(alice);
  for (const text of ["one", "two", "three"]) await api.send("general", text);
  await api.react("general", "one", "👍");
  const chat = await new Chat(alice).open("general");
  const comfortable = await heights(alice);
  expect(comfortable.message, "a line with a name and a reaction").toBeLessThanOrEqual(74);
  expect(comfortable.row).toBe(28);
  await chat.accountLink.click();
  await chat.dialog.getByRole("radio", { name: "Compact" }).check();
  await expect(alice.locator("html")).toHaveAttribute("data-density", "compact");
  await alice.keyboard.press("Escape");
  const compact = await heights(alice);
  for (const part of ["message", "grouped", "reaction", "row"] as const) {
    expect(compact[part], part).toBeLessThan(comfortable[part]);
    expect(compact[part], `${part} can be pressed`).toBeGreaterThanOrEqual(part === "row" ? 24 : 16);
  }
  await alice.reload();
  expect(await heights(alice)).toEqual(compact);
});

test("a channel is introduced until somebody writes there, and its menu opens below its button", async ({ signup }) => {
  const alice = await signup("alice");
  const made = await alice.request.post("/public_channels/create", { data: { name: "plans" } });
  expect(made.ok()).toBe(true);
  const chat = await new Chat(alice).open("plans");
  const beginning = alice.getByText("This is the beginning of plans");
  await expect(beginning).toBeVisible();
  await expect(chat.message("alice has made this channel")).toBeVisible();
  await alice.setViewportSize({ width: 1920, height: 900 });
  const button = alice.getByRole("button", { name: "Channel actions" });
  await button.click();
  const [menu, above] = [await place(alice.locator("#channel-menu")), await place(button)];
  expect(Math.abs(menu.x + menu.width - above.x - above.width)).toBeLessThan(2);
  expect(Math.abs(menu.y - above.y - above.height)).toBeLessThan(12);
  await alice.keyboard.press("Escape");
  await chat.send("hello");
  await expect(beginning).toBeHidden();
});

test("the days of a schedule stand in one line, however narrow the window is", async ({ signup }) => {
  const alice = await signup("alice");
  await alice.goto("/ui/notifications");
  const days = alice.getByRole("checkbox", { name: /day$/ });
  await expect(days).toHaveCount(7);
  for (const width of [320, 390, 1280]) {
    await alice.setViewportSize({ width, height: 800 });
    const tops = await days.evaluateAll((all) => all.map((day) => day.parentElement!.getBoundingClientRect()).map(({ top, height }) => `${top} ${height}`));
    expect(new Set(tops).size, `at ${width}`).toBe(1);
  }
});
