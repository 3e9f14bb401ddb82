import type { Page } from "@playwright/test";

/** The components' gallery of a server started with --dev. */
export class Gallery {
  constructor(readonly page: Page) {}

  async open(): Promise<this> {
    await this.page.goto("/gallery");
    return this;
  }

  /** The addresses of all states, from the index. */
  async states(): Promise<string[]> {
    const links = this.page.getByRole("article").getByRole("heading", { level: 3 }).getByRole("link");
    return links.evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  }

  /** Puts a state into the document that is open: what the page holds, such as axe, stays, which is quicker than going there. */
  async show(path: string): Promise<void> {
    await this.page.evaluate(async (path) => {
      const state = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
      document.title = state.title;
      document.body.replaceWith(state.body);
      scrollTo(0, 0);
    }, path);
  }
}
