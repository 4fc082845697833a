import { exports } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { LiveMessage } from "../../src/cart/live-schemas.ts";

/** Somebody who has a cart open: what they were told so far, and how their connection ended. */
export class Onlooker {
  readonly told: LiveMessage[] = [];
  readonly heard: string[] = [];
  closed: number | null = null;

  constructor(readonly socket: WebSocket) {
    socket.addEventListener("message", ({ data }) => {
      if (String(data).startsWith("{")) this.told.push(JSON.parse(String(data)) as LiveMessage);
      else this.heard.push(String(data));
    });
    socket.addEventListener("close", ({ code }) => {
      this.closed = code;
    });
    socket.accept();
  }

  get last(): LiveMessage | undefined {
    return this.told.at(-1);
  }

  /** Waits for the cart to be told at a version. */
  async see(version: number): Promise<LiveMessage["cart"]> {
    await vi.waitFor(() => expect(this.last?.version).toBe(version), { timeout: 5000, interval: 5 });
    return (this.last as LiveMessage).cart;
  }

  async leave(): Promise<void> {
    this.socket.close(1000);
  }
}

/** Asks for a live connection. */
export function knock(query = "", headers: Record<string, string> = {}): Promise<Response> {
  return exports.default.fetch(`https://souk.test/api/v1/cart/live${query}`, {
    headers: { Upgrade: "websocket", ...headers },
  });
}

/** Opens a guest's cart, and looks on. */
export async function lookOn(cartId: string, query = ""): Promise<Onlooker> {
  const answer = await knock(query, { "x-cart-id": cartId });
  if (!answer.webSocket) throw new Error(`${answer.status}: ${await answer.text()}`);
  return new Onlooker(answer.webSocket);
}
