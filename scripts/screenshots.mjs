// Writes docs/screenshots from the real program: a conversation light, dark and narrow, the account dialog, the gallery.
//
//   make screenshots
//
// The demo plays the people. What they say differs a little each time; each picture is taken once what it is to show is
// there, and nothing waits for a while.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium, expect } from "@playwright/test";
import { browserPath } from "../playwright/browser.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, "docs", "screenshots");
const binary = process.env.MINIMOST_BINARY || path.join(root, "build", "minimost");

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };
const patience = 60_000; // milliseconds
const largest = 200_000; // bytes

const words = "Dumplings sound great, count me in!";

async function main() {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(path.join(tmpdir(), "minimost-screenshots-"));
  const server = await startServer(path.join(scratch, "demo.db"));
  const browser = await startBrowser();
  try {
    await takePictures(browser, server.url);
  } finally {
    await browser.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Builds the program and starts it on a free port with a database of its own. */
async function startServer(database) {
  if (!process.env.MINIMOST_BINARY) {
    const env = { ...process.env, CGO_ENABLED: "0" };
    execFileSync("go", ["build", "-o", binary, "."], { cwd: root, env, stdio: "inherit" });
  }
  const flags = ["--demo", "--dev", "--addr=127.0.0.1:0", `--db=${database}`];
  const child = spawn(binary, flags, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url) return { url, stop: () => stopServer(child) };
  }
  throw new Error("the server did not start");
}

async function stopServer(child) {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

function startBrowser() {
  return chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}

async function takePictures(browser, url) {
  const login = await logIn(await newPage(browser, url, { viewport: wide }));
  const open = async (options) => {
    const page = await newPage(browser, url, { storageState: login, ...options });
    await page.goto("/c/general");
    return page;
  };
  const light = await open({ viewport: wide, colorScheme: "light" });
  const dark = await open({ viewport: wide, colorScheme: "dark" });
  const small = await open({ viewport: narrow, colorScheme: "light", isMobile: true, hasTouch: true });

  await say(light, words);
  await Promise.all([
    takeLively(light, "chat-light"),
    takeLively(dark, "chat-dark"),
    takeLively(small, "chat-narrow"),
  ]);
  await showAccount(light);
  await take(light, "account-dialog");
  await showGallery(light);
  await take(light, "gallery");
}

async function newPage(browser, baseURL, options) {
  const context = await browser.newContext({
    baseURL,
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
    ...options,
  });
  return context.newPage();
}

/** Logs in as the login page says, and returns the cookies. */
async function logIn(page) {
  await page.goto("/login");
  const hint = page.getByText("This is a demo.");
  await page.getByLabel("Username", { exact: true }).fill(await hint.locator("strong").innerText());
  await page.getByLabel("Password", { exact: true }).fill(await hint.locator("code").innerText());
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("log")).toBeVisible();
  const login = await page.context().storageState();
  await page.context().close();
  return login;
}

async function say(page, text) {
  await page.getByLabel("Message general").fill(text);
  await page.keyboard.press("Enter");
  await expect(page.locator(".message[data-mine]").last()).toContainText(text);
}

/** Takes the picture while somebody types, somebody has read what was said, and a reaction is in sight. */
async function takeLively(page, name) {
  await expect(async () => {
    await page.waitForFunction(isLively, words, { polling: 100, timeout: patience });
    const image = await page.screenshot({ animations: "disabled" });
    expect(await page.evaluate(isLively, words), "it is still so after the picture").toBe(true);
    await save(image, name);
  }).toPass({ timeout: patience });
}

/** Runs in the page. */
function isLively(said) {
  const top = document.getElementById("scroller").getBoundingClientRect().top;
  const inSight = (element) => Boolean(element) && element.getBoundingClientRect().top > top;
  const mine = [...document.querySelectorAll(".message[data-mine]")].at(-1);
  return (
    mine.textContent.includes(said) &&
    inSight(mine.nextElementSibling?.querySelector(".receipts__link")) &&
    [...document.querySelectorAll(".reaction[name]")].some(inSight) &&
    document.querySelector(".typing-banner__text") !== null &&
    document.querySelector("#account-button .presence-dot--active") !== null
  );
}

async function showAccount(page) {
  await page.locator("#account-button a").click();
  const dialog = page.getByRole("dialog", { name: "Your account" });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("radio", { name: /^Away/ }).check();
  await dialog.getByLabel("For how long").selectOption("1 hour");
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(dialog).toContainText("you chose Away");
  await page.evaluate(() => document.activeElement.blur());
  await page.mouse.move(0, 0);
}

async function showGallery(page) {
  await page.goto("/gallery#reaction-bar");
  for (const frame of await page.locator("#reaction-bar iframe").all()) {
    await frame.contentFrame().getByRole("main").waitFor();
  }
  await page.evaluate(() => document.getElementById("reaction-bar").scrollIntoView());
}

async function take(page, name) {
  await save(await page.screenshot({ animations: "disabled" }), name);
}

async function save(image, name) {
  if (image.length > largest) throw new Error(`${name}.png would be ${image.length} bytes, more than ${largest}`);
  await writeFile(path.join(folder, `${name}.png`), image);
  console.log(`${name}.png  ${Math.round(image.length / 1000)} kB`);
}

await main();
