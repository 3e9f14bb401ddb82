import type { Locator } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

const style = (part: Locator, property: string, pseudo?: string) => part.evaluate((element, [property, pseudo]) => getComputedStyle(element, pseudo).getPropertyValue(property as string), [property, pseudo]);

test("bold is for names and what is unread, the channel that is shown has a ground and a bar, and counts are loud where somebody is meant", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const chat = await new Chat(alice).open("general");
  const [bob] = await withoutPage("bob");
  await bob.send("general", "hello");
  await bob.send("random", "hello");
  await bob.send("dm:alice:bob", "hello");
  const [shown, unread, direct] = [chat.sidebar.getByRole("link", { name: /^general/ }), chat.sidebar.getByRole("link", { name: /^random/ }), chat.sidebar.getByRole("link", { name: /\bbob\b/ })];
  await expect(direct.locator(".badge")).toContainText("1");
  await expect(unread.locator(".badge")).toContainText("1");
  const name = chat.message("hello").locator(".message__from");
  expect(Number(await style(name, "font-weight"))).toBeGreaterThanOrEqual(600);
  expect(Number(await style(unread, "font-weight"))).toBeGreaterThanOrEqual(600);
  await expect(shown.locator(".badge")).toBeHidden();
  await expect.poll(async () => Number(await style(shown, "font-weight"))).toBeLessThanOrEqual(500); // once it is read
  for (const calm of [chat.message("hello").locator(".message__text"), alice.getByRole("link", { name: "Browse channels" }), chat.sidebar.getByText("Direct messages"), chat.membersLink]) {
    expect(Number(await style(calm, "font-weight"))).toBeLessThanOrEqual(500);
  }
  expect(await style(shown, "background-color")).not.toBe(await style(unread, "background-color"));
  expect(await style(shown, "inline-size", "::before")).toBe("3px");

  // Muted beside what one may read, in the accent beside what is meant for one.
  const [quiet, loud] = [await style(unread.locator(".badge"), "background-color"), await style(direct.locator(".badge"), "background-color")];
  expect(loud).toBe(await alice.getByRole("button", { name: "Send", exact: true }).evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--color-accent)";
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  }));
  expect(quiet).not.toBe(loud);
  await bob.send("random", "@alice hello");
  await expect(unread.locator(".badge")).toHaveCSS("background-color", loud);
});

test("a day's name stays at the top of its messages, and what is new has a line of its own colour", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  await bob.sendMany("general", 60);
  const chat = await new Chat(alice).open("general");
  const fresh = alice.locator(".divider--new");
  await expect(fresh).toBeVisible();
  const day = alice.locator(".divider--day").first();
  await chat.scrollTo(chat.message("message 15"));
  const [at, top] = [(await day.boundingBox())!, (await chat.scroller.boundingBox())!];
  expect(Math.abs(at.y - top.y)).toBeLessThan(16);
  expect(await style(fresh, "background-color", "::after")).not.toBe(await style(day, "background-color", "::after"));
});

test("a line with a name is about 50 pixels high, the button that adds a reaction comes with the pointer or the focus, and it moves nothing", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob");
  const api = new Api(alice);
  await api.send("general", "one");
  await bob.send("general", "two");
  await api.react("general", "one", "👍");
  const chat = await new Chat(alice).open("general");
  const high = async (message: Locator) => (await message.boundingBox())!.height;
  expect(await high(chat.message("two"))).toBeLessThanOrEqual(52);
  const add = chat.message("one").getByRole("button", { name: "Add reaction" });
  const before = await high(chat.message("one"));
  await alice.mouse.move(0, 0);
  await expect(add).toHaveCSS("opacity", "0");
  await chat.message("one").hover();
  await expect(add).toHaveCSS("opacity", "1");
  expect(await high(chat.message("one"))).toBe(before);
  await alice.mouse.move(0, 0);
  await expect(add).toHaveCSS("opacity", "0");
  await add.focus();
  await expect(add).toHaveCSS("opacity", "1");
});

test("theme and density are those that one has chosen, on each device and from the first paint on, down to the scrollbars", async ({ signup, login }) => {
  const alice = await signup("alice", { colorScheme: "light" });
  const chat = await new Chat(alice).open("general");
  const ground = () => alice.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).scrollbarColor]);
  const light = await ground();
  await chat.openAccount();
  await chat.dialog.getByRole("group", { name: "Theme" }).getByLabel("Dark").check();
  await expect(alice.locator("html")).toHaveAttribute("data-theme", "dark");
  for (const [i, what] of ["its text", "its scrollbars"].entries()) await expect.poll(async () => (await ground())[i], what).not.toBe(light[i]);
  const other = await login("alice", { colorScheme: "light" });
  await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("a look is taken over although the dialog it was chosen in is closed before the answer, and another channel shown", async ({ signup }) => {
  const alice = await signup("alice", { colorScheme: "light" });
  const chat = await new Chat(alice).open("general");
  await chat.openAccount();
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await alice.route("**/ui/look", async (route) => {
    await held;
    await route.continue();
  });
  await chat.dialog.getByRole("group", { name: "Theme" }).getByLabel("Dark").check();
  await alice.keyboard.press("Escape");
  await expect(chat.dialog).toBeHidden();
  await chat.sidebar.getByRole("link", { name: "random" }).click();
  await expect(alice).toHaveURL(/\/c\/random$/);
  await expect(alice.locator("html")).not.toHaveAttribute("data-theme");
  answer();
  await expect(alice.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("people who have come one after the other have colours of their own, and groups two faces", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const names = ["bob", "carol", "dave", "erin", "frank"];
  await withoutPage(...names);
  await new Api(alice).send("dm:alice:bob:carol", "hello");
  const chat = await new Chat(alice).open("general");
  await chat.membersLink.click();
  await expect(chat.dialog.getByRole("listitem")).toHaveCount(6);
  const colours = await chat.dialog.locator(".avatar__face").evaluateAll((faces) => faces.map((face) => getComputedStyle(face).backgroundColor));
  expect(new Set(colours).size).toBe(6);
  await chat.closeDialog();
  const group = chat.sidebar.getByRole("link", { name: /bob.*carol/ });
  await expect(group.locator(".avatar--group > .avatar")).toHaveCount(2);
});
