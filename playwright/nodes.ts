import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, request, type IncomingMessage, type Server as Listener, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { root } from "./server";

/** Runs a PostgreSQL and makes databases in it; built by global-setup. */
export const lender = path.join(root, "build", "lend");

/** A PostgreSQL of a worker's own, which starts with the first database that is asked for. */
export class Databases {
  private process: ChildProcess | undefined;
  private urls: Interface | undefined;

  /** The URL of an empty database. */
  async create(): Promise<string> {
    this.process ??= spawn(lender, { stdio: ["pipe", "pipe", "inherit"] });
    this.urls ??= createInterface({ input: this.process.stdout! });
    const url = Promise.race([once(this.urls, "line"), once(this.urls, "close")]);
    this.process.stdin!.write("\n");
    const [line] = (await url) as string[];
    if (!line) throw new Error("there is no PostgreSQL");
    return line;
  }

  async stop(): Promise<void> {
    if (!this.process) return;
    const gone = once(this.process, "exit");
    this.process.stdin!.end();
    await gone;
  }
}

const sessionCookie = /(?:^|; )minimost_session=([^;]+)/;

/**
 * A proxy before several servers that share a database. What one browser asks goes to another of them each time, and so does
 * each socket that is opened: the pages of two people have theirs at different servers.
 */
export class InTurn {
  private readonly turns = new Map<string, number>();
  private sockets = 0;
  private readonly open = new Set<Socket>();
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    private readonly listener: Listener,
    private readonly servers: URL[],
  ) {
    listener.on("request", (asked, answer) => this.pass(asked, answer));
    listener.on("upgrade", (asked, client, first) => this.carry(asked, client as Socket, first));
    listener.on("connection", (client) => this.note(client));
  }

  static async start(...servers: string[]): Promise<InTurn> {
    const proxy = new InTurn(
      createServer(),
      servers.map((address) => new URL(address)),
    );
    proxy.listener.listen(0, "127.0.0.1");
    await once(proxy.listener, "listening");
    return proxy;
  }

  get baseURL(): string {
    return `http://127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.listener.close();
    this.agent.destroy();
    for (const socket of this.open) socket.destroy();
  }

  private note(socket: Socket): void {
    this.open.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => this.open.delete(socket));
  }

  private nextFor(asked: IncomingMessage): URL {
    const browser = sessionCookie.exec(asked.headers.cookie ?? "")?.[1] ?? "";
    const turn = this.turns.get(browser) ?? 0;
    // A script or a picture is the same everywhere, and would have the turn depend on what a browser keeps.
    if (!asked.url?.startsWith("/static/")) this.turns.set(browser, turn + 1);
    return this.servers[turn % this.servers.length];
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { hostname, port } = this.nextFor(asked);
    const { method, url, rawHeaders } = asked;
    const passed = request({ hostname, port, method, path: url, headers: rawHeaders, agent: this.agent }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.statusMessage, answered.rawHeaders);
      answered.pipe(answer);
    });
    passed.on("error", () => asked.socket.destroy());
    answer.on("close", () => answer.writableFinished || passed.destroy());
    asked.pipe(passed);
  }

  private carry(asked: IncomingMessage, client: Socket, first: Buffer): void {
    const { hostname, port } = this.servers[this.sockets++ % this.servers.length];
    const server = connect(Number(port), hostname, () => {
      const { method, url, rawHeaders } = asked;
      const head = [`${method} ${url} HTTP/1.1`];
      for (let i = 0; i < rawHeaders.length; i += 2) head.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
      server.write(`${head.join("\r\n")}\r\n\r\n`, "latin1");
      server.write(first);
      server.pipe(client).pipe(server);
    });
    this.note(server);
    server.on("close", () => client.destroy());
    client.on("close", () => server.destroy());
  }
}
