import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat, lostConnection } from "../../pages/chat";

/** Silence as WAV. */
function silence(seconds = 1): Buffer {
  const rate = 8000;
  const size = seconds * rate;
  const wav = Buffer.alloc(44 + size, 128);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + size, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(size, 40);
  return wav;
}

test("a sound that one sends plays on the other's page, beside its card, and again after it did not come", async ({ signup, allowProblems }) => {
  allowProblems(lostConnection);
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await alice.locator("#attach-input").setInputFiles({ name: "one.wav", mimeType: "audio/wav", buffer: silence() });
  await expect(alice.getByRole("button", { name: "Remove one.wav" })).toBeVisible();
  await new Chat(alice).composer.press("Enter");
  const player = bob.locator("audio[aria-label='one.wav']");
  await expect(player).toBeVisible();
  await expect(bob.getByRole("link", { name: /one\.wav/ })).toHaveAttribute("download", "one.wav");
  await bob.route("**/files/**", (route) => route.abort("internetdisconnected"));
  const failure = () => player.evaluate((audio: HTMLAudioElement) => audio.error?.code ?? 0);
  await player.evaluate((audio: HTMLAudioElement) => audio.play().catch(() => {}));
  await expect.poll(failure).not.toBe(0);
  await bob.unroute("**/files/**");
  await bob.context().setOffline(true);
  await bob.context().setOffline(false);
  await expect.poll(failure).toBe(0);
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.muted = true;
    return audio.play();
  });
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0);
  expect(await player.evaluate((audio: HTMLAudioElement) => Math.round(audio.duration))).toBe(1);
});

/** Some pictures of a square that wanders, as the browser records them. */
async function film(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [160, 90];
    const pen = canvas.getContext("2d")!;
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm;codecs=vp8" });
    const parts: Blob[] = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    recorder.start();
    for (let at = 0; at < 20; at++) {
      await new Promise(requestAnimationFrame);
      pen.clearRect(0, 0, 160, 90);
      pen.fillRect(at * 5, 20, 40, 40);
    }
    recorder.stop();
    await stopped;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  return Buffer.from(bytes);
}

test("a film that one sends plays on the other's page", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  await alice.locator("#attach-input").setInputFiles({ name: "square.webm", mimeType: "video/webm", buffer: await film(alice) });
  await expect(alice.getByRole("button", { name: "Remove square.webm" })).toBeVisible();
  await new Chat(alice).composer.press("Enter");
  const player = bob.locator("video[aria-label='square.webm']");
  await expect(player).toBeVisible();
  await player.evaluate((video: HTMLVideoElement) => {
    video.muted = true;
    return video.play();
  });
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0);
  expect(await player.evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight])).toEqual([160, 90]);
});

test("going far into a long sound asks for that part alone", async ({ signup }) => {
  const alice = await signup("alice");
  const long = silence(600);
  await alice.locator("#attach-input").setInputFiles({ name: "long.wav", mimeType: "audio/wav", buffer: long });
  await expect(alice.getByRole("button", { name: "Remove long.wav" })).toBeVisible();
  await new Chat(alice).composer.press("Enter");
  const player = alice.locator("audio[aria-label='long.wav']");
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.preload = "metadata";
    audio.load();
  });
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => Math.round(audio.duration))).toBe(600);
  const answered = alice.waitForResponse((answer) => Number(/^bytes=(\d+)-/.exec(answer.request().headers().range ?? "")?.[1]) > long.length / 2);
  await player.evaluate((audio: HTMLAudioElement) => (audio.currentTime = 580));
  const answer = await answered;
  expect(answer.status()).toBe(206);
  expect(answer.headers()["content-range"]).toMatch(new RegExp(`^bytes \\d+-\\d+/${long.length}$`));
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => !audio.seeking && audio.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA)).toBe(true);
});

test("a file on its way tells how far it is, and one that is cancelled leaves nothing", async ({ signup, server }) => {
  const alice = await signup("alice");
  const waiting = alice.getByRole("list", { name: "Files to send" }).getByRole("listitem");
  const network = await alice.context().newCDPSession(alice);
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 400_000 });
  await alice.locator("#attach-input").setInputFiles({ name: "large.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(12_000_000, 7) });
  const progress = waiting.getByRole("progressbar");
  await expect.poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0);
  expect(await progress.evaluate((bar: HTMLProgressElement) => bar.value)).toBeLessThan(1);
  await expect.poll(() => server.query("SELECT count(*) FROM files WHERE state <> 'removed'")).toBe("1");
  await alice.getByRole("button", { name: /^Cancel.*large\.bin/ }).click();
  await expect(waiting).toHaveCount(0);
  // Its pieces go with the next sweep; its room is others' at once.
  await expect.poll(() => server.query("SELECT count(*) FROM files WHERE state <> 'removed'")).toBe("0");
});

test("a picture has its room before it has come, so that nothing below it moves", async ({ signup }) => {
  const [alice, bob] = await Promise.all([signup("alice"), signup("bob")]);
  const chat = new Chat(alice);
  const drawn = Buffer.from(
    await alice.evaluate(async () => {
      const canvas = new OffscreenCanvas(900, 600);
      canvas.getContext("2d")!.fillRect(0, 0, 900, 600);
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
    }),
  );
  await alice.locator("#attach-input").setInputFiles({ name: "wide.png", mimeType: "image/png", buffer: drawn });
  await expect(alice.getByRole("button", { name: "Remove wide.png" })).toBeVisible();
  await chat.composer.press("Enter");
  await expect(alice.getByRole("link", { name: "wide.png" })).toBeVisible();
  await chat.send("below");
  await expect(new Chat(bob).message("below")).toBeVisible();

  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await bob.route("**/thumbnails/*", async (route) => {
    await held;
    await route.continue();
  });
  const his = new Chat(bob);
  await expect.poll(() => new Api(bob).get("/unread_count"), "the page opens at its end").toEqual({ count: 0 });
  await bob.reload({ waitUntil: "domcontentloaded" });
  await expect(bob.locator("html[data-scripts=ready]")).toBeAttached();
  const image = bob.getByRole("link", { name: "wide.png" }).getByRole("img");
  await expect(his.message("below")).toBeVisible();
  const before = [await his.top(his.message("below")), await image.evaluate((picture) => picture.getBoundingClientRect().height)];
  expect(before[1]).toBeGreaterThan(100);
  expect(await image.evaluate((picture: HTMLImageElement) => picture.complete && picture.naturalWidth > 0)).toBe(false);
  release();
  await expect.poll(() => image.evaluate((picture: HTMLImageElement) => picture.naturalWidth)).toBeGreaterThan(0);
  expect([await his.top(his.message("below")), await image.evaluate((picture) => picture.getBoundingClientRect().height)]).toEqual(before);
});
