import type { Browser, BrowserContext } from "@playwright/test";

/** Collects what goes wrong in any page of a browser without failing an expectation. */
export class Problems {
  private readonly seen: string[] = [];
  private readonly allowed: RegExp[] = [];
  private watching = true;

  /** Declares that problems matching the pattern are part of the test. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  /** Ends the collection, so that closing the pages counts as no problem, and returns what was not allowed. */
  stop(): string[] {
    this.watching = false;
    return this.seen.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
  }

  /**
   * Watches the contexts that the browser opens from now on, and prepares each before it has a page; undone by the function
   * it returns.
   */
  watch(browser: Browser, prepare = async (_: BrowserContext): Promise<void> => {}): () => void {
    const watchContext = (context: BrowserContext) => {
      this.watchContext(context);
      prepare(context).catch(() => {}); // as below
    };
    browser.on("context", watchContext);
    return () => browser.off("context", watchContext);
  }

  private watchContext(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() === "error") {
        this.note(`console error: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => this.note(`page error: ${error.error().stack ?? error.error()}`));
    context.on("response", (response) => {
      if (response.status() >= 500) {
        this.note(`status ${response.status()}: ${response.request().method()} ${response.url()}`);
      }
    });
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "failed";
      // A page that is left gives up what it was loading.
      if (reason !== "net::ERR_ABORTED") {
        this.note(`request failed: ${reason}: ${request.method()} ${request.url()}`);
      }
    });
    // It fails when the context is closed again at once, which leaves nothing to watch.
    context.addInitScript(reportInPage).catch(() => {});
  }

  private note(problem: string): void {
    if (this.watching) {
      this.seen.push(problem);
    }
  }
}

/** Runs in each page: turns events that are easily missed into console errors. */
function reportInPage(): void {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`CSP violation: ${event.violatedDirective} blocks ${event.blockedURI} ${event.sample}`);
  });
  const events = [
    "htmx:badResponseUrl",
    "htmx:error",
    "htmx:evalDisallowedError",
    "htmx:historyCacheMissLoadError",
    "htmx:invalidPath",
    "htmx:onLoadError",
    "htmx:oobErrorNoTarget",
    "htmx:responseError",
    "htmx:sendError",
    "htmx:swapError",
    "htmx:syntax:error",
    "htmx:targetError",
    "htmx:timeout",
  ];
  for (const name of events) {
    document.addEventListener(name, (event) => {
      const detail = (event as CustomEvent).detail ?? {};
      const request = detail.xhr ? `${detail.xhr.status} ${detail.pathInfo?.requestPath ?? ""}` : "";
      console.error(`${name} ${request} ${detail.error ?? detail.errorInfo?.error ?? ""}`.trim());
    });
  }
}
