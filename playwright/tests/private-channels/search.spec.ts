import { expect, test } from "../../fixtures";
import { Dialogs } from "../../pages/dialogs";

test("one who is ticked while the answer to a search is on its way stays ticked", async ({ signup, withoutPage }) => {
  const page = await signup("alice");
  await withoutPage("bob", "carol", "dave");
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const dialogs = new Dialogs(page);
  await dialogs.newChannel.click();
  let answer = (): void => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/ui\/users\/search/, (route) => held.then(() => route.continue()), { times: 1 });
  const asked = page.waitForRequest(/\/ui\/users\/search/);
  await dialogs.dialog.getByRole("searchbox").fill("car");
  await asked;
  await dialogs.person("bob").check();
  answer();

  await expect(dialogs.person("dave")).toBeHidden();
  await expect(dialogs.person("bob")).toBeChecked();
  await expect(dialogs.person("carol")).not.toBeChecked();
  expect(errors, "the question given up is no error").toEqual([]);
});
