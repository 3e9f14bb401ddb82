import { expect, test } from "../../fixtures";
import { framed, Gallery } from "../../pages/gallery";

test.use({ serverFlags: ["--dev"] });

test("the index lists every component with its states, in frames that load", async ({ page, allowProblems }) => {
  allowProblems(framed);
  const gallery = await new Gallery(page).open();
  const components = await page.getByRole("navigation", { name: "Components" }).getByRole("listitem").allInnerTexts();
  expect(components.length).toBeGreaterThan(20);
  for (const name of components) {
    const section = page.getByRole("region", { name, exact: true });
    await expect(section.getByRole("article")).not.toHaveCount(0);
  }
  const states = await gallery.states();
  expect(new Set(states).size).toBe(states.length);
  const first = page.getByRole("article").first();
  for (const look of ["light", "dark", "390 pixels wide"]) {
    const frame = first.locator(`iframe[title$="${look}"]`).contentFrame();
    await expect(frame.getByRole("main")).toBeVisible();
  }
});

test("what the index shows, and how, is a choice that its address keeps", async ({ page, allowProblems }) => {
  allowProblems(framed);
  await page.setViewportSize({ width: 1400, height: 900 });
  await new Gallery(page).open();
  await page.getByRole("searchbox", { name: "Find" }).fill("Presence-DOT");
  await page.getByRole("combobox", { name: "Theme" }).selectOption("Dark");
  await page.getByRole("combobox", { name: "Width" }).selectOption("1920 pixels");
  await page.getByRole("checkbox", { name: "Forced colours" }).check();
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/find=Presence-DOT/);
  await page.reload();
  expect(await page.getByRole("navigation", { name: "Components" }).getByRole("listitem").allInnerTexts()).toContain("presence-dot");
  await expect(page.getByRole("article").filter({ hasNotText: /presence|dot/i })).toHaveCount(0);
  const frames = page.getByRole("article").first().locator("iframe");
  await expect(frames).toHaveCount(1);
  expect((await frames.boundingBox())?.width).toBe(1920);
  const inside = frames.contentFrame().locator("html");
  await expect(inside).toHaveAttribute("data-theme", "dark");
  await expect(inside.locator("link[rel='stylesheet']")).toHaveAttribute("href", /\/forced\.css$/);
  await page.getByRole("link", { name: "Deutsch" }).click();
  await expect(page).toHaveURL(/width=1920/);

  await page.getByRole("searchbox", { name: "Find" }).fill("no such thing");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("status")).toContainText("no such thing");
  await expect(page.getByRole("article")).toHaveCount(0);
});

test("every component that there is has a state in the gallery", async ({ page, allowProblems }) => {
  allowProblems(framed);
  await new Gallery(page).open();
  const components = await page.getByRole("navigation", { name: "Components" }).getByRole("listitem").allInnerTexts();
  for (const name of [
    "account-dialog", "add-member-dialog", "avatar", "channel-header", "chat", "composer", "confirm-dialog",
    "connection-banner", "create-channel-dialog", "dialog-page", "emoji-picker",
    "empty-state", "error-page", "failure-notice", "login", "members-dialog", "message", "message-list", "new-dm-dialog", "presence-dot",
    "reaction-bar", "read-receipts", "rename-dialog", "reset", "sidebar", "signup", "tokens", "typing-banner",
  ]) {
    expect(components).toContain(name);
  }
});

test("every state is there at its own address, alone, with a heading", async ({ page }) => {
  const gallery = new Gallery(page);
  const componentOf = (path: string) => path.split("/")[2];
  for (const path of await gallery.states()) {
    // The first of each component as a reader opens it, the others in its place.
    const there = componentOf(new URL(page.url()).pathname) === componentOf(path);
    expect(there ? await gallery.show(path) : (await page.goto(path))?.status(), path).toBe(200);
    const shown = await page.evaluate(() => ({
      main: document.querySelector("main")?.checkVisibility(),
      heading: document.querySelector("h1") !== null,
      title: document.title,
    }));
    expect(shown, path).toEqual({ main: true, heading: true, title: expect.stringMatching(/ · MiniMost$/) });
  }
});

test("a state that does not exist says so", async ({ page, allowProblems }) => {
  allowProblems(/status of 404/);
  expect((await page.goto("/gallery/presence-dot/nowhere"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test.describe("on a server in use", () => {
  test.use({ serverFlags: [] });

  test("there is no gallery", async ({ page, allowProblems }) => {
    allowProblems(/status of 404/);
    expect((await page.goto("/gallery"))?.status()).toBe(404);
  });
});
