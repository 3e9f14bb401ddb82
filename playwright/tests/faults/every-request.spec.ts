import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page, Route } from "@playwright/test";
import { expect, test } from "../../fixtures";
import { goodPassword } from "../../pages/accounts";
import { Api, Chat } from "../../pages/chat";
import { Dialogs } from "../../pages/dialogs";
import { root } from "../../server";

/** What tells of its failures elsewhere, or is a plain page's alone. */
const apart = [
  "get /ui/live/:", // the connection's banner
  "get /ui/live", // a page that shows no channel, which asks again
  "get /ui/socket",
  "post /ui/channels/:/join", // forms that the browser itself sends
  "post /ui/channels/:/restore",
  "get /ui/socket/:", // the poll goes on
  "post /ui/send/:", // beside the text that was not sent
  "post /ui/edit/:",
  "post /ui/mark_read/:", // for browsers without scripts
  "get /ui/private_channels/:/members", // likewise
  "get /ui/block/:", // nothing on a page asks for it
  "get /ui/files/:", // likewise
  "post /ui/files/:", // beside the file that was not uploaded
  "post /ui/file/:/remove", // by a script, which is told of as any other
  "get /ui/emoji", // without an answer there is no list, and the emoji is typed
  "get /ui/search/options", // likewise, of a filter
  "get /ui/mentions/people", // without an answer there is no list, and the name is typed
  "get /ui/mark_unread/:", // a page of browsers without scripts
  "get /ui/notices", // what the browser shows stays, and is asked about again
  "post /ui/account/export", // a download, which the browser itself asks for
];

/** Plain pages of their own, without scripts. */
const plain = /^(get|post) \/ui\/(admin|invites)\//;

/** Every route of the table that an htmx request may ask, such as "get /ui/reply/:". */
function routes(): string[] {
  const table = readFileSync(path.join(root, "handlers", "routes.go"), "utf8");
  const found = [...table.matchAll(/\{(get|post), "(\/ui\/[^"]*)"/g)].map(([, verb, path]) => `${verb} ${path.replace(/:\w+/g, ":")}`);
  return found.filter((route) => !apart.includes(route) && !plain.test(route));
}

type Found = { route: string; index: number };

/** The requests that what stands in `within` can make; `index` is the place of its element among all that can. */
async function requests(page: Page, within: string): Promise<Found[]> {
  return page.evaluate((within) => {
    const all = [...document.querySelectorAll("[hx-get], [hx-post]")];
    return [...document.querySelectorAll(`${within} :is([hx-get], [hx-post])`)].map((element) => {
      const verb = element.hasAttribute("hx-get") ? "get" : "post";
      const address = element.getAttribute(`hx-${verb}`)!.split("?")[0];
      const path = address.replace(/\/(\d+|general|random|private:\d+)(?=\/|$)/g, "/:").replace(/^(\/ui\/people)\/\w+$/, "$1/:");
      return { route: `${verb} ${path}`, index: all.indexOf(element) };
    });
  }, within);
}

/** Does to an element what makes it ask. */
async function fire(page: Page, index: number): Promise<void> {
  await page.evaluate((index) => {
    const element = document.querySelectorAll("[hx-get], [hx-post]")[index] as HTMLElement;
    if (element instanceof HTMLInputElement) {
      element.value += "b";
      element.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (element instanceof HTMLFormElement) {
      element.noValidate = true;
      // Not the button of a search, which goes to a page of its own.
      const buttons = [...element.querySelectorAll("button")].filter((button) => button.form === element && button.formMethod !== "get");
      element.requestSubmit(buttons[0]);
    } else {
      element.click();
    }
  }, index);
}

const sentence = "The server is too busy right now.";
const asked = /\/ui\/(?!live|socket)/;
const fail = (route: Route) => route.fulfill({ status: 503, contentType: "text/plain; charset=utf-8", body: sentence });

test("every request that fails says so, in words that can be put away", async ({ signup, withoutPage, request, allowProblems }) => {
  allowProblems(/503|htmx:|emoji|ERR_FAILED/);
  const alice = await signup("alice");
  const [bob] = await withoutPage("bob", "carol");
  await request.post("/login", { form: { username: "alice", password: goodPassword } }); // another session, which can be ended
  const [chat, dialogs] = [new Chat(alice), new Dialogs(alice)];
  await dialogs.createChannel("plans", "bob");
  const api = new Api(alice);
  await api.send("dm:alice:bob", "psst");
  await api.sendMany("private:1", 55, "line");
  await api.react("private:1", "line 55", "👍");
  await api.post(`/pin/${await api.messageId("private:1", "line 54")}`, {});
  await bob.markRead("private:1");
  await api.post("/blocks/add", { username: "carol" });
  await bob.post("/private_channels/create", { name: "noise", members: ["alice"] });
  await api.post("/private_channels/2/leave", { decline: true });
  await api.post("/bots", { username: "reporter" });
  await api.post("/tokens", { name: "reports", scope: "read" });
  await api.post("/webhooks", { channel: "general", bot: "reporter" });
  // Over plain HTTP there is none, and the dialog has the address.
  await alice.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await alice.reload();
  // Without it the button of the picker asks for the dialog.
  await alice.route(/emoji-picker-element/, (route) => route.abort("failed"));
  const notice = alice.getByRole("alert").and(alice.locator("#failure"));
  const tried = new Set<string>();

  const tryAll = async (within: string) => {
    for (const { route, index } of await requests(alice, within)) {
      if (tried.has(route) || !routes().includes(route)) continue;
      tried.add(route);
      await test.step(route, async () => {
        await alice.route(asked, fail);
        await fire(alice, index);
        await expect(notice).toHaveText(sentence);
        await alice.unroute(asked, fail);
        await notice.getByRole("button", { name: "Dismiss" }).click();
        await expect(notice).toBeHidden();
      });
    }
  };
  /** What opens a dialog there, and its place among all that can ask. */
  const openers = async (within: string) =>
    alice.evaluate((within) => {
      const all = [...document.querySelectorAll("[hx-get], [hx-post]")];
      const found = [...document.querySelectorAll(`${within} [hx-get][hx-target='#dialog']`)];
      return found.map((opener) => ({ index: all.indexOf(opener), address: opener.getAttribute("hx-get")!.replace(/\d+/g, ":") }));
    }, within);
  const heading = chat.dialog.getByRole("heading", { level: 1 });
  const close = async () => {
    await chat.dialog.getByRole("button", { name: "Close" }).click();
    await dialogs.expectClosed();
  };

  await tryAll(".shell");
  const opened = new Set<string>();
  const isNew = ({ address }: { address: string }) => !opened.has(address) && opened.add(address);
  const openAll = async () => {
    for (const { index } of (await openers(".shell")).filter(isNew)) {
      await fire(alice, index);
      await expect(heading).toBeVisible();
      await tryAll("#dialog");
      // The dialogs behind this one.
      for (const { address } of (await openers("#dialog")).filter(isNew)) {
        const before = await heading.innerText();
        await fire(alice, (await openers("#dialog")).find((opener) => opener.address === address)!.index);
        await expect(heading).not.toHaveText(before);
        await tryAll("#dialog");
        if (address.startsWith("/ui/people/")) {
          await chat.dialog.getByRole("button", { name: "Close" }).click(); // which a card does by giving the other one back
        } else {
          await close();
          await fire(alice, index);
        }
        await expect(heading).toHaveText(before);
      }
      await close();
    }
  };
  await openAll();
  await test.step("get /ui/shortcuts", async () => {
    tried.add("get /ui/shortcuts"); // a key opens it
    await alice.route(asked, fail);
    await alice.keyboard.press("Control+/");
    await expect(notice).toHaveText(sentence);
    await alice.unroute(asked, fail);
  });
  await alice.goto("/c/general");
  await tryAll(".shell");
  await openAll();
  await alice.goto(`/m/${await api.messageId("private:1", "line 2")}`);
  await tryAll(".shell");
  expect([...tried].sort()).toEqual(routes().sort());
});
