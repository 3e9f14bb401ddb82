import type { Browser, BrowserContext } from "@playwright/test";
import { makeRoutesSure } from "./interception";

/** A page may ask for its socket, or what is new, just as its session ends, or its reader's place in the channel. */
const accessEnded =
  /^WebSocket connection to '[^']*\/ui\/socket[^']*' failed: .* Unexpected response code: (302|403) |^Failed to load resource: .* status of 401 \(Unauthorized\) \(http:\/\/[^/]+\/ui\/live[/?]/;

/** Collects what goes wrong in any page of a browser without failing an expectation. */
export class Problems {
  private readonly seen: string[] = [];
  private readonly allowed: RegExp[] = [];
  private watching = true;
  /** What the pages asked and said, in order, for whoever looks for why a test has failed. */
  readonly happened: string[] = [];

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
      context.on("page", makeRoutesSure);
      prepare(context).catch(() => {}); // as below
    };
    browser.on("context", watchContext);
    return () => browser.off("context", watchContext);
  }

  private watchContext(context: BrowserContext): void {
    context.on("console", (message) => {
      this.tell(`${message.type()}: ${message.text()}`);
      const said = `${message.text()} (${message.location().url})`;
      if (message.type() === "error" && !accessEnded.test(said)) {
        this.note(`console error: ${said}`);
      }
    });
    context.on("weberror", (error) => this.note(`page error: ${error.error().stack ?? error.error()}`));
    context.on("response", (response) => {
      this.tell(`${response.status()} ${response.request().method()} ${response.url()}`);
      if (response.status() >= 500) {
        this.note(`status ${response.status()}: ${response.request().method()} ${response.url()}`);
      }
    });
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "failed";
      this.tell(`${reason} ${request.method()} ${request.url()}`);
      // A page that is left gives up what it was loading, which a service worker that loads it hears as a failure.
      if (reason !== "net::ERR_ABORTED" && !(request.serviceWorker() && reason === "net::ERR_FAILED")) {
        this.note(`request failed: ${reason}: ${request.method()} ${request.url()}`);
      }
    });
    // It fails when the context is closed again at once, which leaves nothing to watch.
    context.addInitScript(reportInPage).catch(() => {});
  }

  private tell(what: string): void {
    this.happened.push(`${new Date().toISOString().slice(11, -1)} ${what.slice(0, 500)}`);
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
