import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

const names = Array.from({ length: 40 }, (_, i) => `team-${String(i + 1).padStart(2, "0")}`);

test("what is unread beyond the edges of a long sidebar is told of, led to, and its place is kept", async ({ signup, withoutPage }) => {
  const [carol] = await withoutPage("carol");
  for (const name of names) await carol.post("/public_channels/create", { name });
  const alice = await signup("alice");
  for (const name of names) await alice.request.post(`/public_channels/${name}/join`);
  const [chat, dialogs] = [await new Chat(alice).open("team-20"), new Dialogs(alice)];
  const lists = alice.locator("#sidebar-lists");
  const place = () => lists.evaluate((element) => element.scrollTop);
  const [above, below] = ["Unread above", "Unread below"].map((name) => alice.getByRole("button", { name }));
  const inView = (name: string) => expect(chat.channelLink(new RegExp(`^${name}`))).toBeInViewport({ ratio: 1 });

  await test.step("a pill on either side, by pointer and by keys", async () => {
    await inView("team-20");
    await expect(above).toBeHidden();
    await expect(below).toBeHidden();
    await carol.send("team-40", "hello");
    await expect(below).toBeVisible();
    await carol.send("team-01", "hello");
    await expect(above).toBeVisible();
    await below.click();
    await inView("team-40");
    await expect(below).toBeHidden();
    await above.press("Enter");
    await inView("team-01");
    await expect(above).toBeHidden();
    await alice.keyboard.press("Enter");
    await dialogs.expectHeading("team-01");
  });

  await test.step("the place stays over a visit, a reload and a page without a channel, and the current channel is in view", async () => {
    await lists.evaluate((element) => (element.scrollTop = 300));
    await chat.channelLink("team-18").click();
    await dialogs.expectHeading("team-18");
    expect(await place()).toBe(300);
    await alice.reload();
    await expect.poll(place).toBe(300);
    await alice.goto("/saved");
    await expect.poll(place).toBe(300);
    await chat.open("team-39");
    await inView("team-39");
  });
});

test("sections fold and keep it, rows stand as one has chosen, and what is unread comes first among favourites", async ({ signup, withoutPage }) => {
  const [carol] = await withoutPage("carol");
  const ours = ["zebra", "apple", "mango"];
  for (const name of ours) await carol.post("/public_channels/create", { name });
  const alice = await signup("alice");
  const api = new Api(alice);
  for (const name of ours) await api.request.post(`/public_channels/${name}/join`);
  const [chat, dialogs] = [await new Chat(alice).open("general"), new Dialogs(alice)];
  const rows = (section: string) => alice.getByRole("region", { name: section, exact: true }).locator(".sidebar__link:visible .truncate");

  await test.step("a folded section shows what is unread and what is open, also after a reload", async () => {
    const head = chat.sidebar.getByRole("button", { name: "Channels", exact: true });
    await head.click();
    await expect(head).toHaveAttribute("aria-expanded", "false");
    await expect(rows("Channels")).toHaveText(["general"]);
    await carol.send("mango", "hello");
    await expect(rows("Channels")).toHaveText(["general", "mango"]);
    await expect.poll(() => api.get("/sidebar_settings")).toMatchObject({ folded: ["public"] });
    await alice.reload();
    await expect(head).toHaveAttribute("aria-expanded", "false");
    await expect(rows("Channels")).toHaveText(["general", "mango"]);
    await head.press("Enter");
    await expect(head).toHaveAttribute("aria-expanded", "true");
    await expect(rows("Channels")).toHaveCount(5);
  });

  await test.step("by name, then the newest first, as one writes", async () => {
    await alice.getByRole("link", { name: "Order and reading" }).click();
    await dialogs.radio("By name").check();
    await dialogs.button("Save the order").click();
    await expect(rows("Channels")).toHaveText(["apple", "general", "mango", "random", "zebra"]);
    await alice.getByRole("link", { name: "Order and reading" }).click();
    await dialogs.radio("Newest first").check();
    await dialogs.button("Save the order").click();
    await expect(rows("Channels").first()).toHaveText("mango");
    await carol.send("zebra", "hello");
    await expect(rows("Channels").first()).toHaveText("zebra");
  });

  await test.step("among favourites what is unread is ahead, and goes back once it is read", async () => {
    await api.post("/sidebar_settings", { sort_by: "name" });
    for (const name of ["zebra", "apple", "mango"]) {
      await api.post(`/channel_settings/${name}`, { favourite: true });
      await api.markRead(name);
    }
    await expect(rows("Favourites")).toHaveText(["apple", "mango", "zebra"]);
    await carol.send("zebra", "again");
    await expect(rows("Favourites")).toHaveText(["zebra", "apple", "mango"]);
    await api.markRead("zebra");
    await expect(rows("Favourites")).toHaveText(["apple", "mango", "zebra"]);
  });
});
