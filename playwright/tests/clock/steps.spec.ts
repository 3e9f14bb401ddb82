import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Reader } from "../../pages/reader";

const minute = 60_000;
const hour = 60 * minute;

/** The moment at which the page's clock stands, an hour earlier: somebody has set it right. */
async function setBack(reader: Reader): Promise<void> {
  await reader.page.clock.setSystemTime((await reader.page.evaluate(() => Date.now())) - hour);
}

test("one who types on while the clock is set back is still shown to", async ({ signup, newContext }) => {
  const alice = new Chat(await signup("alice"));
  const bob = await Reader.signUp(await newContext(), "bob");
  await bob.stopTime();
  const told: string[] = [];
  const shown = await alice.watchTypingBanner();
  bob.page.on("request", (request) => request.url().includes("/typing/") && told.push(request.method()));
  await bob.composer.press("h");
  await expect.poll(() => told).toEqual(["POST"]);
  await setBack(bob);
  await bob.composer.press("i");
  await bob.page.clock.runFor(2_000);
  await expect.poll(() => told).toEqual(["POST", "POST"]);
  await expect.poll(async () => (await shown.jsonValue()).map(({ text }) => text)).toContain("bob is typing…");
  await bob.page.clock.runFor(await bob.rule("typingWindow"));
  await expect.poll(() => told).toEqual(["POST", "POST", "DELETE"]);
  await expect(alice.typingBanner).toBeEmpty();
});

test("one who does nothing for as long as it takes is away, though the clock was set back meanwhile", async ({ signup, newContext }) => {
  const alice = new Chat(await signup("alice"));
  const bob = await Reader.signUp(await newContext(), "bob");
  await alice.expectDot("bob", "Online");
  await bob.stopTime();
  const idleAfter = await bob.rule("idleAfter");
  await setBack(bob);
  await bob.page.clock.runFor(2 * idleAfter);
  await alice.expectDot("bob", "Away");
});

test("a page that waits to try its socket again does so though the clock is set back", async ({ newContext, withoutPage }) => {
  const [alice] = await withoutPage("alice");
  const context = await newContext();
  await context.addInitScript(() => {
    const { WebSocket } = window;
    const wires = { refuse: true, opened: 0, closed: 0 };
    function Wire(this: { onclose?(event: CloseEvent): void; close(): void }, address: string) {
      wires.opened++;
      if (!wires.refuse) return new WebSocket(address);
      this.close = () => {};
      queueMicrotask(() => (this.onclose?.(new CloseEvent("close", { code: 1006 })), wires.closed++));
    }
    Object.assign(Wire, { CONNECTING: 0, OPEN: 1 });
    Object.assign(window, { WebSocket: Wire, wires });
  });
  const bob = await Reader.signUp(context, "bob");
  const wires = (change: object) => bob.page.evaluate((change) => Object.assign((window as unknown as { wires: { opened: number; closed: number } }).wires, change), change);
  await expect.poll(async () => (await wires({})).closed).toBeGreaterThan(1);
  await bob.stopTime();
  await setBack(bob);
  const { opened } = await wires({ refuse: false });
  // Within the longest rest, not an hour later.
  for (let passed = 0; passed < 2 * minute && (await wires({})).opened === opened; passed += 5_000) {
    await bob.page.clock.runFor(5_000);
    await alice!.send("general", String(passed)); // which ends the poll that goes on in the meantime
    // A socket that had no time to open is followed by a poll after a moment of the page's time.
    await expect(async () => {
      await bob.page.clock.runFor(100);
      expect(await bob.message(String(passed)).isVisible()).toBe(true);
    }).toPass();
  }
  expect((await wires({})).opened).toBeGreaterThan(opened);
});
