import { expectAccessible } from "../../accessibility";
import { expect, test } from "../../fixtures";
import { notified, showing } from "../../notifications";
import { Chat } from "../../pages/chat";

test.use({ launchOptions: showing });

test("an app that opens without its server says so, keeps what is typed, and goes on by itself", async ({ signup, server, allowProblems }) => {
  allowProblems(/ERR_CONNECTION_REFUSED|ERR_INTERNET|Failed to fetch|htmx:|WebSocket|status of 50|ERR_FAILED|ERR_EMPTY_RESPONSE/);
  const bob = await signup("bob", notified);
  await bob.evaluate(() => navigator.serviceWorker.ready);
  await bob.reload(); // in the worker's care
  await server.stop();
  const meanwhile = bob.getByRole("textbox", { name: "Write meanwhile" });
  for (const [address, text] of [["/c/random", "for random"], ["/", "for whichever comes"]]) {
    await bob.goto(address!);
    await expect(bob.getByRole("heading", { name: "There is no connection" })).toBeVisible();
    await meanwhile.fill(text!);
    await bob.reload();
    await expect(meanwhile).toHaveValue(text!);
  }
  await expectAccessible(bob);
  await server.restart();
  const chat = new Chat(bob);
  await expect(chat.composer).toHaveValue("for whichever comes");
  await chat.open("random");
  await expect(chat.composer).toHaveValue("for random");
  const manifest = await (await bob.request.get("/manifest.webmanifest")).json();
  expect(manifest).toMatchObject({ start_url: "/", scope: "/", display: "standalone" });
  for (const { src } of manifest.icons) expect((await bob.request.get(src)).status(), src).toBe(200);
});
