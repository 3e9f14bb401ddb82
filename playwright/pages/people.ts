import { type APIRequest, type APIRequestContext, expect } from "@playwright/test";
import { goodPassword } from "./accounts";
import type { Api } from "./chat";

/** Signs people up who open no page: they act through the JSON API alone, without a browser. */
export type WithoutPage = (...usernames: string[]) => Promise<Api[]>;

/** Signs one up, with a session of their own that no browser has. */
export async function signUpWithoutPage(requests: APIRequest, baseURL: string, username: string): Promise<APIRequestContext> {
  const request = await requests.newContext({ baseURL });
  const form = { username, password: goodPassword, confirm_password: goodPassword };
  const answer = await request.post("/signup", { form, maxRedirects: 0 });
  expect(answer.status(), `signing up ${username}`).toBe(302);
  return request;
}
