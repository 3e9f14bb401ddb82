import { expect, test } from "../../fixtures";
import { Api, Chat } from "../../pages/chat";

test("emoji by name, tables, code and quotes are drawn, and a copy has what was typed", async ({ signup }) => {
  const bob = await signup("bob");
  await bob.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const api = new Api(bob);
  const rich = "so :tada: it is\n\n> a\n> b :fire:\n\n| Name | Count |\n|---|--:|\n| **one** | 1 |\n| two \\| three | 2 |";
  await api.send("general", rich);
  await api.send("general", "```go\nfunc main() {\n\tfmt.Println(\"hello\")\n}\n```");
  await api.send("general", `${"first ".repeat(8)}\n${"a line\n".repeat(60)}https://example.org/\n${"a line\n".repeat(9)}`);
  const chat = await new Chat(bob).open("general");

  const table = chat.log.getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(3);
  await expect(table.getByRole("columnheader", { name: "Count" })).toHaveCSS("text-align", "end");
  await bob.locator("#message-1 .message__text").selectText();
  await bob.keyboard.press("ControlOrMeta+c");
  expect(await bob.evaluate(() => navigator.clipboard.readText())).toBe(rich);

  const code = bob.locator("#message-2 pre");
  await expect(code.locator(".code-k")).not.toHaveCSS("color", await code.evaluate((pre) => getComputedStyle(pre).color));
  await code.hover();
  await bob.locator("#message-2").getByRole("button", { name: "Copy code" }).click();
  await expect(bob.locator("#message-2 .prose__copy")).toHaveAttribute("data-copied", "");
  expect(await bob.evaluate(() => navigator.clipboard.readText())).toBe('func main() {\n\tfmt.Println("hello")\n}');

  const long = bob.locator("#message-3 .message__text");
  const fold = bob.locator("#message-3 .message__fold");
  const hidden = () => long.evaluate((text) => text.scrollHeight - text.clientHeight);
  expect(await hidden()).toBeGreaterThan(200);
  await fold.getByText("Show more").click();
  await expect.poll(hidden).toBeLessThan(5);
  await fold.getByText("Show less").click();
  await expect.poll(hidden).toBeGreaterThan(200);
  // It scrolls into view what it comes to, as a search in the page does.
  await long.getByRole("link").focus();
  await expect(fold).toHaveAttribute("open", "");
  await expect.poll(hidden).toBeLessThan(5);
});

test("a quote leads to its message, on the page or not, and after the channel has another name", async ({ signup }) => {
  const bob = await signup("bob");
  const api = new Api(bob);
  const channel = await api.createPrivate("plans");
  await api.send(channel, "the first word");
  await api.sendMany(channel, 60, "word");
  for (const form of [{ text: "an answer to the first", reply_to_id: "1" }, { text: "an answer to the last", reply_to_id: "61" }]) {
    expect((await bob.request.post(`/send/${channel}`, { form })).status()).toBe(200);
  }
  expect((await api.post(`/private_channels/${channel.split(":")[1]}/rename`, { name: "other plans" })).status()).toBe(200);
  const chat = await new Chat(bob).open(channel);
  await bob.waitForLoadState();
  await chat.message("an answer to the last").getByRole("link", { name: "word 60" }).click();
  await expect(bob).toHaveURL(/#message-61$/);
  await expect(bob.locator("#message-1")).toHaveCount(0);
  await chat.message("an answer to the first").getByRole("link", { name: "the first word" }).click();
  await expect(bob.locator("#message-1")).toBeInViewport();
  await expect(bob.locator("#message-1")).toBeFocused();
});
