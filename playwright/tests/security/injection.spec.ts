import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { APIRequestContext, BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { injections, oddUsernames } from "../../injections";
import { Chat } from "../../pages/chat";

// Whatever runs, asks elsewhere or opens a dialog is a console error, and those fail a test (problems.ts).
const canary = () => {
  Object.defineProperty(window, "ran", { value: () => console.error("an injected script ran") });
};

/** Makes whatever gets through in a person's pages a failure of the test. */
async function watch(page: Page, baseURL: string): Promise<string[]> {
  const escapes: string[] = [];
  const context: BrowserContext = page.context();
  await context.addInitScript(canary);
  context.on("request", (request) => {
    if (!request.url().startsWith(`${baseURL}/`)) escapes.push(`a request to ${request.url()}`);
    if (request.url().endsWith("/logout")) escapes.push("a request to log out");
  });
  context.on("dialog", (dialog) => {
    escapes.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("page", (opened) => escapes.push(`a window at ${opened.url()}`));
  return escapes;
}

/** Every kind of element on the page: its name and those of its attributes. */
async function kinds(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    for (const element of document.querySelectorAll("*")) {
      const where = element.closest(".message__text") ? "in a message: " : "";
      // What the page's scripts add while it lives.
      const names = element.getAttributeNames().filter((name) => !["data-empty", "data-connection", "aria-current", "hidden"].includes(name));
      found.add(`${where}${element.localName} ${names.sort().join(" ")}`.trim());
    }
    return [...found];
  });
}

const harmlessElements = new Map<string, string[]>([
  ...["strong", "em", "del", "code", "blockquote", "ul", "ol", "br"].map((name): [string, string[]] => [name, []]),
  ["p", ["class", "dir"]], // the label of a code block
  ["li", ["dir", "value"]],
  ["pre", ["dir", "tabindex"]],
  ["a", ["href", "rel", "target", "title"]],
  ["span", ["class", "title"]], // "(edited)", and the colours of code
  ...["table", "thead", "tbody", "tr"].map((name): [string, string[]] => [name, []]),
  ...["th", "td"].map((name): [string, string[]] => [name, ["class", "dir"]]),
  ["div", ["aria-labelledby", "class", "role", "tabindex"]], // around a table or a block of code
  ["button", ["aria-labelledby", "class", "type"]], // copies a block of code
  ["svg", ["aria-hidden", "class"]],
  ["use", ["href"]],
]);

/** What stands within messages that no message may hold. */
async function strangers(page: Page): Promise<string[]> {
  const inside = await page.locator(".message__text *").evaluateAll((elements) =>
    elements.map((element) => ({
      name: element.localName,
      attributes: element.getAttributeNames(),
      href: element.getAttribute("href") ?? "http:",
      own: element.localName !== "span" || element.className === "message__edited" || element.closest("pre") !== null,
      html: element.outerHTML,
    })),
  );
  return inside
    .filter(({ name, attributes, href, own }) => {
      const allowed = harmlessElements.get(name);
      return !own || !allowed || attributes.some((a) => !allowed.includes(a)) || !(name === "use" ? /^#icon-copy$/ : /^(https?|mailto):/).test(href);
    })
    .map(({ html }) => html);
}

async function post(request: APIRequestContext, path: string, form: Record<string, string>): Promise<number> {
  return (await request.post(path, { form, maxRedirects: 0 })).status();
}

async function inParallel<T, R>(list: T[], act: (item: T, i: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < list.length; i += 16) {
    results.push(...(await Promise.all(list.slice(i, i + 16).map((item, j) => act(item, i + j)))));
  }
  return results;
}

/** Every so-maniest text, for what takes a page of its own. */
function some(step: number, from: number): string[] {
  return injections.filter((_, i) => i % step === from % step);
}

test("there are texts enough, each another", () => {
  expect(injections.length).toBeGreaterThanOrEqual(100);
  expect(new Set(injections).size).toBe(injections.length);
});

test("the watch sees what gets through", async ({ signup, baseURL, allowProblems }) => {
  allowProblems(/CSP violation|Content Security Policy|injected script ran|ERR_/);
  const page = await signup("alice");
  const escapes = await watch(page, baseURL ?? "");
  const chat = await new Chat(page).open("general");
  await chat.send("plain");
  const before = await kinds(page);
  await page.evaluate(() => {
    document.querySelector(".message__text")?.insertAdjacentHTML("beforeend", "<b onclick=ran()>x</b><a href=javascript:ran()>y</a>");
    document.body.insertAdjacentHTML("beforeend", "<form action=//evil.example/ id=x></form>");
    (window as unknown as { ran(): void }).ran();
    void fetch("//evil.example/").catch(() => {});
    setTimeout(() => alert("x"));
  });
  await expect.poll(() => escapes.some((escape) => escape.startsWith("a dialog"))).toBe(true);
  expect(await strangers(page)).toHaveLength(2);
  expect((await kinds(page)).filter((kind) => !before.includes(kind))).toHaveLength(3);
});

test("hostile messages, quotes and edits stay text, live and on a page that is opened", async ({ signup, withoutPage, baseURL, server }) => {
  const alice = await signup("alice");
  const escapes = await watch(alice, baseURL ?? "");
  const chat = await new Chat(alice).open("general");
  const [bob, ...odd] = await withoutPage("bob", ...oddUsernames);
  for (const person of odd) {
    await person.send("general", "hello");
    await person.react("general", "hello", "👍");
  }
  // All that harmless messages consist of: a reply, an edit, reactions, each kind of markup.
  const plain = "**b** *i* ~~s~~ `c` https://a.example/ [t](https://a.example/)\n> q\n\n- u\n\n3. o\n\n```\np\n```\n\n| t | h |\n| - | -: |\n| d | e |\n\nx\ny";
  await bob.send("general", plain);
  await bob.edit("general", plain, `${plain}!`);
  await bob.send("general", "first line");
  const first = await bob.messageId("general", "first line");
  const request = bob.request;
  await post(request, "/send/general", { text: "an answer", reply_to_id: String(first) });
  await expect(chat.messages).toHaveCount(odd.length + 3);
  await alice.goto("/c/general");
  await bob.typing("general");
  await expect(chat.typingBanner).toContainText("bob is typing");
  const allowed = new Set(await kinds(alice));
  allowed.add("p"); // a line that says a message to screen readers; it is there for seconds

  // Many at once, so that the page takes them together.
  const statuses = await inParallel(injections, (text) => post(request, "/send/general", { text }));
  expect(new Set(statuses)).toEqual(new Set([200, 400])); // 400: a NUL
  const all = await bob.get<{ id: number; content: string }[]>("/messages/general?after=0&limit=200");
  const sent = all.filter(({ content }) => injections.includes(content) || injections.includes(content.replaceAll("\n", "\r\n")));
  expect(sent).toHaveLength(statuses.filter((status) => status === 200).length);
  const shown = async (text: string) => expect(chat.log.locator(".message__text").filter({ hasText: text })).toBeVisible({ timeout: 60_000 });
  await bob.send("general", "all were sent");
  await shown("all were sent");
  const [quoted, replaced] = [sent.filter((_, i) => i % 2 === 0), sent.filter((_, i) => i % 2 === 1)];
  expect(await inParallel(quoted, ({ id }) => post(request, "/send/general", { text: "an answer", reply_to_id: String(id) }))).not.toContain(400);
  await bob.send("general", "all were quoted");
  await shown("all were quoted");
  // As an edit, each takes the place of another.
  const edited = await inParallel(replaced, ({ id }, i) => post(request, `/edit/${id}`, { text: replaced[(i + 1) % replaced.length].content }));
  expect(new Set(edited)).toEqual(new Set([200]));
  await bob.send("general", "all were edited");
  await shown("all were edited");
  // Another program's rows may name anybody.
  const literal = (text: string) => `'${text.replaceAll("\0", "").replaceAll("'", "''")}'`;
  const rows = sent.map(({ content }, i) => `INSERT INTO message_reactions (channel, msg_ts, emoji, reactor) SELECT channel, ts, '👍', ${literal(content)} FROM messages WHERE id = ${sent[i].id};`);
  rows.push(...sent.slice(0, 2).map(({ content }) => `INSERT INTO typing (user, channel, ts) VALUES (${literal(content)}, 'general', unixepoch() + 1);`));
  rows.push(...sent.filter((_, i) => i % 8 === 0).map(({ content }, i) => `INSERT INTO messages (channel, sender, content, ts) VALUES ('general', ${literal(content)}, 'from another', ${Date.now() / 1000 + i / 1000});`));
  await promisify(execFile)("sqlite3", ["-cmd", ".timeout 20000", server.database, rows.join("\n")]);
  await bob.send("general", "all were named");
  await shown("all were named");
  await inspect(alice, allowed, "live");

  await alice.goto("/c/general");
  await loadAll(chat);
  await inspect(alice, allowed, "opened");
  expect(await chat.messages.count()).toBeGreaterThan(sent.length + quoted.length);
  await alice.mouse.move(200, 200); // over whatever lies about
  expect(escapes).toEqual([]);
});

async function loadAll(chat: Chat): Promise<void> {
  for (const link of [chat.loadEarlier, chat.loadLater]) {
    for (let before = 0; await link.isVisible(); ) {
      before = await chat.messages.count();
      await link.click();
      await expect.poll(() => chat.messages.count()).toBeGreaterThan(before);
    }
  }
}

test("hostile channel names stay text in the sidebar, the header, the title and dialogs", async ({ signup, withoutPage, baseURL }) => {
  const alice = await signup("alice");
  await withoutPage("bob");
  const escapes = await watch(alice, baseURL ?? "");
  // Her own: nobody can put her into so many.
  const request = alice.request;
  await request.post("/private_channels/create", { data: { name: "harmless", members: ["bob"] } });
  const chat = await new Chat(alice).open("private:1");
  await request.post("/private_channels/1/rename", { data: { name: "still harmless" } });
  await expect(alice).toHaveTitle(/still harmless/);
  await expect(chat.messages).toHaveCount(1);
  const allowed = new Set(await kinds(alice));
  const dialogs = ["rename", "add_member", "leave", "members"].map((page) => (id: string) => `/ui/private_channels/${id}/${page}`);
  for (const dialog of dialogs) {
    await alice.goto(dialog("1"));
    for (const kind of await kinds(alice)) allowed.add(kind);
  }
  await chat.open("private:1");

  const named: { id: string; name: string }[] = [];
  await inParallel(injections, async (text) => {
    const name = text.slice(0, 80);
    const created = await request.post("/private_channels/create", { data: { name, members: [] } });
    if (created.status() === 400) return; // a line end or another control character
    expect(created.status(), name).toBe(200);
    expect((await request.post("/private_channels/1/rename", { data: { name } })).status(), name).toBe(200);
    named.push({ id: String(((await created.json()) as { id: number }).id), name: name.trim() });
  });
  expect((await request.post("/private_channels/1/rename", { data: { name: named[named.length - 1].name } })).status()).toBe(200);
  expect(named.length).toBeGreaterThan(100);
  const last = named[named.length - 1].name;
  await expect(alice).toHaveTitle(new RegExp(`${last.replace(/\W/g, ".")} · `));
  await expect.poll(() => chat.sidebar.getByRole("link").count()).toBeGreaterThan(named.length);
  await expect.poll(async () => (await chat.sidebar.innerText()).includes(last)).toBe(true);
  expect((await kinds(alice)).filter((kind) => !allowed.has(kind))).toEqual([]);

  for (const { id, name } of named.filter((_, i) => i % 16 === 0)) {
    await alice.goto(`/c/private:${id}`, { waitUntil: "domcontentloaded" });
    expect((await alice.title()).replaceAll(/\s+/g, " ")).toContain(name.replaceAll(/\s+/g, " "));
    expect((await kinds(alice)).filter((kind) => !allowed.has(kind)), name).toEqual([]);
  }
  for (const [i, { id, name }] of named.entries()) {
    if (i % 16 !== 8) continue;
    await alice.goto(dialogs[((i - 8) / 16) % dialogs.length](id), { waitUntil: "domcontentloaded" });
    expect((await kinds(alice)).filter((kind) => !allowed.has(kind)), name).toEqual([]);
  }
  expect(escapes).toEqual([]);
});

test("hostile drafts, addresses, searches and usernames stay text", async ({ signup, baseURL, allowProblems }) => {
  allowProblems(/status of (400|403|404|422)/);
  const alice = await signup("alice");
  const escapes = await watch(alice, baseURL ?? "");
  const chat = await new Chat(alice).open("general");
  const signups = await (await alice.context().browser()!.newContext({ baseURL })).newPage();
  const refused = await watch(signups, baseURL ?? "");

  /** Sends a form as a page without scripts does. */
  const submit = async (page: Page, action: string, fields: Record<string, string>) => {
    const navigated = page.waitForNavigation({ waitUntil: "domcontentloaded" });
    await page.evaluate(
      ([action, fields]) => {
        const form = Object.assign(document.createElement("form"), { method: "post", action });
        for (const [name, value] of Object.entries(fields)) {
          const field = Object.assign(document.createElement("textarea"), { name, value });
          form.append(field);
        }
        document.body.append(form);
        form.submit();
      },
      [action, fields] as const,
    );
    return (await navigated)?.status();
  };
  const tooLong = " ".repeat(3) + "x".repeat(10_000);
  const allowed = new Map<string, Set<string>>();
  const look = async (page: Page, screen: string, text: string) => {
    const found = await kinds(page);
    const known = allowed.get(screen);
    if (!known) allowed.set(screen, new Set(found));
    else if (/^[x ]*$/.test(text)) for (const kind of found) known.add(kind);
    // What is no address at all is answered before anybody asks who it is: its body names nobody.
    else expect(found.filter((kind) => kind !== "body" && !known.has(kind)), `${screen} with ${text}`).toEqual([]);
  };
  for (const text of ["harmless", ...some(16, 0)]) {
    expect(await submit(alice, "/ui/send/general", { drawn_for: "alice", text: text + tooLong })).toBe(422);
    await expect(chat.composer).toHaveValue(text.replaceAll("\0", "\ufffd").replaceAll(/\r\n?/g, "\n") + tooLong);
    await look(alice, "draft", text);
  }
  await signups.goto("/signup");
  for (const text of ["   ", "x x", "x".repeat(40), ...some(16, 1).filter((text) => !/^\w+$/.test(text))]) {
    expect(await submit(signups, "/signup", { username: text, password: "x", confirm_password: "y" })).toBe(422);
    await look(signups, "signup", text);
    expect(await submit(signups, "/login", { username: text, password: "x" })).toBe(422);
    await look(signups, "login", text);
  }
  for (const [i, text] of ["harmless", ...some(8, 2)].entries()) {
    const value = encodeURIComponent(text);
    const screens = [`/?gone=${value}`, `/ui/dms/new?q=${value}&username=${value}`, `/c/${value}`, `/reset/${value}`, `/login?reset=${value}`, `/nowhere/${value}?${value}`];
    for (const [j, screen] of screens.entries()) {
      if (i > 0 && (i + j) % 3 !== 0) continue;
      await alice.goto(screen, { waitUntil: "domcontentloaded" });
      await look(alice, String(j), text);
    }
  }
  await alice.goto("/ui/dms/new", { waitUntil: "load" });
  expect(escapes).toEqual([]);
  expect(refused).toEqual([]);
  await signups.context().close();
});

test("a search for a hostile name finds nobody and shows nothing of its own", async ({ signup, baseURL }) => {
  const alice = await signup("alice");
  const escapes = await watch(alice, baseURL ?? "");
  const chat = await new Chat(alice).open("general");
  await alice.getByRole("link", { name: "New direct message" }).click();
  const search = chat.dialog.getByRole("searchbox");
  await search.fill("nobody at all");
  await expect(chat.dialog.getByText(/nobody at all|No /).first()).toBeVisible();
  const allowed = new Set(await kinds(alice));
  for (const text of some(16, 3)) {
    const answer = alice.waitForResponse((response) => response.url().includes("/ui/users/search"));
    await search.fill(text.replaceAll(/[\r\n]/g, " "));
    await (await answer).finished();
    await expect.poll(async () => (await kinds(alice)).filter((kind) => !allowed.has(kind)), { message: text }).toEqual([]);
  }
  expect(escapes).toEqual([]);
});

async function inspect(page: Page, allowed: Set<string>, how: string): Promise<void> {
  expect(await page.locator(".message__text").count(), how).toBeGreaterThan(30);
  expect(await strangers(page), how).toEqual([]);
  const news = (await kinds(page)).filter((kind) => !allowed.has(kind) && !kind.startsWith("in a message: "));
  expect(news, how).toEqual([]);
}
