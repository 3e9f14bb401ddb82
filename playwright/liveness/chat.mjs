// The server of these tests, and somebody who asks it how another appears, as a program does.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const binary = path.resolve(process.env.MINIMOST_BINARY || path.join(root, "build", "minimost"));
export const password = "seven quiet herons";
const lookEvery = 40; // milliseconds

/** Starts the program on an address, with a database that is empty at first. */
export async function startServer(host) {
  const folder = await mkdtemp(path.join(tmpdir(), "minimost-liveness-"));
  let child;
  let url;
  const start = async (at) => {
    child = spawn(binary, ["serve", "--addr", at, "--db", path.join(folder, "presence.db"), "--rate-limits=false"], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith("listening on ")) {
        url = line.slice("listening on ".length).trim();
        break;
      }
    }
    child.stdout.resume();
  };
  const stop = async () => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  };
  await start(`${host}:0`);
  return {
    url: () => url,
    restart: async () => {
      await stop();
      await start(new URL(url).host);
    },
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Somebody with a session and no page, by the cookies of that session. */
function session(server, cookie) {
  const to = (path) => `${server.url()}${path}`;
  return {
    get: async (path) => (await fetch(to(path), { headers: { cookie } })).json(),
    /** Posts a form, or anything else as JSON. */
    async post(path, what) {
      const isForm = what instanceof URLSearchParams;
      const headers = { cookie, ...(isForm ? {} : { "Content-Type": "application/json" }) };
      const answer = await fetch(to(path), { method: "POST", headers, body: isForm ? what : JSON.stringify(what), redirect: "manual" });
      if (answer.status >= 400) {
        throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      }
      return answer;
    },
  };
}

const cookieOf = (answer) => answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");

/** Another session of somebody who has an account. */
export async function signIn(server, username) {
  return session(server, cookieOf(await session(server, "").post("/login", new URLSearchParams({ username, password }))));
}

/** What a browser's context may do, by the session that it has. */
export async function sessionOf(server, context) {
  return session(server, (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; "));
}

/** A new account, whose session and eyes these are. */
export async function observer(server, username) {
  const form = new URLSearchParams({ username, password, confirm_password: password });
  const own = session(server, cookieOf(await session(server, "").post("/signup", form)));
  const look = async (whom) => (await own.get("/online_users"))[whom] ?? "offline";
  return {
    ...own,
    look,
    /** Waits until somebody appears in one of the states, and returns after how long. */
    async until(whom, wanted, patience) {
      const began = performance.now();
      for (;;) {
        if (wanted.includes(await look(whom))) {
          return performance.now() - began;
        }
        if (performance.now() - began > patience) {
          throw new Error(`${whom} is not ${wanted.join(" or ")} after ${patience} ms`);
        }
        await pause(lookEvery);
      }
    },
    /** Looks at somebody while something is done, and returns how often they appeared in one of the states. */
    async during(whom, states, act) {
      let going = true;
      let seen = 0;
      const looking = (async () => {
        while (going) {
          seen += states.includes(await look(whom)) ? 1 : 0;
          await pause(lookEvery);
        }
      })();
      try {
        await act();
      } finally {
        going = false;
        await looking;
      }
      return seen;
    },
  };
}
