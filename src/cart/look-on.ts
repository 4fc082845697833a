import { notFound } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { type LiveRequest, liveHeader, type Seen } from "./live.ts";
import { type Outcome, settled } from "./requests.ts";
import { nameOf, objectOf } from "./which-cart.ts";

/** Seconds between two signs of life on a stream of events, so that nothing on the way takes it for dead. */
const signOfLife = 25;

/** Events that wait for a reader who does not read, before the stream ends. */
const mostWaiting = 100;

/**
 * Connects the caller to their cart's object.
 * @returns the answer that upgrades the request to a WebSocket
 * @throws not-found for a guest without a cart; too-many-requests
 */
export async function connectToCart(store: Store, seen: Seen): Promise<Response> {
  const known = nameOf(store.actor);
  if (!known) throw notFound("cart yet: add something first");
  const asked: LiveRequest = {
    audience: { actor: store.actor, locale: store.locale, market: store.market.code },
    seen,
  };
  const headers = { Upgrade: "websocket", [liveHeader]: encodeURIComponent(JSON.stringify(asked)) };
  const answer = await objectOf(store, known).fetch("https://cart.local/live", { headers });
  if (!answer.webSocket) settled((await answer.json()) as Outcome);
  return answer;
}

/**
 * The same as server-sent events, for those who cannot speak WebSocket. This Worker holds the connection and tells it on, so the
 * cart's object sleeps between changes all the same.
 */
export async function streamCart(store: Store, seen: Seen): Promise<Response> {
  const { webSocket } = await connectToCart(store, seen);
  if (!webSocket) throw new Error("The cart's object did not connect.");
  const encoder = new TextEncoder();
  let beat: ReturnType<typeof setInterval> | undefined;
  const events = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (): void => {
          clearInterval(beat);
          controller.close();
        };
        const write = (text: string): void => {
          if ((controller.desiredSize ?? 0) <= 0) webSocket.close(1000, "not read");
          else controller.enqueue(encoder.encode(text));
        };
        webSocket.addEventListener("message", ({ data }) => write(eventOf(String(data))));
        webSocket.addEventListener("close", end);
        beat = setInterval(() => write(":\n\n"), signOfLife * 1000);
        write("retry: 2000\n\n");
        webSocket.accept();
      },
      cancel() {
        clearInterval(beat);
        webSocket.close(1000, "left");
      },
    },
    new CountQueuingStrategy({ highWaterMark: mostWaiting }),
  );
  return new Response(events, { headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store" } });
}

/** A message as an event; its id is what resumes from it. */
function eventOf(message: string): string {
  const { version, cart } = JSON.parse(message) as { version: number; cart: { expires_at: string | null } };
  return `id: ${version}@${cart.expires_at ?? ""}\ndata: ${message}\n\n`;
}

/** What an event's id says of what was seen; null where it is none of ours. */
export function seenUntil(lastEventId: string | undefined): Seen | null {
  const match = /^(\d{1,15})@([\dT:.Z-]*)$/.exec(lastEventId ?? "");
  return match ? { version: Number(match[1]), expires_at: match[2] || null } : null;
}
