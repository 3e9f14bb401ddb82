import { expect, test } from "../../fixtures";
import { goodPassword } from "../../pages/accounts";

test("a German browser gets everything in German, live too, until its reader chooses English", async ({ newContext, withoutPage }) => {
  const [bob] = await withoutPage("bob");
  await bob.form("/send/general", { text: "good morning\n\n|a|\n|-|\n|b|\n\n```\nx\n```" });
  const page = await (await newContext({ locale: "de-DE" })).newPage();
  await page.goto("/signup");
  await page.getByLabel("Benutzername", { exact: true }).fill("alice");
  await page.getByLabel("Passwort", { exact: true }).fill(goodPassword);
  await page.getByLabel("Passwort bestätigen").fill(goodPassword);
  await page.getByRole("button", { name: "Registrieren" }).click();

  const composer = page.getByRole("textbox", { name: "Nachricht an general" });
  await expect(composer).toBeAttached();
  // Enter sends only once the scripts are there.
  await page.waitForLoadState();
  await composer.fill("Guten Morgen");
  await composer.press("Enter");
  const log = page.getByRole("log", { name: "Nachrichten in general" });
  const mine = log.getByRole("article").filter({ hasText: "Guten Morgen" });
  await expect(mine).toBeVisible();
  await expect(log.locator(".divider--day time")).toHaveText("Heute");
  const drawn = page.getByRole("article").filter({ hasText: "good morning" });
  await expect(drawn.getByRole("group", { name: "Tabelle", exact: true })).toBeVisible();
  await expect(drawn.getByRole("button", { name: "Code kopieren", exact: true })).toBeAttached();
  await expect(mine.locator("time")).toHaveAttribute("title", /^(\S+tag|Mittwoch), \d+\. \S+ \d{4}, /);

  await bob.form("/react/2", { reaction: "👍" });
  await expect(mine.getByRole("button", { name: /^👍 Daumen hoch, 1 Person: bob\. Drücke, um zu reagieren$/ })).toBeVisible();

  await test.step("the emoji picker too, which finds emoji by their names in both languages", async () => {
    await page.getByRole("button", { name: "Emoji einfügen" }).click();
    const picker = page.getByRole("dialog", { name: "Emoji wählen" });
    const search = picker.getByRole("combobox", { name: "Suchen" });
    await search.fill("Weißes Häk");
    await expect(picker.getByRole("option", { name: /^✅/ })).toBeVisible();
    await search.fill("rocket");
    await expect(picker.getByRole("option", { name: /^🚀, Rakete/ })).toBeVisible();
    await search.press("Enter");
    await expect(composer).toHaveValue("🚀");
  });

  await page.getByRole("link", { name: /Konto und Status$/ }).click();
  // Not check(): the page goes before anybody could see it checked.
  await page.getByRole("radio", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("textbox", { name: "Message general" })).toBeVisible();
  await expect(page.getByRole("log", { name: "Messages in general" }).locator(".divider--day time")).toHaveText("Today");
  await expect(drawn.getByRole("group", { name: "Table", exact: true })).toBeVisible();
});
