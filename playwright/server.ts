import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { statfsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** MINIMOST_BINARY names a program built beforehand, such as a release. */
export const binary = process.env.MINIMOST_BINARY || path.join(root, "build", "minimost");

/**
 * Where servers have their databases: in memory, where there is room for many. A disk that stands still for seconds, as those of
 * some machines do, has them refuse what they are asked.
 */
const folders = roomInMemory() > 1_000_000_000 ? "/dev/shm" : tmpdir();

function roomInMemory(): number {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize;
  } catch {
    return 0;
  }
}

const readyWithin = 60_000;
const stopsWithin = 30_000;

/** One running MiniMost with a database of its own. */
export class Server {
  /** http://HOST:PORT without a trailing slash. */
  baseURL = "";
  /** What the program has written to standard error so far. */
  log = "";

  private process: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly flags: string[],
    /** The path of presence.db, or the URL of a database. */
    readonly database: string,
  ) {}

  /** Starts the program on a free port, with an empty presence.db unless it is given a database. */
  static async start(flags: string[] = [], database?: string): Promise<Server> {
    const directory = await mkdtemp(path.join(folders, "minimost-"));
    const server = new Server(directory, flags, database ?? path.join(directory, "presence.db"));
    await server.run("127.0.0.1:0");
    return server;
  }

  /** What a query of the database answers, as sqlite3 prints it: one row a line, columns apart by "|". */
  async query(sql: string): Promise<string> {
    const { stdout } = await promisify(execFile)("sqlite3", ["-readonly", this.database, sql]);
    return stdout.trim();
  }

  /** Changes the database as another program would. */
  async change(sql: string): Promise<void> {
    await promisify(execFile)("sqlite3", ["-cmd", ".timeout 20000", this.database, sql]);
  }

  /**
   * Bounds how large the program may make files from now on, like a disk without room; "unlimited" is room again.
   */
  async limitFiles(bytes: number | "unlimited"): Promise<void> {
    await promisify(execFile)("prlimit", ["--pid", String(this.process?.pid), `--fsize=${bytes}:`]);
  }

  /** Stops the program and starts it again on the same port and database. */
  async restart(): Promise<void> {
    await this.stop();
    await this.run(new URL(this.baseURL).host);
  }

  /** Asks the program to end; it is an error when it does not end cleanly and in time. */
  async stop(): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (child === undefined) {
      return;
    }
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit");
      const late = setTimeout(() => child.kill("SIGKILL"), stopsWithin);
      child.kill("SIGTERM");
      await exited;
      clearTimeout(late);
    }
    if (child.exitCode !== 0) {
      throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}:\n${this.log}`);
    }
  }

  /** Stops the program and removes its database. */
  async dispose(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await rm(this.directory, { recursive: true, force: true });
    }
  }

  private async run(address: string): Promise<void> {
    const flags = ["--addr", address, "--db", this.database, "--rate-limits=false", ...this.flags];
    const child = spawn(binary, flags, { cwd: this.directory, stdio: ["ignore", "pipe", "pipe"] });
    this.process = child;
    child.stderr.on("data", (data: Buffer) => {
      this.log += data.toString();
    });
    this.baseURL = await new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => fail("is not ready"), readyWithin);
      const fail = (what: string) => {
        clearTimeout(late);
        child.kill("SIGKILL");
        reject(new Error(`the server ${what}:\n${this.log}`));
      };
      child.once("error", (error) => fail(`does not start (${error.message})`));
      const ended = (code: number | null) => fail(`ended with ${code}`);
      child.once("exit", ended);
      let output = "";
      const read = (data: Buffer) => {
        output += data.toString();
        const ready = /^listening on (http:\/\/\S+)$/m.exec(output);
        if (ready) {
          clearTimeout(late);
          // What it says later concerns nobody, least of all who waits for its end by then.
          child.off("exit", ended);
          child.stdout.off("data", read).resume();
          resolve(ready[1].replace(/\/$/, ""));
        }
      };
      child.stdout.on("data", read);
    });
  }
}
