import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api } from "../../pages/chat";

/** Words that leave the window, or a box that does not scroll: what of their line is painted is cut off there. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const parent = text.parentElement;
      if (!text.nodeValue?.trim() || !parent?.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right, width } = range.getBoundingClientRect();
      const clipped = (at: Element | null): boolean => at !== null && at !== document.body && (getComputedStyle(at).overflowX !== "visible" || clipped(at.parentElement));
      if (width > 0 && !clipped(parent) && (right > innerWidth + 1 || left < -1)) found.push(text.nodeValue.trim());
    }
    // A choice is as wide as its words want to be, and no wider than there is room.
    for (const select of document.querySelectorAll("select")) {
      const wanted = select.cloneNode() as HTMLSelectElement;
      wanted.append(select.selectedOptions[0].cloneNode(true));
      wanted.style.cssText = "position: absolute; inline-size: max-content; flex: none; min-inline-size: 0; max-inline-size: none";
      select.after(wanted);
      if (wanted.getBoundingClientRect().width > select.getBoundingClientRect().width + 1) found.push(select.selectedOptions[0].text);
      wanted.remove();
    }
    return found;
  });
}

test("long names without a space, and long words of German, are cut off nowhere on a phone", async ({ withoutPage, newContext, signup }) => {
  const narrow = { viewport: { width: 390, height: 844 }, locale: "de-DE" };
  const letters = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrentenauszahlung".slice(0, 60);
  const first = await signup("alice");
  const alice = new Api(first);
  const [bob] = await withoutPage("w".repeat(32));
  await bob!.post("/profile", { display_name: letters });
  const channel = await alice.createPrivate("x".repeat(60), "w".repeat(32));
  await alice.send("general", "hello");
  await bob!.react("general", "hello", "👍");
  await bob!.send("general", "@alice hello");
  const page = await (await newContext({ ...narrow, storageState: await first.context().storageState() })).newPage();
  const id = channel.split(":")[1];
  for (const address of [
    `/c/${channel}`, "/c/general", `/c/dm:alice:${"w".repeat(32)}`, "/activity", "/channels", "/saved", "/search?q=hello", "/admin", "/admin/audit", "/admin/channels", "/admin/settings", "/invites",
    "/ui/account", "/ui/account/profile", "/ui/account/sessions", "/ui/account/end", "/ui/notifications", "/ui/programs", "/ui/sidebar_settings", "/ui/mentions", "/ui/shortcuts", "/ui/switcher", "/ui/dms/new",
    `/ui/people/${"w".repeat(32)}`, "/ui/channel_settings/general", `/ui/private_channels/${id}/members`, `/ui/private_channels/${id}/rename`, `/ui/private_channels/${id}/leave`,
    `/ui/private_channels/${id}/add_member`, `/ui/private_channels/${id}/remove_member?username=${"w".repeat(32)}`, `/ui/private_channels/${id}/archive`,
  ]) {
    expect((await page.goto(address))?.status(), address).toBe(200);
    expect(await cutOff(page), address).toEqual([]);
  }

  await page.goto("/activity");
  const places = page.locator(".listed-messages__where > .truncate");
  await expect(places.first()).toHaveText("general");
  expect(await places.evaluateAll((names) => names.filter((name) => name.scrollWidth > name.clientWidth).length), "where it was is read whole").toBe(0);

  // As with twice the letters in the browser's settings.
  const settings = await page.context().newCDPSession(page);
  await settings.send("Page.setFontSizes", { fontSizes: { standard: 32 } });
  for (const address of ["/channels", "/ui/account", "/ui/shortcuts", "/search?q=hello", "/admin", "/invites"]) {
    await page.goto(address);
    expect(await cutOff(page), `${address} in large letters`).toEqual([]);
  }
  await page.goto("/c/general");
  await expect(page.getByRole("heading", { level: 1 }).getByText("general")).toBeVisible();
  expect(await page.getByRole("heading", { level: 1 }).locator(".truncate").evaluate((name) => name.scrollWidth <= name.clientWidth), "its name is read whole").toBe(true);

  const nobody = await (await newContext(narrow)).newPage();
  for (const address of ["/login", "/signup"]) {
    await nobody.goto(address);
    expect(await cutOff(nobody), address).toEqual([]);
  }
});

test("the words below a picture stand on two lines of a phone's window", async ({ signup }) => {
  const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  const alice = await signup("alice", { viewport: { width: 390, height: 844 } });
  await alice.locator("#attach-input").setInputFiles([{ name: "one.png", mimeType: "image/png", buffer: pixel }, { name: "two.png", mimeType: "image/png", buffer: pixel }]);
  for (const name of ["one.png", "two.png"]) await expect(alice.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  await alice.getByRole("textbox", { name: "Message general" }).press("Enter");
  await alice.getByRole("link", { name: "one.png" }).click();
  const viewer = alice.getByRole("dialog");
  await expect(viewer.getByRole("img"), "it moves what is below it as it comes").toHaveJSProperty("naturalWidth", 1);
  const top = async (part: ReturnType<Page["getByRole"]>) => Math.round((await part.boundingBox())!.y);
  const [next, previous, original] = [viewer.getByRole("button", { name: "Next" }), viewer.getByRole("button", { name: "Previous" }), viewer.getByRole("link", { name: "Original" })];
  expect([await top(previous), await top(original)]).toEqual([await top(next), await top(next)]);
});
