import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";
import { arrowTo } from "../../pages/keyboard";
import { root } from "../../server";

/** Sends a text as a program does. */
async function write(page: Page, text: string): Promise<void> {
  expect((await page.request.post("/send/general", { form: { text } })).status()).toBe(200);
}

async function stored(page: Page, id: number): Promise<string> {
  const message = (await (await page.request.get(`/message/${id}`)).json()) as { content: string };
  return message.content;
}

/** Selects all that a locator finds, copies it, and returns what is in the clipboard. */
async function copy(page: Page, selector: string): Promise<{ plain: string; html: string }> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator(selector).last().waitFor();
  await page.evaluate((selector) => {
    const all = document.querySelectorAll(selector);
    getSelection()?.setBaseAndExtent(all[0], 0, all[all.length - 1], all[all.length - 1].childNodes.length);
  }, selector);
  await page.keyboard.press("ControlOrMeta+c");
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type: string) => (await item.getType(type)).text();
    return { plain: await read("text/plain"), html: await read("text/html") };
  });
}

/** What the clipboard is given of each text on the page, by the text's id. */
async function copied(page: Page): Promise<[number, string][]> {
  return page.locator(".message").evaluateAll((rows) =>
    rows.map((row) => {
      const text = row.querySelector(".message__text")!;
      getSelection()!.selectAllChildren(text);
      const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
      text.dispatchEvent(event);
      return [Number(row.id.split("-").at(-1)), event.clipboardData!.getData("text/plain")] as [number, string];
    }),
  );
}

/** Copies what stands from a shown word to another, as a mouse selects it. */
async function copiedFrom(page: Page, id: number, first: string, last: string): Promise<string> {
  return page.locator(`#message-${id} .message__text`).evaluate(
    (text, [first, last]) => {
      const place = (word: string, size: number): [Node, number] => {
        const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const at = (walker.currentNode as Text).data.indexOf(word);
          if (at >= 0) return [walker.currentNode, at + size];
        }
        throw new Error(`no ${word} in ${text.textContent}`);
      };
      getSelection()!.setBaseAndExtent(...place(first, 0), ...place(last, last.length));
      const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
      text.dispatchEvent(event);
      return event.clipboardData!.getData("text/plain");
    },
    [first, last],
  );
}

test("what is copied is what was typed, byte for byte", async ({ signup, server }) => {
  const bob = await signup("bob");
  const cases = readFileSync(path.join(root, "views/markup/testdata/cases.jsonl"), "utf8").trim().split("\n");
  const texts = [
    "def f(x):\n\treturn  x\n\n\n    and on",
    "so\n- **one** _two_ *three*\n  more\n- ~~four~~ ``fi`ve``\n   - six\n   - ***seven***\n\n\n8. eight",
    "> a\n>> b\n>\n> ```go\n> x := 1\n>\n> \ty\n> ```\nan answer :tada:\n\n| a | b |\n|---|--:|\n| c | d |",
    "see [the plan](https://example.org/plan?a=1&b=2) and https://example.org/q.",
    "\n a\u00a0b @bob &nbsp; <b>\n ",
    ...cases.map((line) => (JSON.parse(line) as { source: string }).source),
  ].filter((text) => !text.includes("\0"));
  const rows = texts.map((text, i) => `('general', 'bob', '${text.replaceAll("'", "''")}', 'text', ${1_700_000_000 + i})`);
  const file = path.join(path.dirname(server.database), "texts.sql");
  writeFileSync(file, `INSERT INTO messages (channel, sender, content, content_type, ts) VALUES ${rows.join(",\n")};`);
  await promisify(execFile)("sqlite3", ["-cmd", ".timeout 20000", server.database, `.read ${file}`]);
  await expect.poll(async () => (await bob.request.get("/messages/general?limit=1")).text(), "the server has noticed the texts").toContain(`"id":${texts.length},`);
  const seen = new Set<number>();
  for (let middle = 20; seen.size < texts.length; middle += 40) {
    expect(middle, "all messages are met").toBeLessThan(texts.length + 40);
    await bob.goto(`/m/${Math.min(middle, texts.length)}`);
    await expect(bob.locator("html[data-scripts=ready]")).toBeAttached();
    for (const [id, text] of await copied(bob)) {
      expect(text).toBe(texts[id - 1]);
      seen.add(id);
    }
  }
  await bob.goto("/m/3");
  await expect(bob.locator("html[data-scripts=ready]")).toBeAttached();
  for (const [id, first, last, want] of [
    [1, "def", "on", texts[0]],
    [2, "so", "eight", texts[1]],
    [2, "one", "three", "- **one** _two_ *three*"],
    [2, "two", "two", "_two_"],
    [2, "eve", "eve", "eve"],
    [2, "ne", "four", "**ne** _two_ *three*\n  more\n- ~~four~~"],
    [2, "fi`ve", "fi`ve", "fi`ve"],
    [2, "six", "eight", "   - six\n   - ***seven***\n\n\n8. eight"],
    [3, "a", "an answer", texts[2].slice(0, texts[2].indexOf(" :tada:"))],
    [3, "b", "b", ">> b"],
    [3, "x", "y", "x := 1\n\n\ty"],
    [3, "go", "an", "> ```go\n> x := 1\n>\n> \ty\n> ```\nan"],
    [3, "c", "d", "| c | d |"],
    [4, "the", "https", "[the plan](https://example.org/plan?a=1&b=2) and https"],
  ] as const) {
    expect(await copiedFrom(bob, id, first, last)).toBe(want);
  }
});

test("what is seen in a browser is what the table of cases wants", async ({ signup, server }) => {
  const bob = await signup("bob");
  const lines = readFileSync(path.join(root, "views/markup/testdata/cases.jsonl"), "utf8").trim().split("\n");
  const cases = lines.map((line) => JSON.parse(line) as { source: string; want_text?: string }).filter((one) => one.want_text !== undefined);
  expect(cases.length).toBeGreaterThan(110);
  const rows = cases.map(({ source }, i) => `('general', 'bob', '${source.replaceAll("'", "''")}', 'text', ${1_700_000_000 + i})`);
  await server.change(`INSERT INTO messages (channel, sender, content, content_type, ts) VALUES ${rows.join(",\n")};`);
  await expect.poll(async () => (await bob.request.get("/messages/general?limit=1")).text()).toContain(`"id":${cases.length},`);
  /** The text of each message as the browser lays it out, with the bullets and numbers of items, which it leaves out. */
  const seen = () =>
    bob.locator(".message__text").evaluateAll((texts) =>
      texts.map((text) => {
        for (const item of text.querySelectorAll("li")) item.prepend(item.hasAttribute("value") ? `${item.getAttribute("value")}. ` : "• ");
        for (const button of text.querySelectorAll("button")) button.remove();
        return [Number(text.closest<HTMLElement>(".message")!.id.split("-").at(-1)), (text as HTMLElement).innerText] as const;
      }),
    );
  // How far apart paragraphs are is a matter of style.
  const asLines = (text: string) => text.replace(/\n+/g, "\n").replace(/^\n|\n$/g, "");
  const found = new Map<number, string>();
  for (let middle = 20; found.size < cases.length; middle += 40) {
    expect(middle, "all messages are met").toBeLessThan(cases.length + 40);
    await bob.goto(`/m/${Math.min(middle, cases.length)}`);
    for (const [id, text] of await seen()) found.set(id, asLines(text));
  }
  expect([...found].sort(([a], [b]) => a - b).map(([, text]) => text)).toEqual(cases.map((one) => asLines(one.want_text!)));
});

test("a copy of several messages has no labels of buttons, and keeps numbers and where links lead", async ({ signup }) => {
  const bob = await signup("bob");
  await write(bob, "first");
  await write(bob, "7. seven\n8. eight\n\n[the plan](https://example.org/plan)");
  await bob.request.post("/react/1", { form: { reaction: "👍" } });
  const chat = await new Chat(bob).open("general");
  await expect(chat.messages).toHaveCount(2);
  const { plain, html } = await copy(bob, ".message");
  expect(plain).toContain("first");
  expect(plain).toContain("7. seven\n8. eight");
  expect(plain).toContain("[the plan](https://example.org/plan)");
  expect(html).toContain('href="https://example.org/plan"');
  expect(html).toMatch(/<li[^>]*value="8"/);
  for (const label of ["React", "Reply", "Edit", "Delete", "👍", "Online"]) expect(plain).not.toContain(label);
  expect(html).not.toContain("<button");

  const later = "> quoted\n\n- one\n- two\n\n```\n3. c\n```";
  for (const text of [later, `${later}!`]) {
    if (text === later) await write(bob, text);
    else await bob.request.post("/edit/3", { form: { text } });
    await expect(bob.locator("#message-3")).toContainText(text === later ? "two" : "!");
    expect((await copy(bob, "#message-3 .message__text")).plain, "as it came to an open page").toBe(text);
  }
});

test("an edit without a change leaves each byte", async ({ signup }) => {
  const bob = await signup("bob");
  const texts = ["\n\n  two empty lines above \n\n", "a\rb\r\rc", "\tx\u00a0y  \u200bz\n", "\nhi"];
  for (const text of texts) await write(bob, text);
  const chat = await new Chat(bob).open("general");
  for (const [i, text] of texts.entries()) {
    expect(await stored(bob, i + 1)).toBe(text);
    await chat.act(bob.locator(`#message-${i + 1}`), "Edit");
    await expect(chat.editor).toBeFocused();
    const saved = bob.waitForResponse(/\/ui\/edit\//);
    await chat.editor.press("Enter");
    expect((await saved).ok()).toBe(true);
    await expect(chat.editor).toHaveCount(0);
    expect(await stored(bob, i + 1)).toBe(text);
  }
});

test("each paragraph, item and field has its own direction, and code has one", async ({ signup }) => {
  const bob = await signup("bob");
  await write(bob, "שלום\n\nhello\n\n- אחת\n- two\n\n```\nשלום\n```\n`שלום`");
  const chat = await new Chat(bob).open("general");
  const directions = await bob.locator(".message__text :is(p, li, pre, code)").evaluateAll((all) => all.map((e) => `${e.localName} ${getComputedStyle(e).direction}`));
  expect(directions).toEqual(["p rtl", "p ltr", "li rtl", "li ltr", "pre ltr", "code ltr", "p rtl", "code ltr"]);
  await chat.composer.fill("שלום");
  await expect(chat.composer).toHaveCSS("direction", "rtl");
  await chat.composer.fill("hello");
  await expect(chat.composer).toHaveCSS("direction", "ltr");
  await chat.composer.fill("");
  await chat.act(chat.messages.first(), "Edit");
  await expect(chat.editor).toHaveCSS("direction", "rtl");
});

test("an override in code or in a link does not turn what stands behind it", async ({ signup }) => {
  const bob = await signup("bob");
  await write(bob, "`a` [b](https://example.org/) behind");
  await write(bob, "`\u202ea` [\u202eb](https://example.org/) behind");
  await new Chat(bob).open("general");
  const places = await bob.locator(".message__text p").evaluateAll((paragraphs) =>
    paragraphs.map((p) => {
      const range = document.createRange();
      const last = p.lastChild as Text;
      return Array.from(last.data, (_, i) => {
        range.setStart(last, i);
        range.setEnd(last, i + 1);
        return Math.round(range.getBoundingClientRect().x);
      });
    }),
  );
  expect(places[1]).toEqual(places[0]);
});

test("a stored name with an override turns no sentence that it stands in", async ({ signup, server }) => {
  const bob = await signup("bob");
  const channel = await new Api(bob).createPrivate("plans");
  // A program that knows of no such rule.
  const name = "na\u202eme";
  const rows = `UPDATE private_channels SET name = '${name}';
    INSERT INTO messages (channel, sender, content, content_type, ts) VALUES ('${channel}', 'system', 'bob has renamed the channel to "${name}"', 'system', ${Date.now() / 1000});`;
  await promisify(execFile)("sqlite3", ["-cmd", ".timeout 20000", server.database, rows]);
  const chat = await new Chat(bob).open(channel);
  /** Whether the last character of a text stands behind all others, as it does in a sentence that nothing has turned. */
  const endsLast = (text: Locator) =>
    text.evaluate((element) => {
      const range = document.createRange();
      const last = element.firstChild as Text;
      const places = Array.from(last.data.trimEnd(), (_, i) => {
        range.setStart(last, i);
        range.setEnd(last, i + 1);
        return range.getBoundingClientRect().right;
      });
      return places.at(-1) === Math.max(...places);
    });
  const line = chat.log.locator(".message__line").last();
  await expect(line).toContainText("has renamed the channel");
  expect(await endsLast(line), "a line of the log").toBe(true);
  await bob.goto(`/ui/private_channels/${channel.split(":")[1]}/leave`);
  expect(await endsLast(bob.getByRole("heading", { level: 1 })), "a question").toBe(true);
});

test("marks stacked on a letter cover no neighbour", async ({ signup }) => {
  const bob = await signup("bob");
  await write(bob, "above");
  await write(bob, `Z${"\u0300\u0316\u0489\u20d2".repeat(40)}`);
  await write(bob, "below");
  const chat = await new Chat(bob).open("general");
  await chat.composer.focus();
  const neighbours = async () => [
    await bob.locator("#message-1").screenshot({ animations: "disabled" }),
    await bob.locator("#message-3").screenshot({ animations: "disabled" }),
  ];
  const covered = await neighbours();
  await bob.locator("#message-2 p").evaluate((p) => (p.textContent = "Z"));
  const free = await neighbours();
  expect(covered.map((shot, i) => shot.equals(free[i]))).toEqual([true, true]);

  await test.step("of a name in a dialog", async () => {
    await new Api(bob).createPrivate(`Z${"\u0302\u0303\u0304\u0308\u0316\u0317\u0318\u0319".repeat(9)}`);
    await bob.goto("/ui/channels/private:1/members");
    const title = bob.locator(".dialog__title");
    const { x, y, width, height } = (await title.boundingBox())!;
    const around = async () => [
      await bob.screenshot({ animations: "disabled", clip: { x, y: y - 30, width, height: 30 } }),
      await bob.screenshot({ animations: "disabled", clip: { x, y: y + height, width, height: 30 } }),
    ];
    const before = await around();
    await title.evaluate((title) => (title.textContent = "Z"));
    expect((await around()).map((shot, i) => shot.equals(before[i]))).toEqual([true, true]);
  });

  await test.step("of a status on somebody's card", async () => {
    const tall = `Z${"\u0302\u0303\u0304\u0308\u0316\u0317\u0318\u0319".repeat(7)}`;
    await new Api(bob).post("/profile", { pronouns: tall.slice(0, 25) });
    await new Api(bob).post("/status", { emoji: "🌴", text: tall });
    await bob.goto("/ui/people/bob");
    const facts = bob.locator(".person-card__facts > div");
    for (const name of ["Pronouns", "Status"]) {
      const fact = facts.filter({ hasText: name });
      const { x, y, width, height } = (await fact.boundingBox())!;
      const around = async () => [
        await bob.screenshot({ animations: "disabled", clip: { x, y: y - 24, width, height: 24 } }),
        await bob.screenshot({ animations: "disabled", clip: { x, y: y + height, width, height: 24 } }),
      ];
      const before = await around();
      await fact.locator("bdi").evaluate((words) => (words.textContent = "Z"));
      expect((await around()).map((shot, i) => shot.equals(before[i])), name).toEqual([true, true]);
    }
  });
});

test("marks stacked on a letter of a name or a found text stay in the line that they stand in", async ({ signup, withoutPage }) => {
  const tall = `Z${"\u0301\u0302\u0308".repeat(13)}`;
  const bob = await signup("bob");
  const [alice] = await withoutPage("alice");
  await alice.post("/profile", { display_name: tall });
  await alice.send("general", `beer ${tall}`);
  const api = new Api(bob);
  await api.send("general", "who comes?");
  await alice.react("general", "who comes?", "🎉");
  await alice.markRead("general");
  /** What a line puts above and below itself. */
  const ink = async (line: Locator) => {
    const { x, y, width, height } = (await line.boundingBox())!;
    const around = async () => [
      await bob.screenshot({ animations: "disabled", clip: { x, y: y - 24, width, height: 24 } }),
      await bob.screenshot({ animations: "disabled", clip: { x, y: y + height, width, height: 24 } }),
    ];
    const before = await around();
    await line.evaluate((line) => {
      for (const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
        const text = walker.currentNode as Text;
        text.data = text.data.replace(/\p{Mn}/gu, "");
      }
    });
    return (await around()).map((shot, i) => shot.equals(before[i]));
  };

  const chat = await new Chat(bob).open("general");
  await expect(bob.locator(".receipts")).toContainText("Read by");
  expect(await ink(bob.locator(".receipts")), "who has read a message").toEqual([true, true]);
  await chat.reaction(chat.message("who comes?"), /^🎉/).hover();
  await expect(bob.locator(".reaction-bar__tip").first()).toBeVisible();
  expect(await ink(bob.locator(".reaction-bar__tip").first()), "who has reacted").toEqual([true, true]);
  await bob.goto("/search?q=beer");
  expect(await ink(bob.locator(".search-hit__what")), "what a search has found").toEqual([true, true]);
  await alice.createPrivate(tall, "bob");
  await bob.goto(`/ui/block/${await api.messageId("general", `beer ${tall}`)}`);
  expect(await ink(bob.locator(".choice")), "a choice").toEqual([true, true]);
  await bob.goto("/admin");
  expect(await ink(bob.locator(".admin__row").filter({ hasText: "alice" })), "an account").toEqual([true, true]);
});

test("a message that shows nothing is refused, and so is an edit to it", async ({ signup }) => {
  const bob = await signup("bob");
  await write(bob, "something");
  for (const text of ["\u200b", "\u00ad", "\u2800", "\u3164 \u2060", "\u0301\ufe0f", "\u202e\u001b"]) {
    expect((await bob.request.post("/send/general", { form: { text } })).status(), escape(text)).toBe(400);
    expect((await bob.request.post("/edit/1", { form: { text } })).status(), escape(text)).toBe(400);
  }
  const chat = await new Chat(bob).open("general");
  await expect(chat.messages).toHaveCount(1);
});

test("where a link leads shows on hover and on focus", async ({ signup }) => {
  const bob = await signup("bob");
  await write(bob, "see [the plan](https://example.org/plan)");
  const chat = await new Chat(bob).open("general");
  const link = bob.getByRole("link", { name: "the plan" });
  await expect(link).toHaveAttribute("title", "https://example.org/plan");
  await chat.composer.focus();
  await arrowTo(chat.messages.first(), link);
  expect(await link.evaluate((a) => getComputedStyle(a, "::after").content)).toContain("https://example.org/plan");
});
