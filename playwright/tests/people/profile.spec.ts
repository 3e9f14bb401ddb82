import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("a picture, pronouns and local time are set in the profile and seen by others at once, on names and on the card", { tag: "@poll" }, async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const [hers, his] = [new Chat(alice), new Chat(bob)];
  await his.send("hello");
  const face = hers.message("hello").locator(".avatar__face");
  await expect(face).toHaveText("B");

  await his.openAccount();
  await his.dialog.getByRole("link", { name: "Your profile" }).click();
  await expect(his.dialog.getByRole("heading", { name: "Your profile" })).toBeVisible();
  const drawn = Buffer.from(
    await bob.evaluate(async () => {
      const canvas = new OffscreenCanvas(600, 400);
      const pen = canvas.getContext("2d")!;
      pen.fillStyle = "teal";
      pen.fillRect(0, 0, 600, 400);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    }),
  );
  await his.dialog.locator("#picture").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: drawn });
  await his.dialog.getByRole("button", { name: "Use this picture" }).click();
  await expect(face, "others see it without a reload").toHaveJSProperty("naturalWidth", 256);
  await his.dialog.getByLabel("Pronouns").fill("he/him");
  // The zone of this browser is offered.
  await his.dialog.getByLabel("Local time").selectOption({ index: 1 });
  const zone = await his.dialog.getByLabel("Local time").inputValue();
  const saved = bob.waitForResponse(/\/ui\/account\/profile$/); // the picture has said before that it is saved
  await his.dialog.getByRole("button", { name: "Save", exact: true }).click();
  await saved;
  await expect(his.dialog.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await expect(his.accountLink.locator("img.avatar__face")).toHaveJSProperty("naturalWidth", 256);

  await face.click();
  const fact = (name: string) => hers.dialog.locator("div:has(> dt)").filter({ has: alice.getByText(name, { exact: true }) });
  await expect(fact("Pronouns")).toContainText("he/him");
  await expect(fact("Presence")).toContainText("Online");
  const hour = Number(new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit" }).format(new Date()));
  const two = (hour: number) => String(hour % 24).padStart(2, "0");
  await expect(fact("Local time")).toContainText(new RegExp(`\\b(${two(hour)}|${two(hour + 1)}):`));
  await hers.closeDialog();

  // Who appears offline is seen as they were: what they say of themselves from then on is their own.
  await new Api(bob).post("/status", { emoji: "🎧", text: "Focusing" });
  await expect(hers.message("hello").getByRole("img", { name: /^Status: Focusing/ })).toBeVisible();
  await his.closeDialog();
  await his.chooseOverride("Offline");
  await new Api(bob).post("/status", { emoji: "🎉", text: "Party" });
  await face.click();
  await expect(fact("Presence")).toContainText("Offline");
  await expect(fact("Status")).toContainText("Focusing");
  await expect(hers.dialog).not.toContainText("Party");
});
