import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { DomainError } from "../platform/errors.ts";
import { problems } from "../platform/http/contract.ts";
import { type AppEnv, newRouter } from "../platform/http/router.ts";
import { liveMessage, resumeQuery } from "./live-schemas.ts";
import { connectToCart, seenUntil, streamCart } from "./look-on.ts";
import { shopper } from "./routes.ts";

const live = createRoute({
  ...shopper,
  method: "get",
  path: "/api/v1/cart/live",
  operationId: "followCart",
  summary: "The cart on every change, from whichever device: a WebSocket, or server-sent events",
  description:
    "With `Upgrade: websocket` each text frame is a `LiveCartMessage`. There is nothing to send but `ping`, which is answered " +
    "`pong`. Without it and with `Accept: text/event-stream` the same messages come as events, which resume by " +
    "`Last-Event-ID`.\n\nA cart takes 20 connections at a time and 120 a minute. A frame over 4 KB closes with 1009; more than " +
    "60 messages in 10 seconds close with 1008, and for a minute the cart takes no new connection. 4000: the connection was " +
    "open for an hour, connect again; 4001: what was in the cart is in the account's now, connect again; 1011: connect again " +
    "in a while. A browser must be on a page of the store.",
  request: {
    query: resumeQuery,
    headers: z.object({
      upgrade: z.string().optional().openapi({ description: "`websocket`" }),
      "last-event-id": z.string().optional().openapi({ description: "The id of the last event that you read" }),
    }),
  },
  responses: {
    101: { description: "A WebSocket, whose text frames are each a `LiveCartMessage`" },
    200: { description: "Server-sent events", content: { "text/event-stream": { schema: liveMessage } } },
    ...problems(400, 401, 403, 404, 426, 429),
  },
});

export const liveCartRoutes = newRouter().openapi(live, async (c) => {
  refuseOtherSites(c);
  const { version = null, expires_at = null } = c.req.valid("query");
  const seen = { version, expires_at };
  if (c.req.header("upgrade")?.toLowerCase() === "websocket") return connectToCart(c.var.store, seen);
  if (c.req.header("accept")?.includes("text/event-stream")) {
    return streamCart(c.var.store, seenUntil(c.req.header("last-event-id")) ?? seen);
  }
  throw new DomainError("upgrade-required", "Connect by WebSocket, or accept text/event-stream.");
});

/**
 * Browsers let any page open a WebSocket to anywhere and send the cookies along; who the page belongs to stands in `Origin`, which
 * a page cannot forge (OWASP, WebSocket Security). Programs send none.
 * @throws cross-origin
 */
function refuseOtherSites(c: Context<AppEnv>): void {
  const origin = c.req.header("origin");
  if (!origin || c.req.header("authorization") || origin === new URL(c.req.url).origin) return;
  c.var.store.log.warn("cart.live-cross-origin", {});
  throw new DomainError("cross-origin", "Only pages of this store may follow its carts.");
}
