// WebKitGTK by its driver, which speaks WebDriver over HTTP. It needs a display, of which Xvfb is one that nobody sees.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export const name = "WebKitGTK";

export async function start() {
  const port = await freePort();
  const driver = spawn("xvfb-run", ["--auto-servernum", "--server-args=-screen 0 1280x900x24", "WebKitWebDriver", `--port=${port}`], {
    stdio: ["ignore", "ignore", "inherit"],
    detached: true, // xvfb-run leaves its children behind, so the group is ended
    env: { ...process.env, WEBKIT_DISABLE_COMPOSITING_MODE: "1", LIBGL_ALWAYS_SOFTWARE: "1" },
  });
  const base = `http://127.0.0.1:${port}`;
  await listening(`${base}/status`);
  const { sessionId, capabilities } = await ask(`${base}/session`, { capabilities: { alwaysMatch: {} } });
  const session = `${base}/session/${sessionId}`;
  return {
    version: capabilities.browserVersion,
    problems: [],
    open: (url) => ask(`${session}/url`, { url }),
    perform: (actions) => ask(`${session}/actions`, { actions }),
    async run(expression) {
      const value = await ask(`${session}/execute/async`, {
        script: `const done = arguments[0]; (async () => (${expression}))().then((value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })));`,
        args: [],
      });
      const answer = JSON.parse(value);
      if (answer.error) throw new Error(answer.error);
      return answer.value;
    },
    async stop() {
      await fetch(session, { method: "DELETE" }).catch(() => {});
      const ended = new Promise((resolve) => driver.once("exit", resolve));
      process.kill(-driver.pid);
      await ended;
    },
  };
}

async function ask(url, body) {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function listening(url) {
  for (let tries = 0; tries < 600; tries++) {
    if (await fetch(url).then((answer) => answer.ok, () => false)) return;
    await pause(100);
  }
  throw new Error("WebKitWebDriver does not answer");
}
