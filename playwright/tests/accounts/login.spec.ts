import { expectAccessibleInEveryLook } from "../../accessibility";
import { expect, test } from "../../fixtures";
import { Accounts, goodPassword } from "../../pages/accounts";

test.describe("signing up", () => {
  test("a newcomer signs up and is logged in at once", async ({ page }) => {
    const accounts = new Accounts(page);
    await page.goto("/login");
    await page.getByRole("link", { name: "Sign up" }).click();
    await expect(page).toHaveURL(/\/signup$/);
    await accounts.signUp("alice");
    await accounts.expectLoggedIn();
    await expect(page).toHaveURL(/\/c\/general$/);
    await page.reload();
    await accounts.expectLoggedIn();
  });

  test("a name taken in other case is refused and what was typed stays", async ({ page, signup, allowProblems }) => {
    allowProblems(/status of 422/);
    await signup("alice");
    const accounts = new Accounts(page);
    await accounts.signUp("ALICE");
    await expect(page).toHaveURL(/\/signup$/);
    await expect(accounts.username).toHaveValue("ALICE");
    await expect(accounts.username).toHaveAttribute("aria-invalid", "true");
    await expect(accounts.password).toHaveValue("");
  });

  for (const { why, password, confirmation, field } of [
    { why: "a short password", password: "short", confirmation: "short", field: "password" },
    { why: "a common password", password: "baseball", confirmation: "baseball", field: "password" },
    { why: "a confirmation that differs", password: goodPassword, confirmation: "another", field: "confirmation" },
  ] as const) {
    test(`${why} is refused beside its field`, async ({ page, allowProblems }) => {
      allowProblems(/status of 422/);
      const accounts = new Accounts(page);
      await accounts.signUp("alice", password, confirmation);
      await expect(page).toHaveURL(/\/signup$/);
      await expect(accounts[field]).toHaveAttribute("aria-invalid", "true");
      await expect(accounts[field]).toHaveAccessibleDescription(/\S/);
      await expect(accounts.username).toHaveValue("alice");
    });
  }
});

test.describe("logging in", () => {
  test("the right password logs in, in any case of the name", async ({ page, signup }) => {
    await signup("alice");
    const accounts = new Accounts(page);
    await accounts.logIn("Alice");
    await accounts.expectLoggedIn();
  });

  test("a wrong password and an unknown name get the same answer", async ({ page, signup, allowProblems }) => {
    allowProblems(/status of 422/);
    await signup("alice");
    const accounts = new Accounts(page);

    await accounts.logIn("alice", "seven noisy herons");
    await accounts.expectLoginPage();
    await expect(accounts.username).toHaveValue("alice");
    const answer = await page.getByRole("alert").innerText();

    await accounts.logIn("nobody", "seven noisy herons");
    await accounts.expectLoginPage();
    await expect(page.getByRole("alert")).toHaveText(answer);
  });

  test("the keyboard alone is enough", async ({ page, signup }) => {
    await signup("alice");
    await page.goto("/login");
    const accounts = new Accounts(page);
    await accounts.username.focus();
    await page.keyboard.type("alice");
    await page.keyboard.press("Tab");
    await page.keyboard.type(goodPassword);
    await page.keyboard.press("Enter");
    await accounts.expectLoggedIn();
  });

  test("without JavaScript it works too", async ({ signup, login }) => {
    const noScript = { javaScriptEnabled: false };
    await signup("alice", noScript);
    await login("alice", noScript);
  });
});

test.describe("logging out", () => {
  test("logging out ends the session and the back button shows no chat", async ({ page }) => {
    const accounts = new Accounts(page);
    await accounts.signUp("alice");
    await accounts.expectLoggedIn();
    await accounts.logOut();
    await accounts.expectLoginPage();
    await page.goBack();
    await accounts.expectLoginPage();
    await page.goto("/");
    await accounts.expectLoginPage();
  });

  test("logging out on one device leaves the other logged in", async ({ signup, login }) => {
    const laptop = await signup("alice");
    const phone = await login("alice");
    await new Accounts(laptop).logOut();
    await new Accounts(laptop).expectLoginPage();
    await phone.reload();
    await new Accounts(phone).expectLoggedIn();
  });

  test("a stranger is sent to the login page", async ({ page }) => {
    await page.goto("/c/general");
    await new Accounts(page).expectLoginPage();
  });
});

test.describe("accessibility", () => {
  for (const path of ["/login", "/signup"]) {
    test(`${path} has no WCAG 2.2 AA violation`, async ({ page }) => {
      await page.goto(path);
      await expectAccessibleInEveryLook(page);
    });
  }

  test("the forms with errors have none either", async ({ page, allowProblems }) => {
    allowProblems(/status of 422/);
    const accounts = new Accounts(page);
    await accounts.logIn("nobody");
    await expectAccessibleInEveryLook(page);
    await accounts.signUp("a b", "short", "other");
    await expectAccessibleInEveryLook(page);
  });
});
