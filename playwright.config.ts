import { defineConfig } from "@playwright/test";
import { browserArgs, browserPath } from "./playwright/browser.mjs";
import type { Options } from "./playwright/fixtures";

const pixels = {
  name: "pixels",
  testMatch: "**/pixels/**",
  expect: { toHaveScreenshot: { maxDiffPixelRatio: 0.02, threshold: 0.3 } },
};

export default defineConfig<Options>({
  testDir: "playwright/tests",
  globalSetup: "./playwright/global-setup.ts",
  outputDir: "build/test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // Browsers wait a lot for each other; with more each waits longer for the two processors than a test may.
  workers: 4,
  // What fails now and then has a cause, in the test or in the program.
  retries: 0,
  // A busy machine may take its time; a condition that holds is not waited for.
  timeout: 240_000,
  globalTimeout: 30 * 60_000,
  // Less than the 30 s after which a page reports by itself what others should have been told at once.
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: "build/ui-tests.json" }]],
  use: {
    // One that failed has its picture and what its pages asked and said (problems.ts). A trace of each would cost a twentieth of the
    // time without pictures, a third with them: `--trace=retain-on-failure`.
    trace: "off",
    screenshot: "only-on-failure",
    // It would answer where tests look at what is asked; those of notifications let it run.
    serviceWorkers: "block",
    timezoneId: process.env.BROWSER_TZ || "UTC",
    locale: "en-GB",
    // Nothing is measured half-way, and nothing drawn sixty times a second: a fifth of the time.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: browserPath,
      args: browserArgs,
    },
  },
  projects: [
    { name: "chromium", testIgnore: "**/pixels/**" },
    // No socket opens: pages fall back to polls. A Go test holds what a poll brings to what a socket does, so that one test of
    // each way that a page takes it, tagged @poll, is enough.
    { name: "poll", testIgnore: "**/pixels/**", grep: /@poll/, use: { push: false } },
    // Two servers on one PostgreSQL, asked in turn: what people see of each other, and of what they did themselves.
    { name: "nodes", testIgnore: "**/pixels/**", grep: /@nodes/, use: { servers: 2 } },
    // Pictures depend on the browser version and the fonts of the machine, so a difference fails nothing else: `make pixels`.
    ...(process.env.PIXELS ? [pixels] : []),
  ],
});
