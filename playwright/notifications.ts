import type { BrowserContextOptions } from "@playwright/test";
import { browserArgs, wholeBrowserPath } from "./browser.mjs";

/** The browser of tests that look at notifications. */
export const showing = { executablePath: wholeBrowserPath, args: browserArgs };

/** The context of somebody who may be notified. */
export const notified: BrowserContextOptions = { serviceWorkers: "allow", permissions: ["notifications"] };

/** What a service worker finds about itself. */
export interface WorkerScope {
  registration: ServiceWorkerRegistration;
  clients: { openWindow(address: string): Promise<unknown> };
  /** Where a page would have been opened. */
  opened?: string;
  dispatchEvent(event: Event): boolean;
  NotificationEvent: new (type: string, init: { notification?: Notification }) => Event;
}
