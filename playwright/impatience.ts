import type { Page } from "@playwright/test";

const soon = 400;

/**
 * Has a page give up soon what is not answered, where it gives that up at all; what it would wait for without an end it still
 * does, and so it does for what is new, which a slow machine takes longer to tell. The function that it returns ends that.
 */
export async function makeImpatient(page: Page): Promise<() => Promise<void>> {
  await page.evaluate((soon) => {
    const { timeout } = AbortSignal;
    const shorten = (event: Event) => {
      const { xhr, requestConfig } = (event as CustomEvent).detail;
      if (xhr.timeout && !requestConfig.path.startsWith("/ui/live")) xhr.timeout = soon;
    };
    AbortSignal.timeout = () => timeout.call(AbortSignal, soon);
    document.addEventListener("htmx:beforeSend", shorten);
    const makePatient = () => {
      AbortSignal.timeout = timeout;
      document.removeEventListener("htmx:beforeSend", shorten);
    };
    Object.assign(window, { makePatient });
  }, soon);
  return () => page.evaluate(() => (window as unknown as { makePatient(): void }).makePatient());
}
