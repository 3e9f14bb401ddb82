import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";

test("what ends a membership or a channel stands in one line, below what goes on", async ({ signup }) => {
  const alice = await signup("alice");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await dialogs.createChannel("plans");
  await chat.membersLink.click();
  const top = async (name: string) => (await dialogs.dialog.getByRole("link", { name, exact: true }).boundingBox())!.y;
  expect(await top("Leave")).toBe(await top("Archive"));
  expect(await top("Add member")).toBe(await top("Rename"));
});

test("a long list of members is searched by names of either kind, and a short one is not", async ({ signup, withoutPage }) => {
  const alice = await signup("alice");
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  const search = dialogs.dialog.getByRole("searchbox", { name: "Find a member" });
  const members = dialogs.dialog.getByRole("listitem");
  const [bob] = await withoutPage("bob", "carol", "dave", "erin", "frank", "grace");
  await alice.reload();
  await chat.membersLink.click();
  await expect(members).toHaveCount(7);
  await expect(search).toHaveCount(0);
  await chat.closeDialog();

  await bob!.post("/profile", { display_name: "Zoë Ångström" });
  await withoutPage("heidi", "ivan");
  await alice.reload();
  await chat.membersLink.click();
  await dialogs.expectOpen("9 members of general");
  for (const [typed, names] of [["zoe", ["bob"]], ["ang", ["bob"]], ["BO", ["bob"]], ["iva", ["ivan"]]] as const) {
    await search.fill(typed);
    await expect(members, typed).toHaveCount(names.length);
    await expect(members, typed).toContainText([...names]);
    await expect(search, "the list alone is drawn anew").toBeFocused();
    await expect(search).toHaveValue(typed);
  }
  await search.fill("zebra");
  await expect(dialogs.dialog.getByText("Nobody here matches “zebra”")).toBeVisible();
  await search.fill("");
  await expect(members).toHaveCount(9);
});
