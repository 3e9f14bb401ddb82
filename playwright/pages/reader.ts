import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import { Accounts } from "./accounts";
import { Chat } from "./chat";

/** Somebody in front of a page, whose clock and attention the test controls. Playwright gives every page both for ever. */
export class Reader extends Chat {
  /** Signs up in a context whose pages live by a clock that the test can move. */
  static async signUp(context: BrowserContext, username: string): Promise<Reader> {
    await context.clock.install();
    const accounts = new Accounts(await context.newPage());
    await accounts.signUp(username);
    await accounts.expectLoggedIn();
    return new Reader(accounts.page);
  }

  constructor(page: Page) {
    super(page);
  }

  /** Goes to another window; this one stays in view. */
  async lookAway(): Promise<void> {
    await this.setFocus(false);
  }

  async lookBack(): Promise<void> {
    await this.setFocus(true);
  }

  /** Stops the page's clock: from now on its timers run only when the test lets time pass. */
  async stopTime(): Promise<void> {
    const { clock } = this.page;
    // Where the machine is slow that moment has passed as the page hears of it: its time stands, and stays where it is.
    await clock.pauseAt(Date.now() + 1_000).catch(async () => clock.pauseAt(1 + (await this.page.evaluate(() => Date.now()))));
  }

  /** Waits until something holds, while no more than so many milliseconds pass for the page: its own timers do not bring it. */
  async expectWithin(ms: number, holds: () => Promise<boolean>): Promise<void> {
    let passed = 0;
    const look = async () => {
      const step = Math.min(10, ms - passed);
      passed += step;
      await this.page.clock.runFor(step);
      return holds();
    };
    await expect.poll(look, { intervals: [50] }).toBe(true);
  }

  /** Waits until the page knows that a message is on screen, which browsers tell it with the next frame. */
  async expectKnown(message: Locator): Promise<void> {
    await message.evaluate(
      (row) =>
        new Promise<void>((known) => {
          const observer = new IntersectionObserver(() => {
            observer.disconnect();
            known();
          });
          observer.observe(row);
        }),
    );
  }

  private async setFocus(focused: boolean): Promise<void> {
    await this.page.evaluate((focused) => {
      document.hasFocus = () => focused;
      dispatchEvent(new Event(focused ? "focus" : "blur"));
    }, focused);
  }
}
