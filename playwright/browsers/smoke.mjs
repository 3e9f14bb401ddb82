// What everybody does first, in browsers that are not Chromium: sign up, write and be written to, react, open dialogs, send a picture, go
// elsewhere and search.
//
//   make browsers
//
// One person has the browser, the other acts as a program does. Every wait is for something to happen.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as firefox from "./firefox.mjs";
import * as webkit from "./webkit.mjs";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const binary = path.resolve(process.env.MINIMOST_BINARY || path.join(root, "build", "minimost"));
const password = "seven quiet herons";
const patience = 60_000; // milliseconds
const keys = { enter: "\uE007", escape: "\uE00C", tab: "\uE004", control: "\uE009" };

/** The steps, in their order: a name, and what is done by the page's person and the other one. */
const steps = {
  "sign-up": async (page) => {
    await page.open("/signup");
    await page.type("#username", "alice");
    await page.type("#password", password);
    await page.type("#confirm_password", password + keys.enter);
    await page.until("the chat", `document.documentElement.dataset.scripts === "ready"`);
  },
  "a live message": async (page, bob) => {
    await bob.post("/send/general", { text: "hello from bob" });
    await page.until("bob's message", page.hasText(".message__text", "hello from bob"));
  },
  "sending by Enter": async (page, bob) => {
    await page.type("#composer-text", "hello from here" + keys.enter);
    await page.until("one's own message", page.hasText(".message__text", "hello from here"));
    await until("bob has it", async () => JSON.stringify(await bob.get("/messages/general")).includes("hello from here"));
    await page.until("the field is empty", `document.querySelector("#composer-text").value === ""`);
  },
  typing: async (page, bob) => {
    await bob.post("/typing/general", {});
    await page.until("the banner", page.hasText("[id^='typing-']", "bob is typing"));
    await page.type("#composer-text", "so");
    await until("bob sees it", async () => JSON.stringify(await bob.get("/typing/general")).includes("alice"));
  },
  "a reaction": async (page, bob) => {
    await bob.post("/react/1", { reaction: "👍" });
    const chip = `#message-1 [aria-pressed]`;
    await page.until("the chip", `document.querySelector("${chip}")?.textContent.includes("1")`);
    await page.click(chip);
    await page.until("one's own", `document.querySelector("${chip}[aria-pressed=true]")?.textContent.includes("2")`);
  },
  "the account dialog": async (page) => {
    await page.click("#account a, a[href='/ui/account'], a[href^='/ui/account']");
    await page.until("the dialog", `!!document.querySelector("dialog[open] h2, dialog[open] h1")`);
    await page.press(keys.escape);
    await page.until("it is closed", `!document.querySelector("dialog[open]")`);
  },
  "an edit": async (page, bob) => {
    await page.run(`document.querySelector("#composer-text").value = ""`);
    await page.type("#composer-text", "to be edited" + keys.enter);
    await page.until("the message", page.hasText(".message__text", "to be edited"));
    await until("bob has it", async () => JSON.stringify(await bob.get("/messages/general")).includes("to be edited"));
    await page.run(`[...document.querySelectorAll(".message")].at(-1).querySelector("[hx-get*='/edit'], a[href*='/edit'], button[formaction*='/edit']").click()`);
    await page.until("the edit box", `!!document.querySelector("#composer-edit textarea")`);
    await page.type("#composer-edit textarea", " indeed" + keys.enter);
    await page.until("the edited text", page.hasText(".message__text", "to be edited indeed"));
  },
  "rich text": async (page, bob) => {
    await bob.post("/send/general", { text: "| a | b |\n|---|--:|\n| c | :tada: |\n```go\nfunc main() {}\n```" });
    await page.until("the table", `document.querySelectorAll(".prose table td").length === 2`);
    await page.until("the emoji", `!!document.querySelector(".prose .emoji")`);
    await page.until("the colours", `getComputedStyle(document.querySelector(".prose .code-k")).color !== getComputedStyle(document.querySelector(".prose pre")).color`);
    await page.click(".prose__copy");
    await page.until("it is copied", `!!document.querySelector(".prose__copy[data-copied]")`);
  },
  "a long message": async (page, bob) => {
    await bob.post("/send/general", { text: "a line\n".repeat(60) });
    const text = `[...document.querySelectorAll(".message__text")].at(-1)`;
    await page.until("it is folded", `${text}.nextElementSibling?.matches(".message__fold") && ${text}.scrollHeight > ${text}.clientHeight + 100`);
    await page.run(`${text}.nextElementSibling.id = "fold", ${text}.nextElementSibling.scrollIntoView({ block: "center" })`);
    await page.click("#fold summary");
    await page.until("it is unfolded", `${text}.scrollHeight <= ${text}.clientHeight + 2`);
  },
  "an emoji and a person by a few letters": async (page, bob) => {
    const field = `document.querySelector("#composer-text").value`;
    await page.run(`document.querySelector("#composer-text").value = ""`);
    for (const [letters, taken] of [[":rocket", "🚀 "], ["@bo", "🚀 @bob "]]) {
      await page.type("#composer-text", letters);
      await page.until("what it may be", `document.querySelector("#completion-list [role=option]")`);
      await page.press(keys.tab);
      await page.until("it is taken", `${field} === ${JSON.stringify(taken)}`);
    }
    await page.type("#composer-text", "look" + keys.enter);
    await page.until("the mention", `[...document.querySelectorAll(".message__text .mention")].some((e) => e.textContent === "@bob")`);
    await until("bob is told", async () => JSON.stringify(await bob.get("/mentions")).includes("@bob look"));
  },
  "a picture": async (page) => {
    await page.run(`(async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 300 });
      canvas.getContext("2d").fillRect(0, 0, 300, 300);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
      const chosen = new DataTransfer();
      chosen.items.add(new File([blob], "half.png", { type: "image/png" }));
      const input = document.querySelector("#attach-input");
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    })()`);
    await page.until("it is up", `document.querySelector("button[aria-label*='Remove half.png'], button[title*='Remove half.png']")`);
    await page.type("#composer-text", keys.enter);
    await page.until("it is shown", `[...document.querySelectorAll(".message img")].some((e) => e.alt.includes("half.png") && e.complete && e.naturalWidth > 0)`);
  },
  "going elsewhere by keys, and back": async (page) => {
    await page.press("k", keys.control);
    await page.until("the switcher", `document.activeElement.id === "switcher-query"`);
    await page.press("random");
    await page.press(keys.enter);
    await page.until("the other channel", `location.pathname === "/c/random" && !document.querySelector("dialog[open]")`);
    await page.run("history.back()");
    await page.until("the first again", `location.pathname === "/c/general" && ${page.hasText(".message__text", "hello from bob")}`);
    await page.until("its scripts", `document.documentElement.dataset.scripts === "ready"`);
  },
  "Back and Forward past a channel that is closed by now": async (page, bob) => {
    await bob.tell("/private_channels/create", { name: "plans", members: ["alice"] });
    for (const channel of ["private:1", "random"]) {
      const link = `document.querySelector("#sidebar-lists a[href='/c/${channel}']")`;
      await page.until(`the link to ${channel}`, link);
      await page.run(`${link}.click()`);
      await page.until(channel, `location.pathname === "/c/${channel}" && document.querySelector("#chat").dataset.channel === "${channel}"`);
    }
    await page.run(`document.querySelector("#sidebar a[href='/activity']").click()`);
    await page.until("the list", `location.pathname === "/activity" && document.readyState === "complete"`);
    await bob.tell("/private_channels/1/remove_member", { username: "alice" });
    const told = page.hasText("#notice", "You no longer have access to that channel.");
    const shows = (channel) => `location.pathname === "/c/${channel}" && document.querySelector("#chat")?.dataset.channel === "${channel}"`;
    await page.run("history.go(-2)");
    await page.until("another channel, and why", `${shows("random")} && ${told}`);
    await page.run("history.forward()");
    await page.until("what follows", `${shows("random")} && !${told}`);
    await page.run("history.forward()");
    await page.until("the list again", `location.pathname === "/activity" && document.readyState === "complete"`);
    await page.run("history.go(-2)");
    await page.until("another channel again", shows("random"));
    await page.run("history.back()");
    await page.until("what was before", `${shows("general")} && document.documentElement.dataset.scripts === "ready"`);
  },
  search: async (page) => {
    await page.type("#search-box", "from:bob hello" + keys.enter);
    await page.until("what is found", `location.pathname === "/search" && document.querySelector("a[href*='/m/1'], a[href*='at=1']")`);
    await page.run(`document.querySelector("a[href*='/m/1'], a[href*='at=1']").click()`);
    await page.until("its place", `document.querySelector("#message-1.message--marked")`);
  },
  "nothing overflows": async (page) => {
    const over = await page.run("document.documentElement.scrollWidth - innerWidth");
    if (over > 0) throw new Error(`the page is ${over} px too wide`);
  },
};

async function until(what, happens) {
  for (const end = Date.now() + patience; Date.now() < end; await pause(50)) {
    if (await happens()) return;
  }
  throw new Error(`waited in vain: ${what}`);
}

/** A page of a browser, by what a person does. */
function pageOf(browser, base) {
  const press = (text, held = "") => {
    const strokes = [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    const actions = held ? [{ type: "keyDown", value: held }, ...strokes, { type: "keyUp", value: held }] : strokes;
    return browser.perform([{ type: "key", id: "keys", actions }]);
  };
  const page = {
    press,
    run: browser.run,
    open: (url) => browser.open(base + url),
    hasText: (selector, text) => `[...document.querySelectorAll(${JSON.stringify(selector)})].some((e) => e.textContent.includes(${JSON.stringify(text)}))`,
    // A page that is just being left answers nothing.
    until: (what, expression) => until(what, () => browser.run(`Boolean(${expression})`).catch(() => false)),
    async type(selector, text) {
      await page.until(selector, `document.querySelector(${JSON.stringify(selector)})`);
      await browser.run(`document.querySelector(${JSON.stringify(selector)}).focus()`);
      await press(text);
    },
    async click(selector) {
      const place = `(() => {
        const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
        return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
      })()`;
      const [x, y] = await browser.run(place);
      await browser.perform([{
        type: "pointer", id: "mouse", parameters: { pointerType: "mouse" },
        actions: [{ type: "pointerMove", x, y }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }],
      }]);
    },
  };
  return page;
}

/** A person without a page. */
async function signUp(base, username) {
  const post = (url, form, cookie) => fetch(base + url, { method: "POST", body: new URLSearchParams(form), redirect: "manual", headers: cookie ? { cookie } : {} });
  const answer = await post("/signup", { username, password, confirm_password: password });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  return {
    async post(url, form) {
      const answer = await post(url, form, cookie);
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    },
    async tell(url, data) {
      const answer = await fetch(base + url, { method: "POST", body: JSON.stringify(data), headers: { cookie, "Content-Type": "application/json" } });
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    },
    get: async (url) => (await fetch(base + url, { headers: { cookie } })).json(),
  };
}

async function startServer() {
  const folder = await mkdtemp(path.join(tmpdir(), "minimost-browsers-"));
  const server = spawn(binary, ["--addr", "127.0.0.1:0", "--db", path.join(folder, "presence.db"), "--rate-limits=false"], { stdio: ["ignore", "pipe", "inherit"] });
  const base = await new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    createInterface({ input: server.stdout }).on("line", (line) => {
      const found = /^listening on (http:\S+?)\/?$/.exec(line);
      if (found) resolve(found[1]);
    });
  });
  const stop = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { base, stop };
}

async function smoke(kind) {
  const server = await startServer();
  let browser;
  let failed = 0;
  try {
    browser = await kind.start();
    console.log(`${kind.name} ${browser.version}`);
    const bob = await signUp(server.base, "bob");
    const page = pageOf(browser, server.base);
    for (const [step, act] of Object.entries(steps)) {
      const error = await act(page, bob).then(() => undefined, (error) => error);
      console.log(`  ${error ? "FAILED" : "ok"}  ${step}${error ? `: ${error.message}` : ""}`);
      if (error) failed++;
      if (error && step === "sign-up") break;
    }
    for (const problem of browser.problems) console.log(`  FAILED  the console says: ${problem}`);
    return failed + browser.problems.length;
  } finally {
    await browser?.stop();
    await server.stop();
  }
}

let failed = 0;
for (const kind of [firefox, webkit]) {
  if (process.argv.length > 2 && !process.argv.includes(kind.name)) continue;
  failed += await smoke(kind).catch((error) => (console.log(`  FAILED  ${kind.name}: ${error.message}`), 1));
}
process.exitCode = failed > 0 ? 1 : 0;
