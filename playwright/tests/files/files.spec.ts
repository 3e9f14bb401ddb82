import type { Locator } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat, lostConnection } from "../../pages/chat";
import { press } from "../../pages/keyboard";

/** A PNG of one pixel. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

test("what one uploads stands on the other's page, opens in the viewer and goes with its message", async ({ signup, allowProblems }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const waiting = alice.getByRole("list", { name: "Files to send" }).getByRole("listitem");
  const [chooser] = await Promise.all([alice.waitForEvent("filechooser"), alice.locator("#attach").click()]);
  await chooser.setFiles([
    { name: "one.png", mimeType: "image/png", buffer: pixel },
    { name: "two.png", mimeType: "image/png", buffer: pixel },
    { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("hello") },
  ]);
  for (const name of ["one.png", "two.png", "notes.txt"]) await expect(alice.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
  await alice.getByRole("button", { name: "Remove notes.txt" }).click();
  await expect(waiting).toHaveCount(2);
  await chat.composer.press("Enter");
  await expect(waiting).toHaveCount(0);

  const first = bob.getByRole("link", { name: "one.png" });
  await expect(first.getByRole("img")).toHaveJSProperty("naturalWidth", 1);
  await first.click();
  const viewer = bob.getByRole("dialog");
  await expect(viewer.getByText("1 of 2")).toBeVisible();
  expect(await press(bob, { key: "ArrowRight", altKey: true })).toBe(false); // it leads Forward
  await bob.keyboard.press("ArrowRight");
  await expect(viewer.getByText("2 of 2")).toBeVisible();
  await expect(viewer.getByRole("img", { name: "two.png" })).toHaveJSProperty("naturalWidth", 1);
  await expect(viewer.getByRole("button", { name: "Previous" })).toBeFocused(); // there is no next one
  await bob.keyboard.press("ArrowLeft");
  await expect(viewer.getByText("1 of 2")).toBeVisible();
  await bob.keyboard.press("ArrowRight");
  await bob.keyboard.press("Escape");
  await expect(viewer).toBeHidden();
  await expect(bob.getByRole("link", { name: "two.png" })).toBeFocused();

  await test.step("a picture that does not come is told of in its room, and comes once the network is back", async () => {
    allowProblems(lostConnection);
    const lost = "**/{thumbnails,people}/**";
    await bob.route(lost, (route) => route.abort("internetdisconnected"));
    const picture = await alice.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } });
    const profile = { name: "face.png", mimeType: "image/png", buffer: picture };
    expect((await alice.request.post("/profile/picture", { multipart: { picture: profile } })).ok()).toBe(true);
    await alice.locator("#attach-input").setInputFiles({ name: "three.png", mimeType: "image/png", buffer: picture });
    await expect(alice.getByRole("button", { name: "Remove three.png" })).toBeVisible();
    await chat.composer.press("Enter");

    const third = bob.getByRole("link", { name: "three.png" });
    const face = new Chat(bob).membersLink.locator("img.avatar__face");
    await expect(third.getByText(/^three\.png [\d.]+ KB$/)).toBeVisible();
    await expect(face).toHaveAttribute("data-broken");
    const room = await third.boundingBox();
    await bob.unroute(lost);
    await bob.context().setOffline(true);
    await bob.context().setOffline(false);
    await expect(third.getByRole("img")).toHaveJSProperty("naturalWidth", 300);
    await expect(face).not.toHaveJSProperty("naturalWidth", 0);
    await expect(third.getByText(/KB$/)).toBeHidden();
    await expect(face).not.toHaveAttribute("data-broken");
    expect(await third.boundingBox()).toEqual(room);
  });
});

test("what is pasted waits in the composer also after a reload, and what cannot be taken is refused in words", async ({ signup }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const waiting = alice.getByRole("list", { name: "Files to send" }).getByRole("listitem");
  await chat.composer.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["a picture"], "pasted.bin"));
    field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
  });
  await expect(alice.getByRole("button", { name: "Remove pasted.bin" })).toBeVisible();
  const dropped = await alice.locator("#scroller").evaluate((place) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add("https://example.org/", "text/uri-list");
    return place.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
  });
  expect(dropped, "the browser would open it").toBe(false);
  await expect(alice.getByText("Only files can be dropped here.")).toBeVisible();
  await alice.reload();
  await expect(waiting).toHaveCount(1);
  await expect(waiting).toContainText("pasted.bin");
});

test("a file that is on its way goes on while another channel is shown", async ({ signup }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const waiting = alice.getByRole("list", { name: "Files to send" }).getByRole("listitem");
  const held: (() => void)[] = [];
  await alice.route("**/ui/files/general", async (route) => {
    await new Promise<void>((release) => held.push(release));
    await route.continue();
  });
  const add = async (name: string) => {
    await alice.locator("#attach-input").setInputFiles({ name, mimeType: "image/png", buffer: pixel });
    await expect(alice.getByRole("button", { name: new RegExp(`^Cancel.*${name}`) })).toBeVisible();
  };
  await chat.open("general");
  await add("one.png");
  await chat.switchTo("random");
  await expect(waiting).toHaveCount(0);
  await chat.send("meanwhile");

  // It comes while the other is shown.
  const came = alice.waitForResponse("**/ui/files/general");
  held[0]();
  await came;
  await chat.switchTo("general");
  await expect(alice.getByRole("button", { name: "Remove one.png" })).toBeVisible();
  await expect(waiting).toHaveCount(1);

  // It is on its way still when its channel is shown again.
  await add("two.png");
  await chat.switchTo("random");
  await chat.switchTo("general");
  await alice.getByRole("button", { name: /^Cancel.*two.png/ }).focus();
  held[1]();
  await expect(alice.getByRole("button", { name: "Remove two.png" })).toBeFocused();
  await expect(waiting).toHaveCount(2);
  await chat.composer.press("Enter");
  await expect(waiting).toHaveCount(0);
  await expect(alice.getByRole("link", { name: "one.png" })).toBeVisible();
  await expect(alice.getByRole("link", { name: "two.png" })).toBeVisible();
});

const many = { name: "large.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(300_000, 7) };

test("a file that the server cannot take now stays with its text, and is tried again", async ({ signup, server, allowProblems }) => {
  allowProblems(/503/);
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const waiting = alice.getByRole("list", { name: "Files to send" }).getByRole("listitem");
  await chat.composer.fill("here it is");
  await server.limitFiles(0);
  await alice.locator("#attach-input").setInputFiles(many);
  await expect(waiting).toContainText("large.bin");
  await expect(waiting).toContainText("cannot reach its database");
  await expect(alice.locator("#announcements")).toContainText("cannot reach its database");
  await expect(chat.composerForm.getByRole("alert")).toBeHidden();
  await expect(chat.composer).toHaveValue("here it is");
  await waiting.getByRole("button", { name: "Try again" }).click();
  await expect(waiting.getByRole("button", { name: "Try again" }), "it fails once more").toBeVisible();

  await server.limitFiles("unlimited");
  await waiting.getByRole("button", { name: "Try again" }).click();
  await expect(alice.getByRole("button", { name: "Remove large.bin" })).toBeVisible();
  await expect(chat.composer).toHaveValue("here it is");
  await chat.composer.press("Enter");
  await expect(bob.getByRole("link", { name: /large\.bin/ })).toBeVisible();
  await expect(new Chat(bob).message("here it is")).toBeVisible();
});

test.describe("with little room for files", () => {
  test.use({ serverFlags: ["--max-file=1", "--max-files-total=2"] });

  test("a file beyond the bounds is refused in words, and room that others make is used by trying again", async ({ signup, allowProblems }) => {
    allowProblems(/507|413|400/);
    const alice = await signup("alice");
    const chat = new Chat(alice);
    const waiting = alice.getByRole("list", { name: "Files to send" }).getByRole("listitem");
    const file = (name: string, size: number) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.alloc(size, 7) });
    await chat.composer.fill("a text");

    // The page knows the bound, and the server has the last word.
    await alice.locator("#attach").evaluate((link) => (link.dataset.max = "9999999"));
    for (const never of [file("large.bin", 1_200_000), file("empty.bin", 0)]) {
      await alice.locator("#attach-input").setInputFiles(never);
      await expect(waiting).toHaveClass(/attachment--failed/);
      await expect(waiting.locator(".file-card__size")).not.toHaveText("");
      await expect(waiting.getByRole("button", { name: "Try again" }), "it can never be taken").toBeHidden();
      await waiting.getByRole("button").click();
      await expect(waiting).toHaveCount(0);
    }

    await alice.locator("#attach-input").setInputFiles([file("first.bin", 1_000_000), file("second.bin", 1_000_000)]);
    for (const name of ["first.bin", "second.bin"]) await expect(alice.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
    await alice.locator("#attach-input").setInputFiles(file("third.bin", 600_000));
    const third = waiting.filter({ hasText: "third.bin" });
    await expect(third).toHaveClass(/attachment--failed/);
    await expect(third.getByRole("button", { name: "Try again" })).toBeVisible();
    await alice.getByRole("button", { name: "Remove first.bin" }).click();
    await expect(waiting).toHaveCount(2);
    await third.getByRole("button", { name: "Try again" }).click();
    await expect(alice.getByRole("button", { name: "Remove third.bin" })).toBeVisible();
    await expect(chat.composer).toHaveValue("a text");
  });
});

test("a file that is dropped where nothing is written is refused in words, and the page stays", async ({ signup }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const refused = alice.getByRole("alert").filter({ hasText: "That cannot be taken here. Files go where a message is written." });
  const waiting = alice.getByRole("list", { name: "Files to send" }).getByRole("listitem");
  /** Whether the browser would go on to open it. */
  const drop = (selector: string) =>
    alice.locator(selector).first().evaluate((place) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["a picture"], "dropped.bin"));
      const sent = (type: string) => place.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      return sent("dragover") || sent("drop");
    });
  const dismiss = async () => {
    await alice.getByRole("button", { name: "Dismiss" }).click();
    await expect(refused).toBeHidden();
  };

  await test.step("over a dialog it is said there", async () => {
    await chat.openAccount();
    expect(await drop("dialog")).toBe(false);
    await expect(chat.dialog.getByRole("alert").filter({ hasText: "That cannot be taken here." })).toBeVisible();
    await dismiss();
    await chat.closeDialog();
  });

  await test.step("in a channel that one has not joined", async () => {
    await alice.request.post("/public_channels/random/leave");
    await alice.goto("/c/random");
    await expect(alice.getByText("You are not in this channel.")).toBeVisible();
    expect(await drop("#scroller")).toBe(false);
    await expect(refused).toBeVisible();
    await dismiss();
  });

  await test.step("on pages without a channel, with and without the sidebar", async () => {
    await alice.goto("/activity");
    await alice.waitForLoadState();
    expect(await drop("main")).toBe(false);
    await expect(refused).toBeVisible();
    await dismiss();
    await alice.goto("/ui/account");
    await alice.waitForLoadState();
    expect(await drop("body")).toBe(false);
  });

  await chat.open("general");
  expect(await drop("#scroller")).toBe(false);
  await expect(waiting).toHaveCount(1);
  await expect(refused).toBeHidden();
});

test("a file that is pasted where nothing is written, or is too large, is refused in words", async ({ signup }) => {
  const alice = await signup("alice");
  const chat = new Chat(alice);
  const refused = alice.getByRole("alert").filter({ hasText: "That cannot be taken here. Files go where a message is written." });
  const waiting = alice.getByRole("list", { name: "Files to send" }).getByRole("listitem");
  const paste = (selector: string, size = 9) =>
    alice.locator(selector).first().evaluate((place, size) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array(size)], "pasted.bin"));
      place.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
    }, size);
  const expectRefused = async () => {
    await expect(refused).toBeVisible();
    await alice.getByRole("button", { name: "Dismiss" }).click();
    await expect(refused).toBeHidden();
  };

  await chat.composer.fill("a text");
  await paste("#composer-text", 25 * 1024 * 1024 + 1);
  await expect(chat.composerForm.getByRole("alert")).toHaveText(/^“.?pasted\.bin.?” is too large: a file has at most 25 MB\.$/);
  await expect(waiting).toHaveCount(0);
  await expect(chat.composer).toHaveValue("a text");

  await paste("[role=combobox]");
  await expectRefused();
  await chat.openAccount();
  await paste("dialog");
  await expectRefused();
  await chat.closeDialog();
  await expect(waiting).toHaveCount(0);

  await alice.request.post("/public_channels/random/leave");
  await alice.goto("/c/random");
  await expect(alice.getByText("You are not in this channel.")).toBeVisible();
  await paste("#scroller");
  await expectRefused();
  await alice.goto("/activity");
  await alice.waitForLoadState();
  await paste("main");
  await expectRefused();
});

test("names of files turn nothing that stands beside them, in sentences, confirmations and lists", async ({ signup, allowProblems }) => {
  allowProblems(/ERR_FAILED/);
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const channel = await new Api(alice).createPrivate("plans", "bob");
  const [owner, member] = [await new Chat(alice).open(channel), await new Chat(bob).open(channel)];
  const [first, second] = ["דוח", "תוכנית 2"];
  const give = (name: string) => bob.locator("#attach-input").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(name) });

  await test.step("one that cannot be sent is named in a sentence", async () => {
    await bob.route("**/ui/files/**", (route) => route.abort("failed"));
    await give("a\u202etxt.exe");
    const said = bob.getByRole("list", { name: "Files to send" }).getByRole("listitem");
    await expect(said).toContainText("could not be uploaded");
    expect(await said.textContent()).toContain("“\u2068atxt.exe\u2069”");
    await bob.unroute("**/ui/files/**");
    await bob.reload();
  });

  for (const [i, name] of ["a\u0007b\u202e.exe", first, second].entries()) {
    await give(name);
    await expect(bob.locator("#composer-files [data-file]")).toHaveCount(i + 1);
  }
  await member.composer.press("Enter");
  const message = owner.messages.filter({ hasText: "ab.exe" });
  await expect(message).toContainText(second);

  /** In a line that runs from left to right the second name stands on the right of the first. */
  const expectOrder = async (line: Locator, where: string) => {
    await expect(line, where).toContainText(second);
    const [left, right] = await line.evaluate(
      (line, names) => {
        const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let text = texts.nextNode() as Text;
        while (!text.data.includes(names[0])) text = texts.nextNode() as Text;
        return names.map((name) => {
          const range = document.createRange();
          range.setStart(text, text.data.indexOf(name));
          range.setEnd(text, text.data.indexOf(name) + name.length);
          return range.getBoundingClientRect().left;
        });
      },
      [first, second],
    );
    expect(left, where).toBeLessThan(right);
  };
  for (const action of ["Delete", "Pin", "Save"]) {
    await owner.act(message, action);
    await expectOrder(owner.dialog.locator("blockquote"), action);
    await alice.keyboard.press("Escape");
    await expect(owner.dialog).toBeHidden();
  }
  await owner.act(message, "Reply");
  await expectOrder(owner.composerForm.locator("bdi").filter({ hasText: first }), "a reply");
  await owner.composer.fill("thanks");
  await owner.composer.press("Enter");
  await expectOrder(owner.message("thanks").locator(".message__quote"), "a quote");
  await new Api(alice).post(`/save/${await new Api(alice).messageId(channel, "")}`, {});
  await alice.goto("/saved");
  for (const name of ["ab.exe", first, second]) await expect(alice.locator(".listed-messages__file").filter({ hasText: name })).toHaveCount(1);
});
