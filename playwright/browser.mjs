import { existsSync } from "node:fs";

const shell = "/usr/bin/chromium-headless-shell";

/** The Chromium to test with. The headless shell makes a context in a quarter of the time that the whole browser takes. */
export const browserPath = process.env.CHROMIUM_PATH || (existsSync(shell) ? shell : "/usr/bin/chromium");
