import { expectAccessible } from "../../accessibility";
import { expect, test } from "../../fixtures";
import { makeImpatient } from "../../impatience";
import { notified, showing, type WorkerScope } from "../../notifications";
import { Chat } from "../../pages/chat";
import { PushService } from "../../push-service";

test.use({ launchOptions: showing, serverFlags: ["--push", "--push-hosts=127.0.0.1"] });

test("who asks for it is notified while no page is open", async ({ signup, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const pushes = await PushService.start();
  const bob = await signup("bob", notified);
  const context = bob.context();
  await pushes.serve(context);
  const blank = await context.newPage(); // the browser goes on
  const chat = await new Chat(bob).open("general");
  await bob.evaluate(() => navigator.serviceWorker.ready);
  const settings = async () => {
    await chat.openAccount();
    await chat.dialog.getByRole("link", { name: "Notifications" }).click();
    await expect(chat.dialog.getByText("Notifications are shown here.")).toBeVisible();
  };
  const [closed, text] = ["Also while MiniMost is closed", "With what is written"].map((name) => chat.dialog.getByRole("switch", { name }));

  /** Presses the switch, and nothing is answered: it says so, and stands as it did. */
  const pressInVain = async (address: string) => {
    const on = await closed.isChecked();
    const makePatient = await makeImpatient(bob);
    await bob.route(address, () => {});
    await closed.click();
    await expect(chat.dialog.getByRole("alert").filter({ hasText: "That did not work. Try again." })).toBeVisible();
    await expect(closed).toBeChecked({ checked: on });
    await bob.unroute(address);
    await makePatient();
  };

  await test.step("the dialog follows what the browser's own settings allow meanwhile", async () => {
    await settings();
    await context.clearPermissions();
    await expect(chat.dialog.getByRole("button", { name: "Allow notifications" })).toBeVisible();
    await expect(closed).toBeHidden();
    await context.grantPermissions(["notifications"]);
    await expect(closed).toBeVisible();
    await chat.closeDialog();
  });

  await test.step("it is turned on in this browser, with the text or without", async () => {
    await settings();
    await expect(text).toBeHidden();
    await pressInVain("**/push/subscribe");
    await closed.check();
    await expect(text).not.toBeChecked();
    await expect(chat.dialog.getByText("That did not work.")).toBeHidden();
    await text.check();
    await bob.reload();
    await settings();
    await expect(closed).toBeChecked();
    await expect(text).toBeChecked();
    await expectAccessible(bob);
    await pressInVain("**/push/unsubscribe");
  });

  await test.step("and what comes is shown by the service worker", async () => {
    await bob.close();
    await expect.poll(async () => (await alice.onlineUsers()).bob).not.toBe("active");
    await alice.send("general", "look, @bob");
    await expect.poll(() => pushes.received.length).toBe(1);
    const workers = await context.newCDPSession(blank);
    const registered = new Promise<string>((resolve) => {
      workers.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations.forEach(({ registrationId }) => resolve(registrationId)));
    });
    await workers.send("ServiceWorker.enable");
    const [worker] = context.serviceWorkers();
    const { origin } = new URL(worker.url());
    await workers.send("ServiceWorker.deliverPushMessage", { origin, registrationId: await registered, data: pushes.received[0] });
    const shown = () =>
      worker.evaluate(async () => {
        const { registration } = globalThis as unknown as WorkerScope;
        const all = await navigator.locks.request("notifications", () => registration.getNotifications()); // as the pages ask
        return all.map(({ title, body, data }) => [title, body, data.address]);
      });
    await expect.poll(shown).toEqual([["alice in general", "look, @bob", "/m/1"]]);
  });
  pushes.stop();
});
