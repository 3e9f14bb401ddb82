import { expect, test } from "../../fixtures";
import { showing } from "../../notifications";

// The headless shell keeps no page, and Playwright has the whole browser keep none.
test.use({ launchOptions: { ...showing, ignoreDefaultArgs: ["--disable-back-forward-cache"] } });

for (const path of ["/c/general", "/activity"]) {
  test(`${path} restored from the back/forward cache opens a new socket and is up to date`, async ({ signup, withoutPage, relay }) => {
    relay.keepable = true;
    const [alice] = await withoutPage("alice");
    const bob = await signup("bob", { baseURL: relay.baseURL });
    await alice.send("general", "@bob, before");
    await bob.goto(path);
    const main = bob.getByRole("main");
    await expect(main.getByText("@bob, before")).toBeVisible();
    await expect.poll(() => relay.sockets).toBe(1);
    await bob.evaluate(() => Object.assign(window, { isThePageFromBefore: true }));

    await bob.goto("data:text/html,<p>elsewhere</p>");
    await expect.poll(async () => (await alice.onlineUsers()).bob).toBe("offline");
    await expect.poll(() => relay.sockets).toBe(0);
    await alice.send("general", "@bob, meanwhile");

    await bob.goBack({ waitUntil: "commit" });
    await expect(main.getByText("@bob, meanwhile")).toBeVisible();
    expect(await bob.evaluate(() => "isThePageFromBefore" in window)).toBe(true);
    await expect.poll(async () => (await alice.onlineUsers()).bob).toBe("active");
    await expect.poll(() => relay.sockets).toBe(1);
    await alice.send("general", "@bob, afterwards");
    await expect(main.getByText("@bob, afterwards")).toBeVisible();
  });
}
