import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, shape } from "../../pages/chat";
import { Reader } from "../../pages/reader";

/** What reaches a page from the server without being asked for, and how often. Held back, nothing does, and no question of it is answered. */
async function listenTo(page: Page) {
  const line = { held: false, frames: 0, sockets: 0, release: () => {} };
  let answered = Promise.resolve();
  await page.routeWebSocket(/\/ui\/socket/, (socket) => {
    line.sockets++;
    socket.connectToServer().onMessage((message) => {
      if (line.held) return;
      line.frames++;
      socket.send(message);
    });
  });
  await page.route(/\/ui\/live/, async (route) => {
    await answered;
    await route.continue();
  });
  const hold = () => {
    line.held = true;
    answered = new Promise((resolve) => (line.release = () => resolve(void (line.held = false))));
  };
  return Object.assign(line, { hold });
}

for (const path of ["/c/general", "/activity"]) {
  test(`ten seconds of silence make the dots of ${path} unknown, and the next word makes them known`, async ({ signup, newContext }) => {
    const bob = await signup("bob");
    const alice = await Reader.signUp(await newContext(), "alice");
    const silence = await alice.rule("silence");
    await new Api(bob).send("general", "@alice, are you there?");
    const line = await listenTo(alice.page);
    await alice.page.goto(path);
    const dot = alice.page.getByRole("main").locator('.presence-dot[data-user="bob"]').first();
    await expect.poll(() => shape(dot)).toBe("filled");
    await expect.poll(() => line.frames).toBeGreaterThan(0);

    await alice.stopTime();
    const before = line.frames;
    await expect.poll(() => line.frames).toBeGreaterThan(before); // one that comes as time stands still
    line.hold();
    await alice.page.clock.runFor(silence - 1);
    expect(await shape(dot)).toBe("filled");
    await alice.page.clock.runFor(1);
    expect(await shape(dot)).toBe("dotted");
    await expect(alice.connectionBanner).toBeHidden(); // nobody is alarmed yet

    line.release();
    // The page rests a second or two between two sockets: so much of its time passes in a few of the machine's.
    const passing = (now: () => unknown) => expect.poll(() => alice.page.clock.runFor(300).then(now), { intervals: [100] });
    await passing(() => shape(dot)).toBe("filled");
    const again = line.frames;
    // Another socket, or one more where the page's time ran ahead of an answer.
    await passing(() => line.sockets >= 2 && line.frames > again).toBe(true);
    expect(await shape(dot)).toBe("filled");
  });
}
