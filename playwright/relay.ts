import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server as Listener, type Socket } from "node:net";

/** What becomes of event streams; everything else passes. */
export type Streams = "pass" | "hold" | "cut";

/** A relay in front of a server that treats event streams as some proxies, firewalls and networks do. */
export class Relay {
  /** How many connections carry an event stream now, whether or not anything of it passes. */
  streams = 0;

  private mode: Streams = "pass";
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

  /** Treats streams so from now on: "hold" keeps back what the server sends, "cut" ends those there are and that come. */
  treatStreams(mode: Streams): void {
    this.mode = mode;
    for (const connection of this.open) {
      if (connection.stream && mode === "cut") connection.end();
    }
  }

  stop(): void {
    this.listener.close();
    for (const connection of this.open) connection.end();
  }

  private serve(client: Socket): void {
    const server = connect(Number(this.target.port), this.target.hostname);
    const connection: Connection = {
      stream: false,
      end: () => {
        client.destroy();
        server.destroy();
        if (this.open.delete(connection) && connection.stream) this.streams--;
      },
    };
    this.open.add(connection);
    client.on("data", (data) => {
      // A browser sends a request's head in one piece, and asks nothing more where it has asked for a stream.
      if (!connection.stream && data.toString("latin1").startsWith("GET /ui/events/")) {
        connection.stream = true;
        this.streams++;
        if (this.mode === "cut") return connection.end();
      }
      server.write(data);
    });
    server.on("data", (data) => {
      if (!connection.stream || this.mode !== "hold") client.write(data);
    });
    for (const socket of [client, server]) {
      socket.on("error", () => connection.end());
      socket.on("close", () => connection.end());
    }
  }
}

interface Connection {
  stream: boolean;
  end(): void;
}
