import { marketNamed } from "../catalog/markets/which-market.ts";
import { DomainError } from "../platform/errors.ts";
import { type Actor, openStore, type Store } from "../platform/store.ts";
import { viewOf } from "./cart.ts";
import type { LiveMessage } from "./live-schemas.ts";
import { Pace } from "./pace.ts";
import type { CartSnapshot } from "./requests.ts";

/** Connections of one cart at a time: tabs and devices. */
export const mostConnections = 20;

/** Connections that one cart takes in a minute. */
const connecting = { quota: 120, window: 60, what: "connections to a cart" } as const;

/** What a connection may send: nothing but `ping` is answered, so a handful is plenty. Frames in a window of seconds. */
const speaking = { quota: 60, window: 10, what: "messages" } as const;

/** Characters or bytes of a frame. */
const largestFrame = 4096;

/** Seconds for which a cart whose connection flooded it takes no new one. */
const restAfterFlood = 60;

/**
 * Seconds after which a connection must be made anew, for whoever it was opened for may have signed out since. Resuming costs
 * nothing where nothing has changed.
 */
const longestConnection = 3600;

/** Why a connection is closed (RFC 6455, section 7.4; from 4000 on the store's own). */
export const closing = {
  /** More was sent than a shopper's page sends. */
  flooded: 1008,
  tooLarge: 1009,
  /** The cart could not be told: connect again in a while. */
  failed: 1011,
  /** It was open for long: connect again, with the credentials of now. */
  old: 4000,
  /** What was in the cart is in the account's now: connect again. */
  moved: 4001,
} as const;

/** For whom a cart is told: in their language, with their prices, and in their market while nothing is in it. */
export interface Audience {
  actor: Actor;
  locale: string;
  /** A market's code. */
  market: string;
}

/** What a client has seen already; null for what it does not know. */
export interface Seen {
  version: number | null;
  expires_at: string | null;
}

/** What the Worker asks a cart's object to connect; it crosses to the object in one header, as JSON. */
export interface LiveRequest {
  audience: Audience;
  seen: Seen;
}

export const liveHeader = "x-live";

/** What a connection keeps while the object sleeps; in memory, never written. */
interface Attached {
  audience: Audience;
  /** Milliseconds since 1970. */
  since: number;
}

/**
 * The open connections of one cart. The platform holds them while the object sleeps and wakes it for a change, a message or an
 * alarm; nothing here keeps it awake.
 */
export class LiveConnections {
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #cart: () => CartSnapshot | null;
  readonly #connecting = new Pace(connecting);
  readonly #speaking = new WeakMap<WebSocket, Pace>();
  #closedUntil = 0;
  /** One telling after the other, so that no older state is sent behind a newer one. */
  #telling: Promise<void> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env, cart: () => CartSnapshot | null) {
    this.#ctx = ctx;
    this.#env = env;
    this.#cart = cart;
  }

  /** Whether anybody looks on. */
  get watched(): boolean {
    return this.#ctx.getWebSockets().length > 0;
  }

  /**
   * Takes a connection, and tells it the cart unless it has seen it as it is.
   * @throws too-many-requests when there are as many as a cart takes, or one of them has just flooded it
   */
  connect({ audience, seen }: LiveRequest, now: number): Response {
    this.#connecting.count(now);
    if (now < this.#closedUntil) throw tooMany("Wait a minute.", Math.ceil((this.#closedUntil - now) / 1000));
    if (this.#ctx.getWebSockets().length >= mostConnections) {
      throw tooMany(`At most ${mostConnections} connections to a cart.`, restAfterFlood);
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment({ audience, since: now } satisfies Attached);
    if (!isSeen(this.#cart(), seen)) this.#inTurn(() => this.#send("cart", [server]));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Tells everybody the cart as it is by then. */
  tell(type: LiveMessage["type"]): void {
    if (this.watched) this.#inTurn(() => this.#send(type, this.#ctx.getWebSockets()));
  }

  /** Sends everybody away: what they looked at is elsewhere now. */
  moveOn(): void {
    for (const socket of this.#ctx.getWebSockets()) socket.close(closing.moved, "connect again");
  }

  /** Closes connections that have been open for long. */
  endOld(now: number): void {
    for (const socket of this.#ctx.getWebSockets()) {
      if (attachedTo(socket).since + longestConnection * 1000 <= now) socket.close(closing.old, "connect again");
    }
  }

  /** A frame from a client. The platform answers `ping` without waking the object; there is nothing else to be said. */
  hear(socket: WebSocket, frame: string | ArrayBuffer, now: number): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    const size = typeof frame === "string" ? frame.length : frame.byteLength;
    if (size > largestFrame) {
      this.#cut(socket, closing.tooLarge, { size });
      return;
    }
    const counted = this.#speaking.get(socket) ?? new Pace(speaking);
    this.#speaking.set(socket, counted);
    try {
      counted.count(now);
    } catch (thrown) {
      if (!(thrown instanceof DomainError)) throw thrown;
      this.#closedUntil = now + restAfterFlood * 1000;
      this.#cut(socket, closing.flooded, {});
    }
  }

  #cut(socket: WebSocket, code: number, fields: { size?: number }): void {
    openStore(this.#env).log.warn("cart.connection-cut", { code, ...fields });
    socket.close(code, code === closing.tooLarge ? "frame too large" : "too many messages");
  }

  #inTurn(work: () => Promise<void>): void {
    this.#telling = this.#telling.then(work).catch((thrown) => {
      openStore(this.#env).log.error("cart.telling-failed", thrown);
      for (const socket of this.#ctx.getWebSockets()) socket.close(closing.failed, "connect again");
    });
    this.#ctx.waitUntil(this.#telling);
  }

  /** Each audience is told its own view of the cart, worked out once. */
  async #send(type: LiveMessage["type"], to: readonly WebSocket[]): Promise<void> {
    const cart = this.#cart();
    const views = new Map<string, Promise<string>>();
    await Promise.all(
      to.map(async (socket) => {
        const { audience } = attachedTo(socket);
        const key = JSON.stringify(audience);
        const view = views.get(key) ?? this.#message(type, audience, cart);
        views.set(key, view);
        const message = await view;
        if (socket.readyState === WebSocket.OPEN) socket.send(message);
      }),
    );
  }

  async #message(type: LiveMessage["type"], audience: Audience, cart: CartSnapshot | null): Promise<string> {
    const view = await viewOf(await this.#storeFor(audience), cart);
    return JSON.stringify({ type, version: view.version, cart: view } satisfies LiveMessage);
  }

  async #storeFor({ actor, locale, market }: Audience): Promise<Store> {
    const store = openStore(this.#env, { actor, locale });
    const known = await marketNamed(store, market);
    return known ? store.at(known) : store;
  }
}

function isSeen(cart: CartSnapshot | null, { version, expires_at }: Seen): boolean {
  // A cart that ended and began anew counts its versions from the start; when it ends tells the two apart.
  return version === (cart?.version ?? 0) && (expires_at === null || expires_at === (cart?.expires_at ?? null));
}

function attachedTo(socket: WebSocket): Attached {
  return socket.deserializeAttachment() as Attached;
}

function tooMany(detail: string, retry_after: number): DomainError {
  return new DomainError("too-many-requests", detail, { retry_after });
}
