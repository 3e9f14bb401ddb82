import { writeFile } from "node:fs/promises";
import { type APIRequestContext, type BrowserContext, type BrowserContextOptions, test as base, type Page } from "@playwright/test";
import { Databases, InTurn } from "./nodes";
import { Accounts, goodPassword } from "./pages/accounts";
import { Api } from "./pages/chat";
import { signUpWithoutPage, type WithoutPage } from "./pages/people";
import { Problems } from "./problems";
import { Relay } from "./relay";
import { Server } from "./server";

export { expect } from "@playwright/test";

export interface Options {
  /** Whether sockets reach the server; without, pages have only polls. */
  push: boolean;
  /** How many servers share one PostgreSQL, and what a browser asks goes to another each time; one has a presence.db. */
  servers: number;
}

interface Fixtures {
  /** Flags of the server beyond its address and database: `test.use({ serverFlags: ["--demo"] })`. */
  serverFlags: string[];

  /** A server for this test alone, with an empty database; it answers at `baseURL`. Of several it is the first. */
  server: Server;

  /** In front of the server, for pages that are given its `baseURL`: a network or proxy that treats what passes as some do. */
  relay: Relay;

  /** Makes another browser context, as of another person or device; it is closed after the test. */
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;

  /**
   * Creates an account and returns its page, logged in, in a context of its own. What the signup form sends is sent
   * without drawing it: the tests of accounts do that.
   */
  signup(username: string, options?: BrowserContextOptions): Promise<Page>;

  /** Creates accounts of people who act through the JSON API alone, which costs no browser context. */
  withoutPage: WithoutPage;

  /** Logs an account made by `signup` in once more, in a further context: a second device. */
  login(username: string, options?: BrowserContextOptions): Promise<Page>;

  /**
   * Every page of a test is watched for console and page errors, CSP violations, answers of 500 and above, network
   * failures and htmx errors; one of them fails the test, unless it matches a pattern declared here beforehand.
   */
  allowProblems(pattern: RegExp): void;

  problems: Problems;
}

export const test = base.extend<Fixtures & Options, { databases: Databases }>({
  push: [true, { option: true }],

  servers: [1, { option: true }],

  databases: [
    async ({}, use) => {
      const databases = new Databases();
      await use(databases);
      await databases.stop();
    },
    { scope: "worker" },
  ],

  serverFlags: [[], { option: true }],

  server: async ({ serverFlags, servers, databases }, use, testInfo) => {
    const server = await Server.start(serverFlags, servers > 1 ? await databases.create() : undefined);
    try {
      await use(server);
    } finally {
      await server.dispose().finally(async () => {
        if (testInfo.status !== testInfo.expectedStatus && server.log !== "") {
          await testInfo.attach("server log", { body: server.log, contentType: "text/plain" });
        }
      });
    }
  },

  relay: async ({ server, problems }, use) => {
    const relay = await Relay.start(server.baseURL);
    await use(relay);
    problems.stop(); // pages that are still open lose their connections
    relay.stop();
  },

  baseURL: async ({ server, servers, serverFlags }, use) => {
    if (servers === 1) return use(server.baseURL);
    const others = await Promise.all(Array.from({ length: servers - 1 }, () => Server.start(serverFlags, server.database)));
    const proxy = await InTurn.start(server.baseURL, ...others.map((other) => other.baseURL));
    try {
      await use(proxy.baseURL);
    } finally {
      proxy.stop();
      await Promise.all(others.map((other) => other.dispose()));
    }
  },

  problems: [
    async ({ browser, push }, use, testInfo) => {
      const problems = new Problems();
      const unwatch = problems.watch(browser, push ? undefined : blockSockets);
      await use(problems);
      unwatch();
      const found = problems.stop();
      if (found.length > 0 || testInfo.status !== testInfo.expectedStatus) {
        await writeFile(testInfo.outputPath("what-happened.txt"), problems.happened.join("\n"));
      }
      if (found.length > 0) {
        throw new Error(`The test saw problems that it did not allow:\n${found.join("\n")}`);
      }
    },
    { auto: true },
  ],

  allowProblems: async ({ problems }, use) => use((pattern) => problems.allow(pattern)),

  context: async ({ context, problems }, use) => {
    await use(context);
    problems.stop();
  },

  newContext: async ({ browser, contextOptions, baseURL, locale, timezoneId, problems }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ ...contextOptions, baseURL, locale, timezoneId, ...options });
      contexts.push(context);
      // The page knows the zone from its first request on; a test that names a zone sees how it comes to know it.
      if (timezoneId && baseURL && !options?.timezoneId) await context.addCookies([{ name: "minimost_zone", value: timezoneId, url: baseURL }]);
      return context;
    });
    problems.stop();
    await Promise.all(contexts.map((context) => context.close()));
  },

  signup: async ({ newContext }, use) => {
    await use(async (username, options) => {
      const accounts = new Accounts(await (await newContext(options)).newPage());
      await accounts.send("/signup", { username, password: goodPassword, confirm_password: goodPassword });
      await accounts.expectLoggedIn();
      return accounts.page;
    });
  },

  withoutPage: async ({ playwright, baseURL }, use) => {
    const requests: APIRequestContext[] = [];
    await use((...usernames) =>
      Promise.all(
        usernames.map(async (username) => {
          const request = await signUpWithoutPage(playwright.request, baseURL ?? "", username);
          requests.push(request);
          return new Api({ request });
        }),
      ),
    );
    await Promise.all(requests.map((request) => request.dispose()));
  },

  login: async ({ newContext }, use) => {
    await use(async (username, options) => {
      const accounts = new Accounts(await (await newContext(options)).newPage());
      await accounts.send("/login", { username, password: goodPassword });
      await accounts.expectLoggedIn();
      return accounts.page;
    });
  },
});

/** As behind a proxy that forwards no upgrades: every socket is closed before it is open. */
async function blockSockets(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    function Refused(this: { readyState: number; close(): void; onclose?(event: CloseEvent): void }) {
      this.readyState = 0;
      this.close = () => {};
      setTimeout(() => this.onclose?.(new CloseEvent("close", { code: 1006 })));
    }
    Refused.CONNECTING = 0;
    Refused.OPEN = 1;
    Object.assign(window, { WebSocket: Refused });
  });
}
