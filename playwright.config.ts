import { defineConfig } from "@playwright/test";
import type { Options } from "./playwright/fixtures";

const ci = Boolean(process.env.CI);

const pixels = {
  name: "pixels",
  testMatch: "**/pixels/**",
  expect: { toHaveScreenshot: { maxDiffPixelRatio: 0.02, threshold: 0.3 } },
};

/** The folders whose tests look at pages that others change. */
const live = "**/{account,direct-messages,drafts,live,presence,private-channels,reactions,receipts,typing}/**";

export default defineConfig<Options>({
  testDir: "playwright/tests",
  globalSetup: "./playwright/global-setup.ts",
  outputDir: "build/test-results",
  fullyParallel: true,
  forbidOnly: ci,
  workers: 2,
  // On a busy machine a browser can stall for seconds; what passes the second time is listed as flaky.
  retries: ci ? 1 : 0,
  timeout: 30_000,
  globalTimeout: 17 * 60_000,
  expect: { timeout: 5_000 },
  reporter: [["list"], ["json", { outputFile: "build/ui-tests.json" }]],
  use: {
    // Recording costs a quarter of the time.
    trace: ci ? "on-first-retry" : "retain-on-failure",
    screenshot: "only-on-failure",
    timezoneId: "UTC",
    locale: "en-GB",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "chromium", testIgnore: "**/pixels/**" },
    // No event stream arrives: pages fall back to polls.
    { name: "poll", testMatch: live, use: { push: false } },
    // Pictures depend on the browser version and the fonts of the machine, so a difference fails nothing else: `make pixels`.
    ...(process.env.PIXELS ? [pixels] : []),
  ],
});
