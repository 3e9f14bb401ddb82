import { expect, test } from "../../fixtures";
import { Accounts } from "../../pages/accounts";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { makeImpatient } from "../../impatience";

test("a draft is its person's on every device, marked, and gone once it is sent", { tag: ["@poll", "@nodes"] }, async ({ signup, login, withoutPage }) => {
  const [carol] = await withoutPage("carol");
  const alice = await signup("alice");
  const other = await login("alice");
  const [here, there] = [new Chat(alice), await new Chat(other).open("random")];
  const marked = there.channelLink(/^general.*draft/);

  await test.step("what is typed on one is marked on the other, and stands in its composer", async () => {
    await here.composer.fill("half a\nthought");
    await expect(marked).toBeVisible();
    await there.switchTo("general");
    await expect(there.composer).toHaveValue("half a\nthought");
    await expect(there.channelLink(/^general/).locator(".sidebar__draft")).toBeHidden();
  });

  await test.step("what is changed there comes back, where nobody writes", async () => {
    await here.composer.focus(); // where nobody has written for a while
    await there.composer.fill("half a thought more");
    await expect(here.composer).toHaveValue("half a thought more");
    await expect(here.channelLink(/draft/)).toHaveCount(0);
  });

  await test.step("another channel takes it along, also at once", async () => {
    await here.composer.fill("another");
    await here.switchTo("random");
    await expect(here.composer).toHaveValue("");
    await expect(here.channelLink(/^general.*draft/)).toBeVisible();
    await here.switchTo("general");
    await expect(here.composer).toHaveValue("another");
    await there.composer.blur();
    await expect(there.composer).toHaveValue("another");
    await alice.goto("/saved");
    await expect(here.channelLink(/^general.*draft/)).toBeVisible();
    await here.open("general");
  });

  await test.step("sent it is gone everywhere", async () => {
    await here.composer.press("Enter");
    await expect(here.message("another")).toBeVisible();
    await expect(there.composer).toHaveValue("");
    await carol.send("general", "so?");
    await there.open("random");
    await expect(there.message("so?").or(there.composer)).toBeVisible();
    await expect(there.channelLink(/draft/)).toHaveCount(0);
  });
});

test("at logout a draft leaves the page, and is back with its person", async ({ signup, login }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const order: string[] = [];
  let goOn = () => {};
  const pressed = new Promise<void>((resolve) => (goOn = resolve));
  await alice.route(/\/drafts\//, async (route) => {
    await pressed;
    order.push("draft");
    await route.continue();
  });
  alice.on("request", (request) => new URL(request.url()).pathname === "/logout" && order.push("logout"));
  await chat.composer.fill("mine alone");
  await new Accounts(alice).logOut();
  goOn();
  await new Accounts(alice).expectLoginPage();
  expect(order).toEqual(["draft", "logout"]);
  expect(await alice.evaluate(() => Object.values(sessionStorage).join())).not.toContain("mine alone");
  const back = new Chat(await login("alice"));
  await expect(back.composer).toHaveValue("mine alone");
  await new Dialogs(back.page).expectHeading("general");
});

test("a logout does not wait for a draft that never has an answer", async ({ signup }) => {
  const alice = await signup("alice");
  await alice.route(/\/drafts\//, () => {});
  await new Chat(alice).composer.fill("mine alone");
  await new Accounts(alice).logOut();
  await new Accounts(alice).expectLoginPage();
});

test("a draft of which the server never answered is told again", async ({ signup, login }) => {
  const alice = await signup("alice");
  const other = await new Chat(await login("alice")).open("random");
  const chat = await new Chat(alice).open("general");
  await makeImpatient(alice);
  let asked = 0;
  await alice.route(/\/drafts\//, (route) => (asked++ ? route.continue() : undefined));
  await chat.composer.fill("half");
  await expect.poll(() => asked).toBe(1);
  await expect(async () => {
    await chat.composer.press("End");
    await chat.composer.press("a");
    await expect(other.channelLink(/^general.*draft/)).toBeVisible({ timeout: 1_000 });
  }).toPass();
});
