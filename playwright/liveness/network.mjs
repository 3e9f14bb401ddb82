// A network namespace with a browser in it, on a link of its own to the server's side. Root alone may make one.
import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";
import { browserArgs, wholeBrowserPath } from "../browser.mjs";

const name = `minimost-${process.pid}`;
const [near, far] = [`mm${process.pid}a`, `mm${process.pid}b`];
/** The server's end of the link. */
export const address = "10.199.7.1";

const ip = (...args) => execFileSync("ip", args, { encoding: "utf8" });

/** The namespace; `remove` takes it away again, with whatever runs in it. */
export async function makeNetwork() {
  const folder = await mkdtemp(path.join(tmpdir(), "minimost-liveness-"));
  const remove = async () => {
    try {
      signal("SIGKILL");
      ip("netns", "del", name);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  ip("netns", "add", name);
  ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
  ip("addr", "add", `${address}/30`, "dev", near);
  ip("link", "set", near, "up");
  ip("-n", name, "addr", "add", "10.199.7.2/30", "dev", far);
  ip("-n", name, "link", "set", far, "up");
  ip("-n", name, "link", "set", "lo", "up");
  const wrapper = path.join(folder, "browser");
  await writeFile(wrapper, `#!/bin/sh\nexec ip netns exec ${name} ${wholeBrowserPath} "$@"\n`);
  await chmod(wrapper, 0o755);
  const launch = () => chromium.launch({ executablePath: wrapper, args: ["--headless=new", ...browserArgs], ignoreDefaultArgs: ["--headless"] });
  return { launch, remove, signal, link: (state) => ip("link", "set", near, state) };
}

/** Sends a signal to every process of the browser. */
function signal(which) {
  for (const pid of ip("netns", "pids", name).split("\n").filter(Boolean)) {
    try {
      process.kill(Number(pid), which);
    } catch (error) {
      if (error.code !== "ESRCH") {
        throw error;
      }
    }
  }
}
