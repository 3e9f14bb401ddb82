import type { CDPSession } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

/** How many elements the browser gives their styles anew at most in one go while something is done. */
async function restyled(browser: CDPSession, act: () => Promise<void>): Promise<number> {
  let most = 0;
  const take = ({ value }: { value: object[] }) => {
    for (const { name, args } of value as { name?: string; args?: { elementCount?: number } }[]) {
      if (name === "UpdateLayoutTree") most = Math.max(most, args?.elementCount ?? 0);
    }
  };
  browser.on("Tracing.dataCollected", take);
  await browser.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline"] } });
  await act();
  const complete = new Promise((end) => browser.once("Tracing.tracingComplete", end));
  await browser.send("Tracing.end");
  await complete;
  browser.off("Tracing.dataCollected", take);
  return most;
}

test("what comes has a small part of the page styled anew, not all of it", async ({ signup, withoutPage }) => {
  const [bob] = await withoutPage("bob");
  const alice = await signup("alice");
  await bob.sendMany("general", 60);
  await new Api(alice).markRead("general");
  await new Chat(alice).open("general");
  const tracing = await alice.context().browser()!.newBrowserCDPSession();
  const all = await alice.locator("body *").count();
  expect(all).toBeGreaterThan(2_000);
  const shows = (text: string) => alice.waitForFunction((text) => document.getElementById("chat")!.textContent!.includes(text), text);
  const painted = () => alice.evaluate(() => new Promise((end) => requestAnimationFrame(() => setTimeout(end))));

  await painted(); // what came before
  const message = await restyled(tracing, async () => {
    await bob.send("general", "one more");
    await shows("one more");
    await painted();
  });
  expect(message).toBeLessThan(all / 10);

  const typing = await restyled(tracing, async () => {
    await bob.typing("general");
    await shows("bob is typing");
    await painted();
  });
  expect(typing).toBeLessThan(all / 10);

  const whole = await restyled(tracing, async () => {
    await alice.evaluate(() => void (document.documentElement.dataset.theme = "dark"));
    await painted();
  });
  expect(whole).toBeGreaterThan(all / 2); // the measure measures
});

test("a row is asked what lies over it when it comes and when it is due, not whenever another comes", async ({ withoutPage, signup }) => {
  const [bob] = await withoutPage("bob");
  const alice = await signup("alice");
  await alice.evaluate(() => {
    const asked = document.elementFromPoint.bind(document);
    Object.assign(window, { asked: 0 });
    document.elementFromPoint = (x, y) => {
      (window as unknown as { asked: number }).asked++;
      return asked(x, y);
    };
  });
  await bob.sendMany("general", 40);
  await expect(new Chat(alice).messages).toHaveCount(40);
  await expect.poll(async () => Object.keys(await bob.get<object>("/read_receipts/general"))).toEqual(["alice"]);
  const asked = await alice.evaluate(() => (window as unknown as { asked: number }).asked);
  expect(asked).toBeGreaterThan(0);
  expect(asked / 40).toBeLessThan(8);
});
