import { existsSync } from "node:fs";

const shell = "/usr/bin/chromium-headless-shell";
const whole = "/usr/bin/chromium";

/** The Chromium to test with. The headless shell makes a context in a quarter of the time that the whole browser takes. */
export const browserPath = process.env.CHROMIUM_PATH || (existsSync(shell) ? shell : whole);

/** The headless shell shows no notifications, whatever is granted; the whole browser does. */
export const wholeBrowserPath = process.env.CHROMIUM_PATH || whole;

export const browserArgs = [
  "--no-sandbox",
  "--disable-gpu",
  // No process to draw in for every browser, and nothing copied to it: an eighth of the time.
  "--in-process-gpu",
  // No process for the network either: a tenth. Playwright's own features stand beside it, for the last of two lists counts.
  "--enable-features=NetworkServiceInProcess2,CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
