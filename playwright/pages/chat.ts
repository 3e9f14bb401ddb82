import { type APIRequestContext, type APIResponse, expect, type JSHandle, type Locator, type Page } from "@playwright/test";

export type Override = "Automatic" | "Online" | "Away" | "Offline";

/** What the browser and htmx say about requests that do not reach the server. */
export const lostConnection =
  /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)|htmx:(sendError|timeout|afterRequest)|WebSocket connection to .* failed/;

/** When a tab that was closed counts no longer. */
export const graceIsOver = 8_500;

/** Within what that shows. */
export const afterGrace = 30_000;

/** Has the page load itself again: it says before that it goes on, which a browser's own reload keeps from it. */
export async function reloadByScript(page: Page): Promise<void> {
  const loaded = page.waitForEvent("load");
  await page.evaluate(() => location.reload());
  await loaded;
}

/** Presses a button that a message shows while the pointer is over it; the message may move away from under the pointer. */
export async function pressIn(message: Locator, button: Locator): Promise<void> {
  await expect(async () => {
    await message.hover();
    await button.click({ timeout: 5_000 });
  }).toPass();
}

/** What is drawn, by which a dot differs from the others without its colour. */
export async function shape(dot: Locator): Promise<string> {
  return dot.evaluate((element) => {
    const drawn = getComputedStyle(element, "::before");
    if (drawn.borderStyle === "dotted") return "dotted";
    if (drawn.backgroundImage.includes("gradient")) return "half";
    return drawn.borderStyle === "solid" ? "hollow" : "filled";
  });
}

/** The chat as one person sees it. */
export class Chat {
  readonly composer: Locator;
  readonly composerForm: Locator;
  readonly sendButton: Locator;
  readonly log: Locator;
  /** The part of the log that scrolls. */
  readonly scroller: Locator;
  readonly messages: Locator;
  readonly typingBanner: Locator;
  readonly connectionBanner: Locator;
  readonly sidebar: Locator;
  readonly membersLink: Locator;
  readonly accountLink: Locator;
  readonly dialog: Locator;
  readonly newMessagesButton: Locator;
  readonly loadEarlier: Locator;
  readonly loadLater: Locator;
  readonly editor: Locator;

  constructor(readonly page: Page) {
    this.composerForm = page.getByRole("form", { name: /^Write to / });
    this.composer = page.getByRole("textbox", { name: /^Message / });
    this.sendButton = page.getByRole("button", { name: "Send", exact: true });
    this.log = page.getByRole("log", { name: /^Messages in / });
    this.scroller = page.getByRole("region", { name: /^Messages in / });
    this.messages = this.log.getByRole("article");
    this.typingBanner = page.getByRole("status").and(page.locator("[id^='typing-']"));
    this.connectionBanner = page.getByRole("status").getByText("Reconnecting…");
    this.sidebar = page.getByRole("navigation", { name: "Channels" });
    this.membersLink = page.getByRole("main").getByRole("link", { name: /members?( of the conversation)?$/ });
    this.accountLink = page.getByRole("link", { name: /account and status$/ });
    this.dialog = page.getByRole("dialog");
    this.newMessagesButton = page.getByRole("button", { name: /new messages?$/ });
    this.loadEarlier = page.getByRole("link", { name: "Load earlier messages" });
    this.loadLater = page.getByRole("link", { name: "Load later messages" });
    this.editor = page.getByRole("textbox", { name: "Edit your message" });
  }

  async open(channel: string): Promise<this> {
    await this.page.goto(`/c/${channel}`);
    await expect(this.composer).toBeVisible();
    return this;
  }

  /** A number of chat.PageRules, such as `typingWindow`, as the page was given it. */
  async rule(name: string): Promise<number> {
    const given = await this.page.locator("#chat").getAttribute("data-rules");
    return (JSON.parse(given ?? "{}") as Record<string, number>)[name];
  }

  /** The message with that text. */
  message(text: string | RegExp): Locator {
    return this.messages.filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** One of the buttons of a message: React, Reply, Edit, Delete. */
  action(message: Locator, name: string): Locator {
    return message.getByRole("button", { name, exact: true });
  }

  async act(message: Locator, name: string): Promise<void> {
    await pressIn(message, this.action(message, name));
  }

  /** One emoji of a message's reaction bar, by its label, such as /thumbs up/. */
  reaction(message: Locator, name: string | RegExp): Locator {
    return message.getByRole("button", { name }).and(message.locator("[aria-pressed]"));
  }

  /** Fills the composer and sends with Enter, which means that only once the scripts are there. The message may come before the answer. */
  async send(text: string): Promise<void> {
    await this.page.waitForLoadState();
    await this.composer.fill(text);
    await this.composer.press("Enter");
    await expect(this.message(text)).toBeVisible();
    await expect(this.composer).toHaveValue("");
  }

  /** Waits for the answer to a press of a reaction, which shows before: until then another press is taken for the same. */
  async expectAnswered(reaction: Locator): Promise<void> {
    await expect(reaction.locator("xpath=ancestor::form[1]")).not.toHaveClass(/htmx-request/);
  }

  channelLink(name: string | RegExp): Locator {
    return this.sidebar.getByRole("link", { name });
  }

  /** Goes to another channel by the sidebar. */
  async switchTo(channel: string): Promise<void> {
    await this.channelLink(channel).click();
    await expect(this.composer).toHaveAccessibleName(`Message ${channel}`);
    await this.page.waitForLoadState();
  }

  /** How a person looks in the channel's header. */
  dot(user: string): Locator {
    return this.membersLink.locator(`[data-user="${user}"]`);
  }

  async expectDot(user: string, label: string, timeout?: number): Promise<void> {
    await expect(this.dot(user)).toHaveText(label, { timeout });
  }

  async openAccount(): Promise<void> {
    await this.accountLink.click();
    await expect(this.dialog.getByRole("heading", { name: "Your account" })).toBeVisible();
  }

  override(choice: Override): Locator {
    return this.dialog.getByRole("radio", { name: new RegExp(`^${choice}`) });
  }

  async chooseOverride(choice: Override, duration = "Until changed"): Promise<void> {
    await this.openAccount();
    await this.override(choice).check();
    await this.dialog.getByLabel("For how long").selectOption({ label: duration });
    const answer = this.page.waitForResponse(/\/ui\/presence\/override$/);
    await this.dialog.getByRole("button", { name: "Apply" }).click();
    expect((await answer).ok()).toBe(true);
    await expect(this.dialog.getByRole("status").first()).toContainText(choice === "Automatic" ? /./ : choice);
  }

  async closeDialog(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await expect(this.dialog).toBeHidden();
  }

  /** Every word that the page has shown for a person's dots from now on, the present one first. */
  async watchDots(user: string): Promise<JSHandle<string[]>> {
    return this.page.evaluateHandle((user) => {
      const seen: string[] = [];
      const look = () => {
        for (const dot of document.querySelectorAll(`[data-user="${user}"]`)) {
          const word = dot.textContent ?? "";
          if (!seen.includes(word)) seen.push(word);
        }
      };
      look();
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      return seen;
    }, user);
  }

  /** Each text the typing banner gets from now on and when, one entry for each time that it is changed. */
  async watchTypingBanner(): Promise<JSHandle<{ text: string; at: number }[]>> {
    return this.typingBanner.evaluateHandle((banner) => {
      const texts: { text: string; at: number }[] = [];
      const note = () => texts.push({ text: (banner.textContent ?? "").trim(), at: Date.now() });
      new MutationObserver(note).observe(banner, { subtree: true, childList: true, characterData: true });
      return texts;
    });
  }

  /**
   * Makes the page believe that its tab went to the background or came back. Playwright keeps every page visible, so the
   * browser cannot be asked to do it.
   */
  async setVisibility(state: "hidden" | "visible"): Promise<void> {
    await this.page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
      Object.defineProperty(document, "hidden", { configurable: true, get: () => state === "hidden" });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, state);
  }

  /** How far the end of the log is below what the reader sees, in CSS pixels. */
  async distanceToEnd(): Promise<number> {
    return this.scroller.evaluate((scroller) => Math.round(Math.abs(scroller.scrollTop)));
  }

  /** Scrolls, and lets the page hear of it, which browsers tell with the next frame. */
  async scrollTo(message: Locator): Promise<void> {
    await message.evaluate((element) => {
      element.scrollIntoView({ block: "start" });
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }

  async top(element: Locator): Promise<number> {
    return element.evaluate((element) => element.getBoundingClientRect().top);
  }
}

/** Asks the JSON API in a person's name, by the session of their page. */
export class Api {
  constructor(private readonly page: Pick<Page, "request">) {}

  /** Sends what the methods below do not, with the same session. */
  get request(): APIRequestContext {
    return this.page.request;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.page.request.get(path);
    expect(answer.status(), path).toBe(200);
    return answer.json() as Promise<T>;
  }

  async send(channel: string, text: string): Promise<void> {
    await this.form(`/send/${channel}`, { text });
  }

  /** Sends many messages, "message 1" to "message n" unless a name is given. */
  async sendMany(channel: string, count: number, name = "message"): Promise<void> {
    const { cookies } = await this.page.request.storageState();
    const headers = { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") };
    // The first tells the server's address; Playwright's own requests cost several times as much as these.
    const address = await this.form(`/send/${channel}`, { text: `${name} 1` });
    for (let i = 2; i <= count; i++) {
      const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams({ text: `${name} ${i}` }) });
      expect(answer.ok, `${name} ${i}: ${answer.status}`).toBe(true);
      await answer.arrayBuffer();
    }
  }

  /** The id of the newest message of a channel with that text. */
  async messageId(channel: string, text: string): Promise<number> {
    const messages = await this.get<{ id: number; content: string }[]>(`/messages/${channel}?after=0&limit=200`);
    const found = messages.filter(({ content }) => content === text).at(-1);
    expect(found, text).toBeDefined();
    return found?.id ?? 0;
  }

  async edit(channel: string, text: string, newText: string): Promise<void> {
    await this.form(`/edit/${await this.messageId(channel, text)}`, { text: newText });
  }

  async delete(channel: string, text: string): Promise<void> {
    await this.form(`/delete/${await this.messageId(channel, text)}`, {});
  }

  async react(channel: string, text: string, ...emoji: string[]): Promise<void> {
    const id = await this.messageId(channel, text);
    for (const reaction of emoji) {
      await this.form(`/react/${id}`, { reaction });
    }
  }

  async typing(channel: string): Promise<void> {
    expect((await this.page.request.post(`/typing/${channel}`)).status()).toBe(204);
  }

  async typists(channel: string): Promise<string[]> {
    return this.get(`/typing/${channel}`);
  }

  async onlineUsers(): Promise<Record<string, string>> {
    return this.get("/online_users");
  }

  /** Marks everything in a channel as read. */
  async markRead(channel: string): Promise<void> {
    await this.form(`/mark_read/${channel}`, {});
  }

  /** Creates a private channel and returns its identifier, such as "private:1". */
  async createPrivate(name: string, ...members: string[]): Promise<string> {
    const answer = await this.page.request.post("/private_channels/create", { data: { name, members } });
    expect(answer.ok()).toBe(true);
    return ((await answer.json()) as { channel: string }).channel;
  }

  async post(path: string, data: unknown): Promise<APIResponse> {
    const answer = await this.page.request.post(path, { data });
    expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
    return answer;
  }

  /** Sends a form, and returns its whole address. */
  async form(path: string, form: Record<string, string>): Promise<string> {
    const answer = await this.page.request.post(path, { form });
    expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
    return answer.url();
  }
}
