import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext } from "@playwright/test";

/** A push service for one browser, which reads what that is sent: there is no other that a test could reach. */
export class PushService {
  /** What came, decrypted, in its order. */
  readonly received: string[] = [];
  private readonly keys = createECDH("prime256v1");
  private readonly secret = randomBytes(16);

  private constructor(private readonly server: Server) {
    this.keys.generateKeys();
    server.on("request", async (request, answer) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      this.received.push(this.decrypt(Buffer.concat(parts)));
      answer.writeHead(201).end();
    });
  }

  static async start(): Promise<PushService> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new PushService(server);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Has the pages of a browser subscribe here. */
  async serve(context: BrowserContext): Promise<void> {
    const endpoint = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/bob`;
    const keys = { p256dh: this.keys.getPublicKey("base64url"), auth: this.secret.toString("base64url") };
    await context.addInitScript(
      ({ endpoint, keys }) => {
        if (!isSecureContext) return;
        const subscription = {
          toJSON: () => ({ endpoint, expirationTime: null, keys }),
          unsubscribe: async () => {
            localStorage.removeItem("subscribed");
            return true;
          },
        };
        Object.assign(PushManager.prototype, {
          subscribe: async () => {
            localStorage.setItem("subscribed", "yes");
            return subscription;
          },
          getSubscription: async () => (localStorage.getItem("subscribed") ? subscription : null),
        });
      },
      { endpoint, keys },
    );
  }

  /** As browsers do, by RFC 8291. */
  private decrypt(body: Buffer): string {
    const [salt, sender, record] = [body.subarray(0, 16), body.subarray(21, 21 + body[20]), body.subarray(21 + body[20])];
    const derive = (key: Buffer, salt: Buffer, info: Buffer, length: number) => Buffer.from(hkdfSync("sha256", key, salt, info, length));
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.keys.getPublicKey(), sender]);
    const input = derive(this.keys.computeSecret(sender), this.secret, info, 32);
    const key = derive(input, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
    const decipher = createDecipheriv("aes-128-gcm", key, derive(input, salt, Buffer.from("Content-Encoding: nonce\0"), 12));
    decipher.setAuthTag(record.subarray(-16));
    const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString();
  }
}
