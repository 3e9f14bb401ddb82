import { expect, type Locator, type Page } from "@playwright/test";

/** Long enough and on no list of common passwords. */
export const goodPassword = "seven quiet herons";

/** The forms of /login and /signup, and logging out. */
export class Accounts {
  readonly username: Locator;
  readonly password: Locator;
  readonly confirmation: Locator;

  constructor(readonly page: Page) {
    this.username = page.getByLabel("Username", { exact: true });
    this.password = page.getByLabel("Password", { exact: true });
    this.confirmation = page.getByLabel("Confirm password", { exact: true });
  }

  async signUp(username: string, password = goodPassword, confirmation = password): Promise<void> {
    await this.page.goto("/signup");
    await this.username.fill(username);
    await this.password.fill(password);
    await this.confirmation.fill(confirmation);
    await this.page.getByRole("button", { name: "Sign up" }).click();
  }

  async logIn(username: string, password = goodPassword): Promise<void> {
    await this.page.goto("/login");
    await this.username.fill(username);
    await this.password.fill(password);
    await this.page.getByRole("button", { name: "Log in" }).click();
  }

  /** Sends a form's fields without drawing the form, and opens the chat. */
  async send(path: "/signup" | "/login", form: Record<string, string>): Promise<void> {
    const answer = await this.page.request.post(path, { form, maxRedirects: 0 });
    expect(answer.status(), await answer.text()).toBe(302);
    await this.page.goto("/");
  }

  async expectLoggedIn(): Promise<void> {
    await expect(this.page).not.toHaveURL(/\/(login|signup)/);
    await expect(this.page.getByRole("textbox", { name: /^Message / })).toBeAttached();
    // Keys mean something only once the scripts are there.
    await this.page.waitForLoadState();
  }

  /** Logs out through the account dialog. */
  async logOut(): Promise<void> {
    await this.page.getByRole("link", { name: /account and status$/ }).click();
    await this.page.getByRole("button", { name: "Log out" }).click();
  }

  async expectLoginPage(): Promise<void> {
    await expect(this.page).toHaveURL(/\/login$/);
    await expect(this.page.getByRole("button", { name: "Log in" })).toBeVisible();
  }
}
