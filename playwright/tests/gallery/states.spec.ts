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

test("every component that there is has a state in the gallery", async ({ page, allowProblems }) => {
  allowProblems(framed);
  await new Gallery(page).open();
  const components = await page.getByRole("navigation", { name: "Components" }).getByRole("listitem").allInnerTexts();
  for (const name of [
    "account-dialog", "add-member-dialog", "avatar", "channel-header", "chat", "composer", "confirm-dialog",
    "connection-banner", "create-channel-dialog", "dialog-page", "emoji-picker",
    "empty-state", "error-page", "failure-notice", "login", "members-dialog", "message", "message-list", "new-dm-dialog", "presence-dot",
    "reaction-bar", "read-receipts", "rename-dialog", "reset", "sidebar", "signup", "typing-banner",
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
