import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server as Listener, type Socket } from "node:net";

/** What becomes of sockets. */
export type Sockets = "pass" | "hold" | "cut";

/**
 * What becomes of forms that a page posts: the server has each, but its answer is cut off, or the first answer is held back until
 * `release`, or the server has each three times.
 */
export type Writes = "pass" | "cut" | "hold" | "repeat";

/** A relay in front of a server that treats sockets as some proxies, firewalls and networks do. */
export class Relay {
  /** How many connections carry a socket now, whether or not anything of it passes. */
  sockets = 0;

  /** The first line of each request that the server was given. */
  readonly asked: string[] = [];

  /** How many forms the server was given, repetitions included. */
  writes = 0;

  /** Whether a browser may keep pages in its back/forward cache: Chromium keeps none that is not to be stored, other browsers do. */
  keepable = false;

  private mode: Sockets = "pass";
  private writing: Writes = "pass";
  private readonly open = new Set<Connection>();

  private constructor(
    private readonly listener: Listener,
    private readonly target: URL,
  ) {
    listener.on("connection", (client) => this.serve(client));
  }

  static async start(target: string): Promise<Relay> {
    const relay = new Relay(createServer(), new URL(target));
    relay.listener.listen(0, "127.0.0.1");
    await once(relay.listener, "listening");
    return relay;
  }

  get baseURL(): string {
    return `http://127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  /** Treats sockets so from now on: "hold" keeps back what the server sends, "cut" ends those there are and that come. */
  treatSockets(mode: Sockets): void {
    this.mode = mode;
    for (const connection of this.open) {
      if (connection.carries && mode === "cut") connection.end();
    }
  }

  treatWrites(mode: Writes): void {
    this.writing = mode;
  }

  /** How many answers are held back. */
  get held(): number {
    return [...this.open].filter((connection) => connection.held.length > 0).length;
  }

  /** Lets go of the answers that are held back. */
  release(): void {
    for (const connection of this.open) connection.held.splice(0).forEach((data) => connection.client.write(data));
  }

  stop(): void {
    this.listener.close();
    for (const connection of this.open) connection.end();
  }

  /** Sends a request twice on connections of its own before it goes on. */
  private repeat(request: Buffer, goOn: () => void): void {
    this.writes += 2;
    const send = (then: () => void) => {
      const server = connect(Number(this.target.port), this.target.hostname, () => server.write(request));
      server.once("data", () => {
        server.destroy();
        then();
      });
    };
    send(() => send(goOn));
  }

  private serve(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    const connection: Connection = {
      client,
      carries: false,
      write: "pass",
      held: [],
      end: () => {
        client.destroy();
        server.destroy();
        if (this.open.delete(connection) && connection.carries) this.sockets--;
      },
    };
    this.open.add(connection);
    client.on("data", (data) => {
      // A browser sends a request's head in one piece, and asks nothing more where it has asked for a socket.
      if (!connection.carries && /^GET \/ui\/socket[/?]/.test(data.toString("latin1"))) {
        connection.carries = true;
        this.sockets++;
        if (this.mode === "cut") return connection.end();
      }
      if (connection.carries) return server.write(data);
      const head = /^[A-Z]+ \/[^\r]*/.exec(data.toString("latin1"))?.[0];
      if (head) this.asked.push(head);
      if (/^POST \/ui\/(?!mark_read)/.test(data.toString("latin1"))) {
        connection.write = this.writing;
        this.writes++;
        if (this.writing === "hold") this.writing = "pass";
        if (this.writing === "repeat") return this.repeat(data, () => server.write(data));
      } else if (/^[A-Z]+ \//.test(data.toString("latin1"))) {
        connection.write = "pass";
      }
      server.write(data);
    });
    server.on("data", (data) => {
      if (connection.write === "cut") return connection.end();
      if (connection.write === "hold") connection.held.push(data);
      else if (!connection.carries || this.mode !== "hold") client.write(this.keepable && !connection.carries ? keepable(data) : data);
    });
    for (const socket of [client, server]) {
      socket.on("error", () => connection.end());
      socket.on("close", () => connection.end());
    }
  }
}

/** An answer that may be kept, of the same length. */
function keepable(answer: Buffer): Buffer {
  const text = answer.toString("latin1");
  return Buffer.from(text.replace(/^HTTP\/1\.1 .*?\r\n\r\n/s, (head) => head.replace("no-store", "no-cache")), "latin1");
}

interface Connection {
  client: Socket;
  carries: boolean;
  /** What becomes of the answer to the last request. */
  write: Writes;
  held: Buffer[];
  end(): void;
}
