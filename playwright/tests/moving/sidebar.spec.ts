import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
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
