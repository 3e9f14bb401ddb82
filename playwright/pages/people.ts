import { type BrowserContext, expect } from "@playwright/test";
import { goodPassword } from "./accounts";
import { Api } from "./chat";

/** Signs people up who open no page: they act through the JSON API alone, which is quicker than a browser's window. */
export async function withoutPage(newContext: () => Promise<BrowserContext>, ...usernames: string[]): Promise<Api[]> {
  return Promise.all(
    usernames.map(async (username) => {
      const context = await newContext();
      const form = { username, password: goodPassword, confirm_password: goodPassword };
      const answer = await context.request.post("/signup", { form, maxRedirects: 0 });
      expect(answer.status(), `signing up ${username}`).toBe(302);
      return new Api(context);
    }),
  );
}
