import type { Page } from "@playwright/test";

/** What Playwright's own scripts cause in the index's frames, which run none. */
export const framed = /Blocked script execution in '[^']*\/gallery\/|Blocked autofocusing on [^\n]* sandboxed/;

/** The components' gallery of a server started with --dev. */
export class Gallery {
  constructor(readonly page: Page) {}

  async open(): Promise<this> {
    await this.page.goto("/gallery");
    return this;
  }

  /** The addresses of all states, as the index lists them. */
  async states(): Promise<string[]> {
    const index = await (await this.page.request.get("/gallery")).text();
    return [...index.matchAll(/<h3>\s*<a href="([^"]+)"/g)].map(([, path]) => path);
  }

  /**
   * Puts a state into the document that is open, and returns the status of the answer: what the page holds, such as axe, stays, which
   * is quicker than going there.
   */
  async show(path: string): Promise<number> {
    return this.page.evaluate(async (path) => {
      const answer = await fetch(path);
      const state = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.title = state.title;
      document.body.replaceWith(state.body);
      scrollTo(0, 0);
      return answer.status;
    }, path);
  }
}
