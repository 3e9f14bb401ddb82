import path from "node:path";
import type { Page, Route } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { root } from "../../server";

interface At {
  page: Page;
  chat: Chat;
  dialogs: Dialogs;
  /** A word that no other step uses, and somebody's name. */
  word: string;
}

interface Act {
  open(at: At): Promise<void>;
  press(at: At): Promise<void>;
  /** What shows that it was done, once it was. */
  done(at: At): Promise<void>;
  /** How often it was done so far. */
  count: string;
  /** It shows by itself that a press whose answer was lost took effect; others stay as they are and are pressed again. */
  showsAtOnce?: true;
}

const chip = ({ chat }: At) => chat.reaction(chat.message("react to me"), /^🎉/);

const acts: Record<string, Act> = {
  send: {
    open: ({ chat, word }) => chat.composer.fill(word),
    press: ({ chat }) => chat.composer.press("Enter"),
    done: async ({ chat, word }) => {
      await expect(chat.composer).toHaveValue("");
      await expect(chat.message(word)).toHaveCount(1);
    },
    count: "SELECT count(*) FROM messages WHERE channel = 'general'",
  },
  edit: {
    open: async ({ chat, word }) => {
      await chat.act(chat.messages.filter({ hasText: "edit me" }), "Edit");
      await chat.editor.fill(`edit me ${word}`);
    },
    press: ({ chat }) => chat.editor.press("Enter"),
    done: async ({ chat, word }) => {
      await expect(chat.editor).toBeHidden();
      await expect(chat.message(`edit me ${word}`)).toBeVisible();
    },
    count: "SELECT count(*) FROM idempotency_keys WHERE route = '/ui/edit/:id'",
  },
  react: {
    open: async (at) => {
      if ((await chip(at).getAttribute("aria-pressed")) === "false") return;
      await chip(at).click();
      await expect(chip(at)).toHaveAttribute("aria-pressed", "false");
      await at.chat.expectAnswered(chip(at));
    },
    press: (at) => chip(at).click(),
    done: (at) => expect(chip(at)).toHaveAttribute("aria-pressed", "true"),
    count: "SELECT count(*) FROM message_reactions WHERE reactor = 'alice'",
    showsAtOnce: true,
  },
  "create a channel": {
    open: async ({ dialogs, word }) => {
      await dialogs.newChannel.click();
      await dialogs.field("Name").fill(word);
    },
    press: ({ dialogs }) => dialogs.button("Create channel").click(),
    done: ({ dialogs, word }) => dialogs.expectHeading(word),
    count: "SELECT count(*) FROM private_channels",
  },
  "add a member": {
    open: async ({ page, dialogs, word }) => {
      await dialogs.openChannelDialog("Add member");
      // What a search still on its way brought would be another choice, and so another thing to ask for.
      const searched = page.waitForResponse(/\/ui\/users\/search/);
      await dialogs.choosePerson(word);
      await searched;
      await expect(dialogs.dialog.getByRole("searchbox")).not.toHaveClass(/htmx-request/);
      await expect(dialogs.person(word)).toBeChecked();
    },
    press: ({ dialogs }) => dialogs.button("Add member").click(),
    done: async ({ dialogs, chat, word }) => {
      await dialogs.expectClosed();
      await expect(chat.log.getByText(`added ${word} to this channel`)).toHaveCount(1);
    },
    count: "SELECT count(*) FROM messages WHERE content LIKE '%added%'",
  },
};

/** Texts are sent again by the page itself before it says that they are not sent. */
const texts = ["send", "edit"];

test("what is pressed once is done once, whatever becomes of the answer", async ({ server, relay, signup, withoutPage, allowProblems }) => {
  allowProblems(/net::ERR_|htmx:(sendError|timeout|afterRequest|sendAbort)/);
  const [bob] = await withoutPage("bob", "cut", "hold", "repeat");
  const page = await signup("alice", { baseURL: relay.baseURL });
  await page.addInitScript(() => {
    document.addEventListener("htmx:beforeSend", (event) => {
      const { requestConfig, xhr } = (event as CustomEvent).detail;
      if (requestConfig.verb === "post") Object.assign(window, { posted: xhr });
    });
  });
  const [chat, dialogs] = [new Chat(page), new Dialogs(page)];
  await bob.send("general", "react to me");
  await bob.react("general", "react to me", "🎉");
  await chat.open("general");
  await chat.send("edit me");
  const unreachable = page.getByRole("alert").filter({ hasText: "The server cannot be reached." });

  for (const word of ["cut", "hold", "repeat"] as const) {
    await chat.open("general");
    for (const [name, act] of Object.entries(acts)) {
      await test.step(`${name}, ${word}`, async () => {
        const at = { page, chat, dialogs, word };
        await act.open(at);
        const [before, writes] = [Number(await server.query(act.count)), relay.writes];
        relay.treatWrites(word);
        await act.press(at);
        if (word === "cut") {
          await expect(unreachable).toBeVisible();
          relay.treatWrites("pass");
          if (!act.showsAtOnce) await act.press(at);
        } else if (word === "hold") {
          await expect.poll(() => relay.held).toBe(1);
          await page.evaluate(() => (window as unknown as { posted: XMLHttpRequest }).posted.dispatchEvent(new ProgressEvent("timeout")));
          if (!texts.includes(name) && !act.showsAtOnce) {
            await expect(unreachable).toBeVisible();
            await act.press(at);
          }
        }
        await act.done(at);
        relay.release();
        relay.treatWrites("pass");
        expect(relay.writes - writes, "the server was asked more than once").toBeGreaterThan(act.showsAtOnce && word === "hold" ? 0 : 1);
        expect(Number(await server.query(act.count)) - before).toBe(1);
      });
    }
  }
});

test("a text whose answer is held back leaves the composer, though the page is loaded again or another channel is shown meanwhile", async ({ relay, signup }) => {
  const page = await signup("alice", { baseURL: relay.baseURL });
  const chat = await new Chat(page).open("general");
  const thereAndBack = async () => {
    await chat.switchTo("random");
    await chat.switchTo("general");
  };
  for (const [text, goAway] of [["first", () => page.reload()], ["second", thereAndBack]] as const) {
    relay.treatWrites("hold");
    await chat.composer.fill(text);
    await chat.composer.press("Enter");
    await expect.poll(() => relay.held).toBe(1);
    await expect(chat.message(text)).toBeVisible();
    await goAway();
    await expect(chat.composer).toHaveValue("");
    await expect(chat.message(text)).toHaveCount(1);
    relay.release();
  }

  await test.step("and so does an edit, whether it was saved or had not yet come", async () => {
    const edits = "**/ui/edit/*";
    for (const [text, came] of [["third", true], ["fourth", false]] as const) {
      await chat.act(chat.messages.first(), "Edit");
      await chat.editor.fill(text);
      let asked = 0;
      if (came) relay.treatWrites("hold");
      else await page.route(edits, (route) => (route.request().method() === "POST" && asked++ === 0 ? undefined : route.continue()));
      await chat.editor.press("Enter");
      await expect.poll(() => (came ? relay.held : asked)).toBe(1);
      const answer = page.waitForResponse((response) => response.request().method() === "POST" && response.url().includes("/ui/edit/"));
      await page.reload();
      await answer;
      await expect(chat.editor).toBeHidden();
      await expect(chat.messages.first()).toContainText(text);
      await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
      relay.release();
      await page.unroute(edits);
    }
  });
});

test("what is pressed before its page goes is done once, or said not to be", async ({ server, signup, withoutPage, allowProblems }) => {
  allowProblems(/net::ERR_|htmx:(sendError|afterRequest|sendAbort)/);
  const [bob] = await withoutPage("bob");
  await bob.send("general", "react to me");
  await bob.react("general", "react to me", "🎉");
  const page = await signup("alice");
  const [chat, dialogs] = [await new Chat(page).open("general"), new Dialogs(page)];
  const message = chat.message("react to me");
  const settings = async (name: string) => {
    await dialogs.openChannelDialog("My settings");
    await dialogs.dialog.getByLabel(name).click();
    await dialogs.button("Save").click();
  };
  const press: Record<string, () => Promise<void>> = {
    "/ui/react/*": () => chat.reaction(message, /^🎉/).click(),
    "/ui/pin/*": async () => {
      await chat.act(message, "Pin");
      await dialogs.button("Pin message").click();
    },
    "/ui/save/*": async () => {
      await chat.act(message, "Save");
      await dialogs.button("Save message").click();
    },
    "/ui/channel_settings/*": () => settings("Mute"),
  };
  const count: Record<string, string> = {
    "/ui/react/*": "SELECT count(*) FROM message_reactions WHERE reactor = 'alice'",
    "/ui/pin/*": "SELECT count(*) FROM messages WHERE content LIKE '%pinned%'",
    "/ui/save/*": "SELECT count(*) FROM saved",
    "/ui/channel_settings/*": "SELECT count(*) FROM channel_settings WHERE muted",
  };
  const told = page.getByRole("alert").filter({ hasText: "The server cannot be reached." });
  const away: Record<string, () => Promise<unknown>> = {
    "the page is loaded again": () => page.reload(),
    "another page is shown": () => page.goto("/activity"),
    "another channel is shown": async () => {
      await page.keyboard.press("Escape"); // out of a dialog
      await chat.switchTo("random");
    },
  };
  const goneBy = Object.entries(away);
  for (const [n, [route, pressIt]] of Object.entries(press).entries()) {
    const [how, goAway] = goneBy[n % goneBy.length];
    await test.step(`${route}: ${how}`, async () => {
      let held: Route | undefined;
      await page.route(`**${route}`, (asked) => (held || asked.request().method() !== "POST" ? asked.continue() : void (held = asked)));
      await pressIt();
      await expect.poll(() => Boolean(held)).toBe(true);
      await goAway();
      await held?.continue().catch(() => {}); // of a page that went it was given up
      await expect.poll(() => server.query(count[route])).toBe("1");
      await expect(told).toHaveCount(0);
      await page.unroute(`**${route}`);
      await chat.open("general");
    });
  }

  for (const [how, goAway] of goneBy) {
    await test.step(`it is said that it was not done, when ${how}`, async () => {
      let held: Route | undefined;
      await page.route("**/ui/react/*", (asked) => (held ? asked.abort() : void (held = asked)));
      await chat.reaction(message, /^🎉/).click();
      await expect.poll(() => Boolean(held)).toBe(true);
      await goAway();
      await held?.abort().catch(() => {});
      await expect(told).toBeVisible();
      await page.unroute("**/ui/react/*");
      await chat.open("general");
    });
  }
  expect(await server.query(count["/ui/react/*"])).toBe("1");
});

test("what is typed on while an edit is on its way goes on from what that edit wrote", async ({ relay, signup, allowProblems }) => {
  allowProblems(/net::ERR_|htmx:(sendError|afterRequest)/);
  const page = await signup("alice", { baseURL: relay.baseURL });
  const chat = await new Chat(page).open("general");
  await chat.send("first");
  const message = chat.messages.first();
  const told = page.getByRole("alert").filter({ hasText: /\S/ });
  const typeOn = async (text: string) => {
    await chat.editor.pressSequentially(" on");
    await expect(chat.editor).toHaveValue(`${text} on`);
  };
  const reload = async () => {
    const answer = page.waitForResponse((response) => response.request().method() === "POST" && response.url().includes("/ui/edit/"));
    await page.reload();
    await answer;
  };
  const meanwhile: Record<string, (text: string) => Promise<void>> = {
    "held back, and the answer comes": async (text) => {
      await typeOn(text);
      relay.release();
    },
    "held back, and the page is loaded again": async (text) => {
      await typeOn(text);
      await reload();
    },
    "held back, and it is put away and opened again": async (text) => {
      await chat.editor.press("Escape");
      await chat.editor.press("Escape");
      await expect(chat.editor).toBeHidden();
      await chat.act(message, "Edit");
      await expect(chat.editor).toHaveValue(text);
      await typeOn(text);
      relay.release();
    },
    "cut off": async (text) => {
      await expect(told).toBeVisible();
      relay.treatWrites("pass");
      await typeOn(text);
    },
    "cut off, and the page is loaded again": async (text) => {
      await expect(told).toBeVisible();
      relay.treatWrites("pass");
      await typeOn(text);
      await page.reload();
    },
  };
  for (const [how, goOn] of Object.entries(meanwhile)) {
    await test.step(how, async () => {
      await chat.act(message, "Edit");
      await chat.editor.fill(how);
      relay.treatWrites(how.startsWith("cut") ? "cut" : "hold");
      await chat.editor.press("Enter");
      if (how.startsWith("held")) await expect.poll(() => relay.held).toBe(1);
      await goOn(how);
      await expect(chat.editor).toHaveValue(`${how} on`);
      await chat.editor.press("Enter");
      await expect(chat.editor).toBeHidden();
      await expect(message).toContainText(`${how} on`);
      await expect(told).toHaveCount(0);
      relay.release();
    });
  }
});

test("a text typed anew after a lost answer is another message, also after a reload", async ({ relay, signup, allowProblems }) => {
  allowProblems(/net::ERR_|htmx:(sendError|afterRequest)/);
  const page = await signup("alice", { baseURL: relay.baseURL });
  const chat = await new Chat(page).open("general");
  for (const [text, reload] of [["ok", false], ["fine", true]] as const) {
    relay.treatWrites("cut");
    await chat.composer.fill(text);
    await chat.composer.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "The server cannot be reached." })).toBeVisible();
    relay.treatWrites("pass");
    if (reload) await page.reload();
    await expect(chat.composer).toHaveValue(text);
    await expect(chat.message(text)).toHaveCount(1);
    await chat.composer.fill("");
    await chat.composer.fill(text);
    await chat.composer.press("Enter");
    await expect(chat.composer).toHaveValue("");
    await expect(chat.message(text)).toHaveCount(2);
  }
});

test("a file whose answer was lost, or held back, is there once, also when it is added again", async ({ server, relay, signup, allowProblems }) => {
  allowProblems(/net::ERR_/);
  const page = await signup("alice", { baseURL: relay.baseURL });
  await page.addInitScript(() => {
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (body) {
      if (body instanceof FormData && body.has("file")) Object.assign(window, { posted: this });
      send.call(this, body);
    };
  });
  await new Chat(page).open("general");
  const file = path.join(root, "LICENSE");
  const waiting = "SELECT count(*) FROM files WHERE state = 'ready'";
  const here = page.locator("#composer-files [data-file]");
  relay.treatWrites("cut");
  await page.locator("#attach-input").setInputFiles(file);
  await expect(page.locator(".attachment--failed")).toBeVisible();
  expect(relay.writes, "the page asks again by itself").toBeGreaterThan(1);
  expect(await server.query(waiting)).toBe("1");
  relay.treatWrites("pass");
  await page.locator("#attach-input").setInputFiles(file);
  await expect(here).toHaveCount(1);
  expect(await server.query(waiting)).toBe("1");

  const before = relay.writes;
  relay.treatWrites("hold");
  await page.locator("#attach-input").setInputFiles({ name: "held.txt", mimeType: "text/plain", buffer: Buffer.from("held") });
  await expect.poll(() => relay.held).toBe(1);
  await page.evaluate(() => (window as unknown as { posted: XMLHttpRequest }).posted.dispatchEvent(new ProgressEvent("timeout")));
  await expect(here).toHaveCount(2);
  relay.release();
  expect(relay.writes - before).toBe(2);
  await expect(page.locator("#composer-files li")).toHaveCount(3); // with the one that failed at first
  expect(await server.query(waiting)).toBe("2");
});
